"""R3: what of the source itself could not be read, or only in a roundabout way. About our reading, never about the report."""

from __future__ import annotations

from builder.checks.compare import Comparison, Figures, Named, Outcome
from builder.model import Finding, Notice, ReportFacts


def reading_notices(content: ReportFacts, figures: Figures) -> Named:
    """R3: each notice of the reader as a finding about the reading, at its place."""
    del figures
    if not content.notices:
        return [Comparison(Outcome.HELD)], []
    found = [_finding(notice) for notice in content.notices]
    return [Comparison(Outcome.FINDING)] * len(found), found


def _finding(notice: Notice) -> Finding:
    return Finding(
        check="R3",
        level="提示",
        figures=notice.zh,
        explanation=f"{notice.zh}。没有读到的数，本站不补；请以原件为准。",
        place=notice.place,
        about="reading",
    )
