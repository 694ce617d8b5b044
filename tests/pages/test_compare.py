"""Departments side by side: only like with like, ranked, complete over pages, and what cannot be compared is said."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from builder.knowledge.indicators import Indicator, load_indicators
from builder.pages import compare_pages
from builder.pages.indicators import Compared, group_sentence
from builder.pages.published import read_report
from builder.pages.sentences import plain
from tests.pages import made_data
from tests.pages.test_render import rendered

SPENDING: Indicator = next(each for each in load_indicators().all if each.id == "total-spending")


def unit(number: int, spent: str, year: int = 2023, kind: str = "部门决算") -> made_data.Json:
    """A report that prints its spending, and four people in post."""
    lines = f"T03|||合计|本年支出合计|{spent} N|||在职人数|数量|4"
    made = made_data.report(f"unit-{number}", f"第{number}号单位", year, kind=kind)
    made["facts"] = made_data.facts(lines)
    made["facts"][1]["unit"] = "人"
    made["findings"] = []
    return made


def compared(folder: Path, reports: list[made_data.Json]) -> Compared:
    made_data.write_data(folder, reports)
    found = Compared()
    for report in reports:
        found.add(read_report(folder / report["path"]))
    return found


def test_only_one_year_and_one_kind_stand_together(tmp_path: Path) -> None:
    reports = [unit(1, "5.00"), unit(2, "9.00"), unit(3, "7.00", kind="单位决算"), unit(4, "1.00", year=2022)]
    found = compared(tmp_path, reports)
    groups = found.groups(SPENDING, 2023)
    assert [(g.kind, [row.org for row in g.rows]) for g in groups] == [
        ("部门决算", ["第2号单位", "第1号单位"]),
        ("单位决算", ["第3号单位"]),
    ]
    assert [row.per_head.text for row in groups[0].rows if row.per_head] == ["2.25", "1.25"]


def test_what_is_not_published_or_in_another_unit_is_not_ranked(tmp_path: Path) -> None:
    silent, odd, unread = unit(1, "1.00"), unit(2, "1.00"), unit(3, "1.00")
    del silent["facts"][0]
    odd["facts"][0]["unit"] = "元"
    unread["facts"][0]["value"] = None
    (group,) = compared(tmp_path, [silent, odd, unread, unit(4, "0.00")]).groups(SPENDING, 2023)
    assert [row.org for row in group.rows] == ["第4号单位"]
    assert group.share(group.rows[0]) == "0"
    assert [name for name, _ in group.without] == ["第1号单位"]
    assert [name for name, _ in group.other_unit] == ["第2号单位", "第3号单位"]


def test_the_sentence_names_the_ends_and_the_middle(tmp_path: Path) -> None:
    reports = [unit(number, f"{number}.50") for number in (1, 2, 3, 4)]
    (group,) = compared(tmp_path, reports).groups(SPENDING, 2023)
    assert plain(group_sentence(group, 2023, SPENDING)) == (
        "2023 年度有 4 份部门决算公开了本年支出。最多的是第4号单位，4.50 万元；"
        "最少的是第1号单位，1.50 万元；排在正中间的是 3.00 万元。"
    )


def test_two_halves_gathered_apart_are_one_list(tmp_path: Path) -> None:
    reports = [unit(1, "5.00"), unit(2, "9.00")]
    one, other = compared(tmp_path / "a", reports[:1]), compared(tmp_path / "b", reports[1:])
    one.merge(other)
    assert one.groups(SPENDING, 2023) == compared(tmp_path / "c", reports).groups(SPENDING, 2023)


def rows(page: str) -> list[str]:
    return re.findall(r'<tr data-org="([^"]*)"', page)


def test_a_long_list_is_complete_over_its_pages_and_in_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare_pages, "PER_PAGE", 2)
    reports = [unit(number, f"{number}.00") for number in range(1, 4)]
    reports += [unit(9, "8.00", kind="单位决算"), unit(8, "1.00", year=2022)]
    docs = rendered(tmp_path, reports)
    first = (docs / "compare/total-spending/page.html").read_text(encoding="utf-8")
    second = (docs / "compare/total-spending/p2/page.html").read_text(encoding="utf-8")
    assert rows(first) == ["第3号单位", "第2号单位"]
    assert rows(second) == ["第1号单位", "第9号单位"]
    whole = json.loads((docs / "compare/total-spending/2023.json").read_text(encoding="utf-8"))
    assert [(line[0], line[1], line[4]) for line in whole] == [
        ("部门决算", "第3号单位", "3.00"),
        ("部门决算", "第2号单位", "2.00"),
        ("部门决算", "第1号单位", "1.00"),
        ("单位决算", "第9号单位", "8.00"),
    ]
    last_year = (docs / "compare/total-spending/2022/page.html").read_text(encoding="utf-8")
    assert rows(last_year) == ["第8号单位"]
    links = re.findall(r'<a class="mb-fig"[^>]*href="([^"]*)"', last_year)
    assert len(links) == 2
    assert all(link.startswith("../../../unit-8/2022/") for link in links)


def test_indicators_that_nobody_publishes_have_no_page(tmp_path: Path) -> None:
    docs = rendered(tmp_path, [unit(1, "5.00")])
    listed = (docs / "compare/page.html").read_text(encoding="utf-8")
    assert 'href="total-spending/"' in listed
    assert "procurement" not in listed
    assert not (docs / "compare/procurement").exists()
