"""How accurate the reading is: measured on what is committed, and on the originals where they lie beside the project.

`python benchmarks/accuracy.py --processes 2` measures everything and writes `content/method/accuracy.json`, from which
the site's page 读得有多准 is filled. `--parts samples made originals` measures only some; the others stay as they are.

- samples: the reports of `content/reports` against the figures they were set from (`content/samples`);
- made: reports of departments that do not exist (`builder.typeset.generate`), by kind of rules, seeds from 0;
- originals: real reports against truth verified by hand, where the folder `../shared` is there.

The figures hold no date and no name of a machine: the same code gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from decimal import ROUND_DOWN, Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from builder import __version__
from builder.knowledge import load_tables
from builder.pipeline import read_report
from builder.publish import arrange
from builder.publish.csv_file import write_csv
from builder.publish.rows import FACTS, fact_rows
from builder.sources import find_sources
from builder.text import parse_number, parse_quantity
from builder.workers import clean_context
from tests.golden.samples import LISTED, NAMES, read, sample_rows
from tests.roundtrip.read_back import Outcome, read_back

ROOT = Path(__file__).parents[1]
OUT = ROOT / "content" / "method" / "accuracy.json"
SHARED = ROOT.parent / "shared"
SEEDS = 300
KINDS = ("full", "horizontal", "none")
LOSSES = 12
Counts = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the wanted parts, write the file, print what is in it."""
    options = _parser().parse_args(arguments)
    measured: dict[str, Any] = {}
    if options.out.exists():
        measured = json.loads(options.out.read_text(encoding="utf-8"))
    measured |= {"schema": "mingbai-accuracy/1", "version": __version__}
    if "samples" in options.parts:
        measured["samples"] = measure_samples(NAMES)
    if "made" in options.parts:
        measured["made"] = measure_made(range(options.seeds), options.processes)
    if "originals" in options.parts and SHARED.is_dir():
        measured["originals"] = measure_originals()
    options.out.write_text(written(measured), encoding="utf-8", newline="\n")
    print(written(measured))
    return 0


def written(measured: dict[str, Any]) -> str:
    """The file's text: parts in one order, one trailing line break."""
    order = ("schema", "version", "samples", "made", "originals")
    return (
        json.dumps({part: measured[part] for part in order if part in measured}, ensure_ascii=False, indent=1)
        + "\n"
    )


# --- samples ---------------------------------------------------------------------------------------------


def measure_samples(names: Iterable[str]) -> Counts:
    """Tables: every figure both ways, with its value. Text: the printed numbers found under their name."""
    names = list(names)
    tables, text, unread = Counter[str](), Counter[str](), 0
    for name in names:
        tables += _sample_tables(name)
        text += _sample_text(name)
        unread += len(read(name).content.unread)
    return {
        "reports": len(names),
        "tables": _counted(tables),
        "text": {
            "facts": text["facts"],
            "found": text["found"],
            "recall_pct": percent(text["found"], text["facts"]),
        },
        "unread": unread,
    }


def _sample_tables(name: str) -> Counter[str]:
    printed: Counter[tuple[object, ...]] = Counter()
    keys: set[tuple[str, ...]] = set()
    for row in sample_rows(name):
        if row["table"] in LISTED:
            key = (row["table"], row["side"], row["code"], row["item"], row["measure"])
            printed[(*key, _value(row["printed"]))] += 1
            keys.add(key)
    stated: Counter[tuple[object, ...]] = Counter(
        (*f.key, f.value) for f in read(name).content.facts if f.table in LISTED
    )
    surplus = (stated - printed).elements()
    wrong, invented = _apart(surplus, keys)
    found = (stated & printed).total()
    return Counter(facts=printed.total(), found=found, wrong=wrong, invented=invented)


def _apart(surplus: Iterable[tuple[object, ...]], keys: set[tuple[str, ...]]) -> tuple[int, int]:
    """Of facts that are not printed: how many have a printed key and so a wrong value, how many are invented."""
    known = [row[:-1] in keys for row in surplus]
    return sum(known), len(known) - sum(known)


def _sample_text(name: str) -> Counter[str]:
    """A sample lists the printed digits of its text; a fall is printed without its sign."""
    stated: dict[tuple[str, str], set[Decimal]] = {}
    for fact in read(name).content.facts:
        if fact.table == "N" and fact.value is not None:
            stated.setdefault((fact.item, fact.measure), set()).add(abs(fact.value))
    count: Counter[str] = Counter()
    for row in sample_rows(name):
        if row["table"] == "N" and (value := _value(row["printed"])) is not None:
            count["facts"] += 1
            count["found"] += abs(value) in stated.get((row["item"], row["measure"]), set())
    return count


def _value(printed: str) -> Decimal | None:
    quantity = parse_quantity(printed)
    return parse_number(printed) if quantity is None else quantity.value


