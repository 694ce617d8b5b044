"""The matrix of printed forms: each axis drawn on its own, by name, so that a seed tells its combination.

An axis that cannot show (a missing left rule in a table without vertical rules) falls back to its plain
value, so that what `MadeLayout.axes` says is what stands on the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from builder.typeset.generate.words import load_words

#: Every axis with its values; a value that stands twice is drawn twice as often.
AXES: Mapping[str, tuple[str, ...]] = {
    "orientation": ("portrait", "landscape"),
    "rules": ("full", "full", "horizontal", "none"),
    "rule_shape": ("line", "rectangle"),
    "missing_rule": ("none", "none", "none", "left", "right", "top", "bottom"),
    "heads": ("flat", "merged", "merged", "deep"),
    "head_lines": ("one", "several"),
    "names": ("wide", "narrow"),
    "codes": ("whole", "whole", "wrapped", "spaced", "split"),
    "numbering": ("none", "columns", "lines", "both"),
    "breaks": ("fit", "fit", "repeated", "bare"),
    "tables_on_page": ("one", "two"),
    "three_public": ("paired", "blocks", "down"),
    "economic_blocks": ("one", "two", "three"),
    "extra_tables": ("none", "none", "between"),
    "unit": ("万元", "万元", "元", "mixed"),
    "thousands": ("no", "yes"),
    "digits": ("half", "half", "half", "full"),
    "zeros": ("blank", "blank", "0.00", "0", "dash"),
    "footer": ("none", "number", "dashes", "of_pages", "named"),
    "footer_place": ("edge", "edge", "under_table"),
    "watermark": ("none", "none", "light"),
    "bold": ("single", "twice"),
    "rotation": ("none", "none", "rotated"),
    "backgrounds": ("none", "white", "shaded"),
    "order": ("official", "official", "shanghai"),
    "title": ("plain", "year", "unit", "prefix"),
    "quotes": ("curly", "straight", "corner", "none"),
    "label": ("none", "公开表", "附表"),
    "entity": ("none", "left", "above"),
    "levels": ("all", "items"),
    "class_lines": ("official", "used"),
    "total": ("first", "last"),
    "contents": ("none", "printed"),
    "parts": ("tables_first", "text_first"),
    "money_in_text": ("万元", "万元", "元", "亿元"),
    "lost_percent": ("no", "no", "yes"),
    "item_heading": ("full", "full", "class"),
    "item_number": ("1.", "1、", "（1）"),
}

#: What is drawn for the department, not for the page: how its sums come out, and odd amounts.
DEPARTMENT_AXES: Mapping[str, tuple[str, ...]] = {
    "sums": ("exact", "exact", "exact", "tails", "tails", "tails", "fault"),
    "negative": ("no", "no", "yes"),
    "size": ("small", "medium", "large"),
    "funds": ("none", "none", "some"),
    "capital": ("none", "none", "none", "some"),
    "own_money": ("none", "some", "some"),
}


@dataclass(frozen=True)
class MadeLayout:
    """One combination of printed forms, by axis, and which wording each section of the text takes."""

    axes: Mapping[str, str]
    wordings: Mapping[str, str]

    def __getitem__(self, axis: str) -> str:
        """Give the value of one axis."""
        return self.axes[axis]

    def described(self) -> dict[str, str]:
        """Give every axis with its value, the wordings among them."""
        return {**self.axes, **{f"wording:{section}": name for section, name in self.wordings.items()}}


def made_layout(seed: int) -> MadeLayout:
    """Draw one layout; the seed alone decides."""
    random = Random(f"layout-{seed}")
    drawn = {axis: random.choice(values) for axis, values in AXES.items()}
    wordings = {
        section: random.choice(sorted(variants))
        for section, variants in sorted(load_words().wordings.items())
    }
    return MadeLayout(_shown(drawn), wordings)


def plain_layout(axes: Mapping[str, str]) -> MadeLayout:
    """Give the plain form, the first value of each axis, but for those named as `described` names them."""
    drawn = {axis: axes.get(axis, values[0]) for axis, values in AXES.items()}
    sections = sorted(load_words().wordings)
    return MadeLayout(_shown(drawn), {name: axes.get(f"wording:{name}", "plain") for name in sections})


def draw_department_axes(random: Random) -> dict[str, str]:
    """Draw what kind of department it is."""
    return {axis: random.choice(values) for axis, values in DEPARTMENT_AXES.items()}


def _shown(drawn: dict[str, str]) -> dict[str, str]:
    """Put back what cannot show beside the other values."""
    hidden = {"full": (), "horizontal": ("left", "right"), "none": ("left", "right", "top", "bottom")}
    if drawn["missing_rule"] in hidden[drawn["rules"]]:
        drawn["missing_rule"] = "none"
    if drawn["rules"] == "none":
        drawn["rule_shape"] = "line"
    if drawn["footer"] == "none":
        drawn["footer_place"] = "edge"
    if drawn["rotation"] == "rotated":
        drawn["orientation"] = "landscape"
    return drawn
