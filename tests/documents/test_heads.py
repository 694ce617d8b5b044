"""Heads without rules: which columns each stands over, by the middles that a form gives them."""

from __future__ import annotations

import pytest

from builder.documents.alignment import Column
from builder.documents.heads import HeadCell, Tiling, join_lines, tile
from builder.documents.lattice import Rule
from builder.model import Place

#: Four columns of 100 points with words in the middle 60; levels of 20 points, words 10 high.
COLUMNS = [Column(20 + 100 * index, 80 + 100 * index) for index in range(4)]


def head(text: str, middle: float, y: float, width: float = 40) -> HeadCell:
    return HeadCell(text, middle - width / 2, middle + width / 2, y - 5, y + 5, 10, Place(page=1))


def places(tiling: Tiling) -> dict[str, tuple[int, int, int, int]]:
    return {p.head.text: (p.column, p.columns, p.level, p.levels) for p in tiling.placed}


def test_a_head_over_two_columns_and_heads_over_the_whole_height() -> None:
    heads = [head("项目", 50, 20), head("支出", 200, 10), head("基本", 150, 30), head("项", 250, 30)]
    found = places(tile([*heads, head("合计", 350, 20)], COLUMNS, None, 40))
    assert found["支出"] == (1, 2, 0, 1)
    assert found["项目"] == (0, 1, 0, 2)
    assert found["基本"] == (1, 1, 1, 1)
    assert found["合计"] == (3, 1, 0, 2)


def test_a_head_over_the_middle_of_three_columns_is_over_all_three() -> None:
    heads = [head("本年支出", 250, 10), head("合计", 150, 30), head("基本", 250, 30), head("项目", 350, 30)]
    found = places(tile([head("科目", 50, 20), *heads], COLUMNS, None, 40))
    assert found["本年支出"] == (1, 3, 0, 1)
    assert found["科目"] == (0, 1, 0, 2)


def test_two_heads_share_the_columns_by_their_middles() -> None:
    upper = [head("收入", 50, 10), head("支出", 250, 10)]
    lower = [head(text, 50 + 100 * index, 30) for index, text in enumerate(["甲", "乙", "丙", "丁"])]
    found = places(tile([*upper, *lower], COLUMNS, None, 40))
    assert found["收入"] == (0, 1, 0, 1)
    assert found["支出"] == (1, 3, 0, 1)


def test_three_levels() -> None:
    heads = [head("预算数", 200, 10), head("车", 250, 30), head("小计", 150, 50), head("购置", 250, 50)]
    heads += [head("运行", 350, 50), head("合计", 50, 40)]
    found = places(tile(heads, COLUMNS, None, 60))
    assert found["预算数"] == (0, 4, 0, 1)
    assert found["车"] == (1, 3, 1, 1)
    assert found["合计"] == (0, 1, 1, 2)
    assert found["购置"] == (2, 1, 2, 1)


@pytest.mark.parametrize(("gap", "count"), [(12.0, 1), (20.0, 2)])
def test_lines_of_one_head_stand_close(gap: float, count: int) -> None:
    lines = [head("一般公共", 50, 10), head("预算", 50, 10 + gap)]
    assert len(join_lines(lines, (), 1.45)) == count


def test_a_rule_between_parts_two_heads_and_one_beside_them_does_not() -> None:
    lines = [head("支出", 50, 10), head("合计", 50, 22)]
    assert len(join_lines(lines, [Rule(True, 16, 0, 100)], 1.45)) == 2
    assert len(join_lines(lines, [Rule(True, 16, 100, 200)], 1.45)) == 1