# --- made reports ----------------------------------------------------------------------------------------


def measure_made(seeds: Sequence[int], processes: int = 1) -> Counts:
    """Made reports read back, by kind of rules; and where the most is lost."""
    if processes > 1:
        with ProcessPoolExecutor(processes, mp_context=clean_context()) as pool:
            outcomes = list(pool.map(read_back, seeds, chunksize=5))
    else:
        outcomes = [read_back(seed) for seed in seeds]
    by_kind = {kind: [each for each in outcomes if each.axes["rules"] == kind] for kind in KINDS}
    return {
        "first_seed": seeds[0],
        "seeds": len(seeds),
        "all": _made(outcomes),
        "kinds": {kind: _made(found) for kind, found in by_kind.items()},
        "losses": _losses(outcomes),
    }


def _made(outcomes: Sequence[Outcome]) -> Counts:
    tables, text = Counter[str](), Counter[str]()
    for each in outcomes:
        for count, official, facts in ((tables, True, each.tables), (text, False, each.told)):
            missing, wrong = each.of("missing", tables=official), each.of("wrong", tables=official)
            count["facts"] += facts
            count["found"] += max(0, facts - len(missing) - len(wrong))
            count["wrong"] += len(wrong)
            count["reported"] += sum(difference.reported for difference in missing)
            count["invented"] += len(each.of("invented", tables=official))
    whole = sum(not each.of("missing", "wrong", "invented", tables=True) for each in outcomes)
    return {
        "reports": len(outcomes),
        "whole": whole,
        "tables": _counted(tables),
        "text": _counted(text, exhaustive=False),
    }


def _losses(outcomes: Iterable[Outcome]) -> list[Counts]:
    """Differences by kind of rules, table and kind of difference, the commonest first."""
    found = Counter(
        (each.axes["rules"], difference.key[0], difference.kind)
        for each in outcomes
        for difference in each.differences
        if difference.kind != "misplaced"
    )
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return [
        {"rules": rules, "table": table, "name": _name(table), "kind": kind, "count": count}
        for (rules, table, kind), count in ordered[:LOSSES]
    ]


def _name(table: str) -> str:
    return "文字说明" if table == "N" else load_tables().form(table).name


# --- originals -------------------------------------------------------------------------------------------


def measure_originals() -> Counts:
    """Real reports against truth verified by hand, by the common measure (`score.py`)."""
    truth = sorted((SHARED / "truth").glob("*.json"))
    wanted, folder = {path.stem for path in truth}, SHARED / "reports"
    sources = [source for source in find_sources(folder) if Path(source.file).stem in wanted]
    reports = [read_report(folder, source) for source in sources]
    with tempfile.TemporaryDirectory() as scratch:
        facts = Path(scratch) / "facts.csv"
        write_csv(facts, FACTS, [row for version in arrange(reports).current() for row in fact_rows(version)])
        command = [sys.executable, str(SHARED / "tools" / "score.py"), str(facts), *map(str, truth), "--json"]
        scored = json.loads(subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout)
    official, others = Counter[str](), Counter[str]()
    for report in scored["reports"]:
        for table, counts in report["tables"].items():
            count = official if table.startswith("T") else others
            count.update(facts=counts["truth"], found=counts.get("found", 0))
            count.update(wrong=counts.get("wrong", 0), invented=counts.get("extra", 0))
    return {
        "reports": len(truth),
        "tables": _counted(official),
        "others": _counted(others, exhaustive=False),
        "unread": sum(len(report.content.unread) for report in reports),
    }


# --- counting --------------------------------------------------------------------------------------------


def _counted(count: Counter[str], *, exhaustive: bool = True) -> Counts:
    """How many facts are printed, came back right, came back wrong, are missing; how many were never printed.

    Without an exhaustive list of what is printed, nothing can be said to be invented.
    """
    counted = {
        "facts": count["facts"],
        "found": count["found"],
        "wrong": count["wrong"],
        "missing": count["facts"] - count["found"] - count["wrong"],
        "recall_pct": percent(count["found"], count["facts"]),
    }
    counted |= {"invented": count["invented"]} if exhaustive else {}
    return counted | ({"missing_reported": count["reported"]} if "reported" in count else {})


def percent(part: int, whole: int) -> str:
    """A share in percent, two decimals, rounded down so that one miss never shows as all; "" of nothing."""
    if not whole:
        return ""
    return str((Decimal(100) * part / whole).quantize(Decimal("0.01"), rounding=ROUND_DOWN))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--parts",
        nargs="+",
        choices=("samples", "made", "originals"),
        default=["samples", "made", "originals"],
    )
    parser.add_argument("--seeds", type=int, default=SEEDS, help="made reports: seeds from 0")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--out", type=Path, default=OUT)
    return parser


if __name__ == "__main__":
    sys.exit(main())
