"""The performance tables of an annex: P1 绩效评价基础数据表, P2 整体支出绩效自评表, P3 项目支出绩效自评表.

Their cells are merged in both directions. Rows of indicators follow the order of the sample's figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from builder.typeset.cells import Cell, Grid, Row, label
from builder.typeset.errors import SampleError
from builder.typeset.sample import Figures, Sample

STAGES = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
RESULTS = ("年度指标值", "实际完成值", "分值", "得分")
INDICATOR_HEADS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "自评得分",
    "偏差原因分析及改进措施",
)
BUILDINGS = (
    "批复规模（㎡）",
    "实际规模（㎡）",
    "规模控制率",
    "预算投资（万元）",
    "实际投资（万元）",
    "投资概算控制率",
)
WIDTHS = (0.7, 1.1, 1.1, 1.9, 1.4, 1.4, 0.9, 0.9, 1.7)
SIGNATURES = "填表人：　　　　填表日期：　　　　联系电话：　　　　单位负责人签字："

Words = Mapping[str, object]


@dataclass(frozen=True)
class Announced:
    """A table with its number among the annexes, its title, and what stands under it."""

    label: str
    title: str
    grid: Grid
    notes: tuple[str, ...]


def performance_tables(sample: Sample) -> Iterator[Announced]:
    """Give the performance tables that a sample has, in the order of the annexes."""
    words = sample.performance
    if "base" in words:
        grid = base_grid(sample.figures, _table(words, "base"), sample.year)
        yield Announced("附件1", f"{sample.year}年度部门整体支出绩效评价基础数据表", grid, (SIGNATURES,))
    if "whole" in words:
        grid = whole_grid(sample.figures, _table(words, "whole"), sample.org)
        yield Announced("附件2", f"{sample.year}年度部门整体支出绩效自评表", grid, (SIGNATURES,))
    projects = words.get("projects")
    for number, project in enumerate(projects if isinstance(projects, list) else []):
        grid = project_grid(sample.figures, project, sample.org, sample.parent)
        title = f"{sample.year}年度项目支出绩效自评表"
        yield Announced("" if number else "附件3", title, grid, ("备注：一个项目填一张表。", SIGNATURES))


def base_grid(figures: Figures, words: Words, year: int) -> Grid:
    """Build 绩效评价基础数据表: a name and six columns, joined in pairs except for the building projects."""
    staff = ("编制数", f"{year}年实际在职人数", "控制率")
    years = (f"{year - 1}年决算数", f"{year}年预算数", f"{year}年决算数")
    people = "财政供养人员情况（人）"
    rows: list[Row] = [
        (Cell(people, rows=2), *(label(name, columns=2) for name in staff)),
        tuple(label(figures.printed("P1", people, name), columns=2) for name in staff),
        (label("经费控制情况"), *(label(name, columns=2) for name in years)),
    ]
    rows.extend(_base_row(figures, line, years) for line in _strings(words, "lines"))
    rows.append(
        (
            Cell(f"楼堂馆所控制情况\n（{_need(words, 'buildings_year')}年完工项目）", rows=2),
            *(label(name) for name in BUILDINGS),
        )
    )
    rows.append(tuple(label("无") for _ in BUILDINGS))
    rows.append((Cell("厉行节约保障措施"), Cell(_need(words, "measures"), columns=6)))
    return Grid((3.2, *((1.0,) * 6)), (), tuple(rows))


def _base_row(figures: Figures, line: str, years: tuple[str, ...]) -> Row:
    """Build one line of `printed|item`; `>` before it is a step to the right, `——` stands for no figure."""
    printed, _, item = line.lstrip(">").partition("|")
    indent = len(line) - len(line.lstrip(">"))
    values = (
        ["——", "", ""] if item == "——" else [figures.printed("P1", item or printed, year) for year in years]
    )
    return (Cell(printed, indent=indent), *(label(value, columns=2) for value in values))


def whole_grid(figures: Figures, words: Words, org: str) -> Grid:
    """Build 整体支出绩效自评表."""

    def money(item: str) -> str:
        return figures.printed("P2", item, "全年执行数")

    sources = (f"其中：一般公共预算：{money('一般公共预算')}", f"政府性基金拨款：{money('政府性基金拨款')}")
    kinds = (f"其中：基本支出：{money('基本支出')}", f"项目支出：{money('项目支出')}")
    rows: tuple[Row, ...] = (
        (label("预算部门、单位名称", columns=3), label(org, columns=6)),
        (label("年度\n预算\n申请\n（万元）", rows=7), Cell(columns=2), *(label(stage) for stage in STAGES)),
        _money_row(figures, "P2", "", "年度资金总额", "年度资金总额"),
        (Cell("按收入性质分：", columns=4), Cell("按支出性质分：", columns=4)),
        *(
            (Cell(source, columns=4), Cell(kind, columns=4))
            for source, kind in zip(sources, kinds, strict=True)
        ),
        (Cell("纳入专户管理的非税收入拨款：", columns=4), Cell(columns=4)),
        (Cell("其他资金：", columns=4), Cell(columns=4)),
        *_goal_rows(words),
        *_indicator_rows(figures, "P2", "", words),
    )
    return Grid(WIDTHS, (), rows)


def project_grid(figures: Figures, words: Words, org: str, parent: str) -> Grid:
    """Build 项目支出绩效自评表 for one project."""
    name = _need(words, "name")
    prefix = f"{name}："
    lines = (
        ("年度资金总额", "年度资金总额"),
        ("其中：当年财政拨款", "当年财政拨款"),
        ("上年结转资金", "上年结转资金"),
        ("其他资金", "其他资金"),
    )
    rows: tuple[Row, ...] = (
        (label("项目支出名称", columns=3), label(name, columns=6)),
        (
            label("主管部门", columns=3),
            label(parent, columns=2),
            label("实施单位", columns=2),
            label(org, columns=2),
        ),
        (label("项目\n资金\n（万元）", rows=5), Cell(columns=2), *(label(stage) for stage in STAGES)),
        *(_money_row(figures, "P3", prefix, printed, item) for printed, item in lines),
        *_goal_rows(words),
        *_indicator_rows(figures, "P3", prefix, words),
    )
    return Grid(WIDTHS, (), rows)


def _money_row(figures: Figures, table: str, prefix: str, printed: str, item: str) -> Row:
    values = [label(figures.printed(table, prefix + item, stage)) for stage in STAGES]
    return (Cell(printed, columns=2), *values)


def _goal_rows(words: Words) -> tuple[Row, Row]:
    return (
        (label("年度\n总体\n目标", rows=2), label("预期目标", columns=4), label("实际完成情况", columns=4)),
        (Cell(_need(words, "goal"), columns=4), Cell(_need(words, "outcome"), columns=4)),
    )


def _indicator_rows(figures: Figures, table: str, prefix: str, words: Words) -> Iterator[Row]:
    """Give the head, the indicators with their first two levels merged, and the total."""
    paths = _indicator_paths(figures, table, prefix, words)
    yield (label("绩\n效\n指\n标", rows=len(paths) + 1), *(label(head) for head in INDICATOR_HEADS))
    reasons = _table(words, "reasons")
    for first, of_first in groupby(paths, key=lambda path: path[0]):
        firsts = list(of_first)
        for second, of_second in groupby(firsts, key=lambda path: path[1]):
            seconds = list(of_second)
            for path in seconds:
                merged: list[Cell] = []
                if path is firsts[0]:
                    merged.append(label(_weighted(figures, table, prefix, first), rows=len(firsts)))
                if path is seconds[0]:
                    merged.append(label(second, rows=len(seconds)))
                item = prefix + "/".join(path)
                values = [label(figures.printed(table, item, result)) for result in RESULTS]
                yield (*merged, Cell(path[2]), *values, Cell(str(reasons.get("/".join(path), ""))))
    scores = [label(figures.printed(table, prefix + "总分", measure)) for measure in ("分值", "得分")]
    yield (label("总分", columns=6), *scores, Cell())


def _weighted(figures: Figures, table: str, prefix: str, first: str) -> str:
    weight = figures.printed(table, prefix + first, "分值")
    return f"{first}\n（{weight}）" if weight else first


def _indicator_paths(figures: Figures, table: str, prefix: str, words: Words) -> list[tuple[str, str, str]]:
    """List the indicators in the order of the sample, with the lines that the form leaves empty."""
    empty = _table(words, "empty_after")
    paths: list[tuple[str, str, str]] = []
    for item in figures.items(table, "得分"):
        if not item.startswith(prefix) or item.count("/") != 2:
            continue
        own = item.removeprefix(prefix)
        paths.extend(_three(path) for path in (own, str(empty.get(own, ""))) if path)
    return paths


def _three(path: str) -> tuple[str, str, str]:
    first, second, third = path.split("/")
    return first, second, third


def _need(words: Words, key: str) -> str:
    if key not in words:
        raise SampleError("[performance]", f"缺少“{key}”", f"“{key}” is missing")
    return str(words[key])


def _table(words: Words, key: str) -> Mapping[str, object]:
    value = words.get(key)
    return value if isinstance(value, dict) else {}


def _strings(words: Words, key: str) -> list[str]:
    value = words.get(key)
    return [str(line) for line in value] if isinstance(value, list) else []
