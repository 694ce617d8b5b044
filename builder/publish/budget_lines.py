"""Rows of `budget_lines.csv`: money at its lowest printed level, so that sums within one cut count nothing twice."""

from __future__ import annotations

from builder.checks.compare import Figures
from builder.knowledge.classifications import Classifications, load_classifications
from builder.knowledge.cuts import Cut, load_cuts
from builder.model import Fact
from builder.publish.catalogue import Version
from builder.publish.findings import concerned
from builder.publish.lowest import lowest_rows
from builder.publish.reading import HowRead
from builder.publish.rows import CsvRow, number, place_cells, safe
from builder.publish.sources import shown_file

NAME = "budget_lines.csv"
PHASE = "决算"
COLUMNS = (
    "fact_id", "org_id", "org", "region", "year", "phase", "table", "cut", "direction", "fund", "kind",
    "function_code", "function", "cofog_division", "cofog_group", "economic_code", "economic",
    "gfsm_1", "gfsm_2", "gfsm_3", "value", "unit", "level", "lowest", "split", "raw",
    "source", "page", "line", "read", "finding",
)  # fmt: skip
_ORDER = tuple(
    COLUMNS.index(name) for name in ("table", "function_code", "economic_code", "fund", "kind", "fact_id")
)
_LEVELS = {"function": {3: "类", 5: "款", 7: "项"}, "economic": {3: "类", 5: "款"}}


def budget_rows(version: Version) -> list[CsvRow]:
    """Sorted by table, account and column. Only money: a table that prints another unit has none."""
    report, ids = version.report, version.ids()
    read, found = HowRead(report), concerned(version)
    figures, known = Figures.of(report.content), load_classifications()
    rows = []
    for cut in load_cuts():
        for row in lowest_rows(cut, figures):
            fact_id = ids[id(row.fact)]
            rows.append((
                f"{version.path}/{fact_id}", report.org_id, safe(report.org), safe(report.region), str(report.year),
                PHASE, *_money(cut, row.fact), *_account(cut, row.fact, known), number(row.fact.value),
                safe(row.fact.unit), _level(cut, row.fact), row.lowest, row.split, safe(row.fact.raw),
                safe(shown_file(report, row.fact.place.file)), *place_cells(row.fact.place), read.fact(row.fact),
                " ".join(found.get(fact_id, ())),
            ))  # fmt: skip
    return sorted(rows, key=_order)


def _money(cut: Cut, fact: Fact) -> tuple[str, ...]:
    """Table, cut, direction, fund, kind of spending."""
    is_part = fact.measure in cut.parts
    fund = fact.measure if is_part and cut.parts_are == "fund" else cut.fund
    kind = fact.measure if is_part and cut.parts_are == "kind" else cut.kind
    return cut.table, cut.name, cut.direction, fund, kind


def _account(cut: Cut, fact: Fact, known: Classifications) -> tuple[str, ...]:
    """Function with its COFOG division and group, then the economic account with three levels of GFSM."""
    name, code = safe(fact.item), fact.code
    if cut.by == "function":
        target = known.target("functional", code)
        group = target if "." in target else ""
        return code, name, target.partition(".")[0], group, "", "", "", "", ""
    target = known.target("economic", code)
    levels = (target[:size] if len(target) >= size else "" for size in (1, 2, 3))
    return "", "", "", "", code, name, *levels


def _level(cut: Cut, fact: Fact) -> str:
    return _LEVELS[cut.by].get(len(fact.code), "其他") if fact.code else "合计"


def _order(cells: CsvRow) -> tuple[str, ...]:
    return tuple(cells[at] for at in _ORDER)
