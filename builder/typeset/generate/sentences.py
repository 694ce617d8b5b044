"""Fills the wordings of a made report's text, and remembers which characters are which figure.

Places: `{org}`, `{year}`, `{last}`; `{item|measure}` a figure with its unit, `{item&item|…}` one statement for two
items. Behind the measure: `!` the bare number, `?` a rate that may lose its %, `^` a figure that the contract has
no name for (printed, not expected), `@元` or `@亿元` an amount that may be in that unit. `{增减:item}`, `{升降:item}`
and `{因:item}` are the words and a reason for its change, with 预算 behind the word against the budget, where
`{大小预算:item}` is there as well. `{名:人员}` names what a part of basic expenditure went to; `{列}` is the section's
list. In a list `{*}` is the item, `{*-}` the item without its last 支出.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from builder.typeset.generate.amounts import wan
from builder.typeset.generate.axes import MadeLayout
from builder.typeset.generate.department import Department
from builder.typeset.generate.facts import ExpectedFact
from builder.typeset.generate.teller import Quantity
from builder.typeset.generate.words import Wording, load_words

PLACE = re.compile(r"\{([^{}]+)\}")
FIGURE = re.compile(r"(?P<items>[^|]+)\|(?P<measure>[^|!?^@]+)(?P<flag>[!?^]?)(?:@(?P<unit>亿?元))?$")
UNITS = {
    "车": "辆",
    "编制人数": "人",
    "团组数": "个",
    "人次": "人次",
    "批次": "批次",
    "更新数": "辆",
    "购置数": "辆",
    "保有量": "辆",
    "人数": "人",
    "次数": "次",
    "设备": "台（套）",
    "项目": "个",
    "机构数": "个",
    "得分": "分",
    "车辆": "辆",
}
#: The words for a change or for what was spent against the budget.
WAYS = {
    "增减": {"up": "增加", "down": "减少", "even": "持平"},
    "升降": {"up": "增长", "down": "下降", "even": "持平"},
    "大小": {"up": "大于", "down": "小于", "even": "等于"},
}
#: The least amount that somebody writes in 亿元, in fen.
LEAST_YI = 10**9


@dataclass(frozen=True)
class Told:
    """One figure in a paragraph: where its characters begin, and the facts it states (page still open)."""

    start: int
    facts: tuple[ExpectedFact, ...]


@dataclass(frozen=True)
class Paragraph:
    """A finished paragraph with the figures in it."""

    text: str
    told: tuple[Told, ...] = ()


class Writer:
    """Writes the paragraphs of one report."""

    def __init__(self, department: Department, layout: MadeLayout, seed: int) -> None:
        """Take the department's figures and the layout's ways of writing them."""
        self.department, self.layout = department, layout
        self.random = Random(f"sentences-{seed}")

    def wording(self, section: str) -> Wording:
        """Give the section's wording; the plain one where the drawn one has no figures."""
        variants = load_words().wordings[section]
        drawn = variants[self.layout.wordings[section]]
        return drawn if self.can_fill(drawn["text"]) else variants["plain"]

    def can_fill(self, templates: Sequence[str]) -> bool:
        """Say whether there is a figure for every place."""
        for template in templates:
            for place in PLACE.findall(template):
                if found := FIGURE.match(place):
                    items = found["items"].split("&")
                    if any((i, found["measure"]) not in self.department.told.figures for i in items):
                        return False
        return True

    def paragraph(self, template: str, listed: Sequence[Paragraph] = (), join: str = "") -> Paragraph:
        """Fill one paragraph; `listed` stands where `{列}` is, its parts joined by `join`."""
        text = ""
        told: list[Told] = []
        end = 0
        for place in PLACE.finditer(template):
            text += template[end : place.start()]
            end = place.end()
            if place[1] == "列":
                for number, part in enumerate(listed):
                    text += join if number else ""
                    told += [Told(each.start + len(text), each.facts) for each in part.told]
                    text += part.text
            elif found := FIGURE.match(place[1]):
                printed, facts = self._figure(found)
                told.append(Told(len(text), facts))
                text += printed
            else:
                text += self._word(place[1])
        return Paragraph(text + template[end:], tuple(told))

    def of(self, template: str, item: str) -> Paragraph:
        """Fill a template of a list for one item."""
        name = item.rsplit("/", 1)[-1]
        bare = name.removesuffix("支出") or name
        return self.paragraph(template.replace("{*-}", bare).replace("{*}", name).replace("*", item))

    def _word(self, place: str) -> str:
        year = self.department.year
        plain = {"org": self.department.org, "year": str(year), "last": str(year - 1)}
        if place in plain:
            return plain[place]
        kind, _, item = place.partition(":")
        if kind == "名":
            return "、".join(self.department.told.names[item])
        told = self.department.told
        more = told.over_budget(item) if kind.endswith("预算") else told.change(item)
        way = "up" if more > 0 else "down" if more < 0 else "even"
        if kind.startswith("因"):
            return self.random.choice(load_words().reasons[way])
        return WAYS[kind.removesuffix("预算")][way]

    def _figure(self, found: re.Match[str]) -> tuple[str, tuple[ExpectedFact, ...]]:
        items, measure = found["items"].split("&"), found["measure"]
        quantity = self.department.told.figures[items[0], measure]
        printed, value, unit = self._printed(quantity, items[0], measure, found["unit"] or "")
        bare = found["flag"] == "!"
        printed = printed.replace(",", "") if bare else printed  # it stands in a list divided by commas
        lost = found["flag"] == "?" and self.layout["lost_percent"] == "yes"
        raw = printed if quantity.kind == "count" or bare or lost else printed + unit
        if found["flag"] == "^":
            return raw, ()
        wan_unit = "万元" if quantity.kind == "money" else unit
        facts = tuple(ExpectedFact("N", "", "", item, measure, value, wan_unit, raw, 0) for item in items)
        return raw, facts

    def _printed(self, quantity: Quantity, item: str, measure: str, odd: str) -> tuple[str, Decimal, str]:
        """Give a figure's characters, the value in the contract's unit, and the unit it is printed in."""
        if quantity.kind == "count":
            unit = next((unit for end, unit in UNITS.items() if item.endswith(end)), "")
            return f"{quantity.number}", quantity.number, unit
        changes = "增减" in measure
        if quantity.kind == "rate":
            number = abs(quantity.number) if changes else quantity.number
            return f"{number}", quantity.number, "%"
        fen = abs(quantity.fen) if changes else quantity.fen
        unit = odd if odd and self._takes(odd, fen) else "万元"
        shown = {
            "万元": wan(fen),
            "元": Decimal(fen).scaleb(-2),
            "亿元": Decimal(fen).scaleb(-10).quantize(Decimal("0.0001"), ROUND_HALF_UP),
        }[unit]
        value = shown.scaleb({"万元": 0, "元": -4, "亿元": 4}[unit])
        signed = -value if changes and quantity.fen < 0 else value
        return self._with_commas(shown), signed, unit

    def _takes(self, odd: str, fen: int) -> bool:
        if self.layout["money_in_text"] != odd:
            return False
        return odd == "元" or fen >= LEAST_YI

    def _with_commas(self, number: Decimal) -> str:
        return f"{number:,}" if self.layout["thousands"] == "yes" else f"{number}"
