"""How much of made reports comes back: recall and wrong values for each value of each axis, and in all.

`python benchmarks/roundtrip.py --seeds 3000 --processes 2 [--first 0] [--json FILE] [--worst N]`. The reports are
made by `builder.typeset.generate`; the exit status is 0 however the reader does.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from builder.workers import clean_context
from tests.roundtrip.read_back import Outcome, read_back

CHUNK = 10


@dataclass
class Count:
    """What came of the reports with one value of one axis."""

    reports: int = 0
    whole: int = 0
    tables: int = 0
    tables_missing: int = 0
    tables_unreported: int = 0
    tables_wrong: int = 0
    invented: int = 0
    misplaced: int = 0
    told: int = 0
    told_missing: int = 0
    told_wrong: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count one report."""
        missing = outcome.of("missing", tables=True)
        wrong, invented = outcome.of("wrong", tables=True), outcome.of("invented", tables=True)
        self.reports += 1
        self.whole += not outcome.of("missing", "wrong", "invented", tables=True)
        self.tables += outcome.tables
        self.tables_missing += len(missing)
        self.tables_unreported += sum(not each.reported for each in missing)
        self.tables_wrong += len(wrong)
        self.invented += len(invented)
        self.misplaced += len(outcome.of("misplaced", tables=True))
        self.told += outcome.told
        self.told_missing += len(outcome.of("missing", tables=False))
        self.told_wrong += len(outcome.of("wrong", tables=False))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, write the JSON file if one is asked for."""
    options = _parser().parse_args(arguments)
    seeds = range(options.first, options.first + options.seeds)
    started = time.monotonic()
    with ProcessPoolExecutor(options.processes, mp_context=clean_context()) as pool:
        outcomes = list(pool.map(read_back, seeds, chunksize=CHUNK))
    counts = count_by_axis(outcomes)
    _print_table(counts)
    _print_worst(outcomes, options.worst)
    print(f"{len(outcomes)} reports in {time.monotonic() - started:.0f} s")
    if options.json:
        rows = [{"axis": axis, "value": value, **asdict(count)} for (axis, value), count in counts.items()]
        options.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def count_by_axis(outcomes: Iterable[Outcome]) -> dict[tuple[str, str], Count]:
    """Count every report under each of its axis values, and under `all`."""
    counts: dict[tuple[str, str], Count] = {("all", ""): Count()}
    for outcome in outcomes:
        for key in (("all", ""), *outcome.axes.items()):
            counts.setdefault(key, Count()).add(outcome)
    return dict(sorted(counts.items(), key=lambda pair: (pair[0][0] != "all", pair[0])))


def _print_table(counts: dict[tuple[str, str], Count]) -> None:
    heads = ("reports", "whole", "recall", "silent", "wrong", "extra", "page", "N recall", "N wrong")
    print(f"{'axis':24} {'value':14}" + "".join(f"{head:>9}" for head in heads))
    for (axis, value), count in counts.items():
        figures = (
            f"{count.reports}",
            f"{_share(count.whole, count.reports)}",
            f"{_share(count.tables - count.tables_missing - count.tables_wrong, count.tables)}",
            f"{count.tables_unreported}",
            f"{count.tables_wrong}",
            f"{count.invented}",
            f"{count.misplaced}",
            f"{_share(count.told - count.told_missing - count.told_wrong, count.told)}",
            f"{count.told_wrong}",
        )
        print(f"{axis:24} {value:14}" + "".join(f"{figure:>9}" for figure in figures))


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%" if whole else "–"


def _print_worst(outcomes: Iterable[Outcome], count: int) -> None:
    """Print the first differences of the first reports that did not come back whole."""
    failed = [outcome for outcome in outcomes if outcome.differences]
    for outcome in failed[:count]:
        kinds = Counter(f"{each.kind} {each.key[0]}" for each in outcome.differences)
        print(dict(kinds))
        print(outcome.described(*outcome.differences))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=int, default=300)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--worst", type=int, default=0, help="show this many failing seeds in full")
    return parser


if __name__ == "__main__":
    sys.exit(main())
