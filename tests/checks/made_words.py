"""A made-up report in words: paragraphs by section, headings, captions, and any figures beside them."""

from __future__ import annotations

from collections.abc import Sequence

from builder.checks import run_checks
from builder.facts.wordings import state_wordings
from builder.knowledge import load_tables
from builder.knowledge.wordings import load_wordings
from builder.model import (
    Checked,
    Fact,
    Finding,
    Heading,
    Passage,
    Place,
    Recognised,
    ReportFacts,
    Statement,
    TablePart,
    TableStatus,
)
from tests.checks.made import count, findings
from tests.facts.made import fact

ORG = "青坪湖县水利局"
FULL = ("overview", "income", "expenditure", "appropriation", "general", "basic", "three_public")
_WORDS = {"bad": ("错误", "违规", "造假")}


def passages(told: Sequence[tuple[str, str]]) -> tuple[Passage, ...]:
    return tuple(
        Passage(text, (Place(line=number + 1),) * len(text), section)
        for number, (section, text) in enumerate(told)
    )


def recognised(
    *told: tuple[str, str],
    headings: Sequence[str] = (),
    captions: Sequence[tuple[str, str]] = (),
    parts: Sequence[TablePart] = (),
    unknown: Sequence[str] = (),
) -> Recognised:
    return Recognised(
        org=ORG,
        year=2023,
        region="",
        kind="部门决算",
        tables=tuple(parts),
        unknown_titles=tuple(Statement(title, Place(line=50)) for title in unknown),
        outline=tuple(Heading(2, title, Place(line=70 + n), n) for n, title in enumerate(headings)),
        passages=passages(told),
        duties=(),
        bodies=(),
        units=(),
        glossary=(),
        attachments=(),
        captions=tuple(
            Statement(text, Place(line=80 + n), topic=topic) for n, (topic, text) in enumerate(captions)
        ),
    )


def content(
    found: Recognised,
    *figures: str | Fact,
    tables: Sequence[TableStatus] = (),
    year: int | None = 2023,
    published_on: str = "",
    approved_on: str = "",
) -> ReportFacts:
    return ReportFacts(
        facts=tuple(fact(figure) if isinstance(figure, str) else figure for figure in figures),
        tables=tuple(tables),
        unread=(),
        reasons=(),
        unmatched=(),
        wordings=state_wordings(found, load_wordings()),
        org=found.org,
        year=year,
        kind=found.kind,
        published_on=published_on,
        approved_on=approved_on,
    )


def told(section: str, text: str, *figures: str | Fact) -> Checked:
    """All checks on one paragraph with these figures beside it."""
    return run_checks(content(recognised((section, text)), *figures))


def only(result: Checked, check: str) -> Finding:
    (found,) = findings(result, check)
    assert not any(word in found.explanation + found.figures for word in _WORDS["bad"])
    assert found.innocent
    return found


def silent(result: Checked, check: str) -> tuple[int, int, int]:
    """How often a check held, did not apply, could not judge, after making sure that it found nothing."""
    assert findings(result, check) == []
    made = count(result, check)
    return made.held, made.not_applicable, made.not_comparable


def status(table: str, state: str, *, title: str = "", note: str = "") -> TableStatus:
    form = load_tables().form(table)
    shown = title or ("" if state == "未见" else form.name)
    return TableStatus(table, form.name, shown, state, "万元", Place(page=3), note)
