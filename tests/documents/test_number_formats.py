"""A stored number under a number format comes out as the sheet shows it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.documents.number_formats import BUILT_IN, general_number, shown_number, shown_text

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("88.61999999", "0.00", "88.62"),
        ("12.3", "0.00", "12.30"),
        ("88.615", "0.00", "88.62"),
        ("1234567.5", "#,##0.00", "1,234,567.50"),
        ("0.3", "0.00", "0.30"),
        ("0", ACCOUNTING, "-"),
        ("1234.5", ACCOUNTING, "1,234.50"),
        ("-12.3", ACCOUNTING, "-12.30"),
        ("0", "#,##0.00;-#,##0.00;", ""),
        ("0", "#,##0.00_ ;[Red]-#,##0.00 ", "0.00"),
        ("0", "#", ""),
        ("5", ";;;", ""),
        ("2080505", "0", "2080505"),
        ("5", "000", "005"),
        ("0.1234", "0.00%", "12.34%"),
        ("1234567", "#,##0,", "1,235"),
        ("123456", "0!.0000", "12.3456"),
        ("2023", '0"年"', "2023年"),
        ("1234.5", "[$¥-804]#,##0.00", "¥1,234.50"),
        ("3", "[>=2]0.0;0.00", "3.0"),
        ("1", "[>=2]0.0;0.00", "1.00"),
        ("5.25", "# ?/?", "5.25"),
        ("-0.001", "0.00", "0.00"),
        ("45000", "yyyy-mm-dd", "2023-03-15"),
        ("45000", 'yyyy"年"m"月"d"日"', "2023年3月15日"),
        ("45000.5", "yyyy/m/d h:mm", "2023/3/15 12:00"),
        ("1", "yyyy/m/d", "1900/1/1"),
        ("1.5", "[h]:mm:ss", "36:00:00"),
        ("-1", "yyyy/m/d", "########"),
    ],
)
def test_a_number_shows_as_its_format_says(stored: str, code: str, shown: str) -> None:
    assert shown_number(Decimal(stored), code) == shown


@pytest.mark.parametrize("code", ["#,##0.00_);(#,##0.00)", "0.00_);[Red]\\(0.00\\)", "0.00;[Red]0.00"])
def test_a_figure_below_nought_in_brackets_or_red_has_its_minus(code: str) -> None:
    assert shown_number(Decimal("-12.3"), code) == "-12.30"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("88.61999999999999", "88.62"),
        ("0.30000000000000004", "0.3"),
        ("12", "12"),
        ("-5.10", "-5.1"),
        ("0", "0"),
    ],
)
def test_a_number_without_a_format_shows_its_shortest_digits(stored: str, shown: str) -> None:
    assert general_number(Decimal(stored)) == shown
    assert shown_number(Decimal(stored), "General") == shown


def test_days_of_the_other_calendar_begin_in_1904() -> None:
    assert shown_number(Decimal(0), "yyyy/m/d", since_1904=True) == "1904/1/1"


def test_words_show_unless_the_format_hides_them() -> None:
    assert shown_text("某某局", "0.00") == "某某局"
    assert shown_text("某某局", ";;;") == ""
    assert shown_text("某某局", '0;0;0;"单位"@') == "单位某某局"


@given(
    fen=st.integers(min_value=-(10**13), max_value=10**13),
    noise=st.integers(min_value=-4, max_value=4),
    code=st.sampled_from(["0.00", "#,##0.00", ACCOUNTING, "#,##0.00_ ", "0.00_);[Red]\\(0.00\\)"]),
)
def test_an_amount_keeps_its_two_decimals_whatever_its_binary_traces(fen: int, noise: int, code: str) -> None:
    """What a binary number leaves behind the fifteenth digit never reaches the characters."""
    amount = Decimal(fen).scaleb(-2)
    traces = Decimal(noise).scaleb(amount.adjusted() - 15) if amount else Decimal(0)
    shown = shown_number(amount + traces, code)
    assert shown.replace(",", "") == ("-" if code == ACCOUNTING and not fen else f"{amount:.2f}")


@given(
    number=st.decimals(allow_nan=True, allow_infinity=True),
    code=st.one_of(st.text(max_size=40), st.text('0#?.,%;[]"_*@yYmdhsE+-/!\\年<>=1', max_size=40)),
)
def test_no_number_and_no_format_is_too_strange(number: Decimal, code: str) -> None:
    assert isinstance(shown_number(number, code), str)
    assert isinstance(shown_text("文", code), str)


@pytest.mark.parametrize("code", sorted(set(BUILT_IN.values())))
def test_every_built_in_format_shows_something(code: str) -> None:
    assert shown_number(Decimal("1234.5"), code)
