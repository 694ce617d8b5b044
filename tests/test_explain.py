"""`extract --explain`: how each table was told, which column holds what and why, and what a person does next."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.explain import _width, explain_report
from builder.pipeline import read_report
from builder.sources import source_of
from tests.publish.made import TEXT, write_reports


def explained(tmp_path: Path, text: str) -> str:
    folder = write_reports(tmp_path / "reports", {"a.txt": text})
    return "\n".join(explain_report(read_report(folder, source_of(folder, "a.txt", {}))))


@pytest.fixture
def whole(tmp_path: Path) -> str:
    return explained(tmp_path, TEXT)


def test_a_table_says_by_what_it_was_found_and_where(whole: str) -> None:
    assert "T05 一般公共预算财政拨款支出决算表：有数据" in whole
    number = TEXT.splitlines().index("一般公共预算财政拨款支出决算表") + 1
    assert f"找到 found：凭标题“一般公共预算财政拨款支出决算表”，第 {number} 行" in whole


def test_each_column_has_its_heads_and_the_reason_of_the_mapping(whole: str) -> None:
    assert "基本支出 ← “基本支出”（表头的字）" in whole
    assert "收入·决算数 ← “" in whole


def test_the_rows_taken_for_heads_are_shown_as_printed(whole: str) -> None:
    assert "表头 heads：" in whole
    assert "本年支出 | 基本支出 | 项目支出" in whole


def test_the_arrows_of_a_table_stand_one_under_the_other(whole: str) -> None:
    block = whole.split("T05 ")[1].split("\n\n")[0]
    arrows = {_width(line.split("←")[0]) for line in block.splitlines() if "←" in line}
    assert len(arrows) == 1


def test_tables_that_are_not_there_are_named_with_what_to_do(whole: str) -> None:
    assert "T02 收入决算表：未见" in whole
    steps = whole.split("what to do next")[1]
    assert "T02" in steps
    assert "tables.toml" in steps


def test_unread_figures_have_their_characters_place_and_reason(whole: str) -> None:
    assert "“9,00万元”，第 " in whole
    assert "像数而读不成数" in whole


def test_sentences_without_an_indicator_are_counted_and_have_their_place(whole: str) -> None:
    assert "测船租用" in whole
    assert "句子有金额而没有归到指标" in whole.split("what to do next")[1]


def test_sections_found_have_their_heading_and_the_others_are_listed(whole: str) -> None:
    assert "章节 sections：认出" in whole
    assert "没有找到的章节 not found：" in whole


SPARE = "\n".join(
    [
        "青澜县水文站2024年度部门决算",
        "",
        "支出决算表",
        "单位：万元",
        *("\n".join(f"\t{cell}" for cell in row) + "\n" for row in [
            ["编码", "名称", "本年支出合计", "基本支出", "项目支出", "上年决算"],
            ["合计", "", "9.00", "6.00", "3.00", "8.50"],
        ]),
        "",
        "项目支出决算表",
        "\t项目\n\t金额\n\n\t测报\n\t3.00\n",
    ]
)  # fmt: skip


def test_an_unknown_head_is_named_with_the_file_to_add_it_to(tmp_path: Path) -> None:
    text = explained(tmp_path, SPARE)
    assert "不认识的表头 unknown heads：上年决算" in text
    assert "“8.50”" in text
    steps = text.split("what to do next")[1]
    assert "T03 的表头“上年决算”" in steps
    assert "builder/knowledge/tables.toml" in steps


def test_another_table_s_title_is_named(tmp_path: Path) -> None:
    text = explained(tmp_path, SPARE)
    assert "不认识的表 unknown table：项目支出决算表" in text
    assert "“项目支出决算表”若是九张表之一" in text


def test_heads_that_were_not_told_are_said_to_be_taken_by_their_order(tmp_path: Path) -> None:
    heads = SPARE[SPARE.index("\t编码") : SPARE.index("\t合计")]
    text = explained(tmp_path, SPARE.replace(heads, ""))
    assert "没有认出表头，按表式的次序" in text
    assert "数又不和列一样多" in text
    assert "列是按表式次序排的" in text.split("what to do next")[1]


def test_a_form_s_columns_come_from_its_own_heads(tmp_path: Path) -> None:
    rows = [
        ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "权重", "印象分"],
        ["产出指标", "数量指标", "测报次数", "12次", "12次", "50", "3"],
    ]
    grid = "\n".join("\n".join(f"\t{cell}" for cell in row) + "\n" for row in rows)
    text = explained(tmp_path, f"青澜县水文站2024年度部门决算\n\n项目支出绩效自评表\n{grid}")
    assert "分值       ← “权重”（表头的字）" in text
    assert "不认识的表头 unknown heads：印象分" in text
    assert "performance.toml" in text.split("what to do next")[1]
