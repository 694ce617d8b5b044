"""All findings in lists, a page for each check, and what reissued reports changed.

The lists are complete HTML, in pages of a bounded length; a script filters them, and when there is more than one
page it loads the whole list from a file of its own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from markupsafe import Markup, escape

from builder.keeping import by_fields
from builder.pages.environment import line
from builder.pages.figures import Links
from builder.pages.findings import LEVEL_WORDS, LEVELS, Share, shares_of
from builder.pages.gathered import Gathered, Parts, pack
from builder.pages.published import Report
from builder.pages.published_findings import CheckInfo, Finding
from builder.pages.stretches import addresses, stretches
from builder.pages.writer import Page, Writer

#: In a line, where the way to the top of the site, the family and the name of its check are put in: signs that no page may hold.
ROOT, FAMILY, NAME = "\x01", "\x02", "\x03"
#: The kind of pages that findings stand on.
FINDINGS = "finding"
PER_PAGE = 200  # findings on one page of the list
OF_ONE_CHECK = 100  # findings shown on the page of a check
FAMILIES = ("表内", "表与表", "文字与表", "文字之间", "是否合理", "公开完整")
FAMILY_WORDS = {
    "表内": "一张表自己的数：各项相加等不等于合计",
    "表与表": "两张表写的同一笔钱一样不一样",
    "文字与表": "文字说明里的数和表里的数一样不一样",
    "文字之间": "同一份文字前后的数、百分比、增减对不对得上",
    "是否合理": "数、单位、年份、科目看上去合不合常理，接不接得上去年",
    "公开完整": "按要求应当公开的，报告里有没有",
}


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as the lists of the whole site need it."""

    org_id: str
    org: str
    year: int
    path: str
    id: str
    check: str
    level: str
    of_reading: bool
    explanation: str
    place: str
    line: str  # as the lists show it; what depends on the page and on the list of checks is put in there

    __reduce__ = by_fields

    @property
    def href(self) -> str:
        return f"{self.path}/#finding-{self.id}"


@dataclass(slots=True)
class AllFindings:
    """Gathers findings of current reports while they pass by."""

    rows: list[FindingRow] = field(default_factory=list)

    def add(self, report: Report) -> None:
        links = Links(report, "", "")
        self.rows += [
            FindingRow(
                report.org_id, report.org, report.year, report.path, f.id, f.check, f.level, f.is_of_reading,
                f.explanation, links.name(f.place), _line(report, f, links),
            )
            for f in report.findings
        ]  # fmt: skip

    def parts(self) -> Parts:
        """What they tell the lists."""
        return pack(FINDINGS, {"": self.rows})

    @classmethod
    def of(cls, gathered: Gathered) -> AllFindings:
        """Those of all departments."""
        return cls([row for own in gathered.told(FINDINGS) for row in own])

    def told(self, *, of_reading: bool) -> list[FindingRow]:
        """Those about the publication, or about our reading: the graver levels first, then newest."""
        wanted = [row for row in self.rows if row.of_reading is of_reading]
        order = {level: number for number, level in enumerate(LEVELS)}
        return sorted(wanted, key=lambda r: (order.get(r.level, len(order)), -r.year, r.org, r.check, r.id))


def _line(report: Report, finding: Finding, links: Links) -> str:
    return line(
        "finding",
        report=report,
        f=finding,
        place=links.name(finding.place),
        root=ROOT,
        family=FAMILY,
        name=NAME,
    )


@dataclass(frozen=True, slots=True)
class CheckView:
    """A check with how often it came out how, and findings of it."""

    info: CheckInfo
    shares: tuple[Share, ...]
    rows: tuple[FindingRow, ...]
    more: int  # findings that are not shown on its page

    @property
    def total(self) -> int:
        return self.info.counts.total


def write_findings(writer: Writer, found: AllFindings, checks: Sequence[CheckInfo]) -> None:
    told, of_reading = found.told(of_reading=False), found.told(of_reading=True)
    known = {check.id: check for check in checks}
    _list(writer, "findings/", "核对发现", told, known, of_reading=False, other=len(of_reading))
    _list(
        writer, "findings/reading/", "本站未能读准的地方", of_reading, known, of_reading=True, other=len(told)
    )
    writer.file("assets/findings.json", _as_json(told, known))
    _checks(writer, told + of_reading, checks)


