"""The page 地区: what is collected of each region, and the ways on; no sums, which would count money twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from builder.knowledge.indicators import load_indicators
from builder.pages.compare_pages import address
from builder.pages.feed_places import of_regions
from builder.pages.findings_pages import AllFindings
from builder.pages.indicators import Comparisons
from builder.pages.published import Index
from builder.pages.site_views import RegionView, regions
from builder.pages.writer import Page, Writer

#: Comparisons that a region leads to: the first in the order of the list of indicators.
LINKED = 4


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A region with counts of current reports and of findings about the publication."""

    view: RegionView
    years: tuple[int, ...]
    reports: int
    findings: int
    ways: tuple[tuple[str, str], ...]  # name of an indicator, and its comparison narrowed to the region


def write_regions(writer: Writer, index: Index, compared: Comparisons, found: AllFindings) -> None:
    of_department = Counter(row.org_id for row in found.told(of_reading=False))
    listed = _listed(compared)
    rows = [_row(view, of_department, listed) for view in regions(index)]
    about = "每个地区收录了多少部门、哪些年度，有多少条核对发现"
    writer.render(
        Page("regions/", "按地区看", about, "页面"), "pages/regions.html", rows=rows, feeds=of_regions(index)
    )


def _row(view: RegionView, findings: Counter[str], listed: Sequence[tuple[str, str, set[str]]]) -> RegionRow:
    reports = [report for each in view.departments for report in each.reports if report.is_current]
    return RegionRow(
        view, tuple(sorted({report.year for report in reports})), len(reports),
        sum(findings[each.org_id] for each in view.departments),
        tuple((name, f"{url}?{urlencode({'region': view.name})}") for name, url, known in listed if view.name in known),
    )  # fmt: skip


def _listed(compared: Comparisons) -> list[tuple[str, str, set[str]]]:
    """Name, address and regions of the comparisons of the newest year."""
    used = [each for each in load_indicators().all if compared.years(each)][:LINKED]
    return [
        (
            each.name,
            address(each, years[0], years),
            compared.regions(each, years[0]),
        )
        for each in used
        if (years := compared.years(each))
    ]
