"""From a figure to its source: what the panel of a figure shows, one small file for each report, fetched on demand.

Pages do without it: a figure's link leads to the page of the file or the line of the text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from struct import unpack

from builder.pages.figures import BASIS, RECOGNISED, Links
from builder.pages.place import Place, Row
from builder.pages.published import Fact, Report

FILE = "figures.json"
#: So many characters of a long line are quoted before and behind a figure.
_AROUND = 40
#: Width and height stand so far from the beginning of a PNG.
_SIZE_AT, _SIZE_END = 16, 24
FROM_TEXT = "从文件自带的文字里读出，没有经过识别"
PROOF = {
    True: "所在的表，印出的合计和各项对得上",
    False: "所在的表，印出的合计和各项有对不上的地方",
    None: "所在的表没有能拿来核对的合计",
}


def traces_json(report: Report, links: Links, data: Path) -> str:
    """What is known of each figure of a report; `data` is the folder of its published data, with `pages/`.

    Addresses are relative to the site. What says nothing is left out: most figures are read from text, without a finding.
    """
    pictures = _pictures(data)
    tables = {
        table.table: {
            "name": f"《{table.title or table.name}》",
            "unit": table.unit,
            "proof": PROOF[table.proven],
        }
        for table in report.tables
    }
    told = {
        "title": f"{report.org} {report.year} 年度{report.kind}",
        "version": report.version,
        "page": f"{report.path}/",
        "file": report.source.file,
        "sha256": report.source.sha256,
        "parts": {part.file: part.sha256 for part in report.source.parts if part.sha256},
        "text": FROM_TEXT,
        "basis": {
            table: words for table, words in BASIS.items() if any(f.table == table for f in report.facts)
        },
        "tables": tables,
        "pictures": {
            name: [f"data/{report.path}/pages/{name}.png", *size] for name, size in sorted(pictures.items())
        },
        "facts": {fact.id: _trace(fact, report, links, pictures) for fact in report.facts},
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"


def _trace(fact: Fact, report: Report, links: Links, pictures: Mapping[str, tuple[int, int]]) -> Row:
    picture = picture_of(fact.place, report)
    known: Row = {
        "t": fact.table,
        "name": " · ".join(
            part for part in (fact.side, f"{fact.code} {fact.item}".strip(), fact.measure) if part
        ),
        "raw": fact.raw,
        "unit": fact.unit,
        "place": links.name(fact.place),
        "file": fact.place.file,
        "picture": picture if picture in pictures else "",
        "box": fact.box if picture in pictures else (),
        "read": RECOGNISED[fact.read][1] if fact.read in RECOGNISED else "",
        "found": [[flag.href, flag.words] for flag in links.flags(fact.id)],
        "quote": _quote(fact, report),
    }
    return {name: value for name, value in known.items() if value}


def picture_of(place: Place, report: Report) -> str:
    """The name of a page's picture: `3`, of a report of several files `2-3`; "" without a page."""
    if place.page is None:
        return ""
    number = next((n for n, p in enumerate(report.source.parts, start=1) if p.file == place.file), 0)
    return f"{number}-{place.page}" if number else f"{place.page}"


def _pictures(data: Path) -> dict[str, tuple[int, int]]:
    """The pictures that are there, with their width and height: the panel keeps their room free."""
    found = {}
    for path in (data / "pages").glob("*.png"):
        with path.open("rb") as handle:
            width, height = unpack(">II", handle.read(_SIZE_END)[_SIZE_AT:])
        found[path.stem] = (width, height)
    return found


def _quote(fact: Fact, report: Report) -> str:
    """The line of the text around the figure, for a source without pages."""
    if fact.place.line is None:
        return ""
    lines = next((t.lines for t in report.texts if t.file == (fact.place.file or t.file)), ())
    if not 0 < fact.place.line <= len(lines):
        return ""
    line = " ".join(lines[fact.place.line - 1].split())
    at = max(line.find(fact.raw), 0)
    start, end = max(at - _AROUND, 0), at + len(fact.raw) + _AROUND
    before, behind = "…" if start else "", "…" if end < len(line) else ""
    return f"{before}{line[start:end]}{behind}"
