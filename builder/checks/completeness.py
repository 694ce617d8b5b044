"""Whether what must be published is there: nine tables, parts of the narrative, level of detail, the date.

What is not found is never told as missing when the report sends its readers elsewhere, is only part of what was
published, or could not be read: then the check cannot judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from builder.checks.compare import Figures, Named, NamedCheck
from builder.checks.figure_names import table_name
from builder.checks.judging import cannot_judge, judged, noted, printed
from builder.knowledge.checks import FigureName
from builder.knowledge.wordings import load_wordings
from builder.model import Finding, Place, ReportFacts, TableStatus, Wording

_ELSEWHERE = {"见附件", "图片"}
#: A file that lacks more parts than this is one of several that were published.
_MOST_MISSING = 3
_EMPTY_ALLOWED = {"T07", "T08", "T09"}


def nine_tables(content: ReportFacts, figures: Figures) -> Named:
    """K1. Each official table that the year requires: there, empty with a statement, or not found."""
    required = [status for status in content.tables if _is_required(status.table, content.year)]
    if not required or content.year is None:
        return judged([], 0, "没有年度，或这一年的表样不在核对范围")
    found = [status for status in required if status.status != "未见"]
    if not found:
        return cannot_judge("这份文件里没有决算表，可能另有文件")
    if any(status.status in _ELSEWHERE for status in required):
        return cannot_judge("决算表在附件或图片里，本站读不到")
    unread = {w.subject for w in content.wordings if w.kind == "title"}
    absent = [status for status in required if status.status == "未见"]
    missing = [status for status in absent if not unread & {status.table, ""}]
    unsure = ["印着表名，没有读到这张表，或有认不出的表"] * (len(absent) - len(missing))
    findings = [_missing(status, _last_place(found)) for status in missing]
    silent = [s for s in found if s.status == "空表未说明" and s.table in _EMPTY_ALLOWED]
    findings += [_unsaid(status) for status in silent if not _told_elsewhere(status, content, figures)]
    held = len(required) - len(findings) - len(unsure)
    return judged(findings, held, "没有表", unsure=unsure)


def _is_required(table: str, year: int | None) -> bool:
    first = load_wordings().rules.tables.get(table)
    return first is not None and year is not None and year >= first


def _last_place(found: Sequence[TableStatus]) -> Place:
    return max((status.place for status in found), key=_order)


def _order(place: Place) -> tuple[int, int]:
    return place.page or 0, place.line or 0


def _missing(status: TableStatus, place: Place) -> Finding:
    return noted(
        "K1",
        "未见",
        f"《{status.name}》",
        f"这份报告里没有找到《{status.name}》；没有数据的也要留空表并说明。",
        place,
        innocent="可能因为没有这项收支而省了表，可能在另一个附件里，也可能本站没有认出它的表名。",
    )


def _unsaid(status: TableStatus) -> Finding:
    return noted(
        "K1",
        "未见",
        f"《{status.title or status.name}》",
        f"《{status.title or status.name}》是空的，没有找到说明为什么空。",
        status.place,
        innocent="可能确实没有这项收支，只是没有写出来。",
    )


def _told_elsewhere(status: TableStatus, content: ReportFacts, figures: Figures) -> bool:
    """The narrative says that there is none, in words or by a nought."""
    subject = load_wordings().empty[status.table]
    if any(w.kind == "none" and w.subject == subject for w in content.wordings):
        return True
    names = load_wordings().none[subject]["支出"]
    spent = [figures.all(name) for name in names if name.table == "N"]
    return any(facts and all(fact.value == 0 for fact in facts) for facts in spent)


def narrative_parts(content: ReportFacts, figures: Figures) -> Named:
    """K2. Each part that a narrative must hold: found by its heading, its section, by any word or figure on its matter."""
    rules, year = load_wordings().rules, content.year
    there = {w.subject if w.kind == "mention" else w.section for w in content.wordings if _is_trace(w)}
    parts = [w.section for w in content.wordings if w.kind == "part"]
    if year is None or len({part for part in parts if part in _names()}) < rules.least_parts:
        return cannot_judge("这份文件里认出的说明太少，可能另有文件")
    own = set(parts)
    required = [part for part in rules.parts if year >= part.first and part.beside <= own]
    there |= _said_at_tables(content) | _told_in_shares(figures)
    missing = [part for part in required if part.section not in there]
    if len(missing) > _MOST_MISSING or all(status.status == "未见" for status in content.tables):
        return cannot_judge("这份文件像是公开内容的一部分，其余可能另有文件")
    place = max((w.place for w in content.wordings if w.kind == "part"), key=_order, default=Place())
    innocent = "可能写在别的标题下，或本站没有认出。"
    findings = [
        noted("K2", "未见", part.name, f"文字说明里没有找到“{part.name}”这一部分。", place, innocent=innocent)
        for part in missing
    ]
    return judged(findings, len(required) - len(missing), "没有文字说明")


def _names() -> dict[str, str]:
    return {part.section: part.name for part in load_wordings().rules.parts}


def _is_trace(wording: Wording) -> bool:
    return wording.kind in {"mention", "part"}


#: Shares that are told in the part on income, or on expenditure, whatever heading it stands under.
_SHARES = {"财政拨款收入": "income", "基本支出": "expenditure", "项目支出": "expenditure"}


def _told_in_shares(figures: Figures) -> set[str]:
    told = (key[3] for key in figures.by_key if (key[0], key[4]) == ("N", "占比"))
    return {_SHARES[item] for item in told if item in _SHARES}


def _said_at_tables(content: ReportFacts) -> set[str]:
    """Parts of which an empty table with a statement says that there is nothing to tell."""
    subjects = {"政府性基金": "funds", "国有资本经营": "state_capital", "三公经费": "three_public"}
    empty = load_wordings().empty
    stated = (status.table for status in content.tables if status.status == "空表")
    return {subjects[empty[table]] for table in stated if empty.get(table) in subjects}


def level_of_detail(content: ReportFacts, figures: Figures) -> Named:
    """K3. T05 down to 项, T06 down to 款, the words item by item with a rate of completion for each."""
    findings: list[Finding] = []
    held = 0
    for table, digits, name in (("T05", 7, "项"), ("T06", 5, "款")):
        codes = [key[2] for key in figures.by_key if key[0] == table and key[2]]
        if codes and max(len(code) for code in codes) < digits:
            place = next(f.place for f in content.facts if f.table == table)
            findings.append(_coarse(table, name, place))
        held += bool(codes) and max(len(code) for code in codes) >= digits
    told = [*_only_classes(content, figures), *_without_rate(content)]
    items = [w for w in content.wordings if w.kind == "item"]
    return judged(
        [*findings, *told],
        held + int(bool(items) and not told),
        "没有读到支出决算表、基本支出明细表和逐项说明",
    )


def _coarse(table: str, level: str, place: Place) -> Finding:
    return noted(
        "K3",
        "未见",
        f"{table_name(table)} 科目编码",
        f"{table_name(table)}的科目没有写到“{level}”这一级。",
        place,
        innocent="可能因涉密或表样较旧而只写到较粗的一级。",
    )


def _only_classes(content: ReportFacts, figures: Figures) -> list[Finding]:
    """The words tell budget and spending by 类 only, while the table goes down to 项."""
    items = [w for w in content.wordings if w.kind == "item" and w.subject == "逐项"]
    marked = any(w.kind == "mention" and w.subject == "项级" for w in content.wordings)
    told = [
        f for f in figures.by_key.values() if f.table == "N" and f.measure == "年初预算" and "/" in f.item
    ]
    fine = any(key[0] == "T05" and len(key[2]) == 7 for key in figures.by_key)
    if len(items) < 2 or marked or told or not fine:
        return []
    sentence = "文字逐条说明预算和决算时只写到“类”，没有写到“款”和“项”。"
    innocent = "表里已经写到“项”，文字只是汇总。"
    return [noted("K3", "未见", f"“{items[1].text}”", sentence, items[1].place, innocent=innocent)]


def _without_rate(content: ReportFacts) -> list[Finding]:
    """Items without a rate of completion beside others that have one; nothing can be asked of a budget of nought."""
    told = {(w.place, w.values) for w in content.wordings if w.kind == "item" and w.subject == "有完成率"}
    items = [w for w in content.wordings if w.kind == "item" and w.subject == "逐项"]
    without = [w for w in items if (w.place, w.values) not in told and _amount(w.values[0])]
    if len(told) < 2 or not without:
        return []
    return [
        noted(
            "K3",
            "未见",
            "；".join(f"“{w.text}”" for w in without),
            f"有 {len(without)} 项写了年初预算和决算，没有像其他项那样写完成预算的百分之几。",
            without[0].place,
            innocent="百分比可以由两个数自己算出来。",
        )
    ]


def _amount(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def three_public_detail(content: ReportFacts, figures: Figures) -> Named:
    """K4. Vehicles told apart into buying and running; groups, receptions and vehicles counted where money was spent."""
    if not any(w.kind == "part" and w.section == "three_public" for w in content.wordings):
        return cannot_judge("没有读到“三公”经费的说明")
    mentioned = {w.subject for w in content.wordings if w.kind == "mention"}
    place = next(w.place for w in content.wordings if w.kind == "part" and w.section == "three_public")
    findings, held = [], 0
    for item, subject, sentence in _DETAILS:
        spent = [fact for name in _spent(item) for fact in figures.all(name) if fact.value]
        if not spent or subject in mentioned:
            held += bool(spent)
            continue
        findings.append(noted("K4", "未见", printed(spent[:1]), sentence, place, facts=spent[:1]))
    findings += _kinds_of_vehicles(figures, mentioned)
    return judged(findings, held, "没有“三公”支出")


#: What was spent, what must then be spoken of, and the sentence when it is not.
_DETAILS = (
    ("因公出国（境）费", "团组", "有因公出国（境）支出，说明里没有找到团组数和人次。"),
    ("公务接待费", "批次", "有公务接待支出，说明里没有找到批次和人次。"),
    ("公务用车运行维护费", "保有量", "有公务用车运行维护支出，说明里没有找到公务用车保有量。"),
    (
        "公务用车运行维护费",
        "公务用车运行维护费",
        "表里单列了公务用车运行维护费，文字说明里没有找到单独说它的话。",
    ),
)


def _spent(item: str) -> list[FigureName]:
    return [FigureName(table, "", "", item, "决算数") for table in ("T09", "N")]


def _kinds_of_vehicles(figures: Figures, mentioned: set[str]) -> list[Finding]:
    vehicles = figures.get(FigureName("N", "", "", "车辆", "数量"))
    if vehicles is None or not vehicles.value or "车辆用途" in mentioned:
        return []
    sentence = f"写了共有车辆 {vehicles.raw}，没有按用途分类。"
    return [noted("K4", "未见", printed([vehicles]), sentence, vehicles.place, facts=[vehicles])]


def timeliness(content: ReportFacts, figures: Figures) -> Named:
    """K5. Days from approval to publication, only where both dates are known."""
    del figures
    approved, published = _date(content, "批复"), _date(content, "公开")
    if approved is None or published is None:
        return cannot_judge("没有批复日期或公开日期")
    days, limit = (published - approved).days, load_wordings().rules.days
    if days < 0:
        return cannot_judge("公开日期早于批复日期，日期可能登记有误")
    if days <= limit:
        return judged([], 1, "")
    sentence = f"批复日期 {approved}，公开日期 {published}，相隔 {days} 天；规定是批复后 {limit} 日内公开。"
    place = next((w.place for w in content.wordings if w.kind == "date"), Place())
    return judged([noted("K5", "未见", f"{approved} → {published}", sentence, place)], 0, "")


def _date(content: ReportFacts, topic: str) -> date | None:
    given = content.approved_on if topic == "批复" else content.published_on
    printed = (w.text for w in content.wordings if w.kind == "date" and w.subject == topic)
    text = given or next(printed, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:  # 2024-02-30 is printed somewhere: no date to reckon with
        return None


COMPLETENESS: dict[str, NamedCheck] = {
    "nine_tables": nine_tables,
    "narrative_parts": narrative_parts,
    "level_of_detail": level_of_detail,
    "three_public_detail": three_public_detail,
    "timeliness": timeliness,
}
