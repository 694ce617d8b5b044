"""Addresses that lead on: what a unit's pages were called before, the newest year, and each version for good.

A server of plain files cannot answer with a redirect, so each is a page of its own: a script that keeps what stands
behind `#` (the address of a figure), without a script a refresh, and a link. Such pages stand in no list, no search
and no sitemap. A program that loads a file follows no page: the newest year's main files are copies.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator

from builder.errors import UsageError
from builder.pages.citation import place_of_version
from builder.pages.published import Department, Index, ReportEntry
from builder.website.planned import Planned

LATEST = "latest"
#: Files of the newest year that programs load by an address that does not change. Every row says its year.
COPIED = ("facts.csv", "tables.csv", "findings.csv")
_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width, initial-scale=1">
{canonical}<script>location.replace("{to}"+location.search+location.hash)</script>
<meta http-equiv="refresh" content="0; url={to}">
</head>
<body>
<p>这一页在 <span lang="en">This page is at</span> <a href="{to}">{title}</a></p>
</body>
</html>
"""


def write_redirects(site: Planned, index: Index, urls: Iterable[str], base: str) -> int:
    """Plan a page for every address that leads on; how many.

    `urls`: of the pages of the site. `base`: the whole address of the site, "" where it is not known.
    Raises UsageError where a former id is the address of something else.
    """
    of_unit: dict[str, list[str]] = {}
    for url in urls:
        of_unit.setdefault(url.split("/")[0], []).append(url)
    pairs = [
        (old, new, department.org)
        for department in index.departments
        for old, new in _leading_on(department, of_unit.get(department.org_id, []))
    ]
    leading = {old: (new, title) for old, new, title in reversed(pairs)}  # of the same twice, the first
    for old, (new, title) in leading.items():
        _write(site, old, new, title, base)
    for department in index.departments:
        _copy_latest(site, department)
    return len(leading)


def _leading_on(department: Department, urls: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(address, where it leads) for one department: for its own id, then for those that it had before."""
    own = list(_of_versions(department))
    yield from own
    for former in department.former_ids:
        for url in urls:
            yield former + url.removeprefix(department.org_id), url
        for old, new in own:
            yield former + old.removeprefix(department.org_id), new
        for path in ("", *(f"{entry.path.partition('/')[2]}/" for entry in department.reports)):
            yield f"data/{former}/{path}", f"{department.org_id}/{path}#downloads"


def _of_versions(department: Department) -> Iterator[tuple[str, str]]:
    newest = newest_report(department)
    if newest:
        yield f"{department.org_id}/{LATEST}/", f"{newest.path}/"
    for entry in department.reports:
        yield place_of_version(entry.path, entry.version), f"{entry.path}/"


def newest_report(department: Department) -> ReportEntry | None:
    """The report of the newest year: that at the year's own address, where there are several kinds."""
    current = [entry for entry in department.reports if entry.is_current]
    return min(current, key=lambda entry: (-entry.year, entry.path.count("/")), default=None)


def _write(site: Planned, old: str, new: str, title: str, base: str) -> None:
    page = f"{old}index.html"
    if site.planned(page) is not None:
        raise UsageError(
            f"旧编号的地址 {old} 是另一页的地址，请在 reports.csv 里改 former_ids",
            f"the address {old} of a former id is that of another page; change former_ids",
            source="reports.csv",
        )
    to = html.escape("../" * old.count("/") + new)
    canonical = f'<link rel="canonical" href="{html.escape(base + new.split("#")[0])}">\n' if base else ""
    site.put(page, _PAGE.format(title=html.escape(title), to=to, canonical=canonical))


def _copy_latest(site: Planned, department: Department) -> None:
    newest = newest_report(department)
    if newest:
        for name in COPIED:
            site.also(f"data/{newest.path}/{name}", f"data/{department.org_id}/{LATEST}/{name}")
