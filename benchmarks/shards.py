"""A portal built in shards: seconds of each shard and of putting them together, files and bytes a report, and a million of them.

`python benchmarks/shards.py --reports 40 --shards 4 --work DIR --json content/method/shards.json`. The reports are made
(`portal_reports`). Everything runs on this machine, one shard after another; elsewhere they run at the same time. What is said
of a million is arithmetic on what was measured, and says so. The exit status is 0 however fast it is.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.portal_record import machine
from benchmarks.portal_reports import YEARS, make_reports

ROOT = Path(__file__).parents[1]
SEARCH = ROOT / "content" / "method" / "search.json"
MANY = 1_000_000
_KIB, _GIB = 1 << 10, 1 << 30
_HOUR = 3600
Measured = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write the JSON file if one is asked for."""
    options = _parser().parse_args(arguments)
    reports = make_reports(options.work / "reports", options.reports, options.reports, print)
    for name in ("shards", "work", "site"):
        shutil.rmtree(options.work / name, ignore_errors=True)
    about = {
        "schema": "mingbai-shards/1",
        "measured_on": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
    }
    measured: Measured = {
        **about,
        "reports": options.reports,
        **measure(reports, options.work, options.shards),
    }
    measured["many"] = scaled(measured, MANY)
    text = json.dumps(measured, ensure_ascii=False, indent=1) + "\n"
    print(text)
    if options.json:
        options.json.write_text(text, encoding="utf-8", newline="\n")
    return 0


def measure(reports: Path, work: Path, at_most: int) -> Measured:
    """Build the shards one after another, and put them together."""
    # Only here: processes that read reports load this file, and would load all that builds a site, too.
    from builder.pipeline import Order
    from builder.shards import assemble, build_shard, grouped, split
    from builder.shards.store import find_shards
    from builder.sources import find_sources
    from builder.website import build as website

    regions = split(find_sources(reports))
    spent: dict[str, float] = {}
    for number, name in enumerate(grouped(regions, at_most)):
        order = Order(reports, ROOT / "content", work / "work" / str(number), pictures="none")
        with _timed(spent, f"shard {number}"):
            build_shard(order, name, work / "shards" / str(number), _silent)
    shards = list(spent.values())
    frame, website._generate = website._generate, _watched(website._generate, spent)
    with _timed(spent, "assemble"):
        folders = find_shards([work / "shards"])
        made = assemble(folders, ROOT / "content", work / "site", work / "work" / "all", None, _silent)
    website._generate = frame
    departments = [department.org_id for department in made.built.catalogue.departments]
    return {
        "shards": len(shards),
        "shards_seconds": round(sum(shards), 1),
        "longest_shard_seconds": round(max(shards), 1),
        "assemble_seconds": round(spent["assemble"], 1),
        "frame_seconds": round(spent["frame"], 1),
        "pages": made.built.pages,
        "departments": len(departments),
        "made_anew": len(made.anew),
        **_sizes(work, departments),
    }


def _sizes(work: Path, departments: Sequence[str]) -> Measured:
    """Files and bytes of what is of one department, which grows with the reports, and of what is of the whole."""
    site = work / "site"
    own = [path for name in departments for place in (site, site / "data") for path in _files(place / name)]
    pages = sum(path.suffix == ".html" and "data" not in path.relative_to(site).parts for path in own)
    words = list(_files(site / "fulltext"))
    joint = [path for path in (site / "data").iterdir() if path.is_file()]
    return {
        "own_files": len(own),
        "own_pages": pages,
        "own_bytes": _bytes(own),
        "own_data_bytes": _bytes([path for path in own if "data" in path.relative_to(site).parts]),
        "source_bytes": _bytes([path for path in own if path.parent.name == "source"]),
        "search_bytes": _bytes(words),
        "search_files": len(words),
        "joint_data_bytes": _bytes(joint),
        "facts_csv_bytes": (site / "data" / "facts.csv").stat().st_size,
        "shards_bytes": _bytes(list(_files(work / "shards"))),
        "shards_files": len(list(_files(work / "shards"))),
    }


def scaled(found: Measured, reports: int) -> Measured:
    """The same for so many reports, each thing in proportion to what it depends on."""
    times = reports / found["reports"]
    frame = found["frame_seconds"] / found["pages"]
    own_pages = found["own_pages"] * times
    rest = found["assemble_seconds"] - found["frame_seconds"]
    units = json.loads(SEARCH.read_text(encoding="utf-8"))  # measured on many more units than here
    return {
        "reports": reports,
        "departments": round(reports / YEARS),
        "pages": round(own_pages),
        "files": round(found["own_files"] * times),
        "site_gib": round(
            (found["own_bytes"] + found["search_bytes"] + found["joint_data_bytes"]) * times / _GIB
        ),
        "source_gib": round(found["source_bytes"] * times / _GIB),
        "facts_csv_gib": round(found["facts_csv_bytes"] * times / _GIB, 1),
        "search_gib": round(found["search_bytes"] * times / _GIB, 1),
        "shards_gib": round(found["shards_bytes"] * times / _GIB),
        "machine_hours": round(found["shards_seconds"] * times / _HOUR),
        "frame_hours": round(own_pages * frame / _HOUR, 1),
        "rest_hours": round(rest * times / _HOUR, 1),
        "units_kib": round(units["built"]["units_bytes"] / units["units"] * reports / YEARS / _KIB),
        "word_kib": round(reports / 8 / _KIB),
    }


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _bytes(paths: Sequence[Path]) -> int:
    return sum(path.stat().st_size for path in paths)


@contextmanager
def _timed(spent: dict[str, float], name: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    spent[name] = time.perf_counter() - started
    print(f"{name}: {spent[name]:.1f} s", file=sys.stderr, flush=True)


def _watched(function: Callable[..., str], spent: dict[str, float]) -> Callable[..., str]:
    def watched(*arguments: Any, **named: Any) -> str:
        with _timed(spent, "frame"):
            return function(*arguments, **named)

    return watched


def _silent(*_: object) -> None:
    pass


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reports", type=int, default=40, help="how many reports")
    parser.add_argument("--shards", type=int, default=4, help="in how many shards")
    parser.add_argument(
        "--work", type=Path, default=ROOT / "build" / "shards-measured", help="where all is made"
    )
    parser.add_argument("--json", type=Path)
    return parser


if __name__ == "__main__":
    sys.exit(main())
