"""One report as a workbook: what the columns mean, the nine tables, what became of each, every figure with its raw
characters and place, the text's figures, performance, findings, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from builder.knowledge import load_tables
from builder.knowledge.columns import load_columns
from builder.model import Fact
from builder.publish.catalogue import Version
from builder.publish.findings import named_findings
from builder.publish.layout import Cell as LaidCell
from builder.publish.layout import Laid, Remarks
from builder.publish.rows import FACTS, fact_rows, safe, table_rows, unread_rows
from builder.publish.sources import published_parts, shown_file, source_name
from builder.publish.xlsx import Cell, Sheet, write_workbook

NAME = "workbook.xlsx"
_FIGURES = ("项目", "列", "数值", "单位", "原样字符", "位置", "备注")
_FINDINGS = (
    "级别", "核对", "一句话", "印出的各数", "算一遍", "相差", "允许差", "单位", "源文件", "页", "行", "平常原因", "编号",
)  # fmt: skip
#: Sheet, column and meaning, for the columns that stand in this file alone.
_MEANINGS = (
    ("各表", "", "报告的九张决算表，各占一张工作表；没有印数的行不列，没有印数的表没有工作表"),
    ("各表", "科目编码、科目名称、收入项目、支出项目", "行的名称；断开的编码已接上，编号和空格已去掉"),
    ("各表", "数字列", "决算数，小数位数与印出的一样；空着的是报告没有印，印着零的才是零"),
    ("各表", "单位", "这一行各数的单位；报告印元的已换算成万元；报告没有印单位的空着"),
    ("各表", "位置", "在源文件的第几页或第几行"),
    ("各表", "备注", "读不成数的原样字符；从图片识别、没有合计证明的数；涉及的核对发现的编号"),
    ("文字说明、绩效", "列", "数字的种类，或表里列的名称"),
    ("文字说明、绩效", "原样字符", "报告印出的字符"),
)
ABOUT, STATES = "说明", "各表情况"
_STATES = ("表", "名称", "印出的表名", "情况", "印出的单位", "源文件", "页", "行", "怎样读出")
_UNREAD = ("表", "原样字符", "源文件", "页", "行", "为什么")
_EVERY = (
    "表", "收支", "科目编码", "项目", "列", "数值", "单位", "原样字符", "源文件", "页", "行", "怎样读出", "编号", "核对发现",
)  # fmt: skip
#: Sheet, the file of rows that it is made from, and its headings → columns of that file, whose meanings are declared.
_DECLARED = (
    ("核对发现", "findings.csv", {
        "级别": "level", "核对": "check", "印出的各数": "figures", "算一遍": "recomputed", "相差": "difference",
        "允许差": "tolerance", "平常原因": "innocent", "编号": "id",
    }),
    (STATES, "tables.csv", {"情况": "status", "印出的表名": "title", "怎样读出": "read"}),
    ("没有读成的", "unread.csv", {"原样字符": "raw", "为什么": "why"}),
    ("全部数字", "facts.csv", dict(zip(_EVERY, FACTS[3:], strict=True))),
)  # fmt: skip
_NOTES = (
    ("全部", "", "报告印的是什么就是什么，本站不改；疑问写在工作表“核对发现”里"),
    ("全部", "", "“核对发现”说两个数对不上，不说谁错"),
    ("全部", "", "以 = + - @ 开头的文字前面加了一个撇号，免得被当成公式；负数没有加"),
)


def workbook_of(version: Version, laid: Sequence[Laid], path: Path) -> list[Sheet]:
    """Write the workbook of a report; `laid`: its official tables. Gives all its sheets but the first, which explains them."""
    report = version.report
    title = f"{report.org} {report.year}年度{report.kind}"
    # Files carry no time of day: what they are made from has a date, or at least a year.
    created = report.source.published_on or f"{report.year}-12-31"
    sheets = _sheets_of(version, laid)
    write_workbook(path, [about([sheet.name for sheet in sheets]), *sheets], title, created)
    return sheets


def _sheets_of(version: Version, laid: Sequence[Laid]) -> list[Sheet]:
    unread = _unread(version)
    return [
        *(_table(table) for table in laid),
        _states(version),
        *([unread] if unread.lines else []),
        _every_figure(version),
        *_figures(version),
        _findings(version),
        _sources(version),
    ]


def laid_cell(cell: LaidCell) -> Cell:
    """A cell as it is published: the figure's number, safe text, or nothing."""
    return cell.value if isinstance(cell, Fact) else None if cell is None else safe(cell)


