"""What charts show of a report: the flow only where it adds up, years with their gaps, budgets that are not published."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from pathlib import Path

from builder.knowledge.colours import load_colours
from builder.pages.blocks import ChartBlock
from builder.pages.chart_files import Owner, chart_css, chart_csv, embed_css, embed_page
from builder.pages.figures import Figure
from builder.pages.published import read_index, read_report
from builder.pages.sentences import plain
from builder.pages.views import YearView, year_view
from builder.pages.years import yearly_charts
from tests.pages import made_data

CLOSING = "T01|支出||年末结转和结余|决算数|7.00\nT01|收入||年初结转和结余|决算数|7.00"
OWNER = Owner("jia-sb/2023", "甲市社会保险服务中心", "2023", "甲市社会保险服务中心 2023 年度部门决算")


def view_of(folder: Path, facts: list[made_data.Json]) -> YearView:
    made = made_data.report("jia-sb", "甲市社会保险服务中心", 2023, facts=facts)
    made_data.write_data(folder, [made])
    return year_view(read_report(folder / made["path"]), read_index(folder).departments[0], ())


def changed(item: str, value: str | None, table: str = "T01") -> list[made_data.Json]:
    facts = made_data.facts()
    for fact in facts:
        if (fact["table"], fact["item"]) == (table, item):
            fact["value"] = fact["raw"] = value
    return facts


def chart(view: YearView, name: str) -> ChartBlock:
    return next(block for block in view.charts if block.id == name)


def figure(
    value: str | None, *, label: str = "本年支出", unit: str = "万元", basis: str = "全部资金：都算"
) -> Figure:
    return Figure(
        "f", label, None if value is None else Decimal(value), value or "—", unit, basis, "#L1", "第 1 行"
    )


def test_the_flow_leads_from_the_sources_to_the_uses(tmp_path: Path) -> None:
    block = chart(view_of(tmp_path, made_data.facts()), "chart-flow")
    assert (
        plain(block.sentences[0])
        == "能用的钱一共 100.00 万元；去向里最大的是社会保障和就业支出，70.50 万元。"
    )
    assert block.drawing is not None
    assert [row.label for row in block.drawing.rows] == ["一般公共预算财政拨款收入", "其他收入"]
    assert [row.bars[0].key for row in block.drawing.rows] == ["appropriation", "own"]
    assert "口径：全部资金。" in block.drawing.description


def test_what_is_left_over_is_part_of_the_flow(tmp_path: Path) -> None:
    text = made_data.FULL_YEAR.replace("总计|决算数|100.00", "总计|决算数|107.00") + CLOSING
    block = chart(view_of(tmp_path, made_data.facts(text)), "chart-flow")
    said = plain(block.sentences[0])
    assert "其中上年留下的 7.00 万元" in said
    assert said.endswith("年末留到下一年 7.00 万元。")
    assert block.drawing is not None
    assert [row.bars[0].key for row in (block.drawing.rows[-1], block.drawing.uses[-1])] == ["carry", "carry"]


def test_a_flow_that_does_not_add_up_is_said_and_not_drawn(tmp_path: Path) -> None:
    for name, facts in (("a", changed("卫生健康支出", "9.40")), ("b", changed("卫生健康支出", None))):
        view = view_of(tmp_path / name, facts)
        assert "chart-flow" not in [block.id for block in view.charts]
        assert any("不画资金流向图" in note for note in view.sections["income"].notes)
    near = view_of(tmp_path / "c", changed("卫生健康支出", "9.51"))
    assert "chart-flow" in [block.id for block in near.charts]


def test_a_negative_line_is_in_the_table_of_the_flow_and_a_bar_of_the_uses(tmp_path: Path) -> None:
    facts = changed("卫生健康支出", "-9.50")
    for fact in facts:
        if fact["table"] == "T01" and fact["item"] == "社会保障和就业支出":
            fact["value"] = fact["raw"] = "89.50"
    view = view_of(tmp_path, facts)
    block = chart(view, "chart-flow")
    assert block.drawing is None
    assert any("小于零" in note for note in block.notes)
    uses = chart(view, "chart-spending").drawing
    assert uses is not None
    assert [bar.value for row in uses.rows for bar in row.bars][-1] == Decimal("-9.50")


def test_a_budget_that_is_not_published_has_words_and_no_bar(tmp_path: Path) -> None:
    facts = [f for f in made_data.facts() if (f["item"], f["measure"]) != ("公务接待费", "预算数")]
    drawing = chart(view_of(tmp_path, facts), "chart-three-public").drawing
    assert drawing is not None
    budget, actual = drawing.rows[-1].bars
    assert (budget.value, budget.text) == (None, "预算：没有公开")
    assert actual.value == Decimal("1.05")
    assert drawing.rows[-1].aside == ""


def test_each_pair_says_its_difference(tmp_path: Path) -> None:
    drawing = chart(view_of(tmp_path, made_data.facts()), "chart-gap").drawing
    assert drawing is not None
    assert {row.label: row.aside for row in drawing.rows} == {
        "社会保障和就业支出": "多 9.50 万元", "卫生健康支出": "一样",
    }  # fmt: skip
    assert drawing.legend == (("budget", "预算"), ("spent", "决算"))


def test_people_have_one_colour_in_every_chart(tmp_path: Path) -> None:
    view = view_of(tmp_path, made_data.facts())
    found = {}
    for name in ("chart-nature", "chart-economic"):
        drawing = chart(view, name).drawing
        assert drawing is not None
        found[name] = {row.label: row.bars[0].key for row in drawing.rows}
    assert found["chart-nature"]["人员经费（养人）"] == found["chart-economic"]["基本工资"] == "people"
    assert found["chart-nature"]["公用经费（办公）"] == found["chart-economic"]["办公费"] == "office"


def test_years_show_a_gap_as_words_and_a_decrease_as_less() -> None:
    found = {
        2020: {"本年支出": figure("90.00")},
        2022: {"本年支出": figure("80.00"), "本年收入": figure("81.00")},
    }
    (block,) = yearly_charts(found)
    assert (
        plain(block.sentences[0]) == "本年支出：2020 年度 90.00 万元，2022 年度 80.00 万元，少了 10.00 万元。"
    )
    assert block.drawing is not None
    texts = {row.label: [(bar.value, bar.text) for bar in row.bars] for row in block.drawing.rows}
    assert texts["2021 年度"] == [(None, "本站没有这一年的决算")]
    assert texts["2020 年度"][0] == (None, "收入：没有公开")


def test_the_newest_year_is_also_told_against_the_one_before() -> None:
    row = {
        year: {"本年支出": figure(value)}
        for year, value in ((2020, "90.00"), (2021, "95.00"), (2022, "80.00"))
    }
    (block,) = yearly_charts(row)
    assert plain(block.sentences[0]) == (
        "本年支出：2020 年度 90.00 万元，2022 年度 80.00 万元，少了 10.00 万元。比 2021 年度少了 15.00 万元。"
    )
    row[2021] = {"本年支出": figure("900000", unit="元")}
    (block,) = yearly_charts(row)
    assert plain(block.sentences[0]).endswith("少了 10.00 万元。")


def test_years_in_another_unit_or_of_other_money_are_not_subtracted() -> None:
    other = figure("900000", unit="元", basis="报告的文字说明")
    (block,) = yearly_charts({2021: {"本年支出": other}, 2022: {"本年支出": figure("80.00")}})
    assert "不能直接相减" in plain(block.sentences[0])
    assert block.drawing is not None
    assert block.drawing.rows[0].bars[1].value is None
    assert "900,000 元" in block.drawing.rows[0].bars[1].text
    assert any("2021 年度的数取自另一处" in note for note in block.notes)
    assert yearly_charts({2021: {"本年支出": other}}) == ()
    assert yearly_charts({2021: {"本年支出": figure(None)}, 2022: {"本年支出": figure("80.00")}}) == ()


def test_the_csv_of_a_chart_has_every_number_and_says_what_was_computed(tmp_path: Path) -> None:
    text = chart_csv(OWNER, chart(view_of(tmp_path, made_data.facts()), "chart-gap"))
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text[1:])))
    assert len(rows) == 6
    assert (rows[0]["column"], rows[0]["value"], rows[0]["unit"], rows[0]["raw"]) == (
        "预算",
        "61.00",
        "万元",
        "61.00",
    )
    assert rows[0]["place"].startswith("第 ")
    assert rows[2]["basis"] == "本站算出：70.50 − 61.00"


def test_the_small_page_stands_alone(tmp_path: Path) -> None:
    page = embed_page(OWNER, chart(view_of(tmp_path, made_data.facts()), "chart-flow"))
    assert '<meta name="robots" content="noindex">' in page
    assert "<script" not in page
    assert 'href="../../../assets/embed.css"' in page
    assert 'href="../#chart-flow"' in page
    for words in ("能用的钱一共 100.00 万元", "口径：全部资金。", "单位：万元", OWNER.title, 'role="img"'):
        assert words in page
    assert len(page.encode()) < 8000


def test_the_style_sheets_have_every_colour_and_print_light() -> None:
    for sheet in (chart_css(), embed_css()):
        for colour in load_colours().by_key.values():
            assert f"--mb-c-{colour.key}: {colour.light};" in sheet
            assert f"--mb-c-{colour.key}: {colour.dark};" in sheet
            assert f".mb-k-{colour.key} {{ --mb-k: var(--mb-c-{colour.key}); }}" in sheet
        dark = re.findall(r"@media ([^{]+)\{[^@]*--mb-c-spent: " + load_colours().by_key["spent"].dark, sheet)
        assert dark
        assert all(media.startswith("screen") for media in dark)
