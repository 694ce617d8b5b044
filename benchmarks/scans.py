"""Measures how well scans are read and adds it to `content/method/formats.json` as `scans`.

`python benchmarks/scans.py` lays some table pages of made reports on made scanners (`builder/typeset/formats/scan.py`),
the other pages staying text, reads the reports whole, and follows every printed figure of those pages: it came back
right, it is warned of where it did not, or it is wrong or gone and nothing on the page says so. `--dpi 200` measures a
part again. It needs the optional parts for reading pictures. The same seeds give the same counts on one release of them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.accuracy import percent
from benchmarks.formats import OUT, written
from builder.model import Fact, Report, Source
from builder.publish.reading import PROVEN, UNPROVEN, HowRead
from builder.reports import read_report
from builder.text import squeeze
from builder.typeset.formats.scan import ScanLook, plain_look, scanned_pdf
from builder.typeset.generate import ExpectedFact, GeneratedReport, generate
from tests.roundtrip.read_back import OFFICIAL

#: Reports one of which rules its tables and one does not, and how many table pages of each are scanned.
SEEDS, PAGES = (7, 22), 2
DPI = (150, 200, 300)
#: What the scanner and the office do to the paper.
LOOKS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "clean": ("干净", {}),
    "worn": ("有噪点，放歪，盖红章", {"noise": "grain", "turn": "slight", "stamp": "red", "quality": "75"}),
}
#: What may become of a printed figure. The last two are faults.
ENDS = ("right", "warned", "wrong", "missing")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the wanted resolutions, write the file, print what is in it."""
    options = _parser().parse_args(arguments)
    measured: dict[str, Any] = json.loads(options.out.read_text(encoding="utf-8"))
    before = {(each["dpi"], each["look"]): each for each in measured.get("scans", ())}
    for dpi in options.dpi:
        for look in LOOKS:
            before[dpi, look] = measure(dpi, look, options.seeds, options.pages)
            print(json.dumps(before[dpi, look], ensure_ascii=False), flush=True)
    wanted = [(dpi, look) for dpi in DPI for look in LOOKS]
    measured["scans"] = [before[each] for each in wanted if each in before]
    options.out.write_text(written(measured), encoding="utf-8", newline="\n")
    return 0


def measure(dpi: int, look: str, seeds: Sequence[int] = SEEDS, pages: int = PAGES) -> dict[str, Any]:
    """Scan, read and follow the figures of some pages of each seed's report."""
    zh, axes = LOOKS[look]
    count = Counter[str]()
    for seed in seeds:
        made = generate(seed)
        scanned = table_pages(made)[:pages]
        report = read_scanned(made, plain_look(dpi, **axes), scanned)
        count.update(pages=len(scanned))
        for end, told in followed(made, report, scanned):
            count[end] += 1
            if told:
                print(f"  {end}: {told}", file=sys.stderr)
    figures = sum(count[end] for end in ENDS)
    return {
        "dpi": dpi, "look": look, "zh": zh, "pages": count["pages"], "figures": figures,
        **{end: count[end] for end in (*ENDS, "invented", "unproven")},
        "right_pct": percent(count["right"], figures),
    }  # fmt: skip


def table_pages(made: GeneratedReport) -> list[int]:
    """The pages whose tables stand on no other page: a table that is scanned is scanned whole."""
    pages: defaultdict[str, set[int]] = defaultdict(set)
    for fact in made.facts:
        if fact.table in OFFICIAL:
            pages[fact.table].add(fact.page)
    broken = {page for own in pages.values() if len(own) > 1 for page in own}
    return sorted({page for own in pages.values() for page in own} - broken)


def read_scanned(made: GeneratedReport, look: ScanLook, pages: Sequence[int]) -> Report:
    """The report with these pages scanned, read as a build reads it, second reading and checks included."""
    with TemporaryDirectory() as folder:
        data = scanned_pdf(made.pdf, look, pages)
        (Path(folder) / "scan.pdf").write_bytes(data)
        return read_report(Path(folder), Source(file="scan.pdf", sha256="", size=len(data)))


def followed(made: GeneratedReport, report: Report, pages: Sequence[int]) -> Iterator[tuple[str, str]]:
    """What became of every figure that stands on the scanned pages, and words on those that did not come back.

    Beside them, as `invented`, figures that none of these tables prints and that nothing warns of; and, as `unproven`,
    each right one that carries a warning all the same.
    """
    printed = [fact for fact in made.facts if fact.page in pages and fact.table in OFFICIAL]
    tables, how = {fact.table for fact in printed}, HowRead(report)
    read: defaultdict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for stated in report.content.facts:
        if stated.table in tables:
            read[stated.key].append(stated)
    warned = {table.table for table in report.content.tables if how.table(table) == UNPROVEN}
    unread = Counter((entry.table, squeeze(entry.raw)) for entry in report.content.unread)
    for fact in printed:
        found = _take(read[fact.key], fact)
        if found is not None and found.value == fact.value:
            yield "right", ""
            if how.fact(found) == UNPROVEN:
                yield "unproven", ""
        elif found is not None:
            yield "warned" if how.fact(found) == UNPROVEN else "wrong", f"{fact.key} {fact.raw} → {found.raw}"
        else:
            told = fact.table in warned or unread[fact.table, squeeze(fact.raw)]
            yield "warned" if told else "missing", f"{fact.key} {fact.raw} → –"
    for surplus in (each for facts in read.values() for each in facts):
        if how.fact(surplus) == PROVEN:
            yield "invented", f"{surplus.key} {surplus.raw}"


def _take(facts: list[Fact], printed: ExpectedFact) -> Fact | None:
    """The read figure of a printed one, out of those with its key: the one with its value, if there is one."""
    if not facts:
        return None
    same = [fact for fact in facts if fact.value == printed.value]
    facts.remove(taken := (same or facts)[0])
    return taken


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--dpi", type=int, nargs="+", choices=DPI, default=list(DPI))
    parser.add_argument("--seeds", type=int, nargs="+", default=list(SEEDS), help="made reports")
    parser.add_argument("--pages", type=int, default=PAGES, help="table pages of each")
    parser.add_argument("--out", type=Path, default=OUT)
    return parser


if __name__ == "__main__":
    sys.exit(main())
