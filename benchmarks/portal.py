"""What a portal of N reports costs: seconds of each stage, memory of all processes, sizes; what one more report costs.

`python benchmarks/portal.py --sizes 100 1000 --work DIR --json content/method/scale.json`. The reports are made
(`portal_reports`) and kept in DIR, so that a second run goes on with them; `--only-make` stops there. Each build runs in a
process of its own, from nothing; then a report is added and the site is built again. In the same run: naive pdfplumber on
some of the PDFs, and stock mkdocs-material with its own search on some of the pages, scaled to N in proportion. The exit
status is 0 however fast it is.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.portal_build import ROOT, Measured, build, measured_apart, tell
from benchmarks.portal_others import one_process, stock
from benchmarks.portal_record import measured_here, record
from benchmarks.portal_reports import add_one_more, make_reports, take_away, typeset

#: The sizes that a portal is to be measured at.
WANTED = (100, 1_000, 10_000)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the tables, write the JSON file if one is asked for."""
    options = _parser().parse_args(arguments)
    if options.build:
        found = build(options.reports, options.work, options.build)
        (options.work / "told.json").write_text(json.dumps(found), encoding="utf-8")
        return 0
    options.work.mkdir(parents=True, exist_ok=True)
    if options.only_make:
        count = min(max(options.sizes) + 1, options.distinct or max(options.sizes) + 1)
        typeset(options.work / "made", count, tell, options.processes)
        return 0
    measured: Measured = {
        **measured_here(), "pictures": options.pictures, "distinct": options.distinct, "note": options.note, "sizes": [],
    }  # fmt: skip
    for count in options.sizes:
        measured["sizes"].append(measure(options, count))
        measured["growth"] = growth(measured["sizes"])
        measured["not_measured"] = [size for size in WANTED if size not in options.sizes]
        record(options.json, measured)
    pdfs = sorted((options.work / "made").glob("*.pdf"))[: options.naive]
    if pdfs:
        tell(f"naive pdfplumber on {len(pdfs)} reports")
        measured["one_process"] = one_process(pdfs)
    docs = options.work / f"{options.sizes[-1]}" / "work" / "docs"
    if options.stock:
        tell(f"stock mkdocs-material on {options.stock} pages")
        measured["stock"] = compared(stock(docs, options.work / "stock", options.stock), measured["sizes"])
    record(options.json, measured)
    show(measured)
    return 0


def measure(options: argparse.Namespace, count: int) -> Measured:
    """A full build of so many reports, and one of one more."""
    folder = options.work / str(count)
    reports = make_reports(
        options.work / f"reports-{count}", count, options.distinct, tell, options.processes
    )
    take_away(reports, count)
    shutil.rmtree(folder, ignore_errors=True)
    tell(f"{count} reports: full build")
    full = _in_a_process(reports, folder, options.pictures)
    found: Measured = {
        "reports": count,
        "full": full,
        "milliseconds_per_report": round(1000 * full["seconds"] / count),
    }
    found |= sizes(folder)
    if options.one_more:
        tell(f"{count} reports: one more")
        add_one_more(reports, count)
        found["one_more"] = _in_a_process(reports, folder, options.pictures)
        found["one_more_share_pct"] = round(100 * found["one_more"]["seconds"] / full["seconds"], 1)
        take_away(reports, count)
    if not options.keep:
        shutil.rmtree(folder / "site", ignore_errors=True)
    return found


def _in_a_process(reports: Path, folder: Path, pictures: str) -> Measured:
    words = ["--build", pictures, "--reports", str(reports), "--work", str(folder)]
    return measured_apart(__file__, words, folder / "told.json")


def growth(found: Sequence[Measured]) -> list[Measured]:
    """How a report's time at each size compares to that at the size before."""
    return [
        {
            "from": before["reports"],
            "to": size["reports"],
            "ratio": round(size["milliseconds_per_report"] / max(1, before["milliseconds_per_report"]), 2),
        }
        for before, size in pairwise(found)
    ]


