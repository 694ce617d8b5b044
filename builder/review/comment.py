"""The summary as Markdown for a pull request: what was read, what was found, what was guessed, what is different.

Every word that comes from a report, a file's name or a change is shown as code (`markdown.quoted`).
"""

from __future__ import annotations

from builder.review.markdown import page, quoted
from builder.review.summary import Changed, Difference, Problem, Summary

#: The first line of the comment, by which the next run finds it.
MARK = "<!-- mingbai-summary -->"
_CHANGES = {
    "added": "新收录 added", "replaced": "换了文件 replaced", "read anew": "同一文件，读得不同 same file, read differently",
    "removed": "撤下 removed",
}  # fmt: skip
_NAMES = {"org": "单位 unit", "year": "年度 year", "region": "地区 region", "kind": "种类 kind"}


def as_markdown(summary: Summary) -> str:
    """The whole comment, marked, and cut where it would not fit."""
    return page([MARK, "## 这次改动带来什么 What this change brings", "", *_lines(summary)])


def _lines(summary: Summary) -> list[str]:
    lines = _problems(summary.problems, summary.problems_in_all)
    if not summary.changed and not summary.problems:
        lines += ["公布的数据没有变化。 The published data stays as it is.", ""]
    if summary.changed:
        lines += [
            "| 单位 unit | 年度 year | 改动 change | 数 figures | 九张表 tables | 核对 checks | 发现 findings | 未读出 unread |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
            *(_row(one) for one in summary.changed),
            "",
        ]
    left = summary.changed_in_all - len(summary.changed)
    if left > 0:
        lines += [f"另有 {left} 份没有列出。 {left} more are not listed.", ""]
    for one in summary.changed:
        lines += _details(one)
    return [*lines, f"没有变化的报告 reports as before: {summary.unchanged}"]


def _row(one: Changed) -> str:
    tables = " ".join(f"{quoted(name)} {number}" for name, number in one.tables)
    figures = f"{one.figures_before} → {one.figures}" if one.figures_before else str(one.figures)
    cells = (
        quoted(one.org), quoted(one.year), _CHANGES[one.change], figures, tables or "—", f"{one.held}/{one.compared}",
        str(one.findings_in_all), str(one.unread),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _details(one: Changed) -> list[str]:
    if one.change == "removed":
        return []
    lines = [f"### {quoted(one.org)} {quoted(one.year)}", "", f"- 文件 file: {quoted(one.source)}"]
    if one.guessed:
        words = "、".join(_NAMES.get(name, quoted(name)) for name in one.guessed)
        told = f"{quoted(one.org)}，{quoted(one.year)}，{quoted(one.region)}，{quoted(one.kind)}"
        lines.append(f"- **推测，请核对 guessed, please check**: {words} → {told}")
    lines += _findings(one)
    if one.differences_in_all:
        lines += ["", f"与原来不同的数 figures that differ: {one.differences_in_all}", ""]
        lines += [
            "| 表 | 项目 item | 口径 measure | 原来 before | 现在 after |",
            "| --- | --- | --- | --- | --- |",
        ]
        lines += [_difference(difference) for difference in one.differences]
        if one.differences_in_all > len(one.differences):
            lines.append(
                f"\n另有 {one.differences_in_all - len(one.differences)} 个没有列出 more are not listed."
            )
    return [*lines, ""]


def _findings(one: Changed) -> list[str]:
    if not one.findings_in_all:
        return ["- 核对没有发现 no findings"]
    lines = [f"- 发现 findings: {one.findings_in_all}"]
    lines += [f"  - {quoted(told.check)} {quoted(told.level)}：{quoted(told.words)}" for told in one.findings]
    left = one.findings_in_all - len(one.findings)
    return [*lines, f"  - 另有 {left} 条 more"] if left > 0 else lines


def _difference(one: Difference) -> str:
    before, after = (quoted(f"{value} {one.unit}") if value else "—" for value in (one.before, one.after))
    return f"| {quoted(one.table)} | {quoted(one.item)} | {quoted(one.measure)} | {before} | {after} |"


def _problems(problems: tuple[Problem, ...], in_all: int) -> list[str]:
    if not problems:
        return []
    lines = ["### 读不了，要先处理 Cannot be read; to be settled first", ""]
    for one in problems:
        place = f"，{quoted(one.place)}" if one.place else ""
        lines.append(f"- {quoted(one.source)}{place}：{quoted(one.zh, 300)} / {quoted(one.en, 300)}")
    left = in_all - len(problems)
    return [*lines, *([f"- 另有 {left} 个 more"] if left > 0 else []), ""]


def annotation(problem: Problem, folder: str) -> str:
    """One problem as a line that GitHub shows beside the file: everything in it escaped as its format asks."""
    file = _property(f"{folder}/{problem.source}")
    place = f"{problem.place}：" if problem.place else ""
    return f"::error file={file}::{_data(f'{problem.source}：{place}{problem.zh} / {problem.en}')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
