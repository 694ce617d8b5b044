"""`content/accepted.csv`: what an editor or the department says of a finding. It is attached, never hidden.

A row names the department, the year, the check and the figure; the build stops on a row that no longer matches a
finding, so that an explanation cannot stay beside a figure it was not written for.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.errors import KnowledgeError
from builder.publish.catalogue import Catalogue, Department, Version
from builder.publish.findings import Named, named_findings

ACCEPTED = "accepted.csv"
COLUMNS = ("org_id", "year", "check", "figure", "explanation", "said_by", "date", "url")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_PLACE = re.compile(r"(page|line):(\d+)")


@dataclass(frozen=True, slots=True)
class Accepted:
    """One explanation. `figure`: the finding's id, the five parts of a figure's name, `page:3`, `line:12`, or ""."""

    org_id: str
    year: str
    check: str
    figure: str
    explanation: str
    said_by: str
    date: str
    url: str
    place: str  # the row of the file, for messages


#: (path of the report, id of the finding) → the explanations, in the order of the file
Explanations = Mapping[tuple[str, str], Sequence[Accepted]]


def load_accepted(content: Path) -> tuple[Accepted, ...]:
    """All rows; none when there is no file. Raises KnowledgeError for a wrong column or an incomplete row."""
    path = content / ACCEPTED
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise KnowledgeError(
                f"列名应是 {','.join(COLUMNS)}", f"the columns must be {','.join(COLUMNS)}", source=str(path)
            )
        return tuple(_entry(row, path, reader.line_num) for row in reader)


def _entry(row: dict[str, str | None], path: Path, number: int) -> Accepted:
    clean = {name: (row.get(name) or "").strip() for name in COLUMNS}
    place = f"第 {number} 行 / line {number}"
    for name in ("org_id", "year", "check", "explanation", "said_by", "date"):
        if not clean[name]:
            raise KnowledgeError(f"缺 {name}", f"{name} is missing", source=str(path), place=place)
    if not _DATE.fullmatch(clean["date"]):
        raise KnowledgeError(
            "date 要写成 年-月-日，如 YYYY-MM-DD", "date must be YYYY-MM-DD", source=str(path), place=place
        )
    if clean["url"] and not clean["url"].startswith(("https://", "http://")):
        raise KnowledgeError(
            "url 要以 https:// 或 http:// 开头", "url must begin with https:// or http://",
            source=str(path), place=place,
        )  # fmt: skip
    return Accepted(**clean, place=place)


def attach(
    entries: Sequence[Accepted],
    catalogue: Catalogue,
    content: Path,
    whole: Callable[[Department], Department] = lambda department: department,
) -> Explanations:
    """Each explanation to its finding, in any version of the year. Raises KnowledgeError when none matches.

    `whole`: gives the findings of a department of which only outlines are in memory.
    """
    attached: dict[tuple[str, str], list[Accepted]] = defaultdict(list)
    by_year: dict[tuple[str, str], list[Version]] = defaultdict(list)
    asked = {entry.org_id for entry in entries}
    spoken_of = [whole(department) for department in catalogue.departments if department.org_id in asked]
    for version in Catalogue(tuple(spoken_of)).versions():
        by_year[version.report.org_id, str(version.report.year)].append(version)
    for entry in entries:
        candidates = [
            (version, named)
            for version in by_year.get((entry.org_id, entry.year), [])
            for cause in named_findings(version)
            for named in cause.all()
            if named.finding.check == entry.check
        ]
        matched = [(version, named) for version, named in candidates if _is_about(entry, named)]
        if len({named.id for _, named in matched}) != 1:
            raise _unmatched(entry, [named for _, named in candidates], content)
        for version, named in matched:
            attached[version.path, named.id].append(entry)
    return attached


def _is_about(entry: Accepted, named: Named) -> bool:
    finding, figure = named.finding, entry.figure
    if not figure or figure == named.id:
        return True
    if place := _PLACE.fullmatch(figure):
        printed = (finding.place, *(fact.place for fact in finding.facts))
        return any(getattr(one, place[1]) == int(place[2]) for one in printed)
    return any("|".join(fact.key) == figure for fact in finding.facts)


def _unmatched(entry: Accepted, candidates: Sequence[Named], content: Path) -> KnowledgeError:
    there = "、".join(dict.fromkeys(named.id for named in candidates))
    wanted = f"{entry.org_id} {entry.year} {entry.check} {entry.figure}".rstrip()
    zh = f"没有唯一对应的核对发现：{wanted}。" + (
        f"这份报告这项核对现有：{there}，请把 figure 改成其中一个；"
        if there
        else "这份报告这项核对没有发现；"
    )
    en = f"no single finding matches {wanted}; " + (
        f"this report has {there}: put one of these ids into figure"
        if there
        else "the check found nothing here"
    )
    return KnowledgeError(
        f"{zh}如果数字已经更正，请删去这一行", f"{en}, or delete the row if the figure has been corrected",
        source=str(content / ACCEPTED), place=entry.place,
    )  # fmt: skip
