"""`mingbai extract FILE --explain`: how each table was found and read, what was not understood, and what to do next.

Why a column holds what it holds is said by the code that maps it (`facts.collect.Explained`); nothing is guessed here.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from builder.facts import state_table
from builder.facts.collect import Collected
from builder.knowledge import TableKnowledge, load_narrative, load_tables
from builder.knowledge.narrative import Section
from builder.model import Place, Report, Row, TablePart, TableStatus, Unread
from builder.places import told
from builder.text import item_name, squeeze

_HEAD_ROWS = 4
_HEAD_WORDS = 96
_TEXT = 60

_NO_UNIT = {"T": "没有印，按其他表的单位", "P": "标题下没有印，按各栏里印的"}
_STATUS_STEP = {
    "未见": "在原件里找这张表。标题写法不同的，把写法加进 builder/knowledge/tables.toml 里那张表的 titles 和 examples",
    "图片": "原件里是图片，没有文字可读。请换有文字的原件，或登记为图片",
    "见附件": "报告说表在附件里。请把附件也放进报告文件夹",
    "空表未说明": "看原件是不是真的空表。有数没读到的，看上面的表头和列；报告另有说明的，把说法加进 tables.toml 的 no_data",
}


def explain_report(report: Report) -> list[str]:
    """Lines for a person who adds a report, Chinese first: tables, then the text, then what to do next."""
    knowledge = load_tables()
    steps: list[str] = []
    lines = [f"{report.org} {report.year} {report.kind}", *_guessed(report), "", "一、表 tables"]
    for table, statuses in groupby(report.content.tables, key=lambda status: status.table):
        status = next(statuses)
        parts = _parts(report, table)
        if not parts:
            lines += ["", f"{status.table} {status.name}：{status.status}{_note(status)}"]
        for part in parts:
            lines += ["", *_explain_table(report, part, knowledge, steps)]
    steps += _absent_steps(report)
    for unknown in report.recognised.unknown_titles:
        lines += ["", f"不认识的表 unknown table：{unknown.text}，{_at(unknown.place)}"]
        steps.append(
            f"“{unknown.text}”若是九张表之一，把写法加进 tables.toml 的 titles；是别的表，不必管，不会当成九张表"
        )
    lines += ["", "二、文字说明 narrative", "", *_sections(report), "", *_narrative(report, steps)]
    lines += ["", "三、下一步 what to do next"]
    lines += [f"  {number}. {step}" for number, step in enumerate(dict.fromkeys(steps), start=1)]
    return lines if steps else [*lines, "  没有要做的。 Nothing to do."]


# --- tables ----------------------------------------------------------------------------------------------


def _parts(report: Report, table: str) -> list[TablePart]:
    return [part for part in report.recognised.tables if part.table == table]


def _explain_table(report: Report, part: TablePart, knowledge: TableKnowledge, steps: list[str]) -> list[str]:
    """One table as found: how it was told, read and mapped, and what of it was not understood."""
    out = state_table(part, knowledge)
    status = next(s for s in report.content.tables if (s.table, s.title or "") in _names(part))
    lines = [f"{part.table} {knowledge.form(part.table).name}：{status.status}{_note(status)}"]
    lines += _labelled("找到 found", [_found(part)])
    lines += _labelled("单位 unit", [part.unit or _NO_UNIT[part.table[0]]])
    lines += _labelled("读法 read", [_read(report, part, out)])
    if part.rows:
        lines += _labelled("表头 heads", _head_words(out) or ["没有认出表头"])
        lines += _labelled("列 columns", _columns(out))
    unread = [entry for entry in report.content.unread if entry.table == part.table]
    lines += _labelled("不认识的表头 unknown heads", ["、".join(out.unknown)] if out.unknown else [])
    lines += _labelled("未能读出 unread", _unread(unread if part is _parts(report, part.table)[0] else ()))
    steps += _table_steps(part, out, status, unread)
    return lines


def _names(part: TablePart) -> set[tuple[str, str]]:
    return {(part.table, part.title), (part.table, "")}


def _found(part: TablePart) -> str:
    if part.title:
        return f"凭标题“{part.title}”，{_at(part.place)}"
    return f"没有标题，凭表下注释的固定用语，{_at(part.place)}"


def _read(report: Report, part: TablePart, out: Collected) -> str:
    """Rows, kind of columns, facts; whether the table's own sums hold, and which reading was taken."""
    if not part.rows:
        return f"没有行；图片 {part.pictures} 张" if part.pictures else "没有行"
    exact = all(row.exact for row in part.rows)
    words = [
        f"{len(part.rows)} 行",
        "原表的列（有格线或制表符）" if exact else "由文字重排的列（没有格线）",
        f"{len(out.facts)} 个数",
    ]
    if part.table in report.checked.proven:
        words.append("本表合计对得上" if report.checked.proven[part.table] else "本表合计对不上")
    published = {(f.item, f.measure, f.raw, f.place) for f in report.content.facts if f.table == part.table}
    if any((f.item, f.measure, f.raw, f.place) not in published for f in out.facts):
        words.append("这种读法合计对不上，公布的是第二种读法的数")
    return "；".join(words)


def _head_words(out: Collected) -> list[str]:
    """The rows taken for heads, as printed; blank ones left out."""
    rows = [row for row in out.heads if any(squeeze(cell.text) for cell in row.cells)]
    return [f"{_at(row.cells[0].place)}：{_cut(_words(row), _HEAD_WORDS)}" for row in rows[:_HEAD_ROWS]]


