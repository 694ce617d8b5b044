"""Views: a blank is never a zero, a report without tables still gives a page, no chart is ever empty."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from builder.pages.figures import Figure, Flag
from builder.pages.published import Report, read_index, read_report
from builder.pages.sentences import plain
from builder.pages.site_views import department_view
from builder.pages.views import YearView, year_view
from tests.pages import made_data


def view_of(folder: Path, made: made_data.Json) -> YearView:
    made_data.write_data(folder, [made])
    department = read_index(folder).departments[0]
    return year_view(read_report(folder / made["path"]), department, ("facts.csv",))


def full(**changes: object) -> made_data.Json:
    return made_data.report("jia-sb", "甲市社会保险服务中心", 2023, **changes)


def test_the_year_in_sentences_with_places(tmp_path: Path) -> None:
    view = view_of(tmp_path, full())
    said = [plain(sentence) for sentence in view.glance.sentences]
    assert said[0] == (
        "2023 年度，甲市社会保险服务中心收入 100.00 万元，支出 100.00 万元，"
        "比上年减少 4.00 万元（报告写的是下降 3.85%）。"
    )
    assert "“三公”经费预算 3.80 万元，实际花了 3.35 万元，比预算少 0.45 万元。" in said
    assert view.glance.tiles[0].figure.href == "source/#L3"
    assert view.glance.tiles[0].figure.place == "第 3 行"


def test_a_pdf_is_linked_by_its_page(tmp_path: Path) -> None:
    made = full(source_text=None)
    made["source"]["file"] = "某市 报告.pdf"
    for fact in made["facts"]:
        fact["page"], fact["line"] = 7, None
    view = view_of(tmp_path, made)
    assert view.glance.tiles[0].figure.href == (
        "../../data/jia-sb/2023/source/%E6%9F%90%E5%B8%82%20%E6%8A%A5%E5%91%8A.pdf#page=7"
    )
    assert view.text_href == ""


def test_a_blank_cell_is_not_a_zero(tmp_path: Path) -> None:
    view = view_of(tmp_path, full())
    spending = next(table for table in view.tables if table.id == "t03")
    medical = next(row[0] for row in spending.rows if row[0] and row[0].code == "2101101")
    assert medical.figures[spending.halves[0].measures.index("项目支出")] is None
    zero = next(pair for pair in view.sections["three-public"].charts[0].table.rows if "出国" in pair.label)
    assert [getattr(cell, "value", None) for cell in zero.cells] == [Decimal("0.00")] * 3


def test_a_report_without_tables_says_so_and_shows_what_it_has(tmp_path: Path) -> None:
    view = view_of(tmp_path, made_data.without_tables())
    assert "没有九张决算表" in view.notices[0]
    for name in ("income", "spending", "three-public", "economic", "gap"):
        assert view.sections[name].charts == ()
        assert view.sections[name].absent
    (form,) = view.appraisals
    assert form.score is not None
    assert form.score.text == "100"
    assert form.indicators is not None
    assert form.indicators.columns == ("年度指标值", "实际完成值")


def test_an_empty_table_is_told_apart_from_a_missing_one(tmp_path: Path) -> None:
    facts = [fact for fact in made_data.facts() if fact["table"] != "T09"]
    empty = view_of(tmp_path / "a", full(facts=facts, tables=made_data.tables(facts, T09="空表")))
    missing = view_of(tmp_path / "b", full(facts=facts))
    picture = view_of(tmp_path / "c", full(facts=facts, tables=made_data.tables(facts, T09="图片")))
    words = [view.sections["three-public"].absent for view in (empty, missing, picture)]
    assert "没有数据" in words[0]
    assert "没有找到" in words[1]
    assert "未读出" in words[2]


def test_a_number_that_was_not_read_shows_its_characters(tmp_path: Path) -> None:
    made = full()
    broken = next(f for f in made["facts"] if f["table"] == "T01" and f["item"] == "本年支出合计")
    broken["value"], broken["raw"] = None, "173,59"
    view = view_of(tmp_path, made)
    cell = next(
        cells.figures[0]
        for row in view.tables[0].rows
        for cells in row
        if cells and cells.item == "本年支出合计"
    )
    assert cell is not None
    assert not cell.is_read
    assert cell.spoken == "未读出（原文印的是“173,59”）"


def test_parts_that_do_not_make_the_whole_are_not_drawn_together(tmp_path: Path) -> None:
    made = full()
    next(f for f in made["facts"] if f["item"] == "人员经费合计")["value"] = "49.00"
    section = view_of(tmp_path, made).sections["nature"]
    assert [row.label for row in section.charts[0].table.rows][:2] == ["基本支出", "项目支出"]
    assert "对不上" in section.notes[0]


def test_no_chart_of_zeros(tmp_path: Path) -> None:
    made = full()
    for fact in made["facts"]:
        if fact["table"] == "T09":
            fact["value"] = "0.00"
    chart = view_of(tmp_path, made).sections["three-public"].charts[0]
    assert chart.drawing is None
    assert chart.sentences


def test_a_superseded_version_knows_the_current_one(tmp_path: Path) -> None:
    made_data.write_data(tmp_path, made_data.three_reports())
    department = read_index(tmp_path).departments[0]
    report: Report = read_report(tmp_path / "jia-sb/2023/superseded/00000001")
    view = year_view(report, department, ())
    assert [(version.href, version.is_current) for version in view.versions] == [
        ("../../../../jia-sb/2023/", True)
    ]
    assert view.source_href.startswith("../../../../data/jia-sb/2023/superseded/00000001/source/")


def test_findings_flag_their_figures(tmp_path: Path) -> None:
    view = view_of(tmp_path, full())
    first = view.tables[0].rows[0][0]
    assert first is not None
    assert first.figures[0] is not None
    assert first.figures[0].flags == (Flag("#finding-a1-00000001", "不一致：总表收支两边相等"),)


def shown(view: YearView) -> list[Figure]:
    """Every figure where the page lays it out."""
    of_tables = [f for t in view.tables for row in t.rows for half in row if half for f in half.figures if f]
    return of_tables + [figure for group in view.others for _, _, figure in group.rows]


def test_every_figure_stands_on_the_page_once(tmp_path: Path) -> None:
    made = full()
    ids = [figure.fact_id for figure in shown(view_of(tmp_path, made))]
    assert sorted(ids) == sorted(fact["id"] for fact in made["facts"])


def test_every_figure_of_a_finding_and_of_what_follows_is_marked_and_found(tmp_path: Path) -> None:
    narrative = next(fact["id"] for fact in made_data.facts() if fact["table"] == "N")
    follows = made_data.finding("e1-00000005", "E1", ["f9", narrative])
    view = view_of(
        tmp_path,
        full(findings=[made_data.finding("a4-00000004", "A4", ["f7", "f1", "f2"], consequences=[follows])]),
    )
    marked = {figure.fact_id: figure for figure in shown(view) if figure.flags}
    assert set(marked) == {"f7", "f1", "f2", "f9", narrative}
    assert [flag.href for flag in marked["f9"].flags] == ["#finding-e1-00000005"]
    assert {figure.anchor for figure in marked.values()} == {f"f-{name}" for name in marked}
    ((_, _, (cause,)),) = view.checks.levels
    assert [f.at for one in (cause, *cause.follows) for f in one.figures] == [
        f"#f-{name}" for name in ("f7", "f1", "f2", "f9", narrative)
    ]


def test_a_figure_in_two_findings_has_two_marks(tmp_path: Path) -> None:
    found = [
        made_data.finding("a4-00000004", "A4", ["f7", "f1"]),
        made_data.finding("a2-00000005", "A2", ["f1", "f9"]),
    ]
    view = view_of(tmp_path, full(findings=found))
    (twice,) = [figure for figure in shown(view) if figure.fact_id == "f1"]
    assert [flag.href for flag in twice.flags] == ["#finding-a4-00000004", "#finding-a2-00000005"]


def test_lines_of_the_text_lead_to_their_findings(tmp_path: Path) -> None:
    view = view_of(tmp_path, full(findings=[made_data.finding("a4-00000004", "A4", ["f7", "f1"])]))
    assert {line: flags[0].href for line, flags in view.marked_lines.items()} == dict.fromkeys(
        ("L1", "L5", "L7"), "../#finding-a4-00000004"
    )


def test_a_line_printed_twice_is_two_rows(tmp_path: Path) -> None:
    """A table by units prints an account again: neither figure is lost from the page."""
    line = "T03||2080109|社会保险经办机构|本年支出合计|1.50 T03||2080109|社会保险经办机构|基本支出|1.50"
    made = full(facts=made_data.facts(made_data.FULL_YEAR + line))
    (table,) = [table for table in view_of(tmp_path, made).tables if table.id == "t03"]
    rows = [row[0] for row in table.rows if row[0] and row[0].code == "2080109"]
    assert [[figure and figure.raw for figure in row.figures] for row in rows] == [
        ["70.50", "30.50", "40.00"],
        ["1.50", "1.50", None],
    ]


def test_what_concerns_our_reading_is_kept_apart(tmp_path: Path) -> None:
    checks = view_of(tmp_path, full()).checks
    assert [v.finding.check for _, _, views in checks.levels for v in views] == ["A1"]
    assert [v.finding.check for v in checks.of_reading] == ["R1"]
    assert (checks.findings, checks.total) == (1, sum(check.total for check in checks.checks))


def test_consequences_are_told_under_their_cause(tmp_path: Path) -> None:
    (level,) = view_of(tmp_path, full()).checks.levels
    (cause,) = level[2]
    assert [(v.finding.check, v.name) for v in cause.follows] == [("E1", "总表与收入表")]
    assert [figure.href for figure in cause.figures] == ["source/#L1", "source/#L2"]


def test_a_single_source_is_said_and_not_drawn(tmp_path: Path) -> None:
    made = full()
    made["facts"] = [f for f in made["facts"] if f["item"] != "其他收入"]
    chart = view_of(tmp_path, made).sections["income"].charts[0]
    assert chart.drawing is None
    assert plain(chart.sentences[0]) == "收入来源里只有一项：一般公共预算财政拨款收入，80.00 万元。"


def test_a_year_is_told_by_its_final_accounts_not_by_the_self_evaluation_beside_them(tmp_path: Path) -> None:
    beside = made_data.without_tables() | {"org_id": "jia-sb", "org": "甲市社会保险服务中心"}
    beside |= {"path": "jia-sb/2023/performance"}
    made_data.write_data(tmp_path, [full(), beside])
    department = read_index(tmp_path).departments[0]
    reports = [read_report(tmp_path / entry.path) for entry in department.reports]
    table = department_view(department, reports, {}, ()).table
    assert table is not None
    told = {row.label: [cell.spoken for cell in row.cells if isinstance(cell, Figure)] for row in table.rows}
    assert told["本年支出"] == ["100.00 万元"]
    assert told["项目支出"] == ["40.00 万元"]