def _list(
    writer: Writer,
    url: str,
    title: str,
    rows: Sequence[FindingRow],
    checks: dict[str, CheckInfo],
    *,
    of_reading: bool,
    other: int,
) -> None:
    """One page for each stretch of the list; the first has the address without a number."""
    parts = list(stretches(rows, attrgetter("level", "year"), PER_PAGE)) or [[]]
    urls = addresses(url, len(parts))
    families, years = _used(rows, checks), sorted({row.year for row in rows}, reverse=True)
    for number, (own, shown) in enumerate(zip(urls, parts, strict=True), start=1):
        name = title if number == 1 else f"{title}，第 {number} 页"
        page = Page(own, name, f"{title}：印的两个数、相差多少、在原文哪里", "页面")
        values: dict[str, Any] = {
            "title": title, "number": number, "urls": urls, "total": len(rows),
            "levels": LEVEL_WORDS, "families": families, "listed": _lines(shown, checks, "../" * own.count("/")),
            "years": years, "of_reading": of_reading, "other": other,
        }  # fmt: skip
        counts = (len(rows), other) if number == 1 else (bool(rows), bool(other))
        made_of = (page, values["listed"], len(urls), families, years, counts)
        writer.render(page, "pages/findings.html", made_of=made_of, **values)


def _lines(rows: Sequence[FindingRow], checks: dict[str, CheckInfo], root: str) -> Markup:
    """Finished lines of a list; terms are marked in them, so they go into the template."""
    told = (
        row.line.replace(FAMILY, escape(family_of(row, checks))).replace(NAME, escape(_name_of(row, checks)))
        for row in rows
    )
    return Markup("".join(told).replace(ROOT, root))


def _name_of(row: FindingRow, checks: dict[str, CheckInfo]) -> str:
    return checks[row.check].name if row.check in checks else row.check


def family_of(row: FindingRow, checks: dict[str, CheckInfo]) -> str:
    return checks[row.check].family if row.check in checks else ""


def _used(rows: Sequence[FindingRow], checks: dict[str, CheckInfo]) -> list[str]:
    found = {family_of(row, checks) for row in rows}
    return [family for family in FAMILIES if family in found]


def _as_json(rows: Sequence[FindingRow], checks: dict[str, CheckInfo]) -> str:
    """[department, year, address, check, its name, family, level, sentence, place], a line each."""
    lines = (
        [r.org, r.year, r.href, r.check, _name_of(r, checks), family_of(r, checks), r.level, r.explanation, r.place]
        for r in rows
    )  # fmt: skip
    return "[\n" + ",\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n]\n"


def _checks(writer: Writer, rows: Sequence[FindingRow], checks: Sequence[CheckInfo]) -> None:
    by_check: dict[str, list[FindingRow]] = {}
    for row in rows:
        by_check.setdefault(row.check, []).append(row)
    views = [_check_view(check, by_check.get(check.id, [])) for check in checks]
    groups = [
        (family, FAMILY_WORDS[family], [view for view in views if view.info.family == family])
        for family in FAMILIES
    ]
    page = Page("checks/", "核对", "拿报告里的数互相比较：比什么、为什么、结果如何", "页面")
    writer.render(
        page, "pages/checks.html", groups=[group for group in groups if group[2]], findings=len(rows),
        shares=shares_of([check.counts for check in checks]),
    )  # fmt: skip
    for view in views:
        own = Page(f"checks/{view.info.id}/", f"{view.info.id} {view.info.name}", view.info.plain, "核对")
        writer.render(own, "pages/check.html", v=view)


def _check_view(check: CheckInfo, rows: Sequence[FindingRow]) -> CheckView:
    return CheckView(
        check, shares_of([check.counts]), tuple(rows[:OF_ONE_CHECK]), max(len(rows) - OF_ONE_CHECK, 0)
    )