def sizes(folder: Path) -> Measured:
    """MiB of what was built and of what is kept for the next time; the search has its KiB."""
    parts = {
        "site": "site", "data": "site/data", "docs": "work/docs", "cache": "work/cache", "pictures": "work/pictures",
    }  # fmt: skip
    found = {name: _bytes(folder / part) for name, part in parts.items() if (folder / part).exists()}
    return {
        "mib": {name: round(size / (1 << 20)) for name, size in found.items()},
        "search_kib": round(_bytes(folder / "site" / "fulltext") / (1 << 10)),
    }


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def compared(found: Measured, builds: Sequence[Measured]) -> Measured:
    """Our frame and search against the stock ones, each scaled to the pages of the largest build in proportion."""
    largest = builds[-1]
    stages, pages = largest["full"]["stages"], largest["reports"]
    ours = stages["frame"] + stages["search"]
    theirs = found["seconds"] * pages / max(1, found["pages"])
    each = 1000 * found["seconds"] / max(1, found["pages"])
    return {
        **found,
        "scaled_to_pages": pages,
        "scaled_seconds": round(theirs, 1),
        "our_seconds": round(ours, 1),
        "ratio": round(theirs / ours, 1) if ours else 0,
        "milliseconds_a_page": round(each),
    }


def show(measured: Measured) -> None:
    """The tables. Checks and charts are seconds of computing inside the column before them, of all processes together."""
    columns = (
        "extraction", "checks", "data", "page_pictures", "pages", "charts", "frame", "search", "website", "other",
    )  # fmt: skip
    print(
        "reports " + "".join(f"{name:>14}" for name in columns) + f"{'total s':>10}{'ms each':>9}{'MiB':>7}"
    )
    for size in measured["sizes"]:
        for name in ("full", "one_more"):
            if name in size:
                found = size[name]
                each = size["milliseconds_per_report"] if name == "full" else ""
                cells = "".join(f"{found['stages'].get(c, found.get(c, 0.0)):>14.1f}" for c in columns)
                print(
                    f"{size['reports'] if name == 'full' else '+1':>8}{cells}{found['seconds']:>10}{each:>9}"
                    f"{found['memory_mib']:>7}"
                )
    for one in measured["growth"]:
        print(f"time of a report at {one['to']} / at {one['from']}: {one['ratio']}")
    for stage, parts in measured["sizes"][-1]["full"]["parts"].items():
        print(f"computing, {stage}: " + ", ".join(f"{part} {seconds} s" for part, seconds in parts.items()))
    for name in ("one_process", "stock"):
        if name in measured:
            print(name, json.dumps(measured[name], ensure_ascii=False))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000], help="how many reports")
    parser.add_argument(
        "--work", type=Path, default=ROOT / "build" / "portal", help="where all is made and kept"
    )
    parser.add_argument("--distinct", type=int, help="so many different reports are typeset; else all")
    parser.add_argument("--processes", type=int, help="so many typeset at a time; else as many as cores")
    parser.add_argument("--only-make", action="store_true", help="make the reports and measure nothing")
    parser.add_argument(
        "--pictures", default="none", choices=("all", "tables", "none"), help="pictures of pages"
    )
    parser.add_argument("--no-one-more", dest="one_more", action="store_false")
    parser.add_argument(
        "--naive", type=int, default=10, help="reports to read with naive pdfplumber; 0 for none"
    )
    parser.add_argument(
        "--stock", type=int, default=100, help="pages to build with stock mkdocs-material; 0 for none"
    )
    parser.add_argument("--keep", action="store_true", help="leave the sites that were built")
    parser.add_argument("--note", default="", help="what a reader of the numbers has to know, in Chinese")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--build", help=argparse.SUPPRESS)
    parser.add_argument("--reports", type=Path, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
