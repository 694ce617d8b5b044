"""What a portal of N reports costs: seconds of each stage, memory of all processes, sizes; what one more report costs.

`python benchmarks/portal.py --sizes 100 1000 --work DIR --json content/method/scale.json`. The reports are made
(`portal_reports`) and kept in DIR, so that a second run goes on with them. Each build runs in a process of its own, from
nothing; then a report is added and the site is built again. In the same run: naive pdfplumber on some of the PDFs, and stock
mkdocs-material with its own search on some of the pages, scaled to N in proportion. The exit status is 0 however fast it is.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.portal_memory import Watch
from benchmarks.portal_others import one_process, stock
from benchmarks.portal_reports import add_one_more, make_reports, take_away

ROOT = Path(__file__).parents[1]
Measured = dict[str, Any]
#: Stage → the function of a module in which it is done.
STAGES = {
    "extraction": ("builder.pipeline", "read_reports"),
    "data": ("builder.pipeline", "write_data"),
    "page_pictures": ("builder.pipeline", "write_pictures"),
    "pages": ("builder.pipeline", "render_pages"),
    "frame": ("builder.website.build", "_generate"),
    "search": ("builder.website.build", "build_index"),
    "website": ("builder.pipeline", "build_website"),
}
#: Parts of another stage, not counted twice.
INSIDE = {"frame", "search"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the tables, write the JSON file if one is asked for."""
    options = _parser().parse_args(arguments)
    if options.build:
        return _build(options.reports, options.work, options.build)
    options.work.mkdir(parents=True, exist_ok=True)
    measured: Measured = {
        "schema": "mingbai-scale/1",
        "measured_on": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "pictures": options.pictures,
        "sizes": [],
    }
    for count in options.sizes:
        measured["sizes"].append(measure(options, count))
        _write(options.json, measured)
    pdfs = sorted((options.work / "made").glob("*.pdf"))[: options.naive]
    if pdfs:
        _tell(f"naive pdfplumber on {len(pdfs)} reports")
        measured["one_process"] = one_process(pdfs)
    docs = options.work / f"{options.sizes[-1]}" / "work" / "docs"
    if options.stock:
        _tell(f"stock mkdocs-material on {options.stock} pages")
        measured["stock"] = compared(stock(docs, options.work / "stock", options.stock), measured["sizes"])
    _write(options.json, measured)
    show(measured)
    return 0


def measure(options: argparse.Namespace, count: int) -> Measured:
    """A full build of so many reports, and one of one more."""
    folder = options.work / str(count)
    reports = make_reports(options.work / f"reports-{count}", count, options.distinct, _tell)
    take_away(reports, count)
    shutil.rmtree(folder, ignore_errors=True)
    _tell(f"{count} reports: full build")
    full = _in_a_process(reports, folder, options.pictures)
    found: Measured = {
        "reports": count,
        "full": full,
        "milliseconds_per_report": round(1000 * full["seconds"] / count),
    }
    found["mib"] = sizes(folder)
    if options.one_more:
        _tell(f"{count} reports: one more")
        add_one_more(reports, count)
        found["one_more"] = _in_a_process(reports, folder, options.pictures)
        found["one_more_share_pct"] = round(100 * found["one_more"]["seconds"] / full["seconds"], 1)
        take_away(reports, count)
    if not options.keep:
        shutil.rmtree(folder / "site", ignore_errors=True)
    return found


def _in_a_process(reports: Path, folder: Path, pictures: str) -> Measured:
    """A build in a process of its own, and what it and its workers took."""
    folder.mkdir(parents=True, exist_ok=True)
    told = folder / "told.json"
    command = [
        sys.executable,
        __file__,
        "--build",
        pictures,
        "--reports",
        str(reports),
        "--work",
        str(folder),
    ]
    process = subprocess.Popen(command, cwd=ROOT)
    watch = Watch(process.pid)
    if process.wait():
        raise SystemExit(f"the build of {reports} ended with {process.returncode}")
    watch.end()
    measured: Measured = json.loads(told.read_text(encoding="utf-8"))
    return {**measured, "memory_mib": watch.most, "largest_process_mib": watch.largest}