def _words(row: Row) -> str:
    return " | ".join(squeeze(cell.text) for cell in row.cells)


def _columns(out: Collected) -> list[str]:
    """Measure ← printed heads (why), the arrows one under the other."""
    width = max((_width(told.measure) for told in out.explained), default=0)
    return [
        f"{_pad(told.measure, width)} ← {_quoted(told.heads)}（{told.why}）" for told in out.explained
    ] or ["没有一列认得出"]


def _unread(entries: Iterable[Unread]) -> list[str]:
    return [f"“{entry.raw}”，{_at(entry.place)}：{entry.zh}" for entry in entries]


def _table_steps(part: TablePart, out: Collected, status: TableStatus, unread: Sequence[Unread]) -> list[str]:
    steps = []
    if status.status == "空表未说明":
        steps.append(f"{part.table} {status.name}（空表未说明）：{_STATUS_STEP['空表未说明']}")
    file = (
        "builder/knowledge/performance.toml"
        if part.table in {"P2", "P3"}
        else "builder/knowledge/tables.toml"
    )
    for head in out.unknown:
        where = (
            "[heads]" if part.table in {"P2", "P3"} else f"id = “{part.table}” 的 measures 里那一列的 heads"
        )
        steps.append(
            f"{part.table} 的表头“{head}”：若是已有一列的另一种叫法，加进 {file} 的 {where}；若是新的一列，它的数留在未能读出"
        )
    if part.rows and any("按表式的次序" in told.why for told in out.explained):
        steps.append(f"{part.table} 的表头没有认出，列是按表式次序排的，请对着原件看一遍，把表头加进 {file}")
    if unread:
        reasons = Counter(entry.zh for entry in unread).most_common(1)[0][0]
        steps.append(f"{part.table} 有 {len(unread)} 个数未能读出（多半因为：{reasons}），请对着原件看")
    return steps


def _absent_steps(report: Report) -> list[str]:
    """What to do about tables that were not read, one step for all of one kind."""
    steps = []
    for kind in ("未见", "图片", "见附件"):
        tables = [s.table for s in report.content.tables if s.status == kind]
        if tables:
            steps.append(f"{'、'.join(tables)}（{kind}）：{_STATUS_STEP[kind]}")
    return steps


# --- the text --------------------------------------------------------------------------------------------


def _sections(report: Report) -> list[str]:
    """Sections found, with the heading that opened each, and the declared ones that were not found."""
    narrative = load_narrative()
    opened: dict[str, str] = {}
    for heading in report.recognised.outline:
        if section := narrative.identify(item_name(heading.title)):
            opened.setdefault(section, f"“{_cut(squeeze(heading.title), _TEXT)}”，{_at(heading.place)}")
    seen = dict.fromkeys(passage.section for passage in report.recognised.passages if passage.section)
    counts = Counter(fact.table for fact in report.content.facts)
    lines = [f"章节 sections：认出 {len(seen)} 节，文字里读到 {counts['N']} 个数"]
    width = max((_width(section) for section in seen), default=0)
    lines += [f"  {_pad(section, width)}  {opened.get(section, '没有标题，凭文字')}" for section in seen]
    missing = [section for section in narrative.sections if section.id not in seen]
    if missing:
        lines.append(f"没有找到的章节 not found：{'、'.join(_section_name(section) for section in missing)}")
    return lines


def _section_name(section: Section) -> str:
    """The id with the words of its first title, read off the expression."""
    plain = re.sub(r"\(\?[^()]*\)\??|20\\d\\d|[\\^$?]|\[[^\]]*\]", "", section.titles[0].pattern)
    return f"{section.id}（{plain}）" if plain else section.id


def _narrative(report: Report, steps: list[str]) -> list[str]:
    unread = [entry for entry in report.content.unread if entry.table == "N"]
    unmatched = report.content.unmatched
    lines = [f"未能读出 unread：{len(unread)} 处", *(f"  {text}" for text in _unread(unread))]
    lines.append(
        f"有金额、没有归到指标的句子 sentences with an amount that no indicator matched：{len(unmatched)} 句"
    )
    lines += [f"  {_at(entry.place)}：{_cut(entry.text, _TEXT)}" for entry in unmatched]
    if unread:
        steps.append(f"文字里有 {len(unread)} 处像数而读不成数，请对着原件看是不是印错")
    if unmatched:
        place = "builder/knowledge/narrative.toml 加 [[indicator]] 或 words，带例句"
        steps.append(f"{len(unmatched)} 个句子有金额而没有归到指标。该收的，在 {place}")
    return lines


# --- words on lines --------------------------------------------------------------------------------------


def _guessed(report: Report) -> list[str]:
    names = {"org": "单位名称", "year": "年度", "region": "地区", "kind": "报告种类"}
    told = "、".join(names[name] for name in report.guessed)
    return [f"{told}是从报告里辨认的，请核对；不对的登记在 reports.csv"] if told else []


def _note(status: TableStatus) -> str:
    return f"（报告说：{_cut(status.note, _TEXT)}）" if status.note else ""


def _labelled(label: str, texts: Sequence[str]) -> list[str]:
    """A label over its lines; short ones stand beside it."""
    if len(texts) == 1:
        return [f"  {label}：{texts[0]}"]
    return [f"  {label}：", *(f"    {text}" for text in texts)] if texts else []


def _quoted(heads: str) -> str:
    return f"“{heads}”" if heads else "（无）"


def _cut(text: str, width: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= width else f"{plain[:width]}…"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _at(place: Place) -> str:
    return told(place) or "位置不明"
