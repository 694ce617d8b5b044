"""Marks that conversions to text leave: page numbers, names and figures broken by a narrow cell, blank cells as lines."""

from builder.documents import read_bytes
from builder.model import Document, Grid, Line

CODES = ("208", "20805", "2080505", "2080506")


def document(text: str) -> Document:
    return read_bytes(text.encode(), "made.txt")


def rows(found: Document) -> list[list[str]]:
    grid = next(block for block in found.blocks if isinstance(block, Grid))
    return [[cell.text for cell in row] for row in grid.rows() if row]


def lines(found: Document) -> list[str]:
    return [block.text for block in found.blocks if isinstance(block, Line)]


def by_cells(figures: dict[str, list[str]]) -> str:
    """支出决算表 with a cell to a line and a blank line for a blank cell."""
    heads = ["项目", "本年支出合计", "基本支出", "项目支出", "科目编码", "科目名称"]
    body = [line for code, cells in figures.items() for line in (code, f"科目{code}", *cells)]
    return "\n".join(
        ["支出决算表", "单位：万元", *heads, "合计", "9.00", "7.00", "2.00", *body, "注：本表。"]
    )


def test_blank_lines_between_codes_at_even_distances_are_blank_cells() -> None:
    found = rows(document(by_cells({code: ["2.00", "", "2.00"] for code in CODES})))
    assert found[-1] == ["2080506", "科目2080506", "2.00", "", "2.00"]
    assert ["合计", "9.00", "7.00", "2.00"] in found


def test_blank_lines_between_codes_at_other_distances_tell_nothing() -> None:
    figures = {code: ["2.00", "", "2.00"] for code in CODES} | {"2080505": ["2.00", "2.00"]}
    assert ["2080506", "科目2080506", "2.00", "2.00"] in rows(document(by_cells(figures)))


def paged(*numbers: str) -> str:
    return "\n".join(
        f"{number}\n青石县林业局2024年度部门决算\n本页说的是第{number}页的事。" for number in numbers
    )


def test_page_numbers_that_count_up_and_the_head_beside_them_are_no_text() -> None:
    found = lines(document(paged("- 1 -", "- 2 -", "- 3 -", "- 4 -")))
    assert found[:2] == ["青石县林业局2024年度部门决算", "本页说的是第- 1 -页的事。"]
    assert len(found) == 5


def test_marks_that_do_not_count_up_stay() -> None:
    assert "- 1 -" in lines(document(paged("- 1 -", "- 1 -", "- 4 -")))


def test_a_caption_beside_page_numbers_stays() -> None:
    text = "\n".join(f"- {n} -\n单位：万元\n说明第{n}页。" for n in range(1, 5))
    assert lines(document(text)).count("单位：万元") == 4


def test_a_figure_cut_behind_its_point_goes_on_in_the_next_line() -> None:
    found = document("年初预算为140.\n00万元，支出决算为150.00万元。\n")
    assert [block.runs_on for block in found.blocks if isinstance(block, Line)] == [True, False]


SPACED = """支出决算表
单位：万元
项目                          行次   金额
二十一、国有资本经营预算支    51     10.00
出
二十二、外交支出              52     20.00
备用
"""


def test_the_rest_of_a_broken_name_goes_to_the_name_above() -> None:
    found = rows(document(SPACED))
    assert ["二十一、国有资本经营预算支出", "51", "10.00"] in found


def test_a_word_below_a_name_with_room_to_spare_is_no_rest_of_it() -> None:
    found = rows(document(SPACED))
    assert ["二十二、外交支出", "52", "20.00"] in found


def test_a_name_of_an_account_runs_on_to_its_mark_however_short_the_line() -> None:
    found = document(
        "1.“农林水支出（类）水利（款）水利行业\n业务管理（项）”3.00万元。\n"
        "2.农林水支出（类）水利\n（款）防汛（项）。\n“农林水支出”如下\n3.教育支出（类）"
    )
    assert [block.runs_on for block in found.blocks if isinstance(block, Line)] == [
        True, False, True, False, False, False,
    ]  # fmt: skip
