"""Printed characters → names and numbers, at the edges where a reader goes wrong."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.text import (
    fold_punctuation,
    has_digit,
    is_blank,
    item_name,
    parse_number,
    parse_quantity,
    squeeze,
)

CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=8)
WIDE_DIGITS = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1,234.50", "1234.50"),
        ("12,345,678.90", "12345678.90"),
        ("0", "0"),
        ("0.00", "0.00"),
        (".5", "0.5"),
        ("12.", "12"),
        ("841. 69", "841.69"),
        (" 3 020.10 ", "3020.10"),
        ("26\n.40", "26.40"),
        ("１２．５０", "12.50"),
        ("１，２３４．５０", "1234.50"),
        ("-5.20", "-5.20"),
        ("－5.20", "-5.20"),
        ("−5.20", "-5.20"),
        ("-1,205.00", "-1205.00"),
    ],
)
def test_a_printed_number_keeps_its_value_and_its_decimals(printed: str, value: str) -> None:
    number = parse_number(printed)
    assert number == Decimal(value)
    assert str(number) == str(Decimal(value))


@pytest.mark.parametrize("dash", ["-", "—", "－", "--", "——", "–", " － "])
def test_a_lone_dash_prints_zero(dash: str) -> None:
    assert parse_number(dash) == 0


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "  ",
        "173,59",
        "1,23",
        "12,34.5",
        "1234,567",
        ",123",
        "1.2.3",
        "12-3",
        "1e5",
        "无",
        "12元",
        "1,234,5",
        ".",
    ],
)
def test_what_is_no_number_is_not_guessed(printed: str) -> None:
    assert parse_number(printed) is None


def grouped(value: Decimal) -> str:
    return f"{value:,}"


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_thousands_marks_and_width_never_change_a_number(value: Decimal) -> None:
    printed = grouped(value)
    assert parse_number(printed) == value
    assert parse_number(printed.translate(WIDE_DIGITS)) == value
    assert str(parse_number(printed)) == str(value) or value == 0


@given(head=st.integers(1, 999), tail=st.text("0123456789", min_size=1, max_size=5))
def test_only_groups_of_three_digits_make_a_thousands_number(head: int, tail: str) -> None:
    value = parse_number(f"{head},{tail}")
    assert value == (Decimal(f"{head}{tail}") if len(tail) == 3 else None)


@given(st.decimals(min_value=0, max_value=10**6, places=2), st.integers(0, 9))
def test_a_space_inside_a_number_is_layout(value: Decimal, at: int) -> None:
    printed = str(value)
    broken = f"{printed[:at]} {printed[at:]}"
    assert parse_number(broken) == value


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [
        ("2500万元", "2500", "万元"),
        ("95%", "95", "%"),
        ("９５％", "95", "%"),
        ("10分", "10", "分"),
        ("60余人", "60", "人"),
        ("30多家", "30", "家"),
        ("3台（套）", "3", "台（套）"),
        ("3台(套)", "3", "台（套）"),
        ("2辆", "2", "辆"),
        ("7.50", "7.50", ""),
        ("1,200人次", "1200", "人次"),
    ],
)
def test_a_quantity_has_its_number_and_its_unit(printed: str, value: str, unit: str) -> None:
    quantity = parse_quantity(printed)
    assert quantity is not None
    assert (str(quantity.value), quantity.unit) == (value, unit)


@pytest.mark.parametrize(
    "printed", ["", "人", "台（套）", "万元", "已完成", "≥95%", "－", "约3人", "173,59万元"]
)
def test_words_and_dashes_are_no_quantity(printed: str) -> None:
    assert parse_quantity(printed) is None


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("一、一般公共预算财政拨款收入", "一般公共预算财政拨款收入"),
        ("（一）基本支出", "基本支出"),
        ("(二) 项目支出", "项目支出"),
        ("1.办公费", "办公费"),
        ("12、其他支出", "其他支出"),
        ("其中：公务接待费", "公务接待费"),
        ("其中:　1、公车购置", "公车购置"),
        ("①上年结余", "上年结余"),
        ("财政拨款 收入", "财政拨款收入"),
        ("财政\n拨款收入", "财政拨款收入"),
        ("　　结余分配", "结余分配"),
        ("教育支出（类）", "教育支出"),
        ("行政运行（项）", "行政运行"),
        ("教育支出（类）普通教育（款）", "教育支出（类）普通教育"),
        ("因公出国(境)费", "因公出国（境）费"),
        ("二十六、债务付息支出", "债务付息支出"),
        ("2024年初结转", "2024年初结转"),
        ("1.5倍津贴", "1.5倍津贴"),
        ("ＡＢ项目", "AB项目"),
    ],
)
def test_an_item_name_has_no_space_numbering_or_marker(printed: str, name: str) -> None:
    assert item_name(printed) == name


def test_numbering_alone_is_not_stripped_to_nothing() -> None:
    assert item_name("一、") != ""


@given(
    name=CHINESE,
    number=st.sampled_from(["一、", "十二、", "（三）", "(4)", "5.", "66、", "其中：", "③", "—"]),
)
def test_numbering_never_changes_the_name_behind_it(name: str, number: str) -> None:
    assert item_name(f"{number} {name}") == item_name(name)


@given(name=CHINESE, marker=st.sampled_from(["（类）", "(款)", "（项）"]), at=st.integers(0, 8))
def test_markers_and_broken_lines_never_change_a_name(name: str, marker: str, at: int) -> None:
    assert item_name(f"{name[:at]}\n {name[at:]}{marker}") == item_name(name)


@given(st.text("一二、（）().1290类款项其中： \n甲乙丙—", max_size=14))
def test_a_name_is_stable_when_named_again(text: str) -> None:
    once = item_name(text)
    assert "\n" not in once
    assert " " not in once
    assert "(" not in once
    assert item_name(once) == once


@pytest.mark.parametrize("quoted", ["“三公”经费", "三公经费", '"三公"经费', "「三公」经费"])
def test_quotation_marks_do_not_matter_when_looking_up(quoted: str) -> None:
    assert fold_punctuation(quoted) == "三公经费"
    assert "“" in squeeze("“三公”经费")


@pytest.mark.parametrize("blank", ["", " ", "\t", "　", "\u200b", "\u00a0\n", "\ufeff"])
def test_every_kind_of_white_space_is_blank(blank: str) -> None:
    assert is_blank(blank)


@pytest.mark.parametrize(("text", "has"), [("共３人", True), ("12", True), ("无", False), ("", False)])
def test_a_digit_is_seen_in_any_width(text: str, has: bool) -> None:
    assert has_digit(text) is has


@pytest.mark.parametrize(("printed", "folded"), [("⻓期", "长期"), ("⺠政", "民政"), ("⼯作", "工作")])
def test_radicals_that_print_like_characters_are_those_characters(printed: str, folded: str) -> None:
    assert squeeze(printed) == folded
