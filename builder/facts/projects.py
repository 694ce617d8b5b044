"""Lines on single projects in a report's running text: `信息化经费20万元，支出19万元，执行率为95%`.

Read only when name, budget, spending and rate stand together; anything less could be another project's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from builder.knowledge.narrative import NUMBER

_PROJECT = re.compile(
    rf"(?:^|[。;:])(?:[①-⑳]|\d+[.、．](?!\d)|（\d+）)?(?P<name>[^\d,。;:（）]{{4,30}}){NUMBER}万元,"
    rf"(?:实际)?(?:支出|使用|执行)(?:数)?(?:为)?{NUMBER}万元,(?:预算)?执行率(?:为|达到?|是)?{NUMBER}%"
)
#: 2. 全年预算数, 3. 全年执行数, 4. 执行率: the groups behind the name.
_MEASURES = (("全年预算数", "万元"), ("全年执行数", "万元"), ("执行率", "%"))
_NOT_A_PROJECT = re.compile(r"预算|收入|支出总|合计|专项资金年度")


@dataclass(frozen=True, slots=True)
class ProjectFigure:
    """One figure of a project: `text` are its digits, `start` to `end` with its unit."""

    item: str
    measure: str
    unit: str
    text: str
    start: int
    end: int


def find_projects(plain: str) -> Iterator[ProjectFigure]:
    """Every figure of the project lines of a compared text, in reading order."""
    for match in _PROJECT.finditer(plain):
        name = match["name"].removesuffix("共计").removesuffix("预算")
        if _NOT_A_PROJECT.search(name):
            continue
        for group, (measure, unit) in enumerate(_MEASURES, start=2):
            end = match.end(group) + len(unit)
            yield ProjectFigure(name, measure, unit, match[group], match.start(group), end)
