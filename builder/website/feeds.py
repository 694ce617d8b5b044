"""Atom feeds (RFC 4287) of new reports and of figures that a reissue changed: of everything, a region, a department.

No clock: an entry is as old as the report's publication. Where that is not registered, it is the day after the fiscal
year, before which nothing can have been published; the entry says so and has no `published`. An id is a UUID made from
what the entry is about: it stays when the site moves or the unit gets another id.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from xml.sax.saxutils import quoteattr

from builder.pages.corrections import pairs
from builder.pages.feed_places import ALL, CHANGES, by_feed
from builder.pages.published import Department, Index, ReportEntry
from builder.pages.published_findings import Correction
from builder.text import harmless_text
from builder.website.planned import Planned

NEWEST = 50  # entries of a feed
SHOWN = 20  # changed figures told in one entry
NOWHEN = "1970-01-01"
#: The namespace of our ids; a constant, so that they stay.
_OURS = uuid.UUID("5b1d9c1e-7f0a-5f2c-9d0e-6d696e676261")
NEW, CHANGED = "report", "correction"
_WORDS = {NEW: "新收录的决算", CHANGED: "重新公布后变了的数"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `url` is within the site; `day` a date; `told` HTML."""

    kind: str
    id: str
    title: str
    url: str
    day: str
    is_dated: bool
    told: str


def write_feeds(
    site: Planned, index: Index, corrections: Sequence[Correction], base: str, portal: str
) -> int:
    """Plan all feeds of the site; how many. `base`: the whole address of the site, "" where it is not known."""
    changed: dict[tuple[str, str], list[Correction]] = defaultdict(list)
    for one in corrections:
        changed[one.old_path, one.new_path].append(one)
    entries = {department.org_id: list(_entries(department, changed)) for department in index.departments}
    everything = [entry for own in entries.values() for entry in own]
    scopes = {
        ALL: (portal, "", everything),
        CHANGES: (
            f"{portal}：更正",
            "corrections/",
            [entry for entry in everything if entry.kind == CHANGED],
        ),
    }
    for place, departments in by_feed(index).items():
        is_region = place.startswith("regions/")
        name = departments[0].region if is_region else departments[0].org
        home = "regions/" if is_region else f"{departments[0].org_id}/"
        own = [entry for department in departments for entry in entries[department.org_id]]
        scopes[place] = (f"{portal}：{name}", home, own)
    for place, (title, home, own) in scopes.items():
        site.put(place, feed(place, title, home, own, base, portal))
    return len(scopes)


def feed(place: str, title: str, home: str, entries: Iterable[Entry], base: str, portal: str) -> str:
    """One feed with its newest entries. Without an address of the site links are relative to the feed."""
    root = base or "../" * place.count("/") or "./"
    newest = sorted(entries, key=lambda entry: (entry.day, entry.id), reverse=True)[:NEWEST]
    own = f'<link rel="self" type="application/atom+xml" href={quoteattr(base + place)}/>\n' if base else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">\n'
        f"<id>{_id('feed', base, place)}</id>\n<title>{_text(title)}</title>\n"
        f"<updated>{_time(max((entry.day for entry in newest), default=NOWHEN))}</updated>\n"
        f'{own}<link rel="alternate" type="text/html" href={quoteattr(root + home)}/>\n'
        f"<author><name>{_text(portal)}</name></author>\n"
        + "".join(_entry(entry, root) for entry in newest)
        + "</feed>\n"
    )


def _entry(entry: Entry, root: str) -> str:
    published = f"<published>{_time(entry.day)}</published>\n" if entry.is_dated else ""
    return (
        f"<entry>\n<id>{entry.id}</id>\n<title>{_text(entry.title)}</title>\n"
        f"<updated>{_time(entry.day)}</updated>\n{published}"
        f'<link rel="alternate" type="text/html" href={quoteattr(root + entry.url)}/>\n'
        f'<category term="{entry.kind}" label="{_WORDS[entry.kind]}"/>\n'
        f'<content type="html">{_text(entry.told)}</content>\n</entry>\n'
    )


def _entries(department: Department, changed: dict[tuple[str, str], list[Correction]]) -> Iterable[Entry]:
    first = (*department.former_ids, department.org_id)[0]
    for entry in department.reports:
        if entry.is_current:
            yield _new(department, entry, first)
    for older, newer in pairs(department.reports):
        yield _reissued(department, older, newer, changed[older.path, newer.path], first)


def _new(department: Department, entry: ReportEntry, first: str) -> Entry:
    day, is_dated = _day(entry)
    told = [
        f"{department.org} {entry.year} 年度{entry.kind}：读出 {entry.facts} 个数字，{entry.tables_with_data} 张表有数据。",
        f"公布于 {day}。" if is_dated else "公布日期没有登记，这里按会计年度结束的次日排列。",
    ]
    return Entry(
        NEW, _id(NEW, first, _within(entry), entry.version), f"{department.org} {entry.year} 年度{entry.kind}",
        f"{entry.path}/", day, is_dated, f"<p>{_html(''.join(told))}</p>",
    )  # fmt: skip


def _reissued(
    department: Department,
    older: ReportEntry,
    newer: ReportEntry,
    changes: Sequence[Correction],
    first: str,
) -> Entry:
    day, is_dated = _day(newer)
    title = f"{department.org} {newer.year} 年度{newer.kind}重新公布，{len(changes)} 个数有变化"
    rows = [
        f"<li>{_html(c.name)}：{_html(c.old_raw or '没有')} → {_html(c.new_raw or '没有')} {_html(c.unit)}</li>"
        for c in changes[:SHOWN]
    ]
    more = f"<p>另有 {len(changes) - SHOWN} 个。</p>" if len(changes) > SHOWN else ""
    undated = "" if is_dated else "<p>公布日期没有登记，这里按会计年度结束的次日排列。</p>"
    said = "".join(("<ul>", *rows, "</ul>")) if rows else "<p>读出的数都一样。</p>"
    return Entry(
        CHANGED, _id(CHANGED, first, _within(newer), older.version, newer.version), title,
        f"{department.org_id}/corrections/", day, is_dated, said + more + undated,
    )  # fmt: skip


def _within(entry: ReportEntry) -> str:
    """A report's place within its department, whatever that is called and whichever version is current."""
    return entry.path.split("/superseded/")[0].partition("/")[2]


def _day(entry: ReportEntry) -> tuple[str, bool]:
    return (entry.published_on, True) if entry.published_on else (f"{entry.year + 1}-01-01", False)


def _time(day: str) -> str:
    """Midnight in China: days are those of the publishers."""
    return f"{day}T00:00:00+08:00"


def _id(*parts: str) -> str:
    return uuid.uuid5(_OURS, "\n".join(parts)).urn


def _html(text: str) -> str:
    return escape(harmless_text(text))


def _text(text: str) -> str:
    """Text of an element; XML knows no control characters, not even escaped."""
    return escape(harmless_text(text), quote=False)
