"""Headings of the detailed section: 类, 款 and 项 as far as a heading prints them, and what a heading adds to the last.

Forms: `1.农林水支出（类）水利（款）防汛（项）`, codes in the brackets (`（213类）`, `（213）`), a class alone
(`3.农林水支出`), 款 and 项 below the heading of their class.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from builder.text import item_name

#: Sections whose items are headed by 类, 款 and 项.
BY_PATH = {"general_detail", "general", "fiscal", "funds", "state_capital"}
#: Of these, those whose 类 alone is not told: the same 类 is told of the general public budget.
WITHOUT_CLASSES = {"funds", "state_capital"}

#: A number that heads a line.
NUMBERING = (
    r"(?:\d+[.、．](?!\d)|[（(][\d一二三四五六七八九十]+[）)][.、．]?|[一二三四五六七八九十]+[、.．]|[①-⑳])"
)
_NATURES = {"基本支出", "项目支出"}
_LEVELS = {"类": 0, "款": 1, "项": 2}
_BY_LENGTH = {3: 0, 5: 1, 7: 2}
_MARK = re.compile(
    r"（(?:科目代码|科目编码|科目)?(?P<code>\d{2,7})?(?P<level>[类款项])(?:级)?(?:科目)?）|（(?P<bare>\d{3}|\d{5}|\d{7})）"
)
_START = re.compile(rf"(?:{NUMBERING}*|\d+[.、．])(?:\d{{7}}(?=[\u4e00-\u9fff]))?")
#: Words that follow a heading; they are never part of a name.
_FOLLOWS = (
    r"(?:较|比|与|占|为|(?:年初|全年|本年|当年|调整)?预算|支出决算|决算|"
    r"主要用于|主要是|20\d\d年|完成|支出为|支出数|本单位|本部门)"
)
_NAME = r"[^（）,。:;\d]{2,40}?(?:（[^）类款项\d]*）[^（）,。:;\d]{0,12}?)?"
_LAST_NAME = re.compile(
    rf"(?!{_FOLLOWS}|支出(?:\d|$|[,。:;])|科目|合计)(?P<name>{_NAME})(?=$|[,。:;（]|{_FOLLOWS}|\d)"
)
_CLASS_ONLY = re.compile(
    rf"{NUMBERING}(?P<name>[^\d,。:;（）]{{2,20}}?支出)(?=$|[,。:;（]|\d|(?:年初|全年|本年)预算|支出决算|决算|20\d\d)"
)

_WITH_CODE = re.compile(
    rf"(?:{NUMBERING}*|\d+[.、．])(?P<open>（)?\d{{7}}[-—–]?(?P<name>[^\d,。:;（）]{{2,40}}?)"
    rf"(?(open)）|(?=\d|[,。:;]|{_FOLLOWS}))"
)
_PART = r"([^-—–/（）,。:;\d]{2,40})"
_DASHED = re.compile(
    rf"(?:{NUMBERING}*|\d+[.、．])(?:\d{{7}})?[-—–]*([^-—–/（）,。:;\d]{{2,20}}支出)[-—–/]+{_PART}[-—–/]+{_PART}(?=$|[,。:;])"
)


@dataclass(frozen=True, slots=True)
class PathHeading:
    """Names by level (类, 款, 项; "" where the heading names none) and where the heading ends."""

    names: tuple[str, str, str]
    end: int
    marked: bool = True  # with （类）, （款）, （项） or codes; a class alone has none

    def is_class(self, classes: frozenset[str]) -> bool:
        """Whether it names one of the classes of accounts and nothing below it."""
        name = join_path(self.names)
        return name in classes or name.replace("与", "和") in classes

    def opens_item(self, section: str, classes: frozenset[str]) -> bool:
        """Whether a paragraph that begins so is surely an item of that section."""
        if section in WITHOUT_CLASSES:
            return any(self.names[1:])
        return self.marked or section == "general_detail" or self.is_class(classes)

    def below(self, last: tuple[str, str, str], printed: str) -> tuple[str, str, str]:
        """The whole path: what this heading leaves open above its first name is taken from the last one.

        `printed` is the heading with the quotation marks inside its names (检察“两房”建设), which compared text has not.
        """
        first = next(level for level, name in enumerate(self.names) if name)
        return (*last[:first], *(_quoted(name, printed) for name in self.names[first:]))  # type: ignore[return-value]


def read_path(text: str, *, class_only: bool = True) -> PathHeading | None:
    """The path that a compared text begins with; None when it begins with none.

    `class_only`: a numbered class without any （类） counts as well.
    """
    return _marked(text) or _dashed(text) or _coded(text) or (_class_alone(text) if class_only else None)


def head_of(text: str, classes: frozenset[str]) -> PathHeading | None:
    """The path that a compared paragraph begins with, or one of `classes` with its amount right behind it."""
    return read_path(text) or _class_with_amount(text, classes)


def _class_with_amount(text: str, classes: frozenset[str]) -> PathHeading | None:
    """教育支出120.00万元,占…: a class without a number, in a paragraph of its own."""
    named = re.match(r"([^\d,。:;（）]{3,20}?支出)(?:（类）)?(?:支出)?(?:决算)?(?:为)?(?=\d)", text)
    found = PathHeading((named[1], "", ""), named.end(1), marked=False) if named else None
    return found if found and found.is_class(classes) else None


#: What an item of the detailed section begins with, or is marked by.
_ITEM = re.compile(rf"^{NUMBERING}|^\d+[.、]|^\d{{5,7}}[^\d年]|（[类款项]）|支出[-—–]")


def is_item(text: str) -> bool:
    """Whether a compared paragraph of the detailed section speaks of an item, readable or not."""
    return bool(_ITEM.search(text))


def is_numbered(text: str) -> bool:
    """Whether a compared text begins with a numbering."""
    return bool(re.match(NUMBERING, text))


def join_path(names: tuple[str, str, str]) -> str:
    """类/款/项 as far as named and as printed; a class alone always with its 支出.

    1.基本支出…，2.项目支出…: the two natures of what the general public budget spends, not of all that was spent.
    """
    if names[0] in _NATURES and not any(names[1:]):
        return f"一般公共预算财政拨款{names[0]}"
    if names[0] and not any(names[1:]):
        return _with_spending(names[0])
    return "/".join(name for name in names if name)


def _quoted(name: str, printed: str) -> str:
    found = re.search("[“”]?".join(map(re.escape, name)), printed) if name else None
    if found is None:
        return name
    text = found.group(0)
    more = text.count("”") - text.count("“")
    return f"{'“' * more}{text}{'”' * -more}"


def _marked(text: str) -> PathHeading | None:
    names = ["", "", ""]
    at = _at_start(text)
    last = -1
    while mark := _MARK.search(text, at):
        name = text[at : mark.start()].lstrip("-—–/·、.")
        if last == 0 and re.match("支出.", name):  # 教育（类）支出普通教育（款）: the class is 教育支出
            names[0], name = _with_spending(names[0]), name[2:]
        level = _LEVELS[mark["level"]] if mark["level"] else _BY_LENGTH[len(mark["bare"])]
        if level == last and not name:  # （类）（205）: the same level again
            at = mark.end()
            continue
        if level <= last or not re.fullmatch(r"[^,。:;\d]{2,60}", name):
            break
        names[level] = item_name(name)
        at, last = mark.end(), level
    if last < 0:
        return None
    if text.startswith("支出", at) and last == 0:
        at += 2
    if last < 2 and (found := _LAST_NAME.match(text, at)):  # the last name without its （项）
        names[2 if last == 1 else last + 1] = item_name(found["name"])
        at = found.end()
    return PathHeading((names[0], names[1], names[2]), at)


def _dashed(text: str) -> PathHeading | None:
    """2050202教育支出-普通教育-小学教育: three names with dashes between them, a code before them or none."""
    if not (found := _DASHED.match(text)):
        return None
    names = (item_name(found[1]), item_name(found[2]), item_name(found[3]))
    return PathHeading(names, found.end())


def _coded(text: str) -> PathHeading | None:
    """1.（2010301行政运行）80.00万元: the 项 alone, with its code; 类 and 款 are not printed."""
    found = _WITH_CODE.match(text)
    return PathHeading(("", "", item_name(found["name"])), found.end()) if found else None


def _at_start(text: str) -> int:
    found = _START.match(text)
    return found.end() if found else 0


def _class_alone(text: str) -> PathHeading | None:
    found = _CLASS_ONLY.match(text)
    return PathHeading((item_name(found["name"]), "", ""), found.end("name"), marked=False) if found else None


def _with_spending(name: str) -> str:
    bare = item_name(name)
    return bare if bare.endswith("支出") else f"{bare}支出"


#: Kinds of expenditure by purpose of use, which are no 类.
_NO_CLASS = re.compile(r"^(?:人员|公用|日常|基本|项目|工资|商品|对个人|对企业|资本性|经营|上缴|对附属)")


def class_name(clause: str, classes: frozenset[str]) -> str:
    """The class named right before its amount in the structure of spending; "" when the words are no name.

    A name that is none of `classes` counts when it is marked （类） or ends in 支出.
    """
    piece = re.sub(rf"^[-—–]*{NUMBERING}*", "", re.split(r"[,，。；;：:、]", clause)[-1])
    bare = re.sub(r"（\d*类?）", "", piece).removesuffix("为").removesuffix("共").removesuffix("共计")
    bare = bare.replace("支出支出", "支出")  # 教育支出（类）支出
    bare = re.sub(r"^(?:其中|用于)", "", bare)
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,24}", bare) or _NO_CLASS.search(bare):
        return ""
    if re.search(r"占|完成|年初|财政拨款|上年|增加|减少|预算|决算|比|较|追加", bare):
        return ""
    marked = bare.endswith("支出") or bool(re.search(r"（\d*类）", piece))
    if not marked and _with_spending(bare) not in classes:
        return ""
    return join_path((bare, "", ""))
