"""What checks of words and forms share: counting what was looked at, and telling a finding with its printed words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from builder.checks.compare import Comparison, Named, Outcome, not_applicable, not_comparable
from builder.checks.figure_names import name
from builder.model import Fact, Finding, Place, Wording


def judged(findings: Iterable[Finding], held: int, reason: str, *, unsure: Sequence[str] = ()) -> Named:
    """Findings with how many things held; `unsure` are reasons why something could not be judged.

    Where nothing at all could be looked at, the check is not applicable for `reason`.
    """
    found = list(findings)
    made = [Comparison(Outcome.FINDING)] * len(found) + [Comparison(Outcome.HELD)] * held
    made += [not_comparable((), why) for why in unsure]
    return made or [not_applicable(reason)], found


def cannot_judge(reason: str) -> Named:
    """One thing that should have been looked at and could not."""
    return [not_comparable((), reason)], []


def noted(
    check: str,
    level: str,
    figures: str,
    sentence: str,
    place: Place,
    *,
    innocent: str = "",
    facts: Sequence[Fact] = (),
    recomputed: str = "",
    difference: str = "",
) -> Finding:
    """A finding that is no difference of two figures."""
    return Finding(
        check=check,
        level=level,
        figures=figures,
        explanation=sentence,
        place=place,
        recomputed=recomputed,
        difference=difference,
        unit=facts[0].unit if facts else "",
        facts=tuple(facts),
        innocent=innocent,
    )


def quoted(wordings: Sequence[Wording]) -> str:
    """The printed words once, and how often and where they stand."""
    first = f"“{wordings[0].text}”"
    return first if len(wordings) == 1 else f"{first}（共 {len(wordings)} 处：{places_of(wordings)}）"


def places_of(things: Iterable[Wording | Fact]) -> str:
    """第 3 页、第 9 页, or lines where the source has no pages; each place once."""
    found = (thing.place for thing in things)
    named = (f"第 {p.page} 页" if p.page else f"第 {p.line} 行" for p in found if p.page or p.line)
    return "、".join(dict.fromkeys(named))


def printed(facts: Iterable[Fact]) -> str:
    """Each figure with its name as readers know it and its printed characters."""
    return "；".join(f"{name(fact)} {fact.raw}" for fact in facts)
