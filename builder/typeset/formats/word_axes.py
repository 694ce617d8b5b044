"""The ways in which Word documents of departments differ, whatever their tables say: each drawn on its own, by seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

#: Every axis with its values, the plain one first; a value that stands twice is drawn twice as often.
WORD_AXES: Mapping[str, tuple[str, ...]] = {
    "namespace": ("transitional", "transitional", "strict"),
    "runs": ("whole", "split"),
    "changes": ("none", "none", "none", "tracked", "moved"),
    "controls": ("none", "none", "cells", "around"),
    "fields": ("none", "none", "figures"),
    "hidden": ("none", "none", "beside"),
    "numbering": ("typed", "typed", "automatic", "style"),
    "prose": ("paragraphs", "paragraphs", "breaks", "wrapped"),
    "contents": ("none", "typed", "field"),
    "title": ("above", "above", "box", "row", "header"),
    "captions": ("lines", "tabs", "table", "row"),
    "notes": ("below", "below", "row", "footnote"),
    "spans": ("grid", "grid", "widths", "old"),
    "skipped": ("cells", "before"),
    "wrapping": ("none", "none", "frame", "layout", "cell"),
    "pieces": ("one", "one", "split", "adjacent"),
    "names": ("plain", "spaced"),
    "minus": ("typed", "no-break"),
}


@dataclass(frozen=True)
class WordForm:
    """One combination of ways, by axis, and the dice for what is strewn over a document."""

    axes: Mapping[str, str]
    random: Random

    def __getitem__(self, axis: str) -> str:
        """Give the value of one axis."""
        return self.axes[axis]

    def strikes(self, axis: str, one_in: int, *values: str) -> bool:
        """Say whether something that stands here and there stands here; never where the axis has none of the values."""
        return self.axes[axis] in values and self.random.randrange(one_in) == 0


def word_form(seed: int) -> WordForm:
    """Draw one form; the seed alone decides."""
    random = Random(f"word-{seed}")
    return _shown({axis: random.choice(values) for axis, values in WORD_AXES.items()}, seed)


def plain_word_form(axes: Mapping[str, str], seed: int = 0) -> WordForm:
    """Give the plain form but for the axes that are named."""
    return _shown({axis: axes.get(axis, values[0]) for axis, values in WORD_AXES.items()}, seed)


def _shown(drawn: dict[str, str], seed: int) -> WordForm:
    """Put back what cannot show beside the other values."""
    if drawn["title"] == "row" or drawn["wrapping"] == "layout":
        drawn["captions"] = "row" if drawn["title"] == "row" else "lines"
    if drawn["spans"] != "grid":
        drawn["skipped"] = "cells"
        drawn["wrapping"] = "none" if drawn["wrapping"] == "cell" else drawn["wrapping"]
    return WordForm(drawn, Random(f"word-strewn-{seed}"))
