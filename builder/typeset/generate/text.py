"""The prescribed sections of a made report's text: which paragraphs stand under which title."""

from __future__ import annotations

from collections.abc import Iterator

from builder.typeset.codes import EXPENDITURE, INCOME
from builder.typeset.generate.department import RECEPTIONS, TRIPS, VEHICLES
from builder.typeset.generate.sentences import Paragraph, Told, Writer
from builder.typeset.generate.words import load_words

Sections = Iterator[tuple[str, list[Paragraph]]]


def profile(writer: Writer) -> Sections:
    """Give 概况: duties and bodies."""
    duties = "贯彻执行有关法律法规和方针政策，组织实施本行业规划，办理上级交办的其他事项。"
    yield "一、部门职责", [Paragraph(duties)]
    template = writer.wording("bodies")["text"][0]
    yield "二、机构设置", [writer.paragraph(f"（一）{template}")]


def narrative(writer: Writer) -> Sections:
    """Give 决算情况说明, section by section."""
    for section, title in load_words().sections:
        heading = writer.paragraph(title).text
        if section == "general":
            yield heading, []
            yield from _general(writer)
        elif section == "three_public":
            yield heading, []
            yield from _three_public(writer)
        elif section == "funds":
            yield heading, [Paragraph(_funds(writer))]
        elif section == "general_spending":
            yield heading, [_meetings(writer)]
        else:
            yield heading, _plain(writer, section)


def _plain(writer: Writer, section: str) -> list[Paragraph]:
    """Fill a section's paragraphs, its list in its place."""
    wording = writer.wording(section)
    listed = [writer.of(wording["each"][0], item) for item in _listed(writer, section)]
    join = wording.get("join", ("",))[0]
    return [writer.paragraph(template, listed, join) for template in wording["text"]]


def _listed(writer: Writer, section: str) -> tuple[str, ...]:
    """Give the items that a section goes through; only those with money where the layout is short."""
    lists = {
        "income": INCOME[1:],
        "expenditure": EXPENDITURE[1:],
        "general_structure": writer.department.told.classes,
    }
    items = lists.get(section, ())
    if writer.layout["class_lines"] == "official":
        return items
    return tuple(item for item in items if writer.department.told.has(item, "金额"))


def _general(writer: Writer) -> Sections:
    yield "（一）一般公共预算财政拨款支出决算总体情况", _plain(writer, "general")
    yield "（二）一般公共预算财政拨款支出决算结构情况", _plain(writer, "general_structure")
    yield (
        "（三）一般公共预算财政拨款支出决算具体情况",
        [*_plain(writer, "general_detail"), *_accounts(writer)],
    )


def _accounts(writer: Writer) -> Iterator[Paragraph]:
    """Tell each account under its heading, on a line of its own or run in."""
    wording = writer.wording("general_detail")
    for number, (heading, item) in enumerate(_headings(writer), start=1):
        budgeted = writer.department.told.has(item, "年初预算")
        run = "run" in wording
        template = wording[("run" if run else "item") if budgeted else "without"][0]
        told = writer.of(template, item)
        head = f"{_number(writer, number)}{heading}"
        if run:
            yield _behind(head, told)
        elif wording["heading"][0]:
            yield Paragraph(head + wording["heading"][0])
            yield told
        else:
            yield _behind(head, told)


def _behind(head: str, told: Paragraph) -> Paragraph:
    return Paragraph(head + told.text, tuple(Told(t.start + len(head), t.facts) for t in told.told))


def _number(writer: Writer, number: int) -> str:
    return {"1.": f"{number}.", "1、": f"{number}、", "（1）": f"（{number}）"}[writer.layout["item_number"]]


def _headings(writer: Writer) -> list[tuple[str, str]]:
    """Give what is printed as the heading of each account, and the item it means."""
    told = writer.department.told
    if writer.layout["item_heading"] == "class":
        return [(f"{name}（类）", name) for name in told.classes]
    levels = ("（类）", "（款）", "（项）")
    return [
        ("".join(name + level for name, level in zip(path, levels, strict=True)), "/".join(path))
        for path in told.paths
    ]


def _three_public(writer: Writer) -> Sections:
    wording = writer.wording("three_public")
    paragraphs = [writer.paragraph(template) for template in wording["text"]]
    for number, item in enumerate((TRIPS, VEHICLES, RECEPTIONS), start=1):
        enough = writer.can_fill([wording["item"][0].replace("*", item)])
        told = writer.of(wording["item" if enough else "without"][0], item)
        paragraphs.append(_behind(_number(writer, number), told))
    yield "（一）“三公”经费财政拨款支出决算总体情况说明", paragraphs
    yield "（二）“三公”经费财政拨款支出决算具体情况说明", _plain(writer, "three_public_detail")


def _meetings(writer: Writer) -> Paragraph:
    """Tell what meetings and training cost, or that there were none."""
    wording = writer.wording("general_spending")
    told = writer.department.told
    parts = [
        writer.paragraph(wording[key if told.has(item, "金额") else f"no_{key}"][0])
        for item, key in (("会议费", "meetings"), ("培训费", "training"))
    ]
    return writer.paragraph(wording["text"][0], parts, "；")


def _funds(writer: Writer) -> str:
    if writer.department.purse.of("funds"):
        return "本单位政府性基金预算财政拨款收入支出情况见政府性基金预算财政拨款收入支出决算表。"
    return "本单位没有政府性基金预算财政拨款收入，也没有使用政府性基金安排的支出。"