def _table(table: Laid) -> Sheet:
    lines = [[laid_cell(cell) for cell in line] for line in table.lines]
    return Sheet(f"{table.table} {table.name}", table.headings, lines)


def _states(version: Version) -> Sheet:
    """Of each table whether it has figures, is printed empty, is elsewhere or is not disclosed."""
    return Sheet(STATES, _STATES, [(row[3], name_of(row[3]), *row[4:]) for row in table_rows(version)])


def _unread(version: Version) -> Sheet:
    return Sheet("没有读成的", _UNREAD, [row[3:] for row in unread_rows(version)])


def _every_figure(version: Version) -> Sheet:
    """The rows of facts.csv, in its order: what the tables cannot hold stands here."""
    numbers = {f"{version.path}/{name}": fact.value for fact, name in _named(version)}
    at, last = FACTS.index("value"), FACTS.index("fact_id")
    lines: list[Sequence[Cell]] = [
        (*row[3:at], numbers[row[last]], *row[at + 1 :]) for row in fact_rows(version)
    ]
    return Sheet("全部数字", _EVERY, lines)


def _named(version: Version) -> Iterator[tuple[Fact, str]]:
    return zip(version.report.content.facts, version.fact_ids, strict=True)


def name_of(table: str) -> str:
    return load_tables().form(table).name


def _figures(version: Version) -> list[Sheet]:
    remarks = Remarks(version)
    facts = version.report.content.facts
    told = [_figure(fact, remarks) for fact in facts if fact.table == "N"]
    performance = [[fact.table, *_figure(fact, remarks)] for fact in facts if fact.table.startswith("P")]
    sheets = [Sheet("文字说明", _FIGURES, told)] if told else []
    return [*sheets, Sheet("绩效", ("表", *_FIGURES), performance)] if performance else sheets


def _figure(fact: Fact, remarks: Remarks) -> list[Cell]:
    _, place, told = remarks.of([fact])
    words = [safe(text) for text in (fact.item, fact.measure)]
    return [*words, fact.value, safe(fact.unit), safe(fact.raw), safe(place), safe(told)]


def _findings(version: Version) -> Sheet:
    report = version.report
    lines: list[list[Cell]] = []
    for named in named_findings(version):
        f = named.finding
        if f.about == "publication":
            texts = (
                f.level, f.check, f.explanation, f.figures, f.recomputed, f.difference, f.tolerance, f.unit,
                shown_file(report, f.place.file), _whole(f.place.page), _whole(f.place.line), f.innocent, named.id,
            )  # fmt: skip
            lines.append([safe(text) for text in texts])
    return Sheet("核对发现", _FINDINGS, lines)


def _whole(number: int | None) -> str:
    return "" if number is None else str(number)


def _sources(version: Version) -> Sheet:
    report, source = version.report, version.report.source
    lines = [
        ("部门", report.org), ("会计年度", str(report.year)), ("报告", report.kind),
        ("版本", version.version if version.status == "current" else f"{version.version}（已被替换的旧版本）"),
        ("源文件", source_name(report)), ("SHA-256", source.sha256), ("公布日期", source.published_on),
        ("原公布网页", source.url),
    ]  # fmt: skip
    if source.sample:
        lines.append(("样本", "重新排过版的样本，不是原件；以部门公布的为准"))
    parts = [entry.part for entry in published_parts(report)]
    lines += [(f"其中的文件 {part.file}", part.sha256) for part in parts if part.sha256]
    return Sheet("出处", ("项", "内容"), [[safe(name), safe(text)] for name, text in lines])


def about(sheets: Iterable[str]) -> Sheet:
    """The first sheet: what the others are, and what their columns mean."""
    declared = load_columns().files
    columns = [
        (sheet, name, column.words)
        for sheet, file, names in _DECLARED
        for column in declared[file].columns
        for name in (heading for heading, own in names.items() if own == column.name)
    ]
    return Sheet(
        ABOUT, ("工作表", "列", "含义"), [*_NOTES, *((s, "", "有数据") for s in sheets), *_MEANINGS, *columns]
    )