def _build(reports: Path, folder: Path, pictures: str) -> int:
    """The build itself; its stages are timed by the clock."""
    import importlib

    spent: dict[str, float] = {}
    for stage, (module, name) in STAGES.items():
        holder = importlib.import_module(module)
        setattr(holder, name, _timed(getattr(holder, name), stage, spent))
    pipeline = importlib.import_module("builder.pipeline")
    started = time.perf_counter()
    built = pipeline.build(
        reports, ROOT / "content", folder / "site", folder / "work", None, _Progress(), pictures=pictures
    )
    total = time.perf_counter() - started
    stages = {stage: round(seconds, 1) for stage, seconds in spent.items()}
    other = total - sum(seconds for stage, seconds in spent.items() if stage not in INSIDE)
    result = {
        "seconds": round(total, 1),
        "stages": {**stages, "other": round(other, 1)},
        "pages": built.pages,
        "problems": len(built.problems),
    }
    (folder / "told.json").write_text(json.dumps(result), encoding="utf-8")
    return 0


def _timed(function: Callable[..., Any], stage: str, spent: dict[str, float]) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        started = time.perf_counter()
        try:
            return function(*arguments, **named)
        finally:
            spent[stage] = spent.get(stage, 0.0) + time.perf_counter() - started

    return timed


class _Progress:
    """Tells once in a while how far a stage is."""

    def __init__(self) -> None:
        self._next = time.monotonic() + 20

    def __call__(self, what: str, done: int, total: int) -> None:
        if time.monotonic() > self._next:
            _tell(f"  {what}: {done}/{total}")
            self._next = time.monotonic() + 20


def sizes(folder: Path) -> dict[str, int]:
    """MiB of what was built and of what is kept for the next time."""
    parts = {
        "site": "site", "data": "site/data", "search": "site/fulltext", "docs": "work/docs",
        "cache": "work/cache", "pictures": "work/pictures",
    }  # fmt: skip
    return {name: _mib(folder / part) for name, part in parts.items() if (folder / part).exists()}


def _mib(folder: Path) -> int:
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / (1 << 20))


def compared(found: Measured, builds: Sequence[Measured]) -> Measured:
    """Our frame and search against the stock ones, each scaled to the pages of the largest build in proportion."""
    largest = builds[-1]
    stages, pages = largest["full"]["stages"], largest["reports"]
    ours = stages["frame"] + stages["search"]
    theirs = found["seconds"] * pages / max(1, found["pages"])
    each = 1000 * found["seconds"] / max(1, found["pages"])
    own = 1000 * ours / largest["full"]["pages"]
    return {
        **found,
        "scaled_to_pages": pages,
        "scaled_seconds": round(theirs, 1),
        "our_seconds": round(ours, 1),
        "ratio": round(theirs / ours, 1) if ours else 0,
        "milliseconds_a_page": round(each),
        "our_milliseconds_a_page": round(own, 1),
        "ratio_a_page": round(each / own, 1) if own else 0,
    }


def machine() -> Measured:
    """What it was measured on; no name of the machine. `load`: how busy it was with other things, in processes."""
    return {
        "processor": _from_proc("/proc/cpuinfo", "model name") or platform.processor(),
        "cores": os.cpu_count() or 1,
        "memory_gib": round(int((_from_proc("/proc/meminfo", "MemTotal") or "0 kB").split()[0]) / (1 << 20)),
        "system": platform.system(),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else 0,
        "python": platform.python_version(),
    }


def _from_proc(path: str, name: str) -> str:
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")


def show(measured: Measured) -> None:
    """The tables."""
    stages = [*STAGES, "other"]
    print(
        "reports  " + "".join(f"{name:>15}" for name in stages) + f"{'total s':>10}{'ms each':>9}{'MiB':>7}"
    )
    for size in measured["sizes"]:
        for name in ("full", "one_more"):
            if name in size:
                found = size[name]
                cells = "".join(f"{found['stages'].get(stage, 0.0):>15}" for stage in stages)
                each = size["milliseconds_per_report"] if name == "full" else ""
                print(
                    f"{size['reports'] if name == 'full' else '+1':>8} {cells}{found['seconds']:>10}{each:>9}"
                    f"{found['memory_mib']:>7}"
                )
    for name in ("one_process", "stock"):
        if name in measured:
            print(name, json.dumps(measured[name], ensure_ascii=False))


def _write(path: Path | None, measured: Measured) -> None:
    if path:
        path.write_text(
            json.dumps(measured, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
        )


def _tell(words: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {words}", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000], help="how many reports")
    parser.add_argument(
        "--work", type=Path, default=ROOT / "build" / "portal", help="where all is made and kept"
    )
    parser.add_argument("--distinct", type=int, default=200, help="so many different reports are typeset")
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
    parser.add_argument("--json", type=Path)
    parser.add_argument("--build", help=argparse.SUPPRESS)
    parser.add_argument("--reports", type=Path, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
