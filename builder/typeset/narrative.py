"""Turns the words of a sample into finished sentences: phrases, and the figures in their places.

Places in a text: `{org}`, `{year}`, `{last_year}`; `{item|measure}` a figure of the narrative
(`{item|measure#2}` its second, different statement, `{item&item|measure}` one statement for two items);
`{增减:item}` and `{升降:item}` the words for its change; `{词:name}` words of this sample. A line `@name`
stands for a phrase of `phrases.toml`, `@具体情况` and `@结构情况` for the sentences about the single
accounts and classes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from builder.typeset.errors import SampleError
from builder.typeset.official import load_official_lines
from builder.typeset.sample import Sample, Section, printed_number

PLACE = re.compile(r"\{([^{}]+)\}")
LEVELS = ("类", "款", "项")
USUAL_TREND = "增加、增长"


@dataclass(frozen=True)
class Phrases:
    """The prescribed phrases, and the plain explanations of the glossary."""

    phrases: Mapping[str, tuple[str, ...]]
    glossary: Mapping[str, str]


@cache
def load_phrases() -> Phrases:
    """Read `phrases.toml` beside this module."""
    toml = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8"))
    return Phrases({name: tuple(lines) for name, lines in toml["phrases"].items()}, dict(toml["glossary"]))


def fill_section(sample: Sample, section: Section) -> Section:
    """Give a section with every phrase written out and every figure in its place."""
    lines = [line for text in section.text for line in _lines_of(sample, text)]
    return Section(fill(sample, section.title), tuple(fill(sample, line) for line in lines))


def _lines_of(sample: Sample, text: str) -> tuple[str, ...]:
    if not text.startswith("@"):
        return (text,)
    name = text[1:]
    if name == "具体情况":
        return single_accounts(sample)
    if name == "结构情况":
        return (class_structure(sample),)
    phrases = load_phrases().phrases
    if name not in phrases:
        raise SampleError(sample.name, f"没有名为“{name}”的句式", f"no phrase is called “{name}”")
    return tuple(line for phrase in phrases[name] for line in _lines_of(sample, phrase))


def fill(sample: Sample, text: str) -> str:
    """Put figures and words into the places of a text."""
    return PLACE.sub(lambda place: _filled(sample, place[1]), text)


def _filled(sample: Sample, place: str) -> str:
    plain = {"org": sample.org, "year": str(sample.year), "last_year": str(sample.year - 1)}
    if place in plain:
        return plain[place]
    kind, colon, name = place.partition(":")
    if colon and kind == "词":
        return _word(sample, name)
    if colon and kind in ("增减", "升降"):
        amount_word, _, rate_word = sample.trends.get(name, USUAL_TREND).partition("、")
        return amount_word if kind == "增减" else rate_word
    if "|" in place:
        return _figure(sample, place)
    raise SampleError(sample.name, f"不认识的占位“{{{place}}}”", "unknown place in a text")


def _word(sample: Sample, name: str) -> str:
    if name not in sample.words:
        raise SampleError(sample.name, f"[words] 里缺少“{name}”", f"[words] has no “{name}”")
    return fill(sample, sample.words[name])


def _figure(sample: Sample, place: str) -> str:
    """Give the characters of a narrative figure; items joined by `&` must agree."""
    items, _, rest = place.rpartition("|")
    measure, _, number = rest.partition("#")
    found = [
        sample.figures.occurrence("N", item, measure, side=_side_of(sample, item), number=int(number or 1))
        for item in items.split("&")
    ]
    printed = {fact.printed for fact in found if fact is not None}
    if None in found or len(printed) != 1:
        raise SampleError(sample.name, f"facts.csv 没有与“{place}”相符的数字", f"no one figure for “{place}”")
    return printed.pop()


def _side_of(sample: Sample, item: str) -> str:
    """Give the side of a narrative item where the sample states one."""
    return next((fact.side for fact in sample.figures.facts if fact.table == "N" and fact.item == item), "")


def class_structure(sample: Sample) -> str:
    """Write which classes the money went to, with amount and share, in the order of the sample."""
    functional = load_official_lines().functional
    marker = sample.words.get("类标记", "{类}")
    pieces = []
    for item in sample.figures.items("N", "金额"):
        if item in functional and sample.figures.printed("N", item, "占比"):
            name = marker.replace("{类}", item).replace("{类名}", item.removesuffix("支出"))
            pieces.append(f"{name}{{{item}|金额}}万元，{sample.words.get('占比词', '占')}{{{item}|占比}}%")
    start = f"{_word(sample, '结构开头')}{{一般公共预算财政拨款支出|金额}}万元"
    return f"{start}，主要用于以下方面：{'；'.join(pieces)}。"


def single_accounts(sample: Sample) -> tuple[str, ...]:
    """Write budget, outcome and reason of every single account that has a 支出决算 of its own."""
    lines: list[str] = []
    items = [name for name in sample.figures.items("N", "支出决算") if name != "一般公共预算财政拨款支出"]
    for number, item in enumerate(items, start=1):
        title = f"{number}{sample.words.get('序号后', '.')}{_account_name(item)}"
        sentences = _account_sentences(sample, item)
        joined = sample.words.get("具体情况连写") == "是"
        lines.extend([f"{title}。{sentences}"] if joined else [title, sentences])
    return tuple(lines)


def _account_name(item: str) -> str:
    names = item.split("/")
    if len(names) == 1:
        return item
    return "".join(f"{name}（{level}）" for name, level in zip(names, LEVELS, strict=False))


def _account_sentences(sample: Sample, item: str) -> str:
    """Write the sentences about one account; a rate stands only where the sample prints one."""
    figures = sample.figures
    budget_word = "年初预算" if figures.printed("N", item, "年初预算") else "全年预算"
    budget = figures.printed("N", item, budget_word)
    outcome = figures.printed("N", item, "支出决算")
    use = sample.words.get(f"用途/{item}", "")
    parts = [f"{use}{budget_word}为{budget}万元", f"支出决算为{outcome}万元"]
    rate = figures.printed("N", item, "完成率")
    if rate:
        parts.append(f"完成{sample.words.get('完成词', budget_word)}的{rate}%")
    elif printed_number(budget) == 0 and "无法计算" in sample.words:
        parts.append(sample.words["无法计算"])
    return "，".join(parts) + "。" + _reason(sample, item, budget, outcome, budget_word)


def _reason(sample: Sample, item: str, budget: str, outcome: str, budget_word: str) -> str:
    """Write whether the outcome is above or below the budget, and why, where the sample gives a reason."""
    reason = sample.words.get(f"原因/{item}", "")
    if not reason:
        return ""
    before, after = printed_number(budget), printed_number(outcome)
    if before is None or after is None:
        raise SampleError(sample.name, f"“{item}”的数字读不出来", f"a figure of “{item}” is no number")
    compared = "大于" if after > before else ("小于" if after < before else "等于")
    return f"决算数{compared}{budget_word}数的主要原因是：{reason}。"
