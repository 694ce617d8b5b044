"""The pages beside the year pages: home, departments, regions, accounts, open data."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from builder.pages.blocks import ChartBlock, DataRow, DataTable
from builder.pages.book import FactBook
from builder.pages.citation import Citation, cite_department
from builder.pages.corrections import pairs
from builder.pages.environment import line
from builder.pages.figures import Figure, Links
from builder.pages.gathered import Gathered, Parts, pack
from builder.pages.glance import headline_facts
from builder.pages.published import Department, Fact, Index, Report, ReportEntry
from builder.pages.views import is_account
from builder.pages.years import yearly_charts

NEW_SHOWN = 8
#: The kind of pages that accounts have.
ACCOUNTS = "account"
FINAL_ACCOUNTS = ("部门决算", "单位决算")


@dataclass(frozen=True, slots=True)
class HomeView:
    index: Index
    run_share: Decimal | None  # per cent of comparisons that could be run
    new: tuple[tuple[Department, ReportEntry], ...]
    has_samples: bool


def home_view(index: Index) -> HomeView:
    counts = index.counts
    tried = counts.comparisons + counts.not_comparable
    share = None
    if tried:
        share = (Decimal(counts.comparisons) / tried * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    listed = [(d, r) for d in index.departments for r in d.reports if r.is_current]
    listed.sort(key=lambda pair: (pair[1].published_on, pair[1].year, pair[0].org_id), reverse=True)
    return HomeView(index, share, tuple(listed[:NEW_SHOWN]), any(r.sample for _, r in listed))


@dataclass(frozen=True, slots=True)
class RegionView:
    name: str
    id: str
    departments: tuple[Department, ...]


def regions(index: Index) -> tuple[RegionView, ...]:
    """Departments by region; those without one come last and are said to be unregistered."""
    found: dict[str, list[Department]] = defaultdict(list)
    for department in index.departments:
        found[department.region].append(department)
    names = sorted(found, key=lambda name: (not name, name))
    return tuple(
        RegionView(name or "地区未登记", f"region-{number}", tuple(found[name]))
        for number, name in enumerate(names, 1)
    )


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A predecessor or successor: a page when we have it, a bare id when not."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class DepartmentView:
    department: Department
    root: str
    years: tuple[int, ...]
    table: DataTable | None
    charts: tuple[ChartBlock, ...]
    current: tuple[ReportEntry, ...]
    superseded: tuple[ReportEntry, ...]
    predecessors: tuple[Neighbour, ...]
    successors: tuple[Neighbour, ...]
    downloads: tuple[str, ...]
    findings: dict[str, int]  # address of a report → findings about the publication
    citation: Citation
    is_reissued: bool  # whether there is a page of corrections


def department_view(
    department: Department, reports: Sequence[Report], names: dict[str, str], downloads: tuple[str, ...]
) -> DepartmentView:
    root = "../"
    found = _years(reports, root)
    years = tuple(found)
    return DepartmentView(
        department, root, years, _over_years(found), yearly_charts(found),
        tuple(sorted((r for r in department.reports if r.is_current), key=lambda r: -r.year)),
        tuple(r for r in department.reports if not r.is_current),
        tuple(_neighbour(org_id, names, root) for org_id in department.predecessors),
        tuple(_neighbour(org_id, names, root) for org_id in department.successors),
        downloads, {r.path: sum(not f.is_of_reading for f in r.findings) for r in reports},
        cite_department(department), bool(pairs(department.reports)),
    )  # fmt: skip


def _years(reports: Sequence[Report], root: str) -> dict[int, dict[str, Figure]]:
    """Year → label → headline figure: those of the final accounts, another report's only where they tell none.

    Figures of two reports are not mixed in one year: they count different money.
    """
    found: dict[int, dict[str, Figure]] = {}
    current = (report for report in reports if report.is_current)
    for report in sorted(current, key=lambda report: (report.year, report.kind not in FINAL_ACCOUNTS)):
        if not found.get(report.year):
            links = Links(report, root, f"{root}{report.path}/")
            found[report.year] = {
                label: links.figure(fact, label) for label, fact in headline_facts(FactBook(report.facts))
            }
    return found


def _neighbour(org_id: str, names: dict[str, str], root: str) -> Neighbour:
    return Neighbour(names.get(org_id, org_id), f"{root}{org_id}/" if org_id in names else "")


def _over_years(found: dict[int, dict[str, Figure]]) -> DataTable | None:
    labels = dict.fromkeys(label for figures in found.values() for label in figures)
    if not labels:
        return None
    rows = tuple(DataRow(label, tuple(figures.get(label) for figures in found.values())) for label in labels)
    caption = "历年主要数字" if len(found) > 1 else "主要数字"
    return DataTable(caption, "项目", tuple(f"{year} 年度" for year in found), rows)


# --- accounts ----------------------------------------------------------------------------------------------


class AccountUse(NamedTuple):
    """What a report spends under a code: what its line is sorted by, and the line as every page of an account shows it."""

    value: Decimal | None
    org: str
    path: str
    line: str


@dataclass(slots=True)
class Account:
    """One code of the classification, the names it is printed with, and how many reports of each year spend under it."""

    code: str
    is_economic: bool
    names: Counter[str] = field(default_factory=Counter)
    of_years: Counter[int] = field(default_factory=Counter)

    @property
    def uses(self) -> int:
        """How many reports spend under it, of all years."""
        return self.of_years.total()

    @property
    def name(self) -> str:
        """The name printed most often; the first in order when several are."""
        return self.all_names[0]

    @property
    def all_names(self) -> list[str]:
        """Those printed most often first."""
        return sorted(self.names, key=lambda name: (-self.names[name], name))

    @property
    def level(self) -> str:
        return {3: "类", 5: "款", 7: "项"}.get(len(self.code), "")

    @property
    def kind(self) -> str:
        return "支出经济分类（钱买了什么）" if self.is_economic else "支出功能分类（钱用来办什么事）"


class Accounts:
    """Gathers codes while the reports pass by, so that no report has to stay in memory; of a department, their lines, too."""

    def __init__(self) -> None:
        self._found: dict[str, Account] = {}
        self._uses: dict[tuple[str, int], list[AccountUse]] = {}

    def add(self, report: Report) -> None:
        links = Links(report, "../../", f"../../{report.path}/")
        for fact in report.facts:
            if not is_account(fact):
                continue
            account = self._found.setdefault(fact.code, Account(fact.code, fact.table == "T06"))
            account.names[fact.item] += 1
            if fact.table in ("T03", "T05", "T06"):
                self._use(account, fact, report, links)

    def _use(self, account: Account, fact: Fact, report: Report, links: Links) -> None:
        """One line per report: the table of all money where it has the code, else the general budget's."""
        uses = self._uses.setdefault((account.code, report.year), [])
        if not uses or uses[-1].path != report.path:
            shown = line("account", report=report, figure=links.figure(fact))
            uses.append(AccountUse(fact.value, report.org, report.path, shown))
            account.of_years[report.year] += 1

    def parts(self) -> Parts:
        """What they tell the pages of accounts: of all codes at once, and the lines of each in each year."""
        told = [
            (one.code, one.is_economic, dict(one.names), dict(one.of_years)) for one in self._found.values()
        ]
        return pack(ACCOUNTS, {"": told, **{lines_of(*key): own for key, own in self._uses.items()}})

    def all(self) -> list[Account]:
        return [self._found[code] for code in sorted(self._found)]


def accounts_of(gathered: Gathered) -> list[Account]:
    """All codes of all departments, in order."""
    found = dict[str, Account]()
    for told in gathered.told(ACCOUNTS):
        for code, is_economic, names, of_years in told:
            account = found.setdefault(code, Account(code, is_economic))
            account.names.update(names)
            account.of_years.update(of_years)
    return [found[code] for code in sorted(found)]


def lines_of(code: str, year: int) -> str:
    """Under which name the lines of an account in a year are gathered."""
    return f"{code} {year}"


def uses_of(gathered: Gathered, account: Account, year: int) -> list[AccountUse]:
    """Every report of a year that spends under a code: the largest figure first."""
    found = [use for own in gathered.told(ACCOUNTS, lines_of(account.code, year)) for use in own]
    return sorted(found, key=lambda use: (-(use.value or 0), use.org, use.path))


def relatives(account: Account, accounts: Iterable[Account]) -> tuple[list[Account], list[Account]]:
    """The codes that this one belongs to, and those directly or further below it."""
    above = [a for a in accounts if a.code != account.code and account.code.startswith(a.code)]
    below = [a for a in accounts if a.code != account.code and a.code.startswith(account.code)]
    return above, below
