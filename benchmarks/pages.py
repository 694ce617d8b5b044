"""How long year pages take at their real size, against stock mkdocs-material on the same content.

`python benchmarks/pages.py --sizes 2000 10000 --stock 100 200 --work DIR --json content/method/scale.json`. A few made
reports are read once; their published data is multiplied under other names of departments (`pages_data`), and from there
the program does all it does: charts, pages, frame, search. Each size runs in processes of their own, twice: the whole site,
and the year pages alone, which is what stock mkdocs-material is given too, the same HTML in Markdown with its own search.
Stock is measured on samples and carried on in a straight line. The exit status is 0 however fast it is.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import portal_parts
from benchmarks.pages_data import multiply
from benchmarks.portal_build import ROOT, STAGES, Measured, Progress, clocks, measured_apart, tell
from benchmarks.portal_others import stock
from benchmarks.portal_record import measured_here, record
from benchmarks.portal_reports import make_reports
from builder.keeping import link_or_copy
from builder.pages import render_pages
from builder.pipeline import Order, make_pages
from builder.sources import find_sources
from builder.website import build_website

CONTENT = ROOT / "content"
YEAR = "年度报告"
#: Pages that the navigation leads to: without them a site has none.
_TOP = {"首页", "页面"}
_NAV = re.compile(r"<nav\b.*?</nav>", re.DOTALL)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, write the section `year_pages` of the JSON file if one is asked for."""
    options = _parser().parse_args(arguments)
    if options.part:
        found = {"whole": _whole, "years": _years}[options.part](options.work)
        (options.work / "told.json").write_text(json.dumps(found), encoding="utf-8")
        return 0
    options.work.mkdir(parents=True, exist_ok=True)
    base = options.base or base_data(options.work, options.distinct)
    measured: Measured = {**measured_here(), "distinct": options.distinct, "sizes": []}
    for count in options.sizes:
        measured["sizes"].append(measure(options.work / str(count), base, count))
        record(options.json, {"year_pages": measured})
    docs = options.work / str(options.sizes[-1]) / "years"
    measured["stock"] = [_stock(docs, options.work / "stock", pages) for pages in options.stock]
    compare(measured["sizes"], measured["stock"])
    record(options.json, {"year_pages": measured})
    for count in () if options.keep else options.sizes:
        shutil.rmtree(options.work / str(count))
    show(measured)
    return 0


def measure(folder: Path, base: Path, count: int) -> Measured:
    """The whole site of so many reports, and their year pages alone."""
    shutil.rmtree(folder, ignore_errors=True)
    tell(f"{count} year pages: the data of {base} under other names")
    folder.mkdir(parents=True)
    multiply(base, folder / "data", count)
    tell(f"{count} year pages: whole site")
    whole = measured_apart(__file__, ["--part", "whole", "--work", str(folder)], folder / "told.json")
    sizes = _only_years(folder / "docs", folder / "years")
    # The data is no part of what is compared: that of the few reports is enough.
    shutil.copytree(base, folder / "few", copy_function=link_or_copy)
    tell(f"{count} year pages: these alone")
    years = measured_apart(__file__, ["--part", "years", "--work", str(folder)], folder / "told.json")
    page = min((folder / "years-site" / "d00000").glob("20*/index.html"))
    html = page.read_text(encoding="utf-8")
    return {
        "pages": count,
        "kib_a_page": round(sum(sizes) / len(sizes) / 1024),
        "whole": whole,
        "years": years,
        "navigation_bytes": sum(len(nav.encode()) for nav in _NAV.findall(html)),
    }


def _whole(folder: Path) -> Measured:
    """Pages and website, from the published data."""
    portal_parts.begin(folder / "parts.jsonl")
    spent = clocks({name: place for name, place in STAGES.items() if name in ("frame", "search")})
    progress = Progress()
    started = time.perf_counter()
    pages = render_pages(
        folder / "data",
        CONTENT,
        folder / "docs",
        progress=lambda done, total: progress("pages", done, total),
    )
    rendered = time.perf_counter()
    build_website(folder / "docs", folder / "data", folder / "site", base_url=None)
    ended = time.perf_counter()
    parts = portal_parts.end(folder / "parts.jsonl")["pages"]
    stages = {"pages": rendered - started, "website": ended - rendered, **spent}
    return {
        "seconds": round(ended - started, 1),
        "stages": {name: round(seconds, 2) for name, seconds in stages.items()},
        "charts": parts["charts"],
        "parts": parts,
        "pages": len(pages),
    }


