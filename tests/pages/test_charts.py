"""Charts: the geometry leaves room for every number on a phone, tells the truth about zero, and plotly agrees with it."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from itertools import pairwise

import plotly.graph_objects as go
import pytest

from builder.knowledge.colours import load_colours
from builder.pages.charts import Bar, Drawing, Row, bar_space, static_svg, text_width
from builder.pages.environment import environment, svg
from builder.pages.flow_svg import WHOLE
from builder.pages.plots import plotly_json

KEYS = ("people", "office", "projects")


def drawing(*values: str | None, kind: str = "bars") -> Drawing:
    rows = tuple(
        Row(f"第{n}项", (Bar(None if v is None else Decimal(v), f"{v} 万元", KEYS[n % 3]),))
        for n, v in enumerate(values)
    )
    return Drawing("c", kind, "标题", "说明", "万元", rows)


def flow(incoming: dict[str, str], outgoing: dict[str, str]) -> Drawing:
    sides = [
        tuple(Row(name, (Bar(Decimal(v), f"{v} 万元", key),)) for name, v in side.items())
        for side, key in ((incoming, "appropriation"), (outgoing, "spent"))
    ]
    whole = Bar(sum((Decimal(v) for v in incoming.values()), Decimal(0)), "共", "other")
    return Drawing("f", "flow", "流向", "说明", "万元", sides[0], uses=sides[1], whole=whole)


def drawn(one: Drawing) -> str:
    return str(svg(one, environment()))


@pytest.mark.parametrize("text", ["预算 3.80 万元", "预算 1,234,567,890.12 万元"])
def test_the_longest_bar_and_its_number_fit_on_a_phone(text: str) -> None:
    space = bar_space((Row("甲", (Bar(Decimal(1), text),)),))
    assert space / 100 * 320 + 6 + text_width(text) <= 328
    assert space > 20


def test_the_drawing_names_itself() -> None:
    picture = static_svg(drawing("2", "1"), environment())
    assert 'role="img" width="100%"' in picture
    assert 'aria-labelledby="c-t c-d"' in picture
    assert '<title id="c-t">标题</title>' in picture
    assert "2 万元" in picture


def test_every_bar_starts_at_zero() -> None:
    bars = re.findall(
        r'<rect class="mb-k-\w+" x="([\d.]+)%" y="\d+" width="([\d.]+)%"', drawn(drawing("4", "1"))
    )
    assert [Decimal(x) for x, _ in bars] == [0, 0]
    first, second = (Decimal(width) for _, width in bars)
    assert first == 4 * second


def test_a_number_below_zero_stands_left_of_a_line_at_zero() -> None:
    picture = drawn(drawing("2", "-1"))
    up, down = re.findall(r'<rect class="mb-k-\w+" x="([\d.]+)%" y="\d+" width="([\d.]+)%"', picture)
    zero = re.search(r'<line class="mb-zero" x1="([\d.]+)%"', picture)
    assert zero is not None
    assert up[0] == zero[1]
    assert Decimal(down[0]) + Decimal(down[1]) == Decimal(zero[1])
    assert Decimal(up[1]) == 2 * Decimal(down[1])
    assert "-1 万元" in picture
    assert "mb-zero" not in drawn(drawing("2", "1"))


@pytest.mark.parametrize("value", ["0.00", None])
def test_neither_zero_nor_nothing_has_a_bar_and_both_have_words(value: str | None) -> None:
    picture = drawn(drawing("2", value))
    assert picture.count("<rect") == 1
    assert f"{value} 万元" in picture


def test_a_long_name_takes_two_lines_and_nothing_is_set_smaller() -> None:
    name = "机关事业单位基本养老保险缴费支出和职业年金缴费支出"
    rows = (Row(name, (Bar(Decimal(1), "1 万元"),)), Row("乙", (Bar(Decimal(2), "2 万元"),)))
    picture = drawn(Drawing("c", "bars", "标题", "说明", "万元", rows))
    lines = re.findall(r'<text x="0" y="\d+">([^<]+)</text>', picture)
    assert "".join(lines[:2]) == name
    assert all(text_width(line) * 14 / 13 <= 320 for line in lines)
    assert "font-size" not in picture


def test_parts_fill_the_whole_bar() -> None:
    picture = drawn(drawing("1", "3", kind="parts"))
    assert 'x="0%" y="0" width="25%"' in picture
    assert 'x="25%" y="0" width="75%"' in picture


def test_a_flow_is_as_high_on_both_sides_and_no_words_overlap() -> None:
    outgoing = {"社会保障和就业支出": "96", "卫生健康支出": "1", "住房保障支出": "1", "年末结转和结余": "2"}
    picture = drawn(flow({"一般公共预算财政拨款收入": "100"}, outgoing))
    bars = re.findall(r'<rect class="mb-k-(\w+)" x="\w+%?" y="[\d.]+" width="8" height="([\d.]+)"', picture)
    assert sum(Decimal(height) for key, height in bars if key == "spent") == pytest.approx(WHOLE, abs=1)
    assert picture.count('class="mb-ribbon') == 5
    right = [int(y) for y in re.findall(r'<text (?:class="mb-v" )?x="100%" dx="-14" y="(\d+)"', picture)]
    assert right == sorted(right)
    assert all(below - above >= 17 for above, below in pairwise(right))


def test_the_plotly_figure_keeps_the_printed_digits() -> None:
    figure = json.loads(plotly_json(drawing("2.30", "1159138.98")))
    assert [trace["x"] for trace in figure["data"]] == [["2.30"], ["1159138.98"]]
    assert figure["layout"]["xaxis"]["title"]["text"] == "万元"
    assert "template" not in figure["layout"]


@pytest.mark.parametrize("kind", ["bars", "parts"])
def test_plotly_has_the_colours_of_the_drawing(kind: str) -> None:
    one = drawing("3", "2", "1", kind=kind)
    colours = load_colours().by_key
    for trace, key in zip(json.loads(plotly_json(one))["data"], KEYS, strict=True):
        assert (trace["meta"], trace["marker"]["color"]) == (key, colours[key].light)
        assert f"mb-k-{key}" in drawn(one)


def test_the_plotly_flow_leads_through_the_whole() -> None:
    (trace,) = json.loads(plotly_json(flow({"甲": "60.50", "乙": "39.50"}, {"丙": "100.00"})))["data"]
    ends = zip(trace["link"]["source"], trace["link"]["target"], trace["link"]["value"], strict=True)
    assert list(ends) == [(0, 2, "60.50"), (1, 2, "39.50"), (2, 3, "100.00")]
    assert trace["meta"] == ["appropriation", "appropriation", "other", "spent"]
    assert trace["node"]["color"][3] == load_colours().by_key["spent"].light


@pytest.mark.parametrize(
    "one",
    [drawing("2", "-1"), drawing("2", "1", kind="parts"), flow({"甲": "2"}, {"乙": "2"})],
    ids=["bars", "parts", "flow"],
)
def test_plotly_itself_takes_every_kind_of_figure(one: Drawing) -> None:
    figure = json.loads(plotly_json(one))
    taken = go.Figure(figure).to_plotly_json()
    assert len(taken["data"]) == len(figure["data"])
    figure["layout"]["barmod"] = "group"
    with pytest.raises(ValueError, match="barmod"):
        go.Figure(figure)


def test_a_missing_number_is_not_in_the_plotly_figure() -> None:
    (trace,) = json.loads(plotly_json(drawing("2", None)))["data"]
    assert trace["x"] == ["2"]
