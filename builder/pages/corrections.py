"""Which figures a reissued report changed, from what to what, with the way to both places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from builder.pages.place import Place, address
from builder.pages.published import Index, ReportEntry
from builder.pages.published_findings import Correction
from builder.pages.writer import Page, Writer

SHOWN = 20  # changes of one report on the page of all


@dataclass(frozen=True, slots=True)
class Change:
    """One figure of a report before and after; an address is "" where the figure is not there."""

    name: str
    change: str
    unit: str
    old_raw: str
    old_href: str
    old_place: str
    new_raw: str
    new_href: str
    new_place: str


@dataclass(frozen=True, slots=True)
class Reissue:
    """A report that was issued again, with what changed."""

    org_id: str
    org: str
    title: str
    old: ReportEntry
    new: ReportEntry
    changes: tuple[Change, ...]

    @property
    def rows(self) -> tuple[Change, ...]:
        return self.changes[:SHOWN]


def write_corrections(writer: Writer, index: Index, corrections: Sequence[Correction]) -> None:
    """The page of all reissued reports, and one for each department that has some."""
    page = Page("corrections/", "更正", "报告重新公布以后，哪些数变了、从多少变成多少", "页面")
    found = _reissues(index, corrections, "../")
    writer.render(page, "pages/corrections.html", reissues=found, org="", shown=SHOWN)
    for org_id in dict.fromkeys(reissue.org_id for reissue in found):
        own = [reissue for reissue in _reissues(index, corrections, "../../") if reissue.org_id == org_id]
        page = Page(f"{org_id}/corrections/", f"{own[0].org}的更正", "重新公布的报告改了哪些数", "页面")
        writer.render(
            page, "pages/corrections.html", protected=(own[0].org,), reissues=own, org=own[0].org, shown=None
        )


def _reissues(index: Index, corrections: Sequence[Correction], root: str) -> list[Reissue]:
    entries = {entry.path: entry for department in index.departments for entry in department.reports}
    found = []
    for department in index.departments:
        for older, newer in pairs(department.reports):
            own = [c for c in corrections if (c.old_path, c.new_path) == (older.path, newer.path)]
            changes = tuple(_change(c, entries, root) for c in own)
            title = f"{newer.year} 年度{newer.kind}"
            found.append(Reissue(department.org_id, department.org, title, older, newer, changes))
    return found


def pairs(entries: Sequence[ReportEntry]) -> list[tuple[ReportEntry, ReportEntry]]:
    """(older, newer) of each report that was issued again; a department's versions stand newest first."""
    made = []
    for newer, older in pairwise(entries):
        if older.path.split("/superseded/")[0] == newer.path.split("/superseded/")[0]:
            made.append((older, newer))
    return made


def _change(c: Correction, entries: dict[str, ReportEntry], root: str) -> Change:
    old, new = entries[c.old_path], entries[c.new_path]
    return Change(
        c.name, c.change, c.unit,
        c.old_raw, _href(old, c.old_place, root), c.old_place.words,
        c.new_raw, _href(new, c.new_place, root), c.new_place.words,
    )  # fmt: skip


def _href(entry: ReportEntry, place: Place, root: str) -> str:
    if place.line is None and place.page is None:
        return ""
    return address(place, f"{root}{entry.path}/", f"{root}data/{entry.path}/", entry.source, entry.parts)
