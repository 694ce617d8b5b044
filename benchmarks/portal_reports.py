"""Makes N reports for measuring a portal: several years of each department, several regions, every file its own bytes.

Every report is typeset by itself, unless `distinct` says that so many are enough: further ones then repeat them under other
names and years, with a mark behind the end of the file, so that each is read from its own bytes. What was made is kept and
made no second time.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from builder.workers import clean_context

YEARS = 5
FIRST_YEAR = 2020
REGIONS = ("青澜市", "云岭市", "平川市", "清水县", "石桥区", "南塘区", "北川县", "东湾市")
_TOLD = 200
COLUMNS = ("file", "org_id", "org", "region", "year", "kind", "published_on")


def make_reports(
    folder: Path, count: int, distinct: int | None, told: Callable[[str], None], processes: int | None = None
) -> Path:
    """A folder of so many reports with its `reports.csv`; the made PDFs lie beside it, one more than they are."""
    made = typeset(folder.parent / "made", min(count + 1, distinct or count + 1), told, processes)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        add_report(folder, number, made[number % len(made)])
    _register(folder, count)
    return folder


def add_report(folder: Path, number: int, made: Path) -> None:
    """One report more, not yet registered."""
    target = folder / name_of(number)
    data = made.read_bytes() + f"%{number}\n".encode()
    if not target.exists() or target.stat().st_size != len(data):
        target.write_bytes(data)


def add_one_more(folder: Path, count: int) -> None:
    """A report more than the first `count`, registered."""
    made = sorted((folder.parent / "made").glob("*.pdf"))
    add_report(folder, count, made[count % len(made)])
    _register(folder, count + 1)


def take_away(folder: Path, count: int) -> None:
    """Leave the first `count` reports."""
    known = {name_of(number) for number in range(count)}
    for path in folder.glob("*.pdf"):
        if path.name not in known:
            path.unlink()
    _register(folder, count)


def name_of(number: int) -> str:
    department, year = divmod(number, YEARS)
    return f"d{department:05}-{FIRST_YEAR + year}.pdf"


def _register(folder: Path, count: int) -> None:
    with (folder / "reports.csv").open("w", encoding="utf-8", newline="") as handle:
        rows = csv.writer(handle, lineterminator="\n")
        rows.writerow(COLUMNS)
        for number in range(count):
            department, year = divmod(number, YEARS)
            region, year = REGIONS[department % len(REGIONS)], FIRST_YEAR + year
            org = f"{region}第{department + 1}服务中心"
            published = f"{year + 1}-08-{1 + department % 28:02}"
            rows.writerow((name_of(number), f"d{department:05}", org, region, year, "部门决算", published))


def typeset(
    folder: Path, count: int, told: Callable[[str], None], processes: int | None = None
) -> list[Path]:
    """So many different PDFs, one for each seed of the generator; those that are there are left as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{seed:05}.pdf" for seed in range(count)]
    missing = [(seed, path) for seed, path in enumerate(paths) if not path.exists()]
    if missing:
        told(f"typesetting {len(missing)} reports")
        with ProcessPoolExecutor(processes, mp_context=clean_context()) as pool:
            for number, _ in enumerate(pool.map(_make, missing, chunksize=2), start=1):
                if number % _TOLD == 0:
                    told(f"  {number} of {len(missing)}")
    return paths


def _make(wanted: tuple[int, Path]) -> None:
    from builder.typeset.generate import generate  # only here: processes that read reports would load it, too

    seed, path = wanted
    fresh = path.with_suffix(".new")
    fresh.write_bytes(generate(seed).pdf)
    fresh.replace(path)
