"""The box 数字核对 of a year page: how the comparisons came out, and each finding with figures and places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from builder.pages.figures import PERMALINK, Flag, Links
from builder.pages.place import address, line_anchor
from builder.pages.published import Department, Report
from builder.pages.published_findings import Accepted, Check, Finding, Printed

# The order in which a reader should see findings, and what the levels mean.
LEVEL_WORDS = {
    "不一致": "报告里的两个数对不上，相差超过四舍五入能解释的范围",
    "值得追问": "数字可能有合理解释，但报告没有写出来",
    "提示": "写法或格式上的小问题，不影响金额",
    "未见": "按要求应有，在报告里没有找到",
}
LEVELS = tuple(LEVEL_WORDS)
FIGURES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class FigureView:
    """A printed figure of a finding as printed, and the ways to it: in its table on the page, and in the source."""

    name: str
    raw: str
    unit: str
    at: str  # "" where it stands in no table of this page
    href: str
    place: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding as the page shows it; `follows`: what the same cause sets off."""

    finding: Finding
    name: str
    check_href: str
    href: str
    place: str
    figures: tuple[FigureView, ...]
    follows: tuple[FindingView, ...]

    @property
    def id(self) -> str:
        return f"finding-{self.finding.id}"

    @property
    def shown(self) -> int:
        """So many figures are listed at once; the others of a long sum are folded."""
        return len(self.figures) if len(self.figures) <= FIGURES_SHOWN + 1 else FIGURES_SHOWN

    @property
    def worked_out(self) -> str:
        """The calculation; "" where one printed figure only stands against another and is listed already."""
        listed = any(self.finding.recomputed in figure.raw.replace(",", "") for figure in self.figures)
        return "" if listed else self.finding.recomputed

    @property
    def gap(self) -> str:
        """How far apart the two are, without a sign; "" where there is nothing between them to measure."""
        size = self.finding.difference.removeprefix("-")
        if not size:
            return ""
        return f"{size} 个百分点" if self.finding.unit == "%" else f"{size} {self.finding.unit}".rstrip()

    @property
    def accepted(self) -> tuple[Accepted, ...]:
        return self.finding.accepted


@dataclass(frozen=True, slots=True)
class Share:
    """One stretch of the bar."""

    outcome: str
    words: str
    count: int
    start: int  # comparisons before it


@dataclass(frozen=True, slots=True)
class ChecksView:
    """Sums over all checks, each check, the findings by level, and what concerns our own reading apart."""

    checks: tuple[Check, ...]
    levels: tuple[tuple[str, str, tuple[FindingView, ...]], ...]
    of_reading: tuple[FindingView, ...]
    shares: tuple[Share, ...]

    @property
    def total(self) -> int:
        return sum(share.count for share in self.shares)

    @property
    def count(self) -> dict[str, int]:
        return {share.outcome: share.count for share in self.shares}

    @property
    def findings(self) -> int:
        """Findings about the publication: causes, not what follows from them."""
        return sum(len(views) for _, _, views in self.levels)


OUTCOMES = (
    ("held", "一致"), ("rounding", "只差四舍五入"), ("findings", "有发现"), ("not_applicable", "不适用"),
    ("not_comparable", "无法核对"),
)  # fmt: skip


def shares_of(checks: Sequence[Check]) -> tuple[Share, ...]:
    """The five outcomes with their counts, in order, as stretches of one bar."""
    made: list[Share] = []
    for outcome, words in OUTCOMES:
        count = sum(getattr(check, outcome) for check in checks)
        made.append(Share(outcome, words, count, sum(share.count for share in made)))
    return tuple(made)


def checks_view(report: Report, department: Department, links: Links) -> ChecksView:
    names = {check.check: check.name for check in report.checks}
    shown = [_view(finding, report, department, links, names) for finding in report.findings]
    told = [view for view in shown if not view.finding.is_of_reading]
    levels = [*LEVELS, *sorted({view.finding.level for view in told} - set(LEVELS))]
    groups = ((level, tuple(v for v in told if v.finding.level == level)) for level in levels)
    return ChecksView(
        report.checks,
        tuple((level, LEVEL_WORDS.get(level, ""), views) for level, views in groups if views),
        tuple(view for view in shown if view.finding.is_of_reading),
        shares_of(report.checks),
    )


def marked_lines(report: Report) -> dict[str, tuple[Flag, ...]]:
    """For each line of a text the findings that are about it, by the line's id, as seen from the page of the text."""
    names = {check.check: check.name for check in report.checks}
    found: dict[str, dict[str, Flag]] = defaultdict(dict)
    for finding in report.findings:
        for one in (finding, *finding.consequences):
            places = [one.place, *(p.place for p in one.printed if p.path == report.path)]
            flag = Flag(f"../#finding-{one.id}", f"{one.level}：{names.get(one.check, one.check)}")
            for place in places:
                if place.line is not None:
                    found[line_anchor(place, report.source.parts)].setdefault(finding.id, flag)
    return {line: tuple(flags.values()) for line, flags in found.items()}


def _view(
    finding: Finding, report: Report, department: Department, links: Links, names: dict[str, str]
) -> FindingView:
    return FindingView(
        finding,
        names.get(finding.check, finding.check),
        f"{links.root}checks/{finding.check}/",
        links.to(finding.place),
        links.name(finding.place),
        tuple(_figure(printed, report, department, links) for printed in finding.printed),
        tuple(_view(follows, report, department, links, names) for follows in finding.consequences),
    )


def _figure(printed: Printed, report: Report, department: Department, links: Links) -> FigureView:
    name, href = printed.name, links.to(printed.place)
    if printed.path != report.path:
        name = f"{printed.year} 年度报告{name}"
        href = _elsewhere(printed, department, links)
    unit = "" if printed.unit in printed.raw else printed.unit
    is_here = printed.path == report.path and links.is_at_home(printed.fact)
    return FigureView(
        name,
        printed.raw,
        unit,
        f"#{PERMALINK}{printed.fact}" if is_here else "",
        href,
        links.name(printed.place),
    )


def _elsewhere(printed: Printed, department: Department, links: Links) -> str:
    """The place in another report of the department: its source's page, or its text's line."""
    entry = next((entry for entry in department.reports if entry.path == printed.path), None)
    name, parts = (entry.source, entry.parts) if entry else ("", ())
    root, path = links.root, printed.path
    return address(printed.place, f"{root}{path}/", f"{root}data/{path}/", name, parts)
