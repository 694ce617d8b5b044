"""The parts of the typesetter one by one: spans, line breaking, page breaks, sentences, errors."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest

from builder.typeset.cells import Cell, Grid, label, place_cells
from builder.typeset.errors import SampleError
from builder.typeset.fonts import ems, register_font, split_font_name, wrap
from builder.typeset.layout import Layout
from builder.typeset.narrative import fill, fill_section
from builder.typeset.official import chinese_number, load_official_lines
from builder.typeset.pages import Sheet
from builder.typeset.report import render_report
from builder.typeset.ruled import draw_grid
from builder.typeset.sample import Fact, Figures, Sample, Section, printed_number, read_facts, read_sample

ROOT = Path(__file__).parents[2]
YIYANG = ROOT / "content/samples/yiyang-sb-2024"


@pytest.fixture
def sample() -> Sample:
    return read_sample(YIYANG)


def draw(grid: Grid, layout: Layout | None = None) -> bytes:
    stream = BytesIO()
    sheet = Sheet(stream, register_font(None), layout or Layout(), "title", "footer")
    sheet.start_page()
    draw_grid(sheet, grid)
    sheet.finish()
    return stream.getvalue()


def test_spans_are_placed_as_in_html() -> None:
    rows = [(label("a", columns=2), label("b", rows=2)), (Cell("c"), Cell("d"))]
    assert [(one.row, one.column, one.cell.text) for one in place_cells(rows, 3)] == [
        (0, 0, "a"),
        (0, 2, "b"),
        (1, 0, "c"),
        (1, 1, "d"),
    ]


@pytest.mark.parametrize("row", [(Cell("a"),), (Cell("a"), Cell("b"), Cell("c")), (Cell("a", columns=3),)])
def test_a_row_that_does_not_fit_is_refused(row: tuple[Cell, ...]) -> None:
    with pytest.raises(ValueError, match="row"):
        place_cells([row], 2)


def test_a_merged_cell_comes_back_merged() -> None:
    grid = Grid((1, 1), (), ((label("甲", rows=2), Cell("1")), (Cell("2"),), (label("合计", columns=2),)))
    with pdfplumber.open(BytesIO(draw(grid))) as document:
        assert document.pages[0].extract_tables() == [[["甲", "1"], [None, "2"], ["合计", None]]]


@pytest.mark.parametrize(("repeat", "heads"), [(True, 2), (False, 1)])
def test_a_long_table_repeats_its_head_or_not(repeat: bool, heads: int) -> None:
    body = tuple((Cell(f"行{number}"), Cell(str(number))) for number in range(60))
    pdf = draw(Grid((1, 1), ((label("名称"), label("数")),), body), Layout(repeat_header=repeat))
    with pdfplumber.open(BytesIO(pdf)) as document:
        rows = [row for page in document.pages for table in page.extract_tables() for row in table]
    assert rows.count(["名称", "数"]) == heads
    assert [row for row in rows if row[0] != "名称"] == [[f"行{number}", str(number)] for number in range(60)]


def test_a_span_cut_by_the_page_prints_its_words_once() -> None:
    body = ((label("长", rows=60), Cell("0")), *((Cell(str(number)),) for number in range(1, 60)))
    with pdfplumber.open(BytesIO(draw(Grid((1, 1), (), body)))) as document:
        texts = [page.extract_text() for page in document.pages]
        assert all(page.extract_tables() for page in document.pages)
    assert "".join(texts).count("长") == 1


@pytest.mark.parametrize(
    ("rules", "shape", "lines", "rectangles"),
    [
        ("full", "line", 6, 0),
        ("full", "rectangle", 0, 6),
        ("horizontal", "line", 3, 0),
        ("none", "line", 0, 0),
    ],
)
def test_each_rule_is_drawn_once(rules: str, shape: str, lines: int, rectangles: int) -> None:
    layout = replace(Layout(), rules=rules, rule_shape=shape)  # type: ignore[arg-type]
    pdf = draw(Grid((1, 1), (), ((Cell("a"), Cell("b")), (Cell("c"), Cell("d")))), layout)
    with pdfplumber.open(BytesIO(pdf)) as document:
        assert (len(document.pages[0].lines), len(document.pages[0].rects)) == (lines, rectangles)


def test_numbers_stay_whole_and_commas_do_not_start_a_line() -> None:
    assert wrap("共计1159138.98万元", 5.5) == ["共计", "1159138.98", "万元"]
    assert wrap("甲乙丙丁，戊", 4) == ["甲乙丙", "丁，戊"]
    assert wrap("甲乙丙（丁", 4) == ["甲乙丙", "（丁"]
    assert wrap("甲\n乙", 4) == ["甲", "乙"]


def test_widths_do_not_depend_on_the_font() -> None:
    assert ems("社2（") == Decimal("2.5")


def test_font_names_may_carry_a_face_number() -> None:
    assert split_font_name("/a/b.ttc:2") == (Path("/a/b.ttc"), 2)
    assert split_font_name("/a/b.ttf") == (Path("/a/b.ttf"), 0)


def test_a_missing_font_file_is_an_error_only_when_asked_for() -> None:
    with pytest.raises(SampleError, match="找不到字体文件"):
        register_font("/no/such/font.ttf")


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("933.58", "933.58"),
        ("60余", "60"),
        ("128%", "128"),
        ("62000万", "62000"),
        ("1,234.50", "1234.50"),
        ("0", "0"),
    ],
)
def test_printed_numbers(printed: str, number: str) -> None:
    assert printed_number(printed) == Decimal(number)


@pytest.mark.parametrize("printed", ["173,59", "已完成", "2024年度1", "1.2.3", ""])
def test_misprints_and_words_are_no_numbers(printed: str) -> None:
    assert printed_number(printed) is None


def test_lines_are_numbered_in_chinese() -> None:
    assert [chinese_number(number) for number in (1, 10, 11, 20, 26)] == [
        "一",
        "十",
        "十一",
        "二十",
        "二十六",
    ]


def test_the_form_has_26_classes() -> None:
    assert len(load_official_lines().functional) == 26


def test_a_second_statement_has_its_own_figure() -> None:
    facts = (Fact("N", "", "", "项目支出", "金额", "173.59"), Fact("N", "", "", "项目支出", "金额", "173,59"))
    changed = replace(read_sample(YIYANG), figures=Figures(facts))
    assert fill(changed, "{项目支出|金额}、{项目支出|金额#2}") == "173.59、173,59"


def test_the_words_of_change_come_from_the_sample(sample: Sample) -> None:
    assert fill(sample, "{增减:机关运行经费}{升降:机关运行经费}{增减:别的}") == "减少下降增加"


@pytest.mark.parametrize("text", ["{没有|金额}", "{词:没有}", "{没有}", "{收入总计&会议费|金额}"])
def test_a_place_without_figure_or_words_is_an_error(sample: Sample, text: str) -> None:
    with pytest.raises(SampleError):
        fill(sample, text)


def test_an_unknown_phrase_is_an_error(sample: Sample) -> None:
    with pytest.raises(SampleError, match="没有名为"):
        fill_section(sample, Section("题", ("@没有",)))


def test_a_figure_that_is_printed_nowhere_is_an_error(sample: Sample) -> None:
    facts = (*sample.figures.facts, Fact("N", "", "", "没有人印的数", "金额", "1.00"))
    with pytest.raises(SampleError, match="没有人印的数"):
        render_report(replace(sample, figures=Figures(facts)))


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n",
        "table,side,code,item,measure,printed\nT01,,,总计\n",
        "table,side,code,item,measure,printed\nT01,,,总计,金额,\n",
    ],
    ids=["head", "columns", "empty"],
)
def test_a_bad_facts_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "facts.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SampleError, match=r"facts\.csv"):
        read_facts(path)


@pytest.mark.parametrize("line", ["no_such_key = 1", 'rule_width = "wide"', "line_numbers = 1"])
def test_an_unknown_or_wrong_layout_key_is_refused(tmp_path: Path, line: str) -> None:
    folder = tmp_path / "yuanjiang-gs-2024"
    folder.mkdir()
    original = ROOT / "content/samples/yuanjiang-gs-2024"
    (folder / "facts.csv").write_bytes((original / "facts.csv").read_bytes())
    toml = (original / "report.toml").read_text(encoding="utf-8")
    (folder / "report.toml").write_text(f"{toml}\n[layout]\n{line}\n", encoding="utf-8")
    with pytest.raises(SampleError, match="Layout"):
        read_sample(folder)