def _years(folder: Path) -> Measured:
    """Frame and search of the year pages alone."""
    spent = clocks({name: place for name, place in STAGES.items() if name in ("frame", "search")})
    build_website(folder / "years", folder / "few", folder / "years-site", base_url=None)
    return {
        "seconds": round(sum(spent.values()), 2),
        **{name: round(seconds, 2) for name, seconds in spent.items()},
    }


def _only_years(docs: Path, years: Path) -> list[int]:
    """Of finished pages the year pages, and what the frame and the search need; the bytes of each year page."""
    listed = json.loads((docs / "pages.json").read_text(encoding="utf-8"))
    wanted = [page for page in listed if page["kind"] in {YEAR, *_TOP}]
    for page in wanted:
        (years / page["url"]).mkdir(parents=True, exist_ok=True)
        link_or_copy(docs / page["url"] / "page.html", years / page["url"] / "page.html")
    shutil.copytree(docs / "assets", years / "assets", copy_function=link_or_copy)
    link_or_copy(docs / "fulltext.json", years / "fulltext.json")
    (years / "pages.json").write_text(json.dumps(wanted, ensure_ascii=False), encoding="utf-8")
    return [(years / page["url"] / "page.html").stat().st_size for page in wanted if page["kind"] == YEAR]


def base_data(work: Path, distinct: int) -> Path:
    """The published data of a few made reports, read once."""
    reports = make_reports(work / f"reports-{distinct}", distinct, None, tell)
    order = Order(reports, CONTENT, work / f"base-{distinct}", pictures="none")
    if not (order.data / "index.json").exists():
        tell(f"reading {distinct} reports")
        make_pages(order, find_sources(reports), [], Progress())
    return order.data


def _stock(docs: Path, folder: Path, pages: int) -> Measured:
    tell(f"stock mkdocs-material: {pages} pages")
    return stock(docs, folder, pages)


def compare(sizes: Sequence[Measured], samples: Sequence[Measured]) -> None:
    """Put beside each size what stock would take: the samples carried on in a straight line."""
    if not samples:
        return
    first, last = samples[0], samples[-1]
    more = last["pages"] - first["pages"]
    each = (last["seconds"] - first["seconds"]) / more if more > 0 else last["seconds"] / last["pages"]
    for size in sizes:
        ours, charts = size["years"]["seconds"], size["whole"]["charts"]
        stock_seconds = last["seconds"] + each * (size["pages"] - last["pages"])
        size["stock_seconds"] = round(stock_seconds)
        size["with_charts_seconds"] = round(ours + charts, 1)
        size["ratio"] = round(stock_seconds / ours, 1)
        size["ratio_with_charts"] = round(stock_seconds / (ours + charts), 1)
        size["ratio_whole"] = round(stock_seconds / size["whole"]["seconds"], 1)


def show(measured: Measured) -> None:
    """The table: year pages alone, the whole site, and stock."""
    head = (
        "pages", "KiB each", "frame", "search", "charts", "ms each", "MiB", "whole s", "whole MiB", "nav bytes",
        "stock s", "ratio", "w/ charts", "w/ whole",
    )  # fmt: skip
    print("".join(f"{name:>11}" for name in head))
    for size in measured["sizes"]:
        years, whole = size["years"], size["whole"]
        cells = (
            size["pages"], size["kib_a_page"], years["frame"], years["search"], whole["charts"],
            round(1000 * years["seconds"] / size["pages"], 1), years["memory_mib"], whole["seconds"], whole["memory_mib"],
            size["navigation_bytes"], size.get("stock_seconds", ""), size.get("ratio", ""),
            size.get("ratio_with_charts", ""), size.get("ratio_whole", ""),
        )  # fmt: skip
        print("".join(f"{cell:>11}" for cell in cells))
    for size in measured["sizes"]:
        print(
            f"{size['pages']} whole:", json.dumps(size["whole"]["stages"]), json.dumps(size["whole"]["parts"])
        )
    for sample in measured["stock"]:
        print("stock", json.dumps(sample))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[2000, 10_000], help="how many year pages")
    parser.add_argument("--stock", type=int, nargs="*", default=[100, 200], help="pages of stock samples")
    parser.add_argument("--distinct", type=int, default=20, help="so many different reports")
    parser.add_argument("--base", type=Path, help="published data to begin from, instead of made reports")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "year-pages", help="where all is made")
    parser.add_argument("--keep", action="store_true", help="leave what was built")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--part", choices=("whole", "years"), help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
