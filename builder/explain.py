"""`mingbai extract FILE --explain`: how each table was found and read, and what was not understood."""

from __future__ import annotations

from builder.facts import state_table
from builder.knowledge import load_tables
from builder.model import Place, Report


def explain_report(report: Report) -> list[str]:
    """Lines for a person who adds a report, in Chinese with English heads."""
    knowledge = load_tables()
    lines = [f"{report.org} {report.year} {report.kind}", "", "表 tables"]
    for part in report.recognised.tables:
        out = state_table(part, knowledge)
        exact = all(row.exact for row in part.rows)
        lines.append(
            f"{part.table} {part.title or '（表名不见，按表下的注认出 told by its note）'}，{_at(part.place)}"
        )
        lines.append(
            f"  单位 unit {part.unit or '没有印 none printed'}；{len(part.rows)} 行 rows；"
            f"{'原表的列 exact columns' if exact else '由文字重排的列 rebuilt columns'}；{len(out.facts)} 个数 facts"
        )
        lines += [f"  列 column {text}" for text in out.explained]
        lines += [f"  未能读出 unread {u.raw}，{_at(u.place)}：{u.zh}" for u in out.unread]
    missing = [table for table in report.content.tables if table.status in {"未见", "图片", "见附件"}]
    lines += [f"{table.table} {table.name}：{table.status}" for table in missing]
    for unknown in report.recognised.unknown_titles:
        lines.append(f"不认识的表 unknown table {unknown.text}，{_at(unknown.place)}")
    lines += ["", "章节 sections"]
    seen = dict.fromkeys(passage.section or "（未归类 none）" for passage in report.recognised.passages)
    lines += [f"  {section}" for section in seen]
    told = [entry for entry in report.content.unread if entry.table == "N"]
    lines += ["", "文中未能读出 unread in the narrative"]
    lines += [f"  {entry.raw}，{_at(entry.place)}：{entry.zh}" for entry in told]
    lines += ["", "有金额、没有归到指标的句子 sentences with an amount that no indicator matched"]
    lines += [f"  {statement.text[:80]}，{_at(statement.place)}" for statement in report.content.unmatched]
    return lines


def _at(place: Place) -> str:
    if place.page is not None:
        return f"第 {place.page} 页"
    return f"第 {place.line} 行" if place.line is not None else "位置不明"
