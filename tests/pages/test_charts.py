"""Charts: the geometry leaves room for every number on a phone, and the plotly figure holds the printed digits."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from builder.pages.charts import Bar, Drawing, Row, bar_space, plotly_json, static_svg, text_width
from builder.pages.environment import environment


def drawing(*values: str, kind: str = "bars") -> Drawing:
    rows = tuple(Row(f"第{n}项", (Bar(Decimal(v), f"{v} 万元"),)) for n, v in enumerate(values))
    return Drawing("c", kind, "标题", "说明", "万元", rows)


@pytest.mark.parametrize("text", ["预算 3.80 万元", "预算 1,234,567,890.12 万元"])
def test_the_longest_bar_and_its_number_fit_on_a_phone(text: str) -> None:
    space = bar_space((Row("甲", (Bar(Decimal(1), text),)),))
    assert space / 100 * 320 + 6 + text_width(text) <= 328
    assert space > 20


def test_the_drawing_names_itself() -> None:
    svg = static_svg(drawing("2", "1"), environment())
    assert 'role="img" width="100%"' in svg
    assert 'aria-labelledby="c-t c-d"' in svg
    assert '<title id="c-t">标题</title>' in svg
    assert "2 万元" in svg


def test_a_number_below_zero_has_a_text_and_no_bar() -> None:
    svg = static_svg(drawing("2", "-1"), environment())
    assert 'width="0.00%"' in svg
    assert "-1 万元" in svg


def test_parts_fill_the_whole_bar() -> None:
    svg = static_svg(drawing("1", "3", kind="parts"), environment())
    assert 'x="0.00%" y="0" width="25.00%"' in svg
    assert 'x="25.00%" y="0" width="75.00%"' in svg


def test_the_plotly_figure_keeps_the_printed_digits() -> None:
    figure = json.loads(plotly_json(drawing("2.30", "1159138.98")))
    assert figure["data"][0]["x"] == ["2.30", "1159138.98"]
    assert figure["layout"]["xaxis"]["title"]["text"] == "万元"
    assert "template" not in figure["layout"]
