"""The pages 比较: for each indicator and year all reports side by side, complete without a script, in pages of bounded length.

A script sorts and filters them; where there is more than one page it loads the whole list from a file of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from builder.knowledge.indicators import Indicator, load_indicators
from builder.pages.indicators import COMPARED, ROOT, SHARE, Comparisons, Group, Row, group_sentence, page_of
from builder.pages.stretches import addresses
from builder.pages.writer import FILE, Page, Writer

PER_PAGE = 300  # rows on one page
NAMED = 200  # reports without the figure that are named
Stretch = list[tuple[Group, tuple[Row, ...]]]


def write_comparisons(writer: Writer, compared: Comparisons) -> None:
    used = [each for each in load_indicators().all if compared.years(each)]
    listed = [(each, compared.count(each), compared.years(each)) for each in used]
    about = Page("compare/", "比较", "选一个指标，看各部门同一年、同一种报告的数", "页面")
    writer.render(about, "pages/compare.html", listed=listed)
    for indicator in used:
        years = compared.years(indicator)
        for year in years:
            _year(writer, compared, indicator, used, years, year)


def address(indicator: Indicator, year: int, years: Sequence[int]) -> str:
    """The newest year has the address without a year, so that it can be kept."""
    return f"compare/{indicator.id}/" if year == years[0] else f"compare/{indicator.id}/{year}/"


def _year(
    writer: Writer,
    compared: Comparisons,
    indicator: Indicator,
    used: Sequence[Indicator],
    years: Sequence[int],
    year: int,
) -> None:
    """All pages of an indicator in a year: each tells of all its reports, so that one more changes them all."""
    group = page_of(indicator.id, year)
    stamp = writer.made.stamp(compared.gathered.digest(COMPARED, group), indicator, used, years, PER_PAGE)
    if writer.found(f"{COMPARED} {group}", stamp):
        return
    groups = compared.groups(indicator, year)
    stretches = list(_stretches(groups))
    urls = addresses(address(indicator, year, years), len(stretches))
    everything = ""
    if len(stretches) > 1:
        everything = f"compare/{indicator.id}/{year}.json"
        writer.file(everything, _as_json(groups))
        writer.made.put(everything, stamp, None)
    for number, (url, stretch) in enumerate(zip(urls, stretches, strict=True), start=1):
        name = f"{indicator.name}，{year} 年度" + ("" if number == 1 else f"，第 {number} 页")
        writer.render(
            Page(url, name, f"{year} 年度各部门的{indicator.name}：{indicator.plain}", "比较"),
            "pages/compare_year.html", made_of=(stamp, number), indicator=indicator, used=used, year=year, stretch=stretch,
            years=[(each, address(indicator, each, years)) for each in years],
            said={g.kind: group_sentence(g, year, indicator, "../" * url.count("/")) for g in groups},
            regions=sorted({row.region for group in groups for row in group.rows if row.region}),
            kinds=[group.kind for group in groups], urls=urls, number=number, everything=everything,
            named=NAMED, lines=_lines(stretch, "../" * url.count("/")),
        )  # fmt: skip
    files = [f"{url}{FILE}" for url in urls]
    writer.made.put_group(f"{COMPARED} {group}", stamp, [*files, everything] if everything else files)


def _stretches(groups: Sequence[Group]) -> Iterator[Stretch]:
    """The groups cut into pages: each with as many rows as one page holds."""
    page: Stretch = []
    room = PER_PAGE
    for group in groups:
        at = 0
        while at < len(group.rows):
            rows = group.rows[at : at + room]
            page.append((group, rows))
            at, room = at + len(rows), room - len(rows)
            if not room:
                yield page
                page, room = [], PER_PAGE
    if page:
        yield page


def _lines(stretch: Stretch, root: str) -> dict[str, str]:
    """The finished lines of each table of a page."""
    return {
        f"lines-{number}": "".join(row.line.replace(SHARE, group.share(row), 1) for row in rows).replace(
            ROOT, root
        )
        for number, (group, rows) in enumerate(stretch, start=1)
    }


def _as_json(groups: Sequence[Group]) -> str:
    """[kind, department, region, address, figure, figure for people, share of the largest, place, its address, per head]."""
    lines = (
        [group.kind, row.org, row.region, f"{row.path}/", str(row.figure.value), row.figure.text, group.share(row),
         row.figure.place, row.figure.href, row.per_head.text if row.per_head else "", bool(row.figure.flags)]
        for group in groups
        for row in group.rows
    )  # fmt: skip
    return "[\n" + ",\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n]\n"
