"""Numbers on pages: printed digits kept, shares only where they mean something, rounding from the digits."""

from __future__ import annotations

from decimal import Decimal

import pytest

from builder.pages.figures import add_up, grouped, half_digit, share_pct


@pytest.mark.parametrize(
    ("printed", "shown"),
    [("0.00", "0.00"), ("1159138.98", "1,159,138.98"), ("-0.15", "-0.15"), ("55.1", "55.1"), ("60", "60")],
)
def test_grouped_keeps_every_printed_digit(printed: str, shown: str) -> None:
    assert grouped(Decimal(printed)) == shown


def test_share_of_nothing_is_none() -> None:
    assert share_pct(Decimal("1"), Decimal("0")) is None
    assert share_pct(Decimal("-1"), Decimal("5")) is None
    assert share_pct(Decimal("853.23"), Decimal("933.58")) == Decimal("91.4")


def test_half_digit_follows_the_printed_decimals() -> None:
    assert half_digit(Decimal("2.30")) == Decimal("0.005")
    assert half_digit(Decimal("12")) == Decimal("0.5")


def test_add_up_allows_the_rounding_of_the_digits_and_nothing_more() -> None:
    assert add_up([Decimal("660.23"), Decimal("99.77")], Decimal("759.99"))
    assert not add_up([Decimal("660.23"), Decimal("99.77")], Decimal("759.98"))
