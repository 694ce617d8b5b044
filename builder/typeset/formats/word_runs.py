"""Runs and paragraphs of a Word document as XML text, with what editing leaves in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count
from xml.sax.saxutils import escape

from builder.typeset.formats.word_axes import WordForm

_SCRIPTS = re.compile(r"[\x21-\x7e]+|[^\x21-\x7e]+")
_DIGITS = re.compile(r"\d[\d,.]*")
_WHO = 'w:author="财务科" w:date="2024-08-12T09:30:00Z"'
_CHINESE = "一二三四五六七八九十"
_TYPED = (
    re.compile(r"^([一二三四五六七八九十]+)、(?=\S)"),
    re.compile(r"^（([一二三四五六七八九十]+)）(?=\S)"),
    re.compile(r"^(\d{1,2})[.、．](?=\D)"),
)


class Runs:
    """Writes text as runs in the manner of one form."""

    def __init__(self, form: WordForm) -> None:
        """Take the form; ids are counted through the document."""
        self.form = form
        self._ids = count(100)

    def text(self, text: str, *, bold: bool = False) -> str:
        """Give printed text, here and there with a trace of editing around a figure."""
        parts: list[str] = []
        end = 0
        for figure in _DIGITS.finditer(text):
            parts += [self._plain(text[end : figure.start()], bold), self.figure(figure[0], one_in=8)]
            end = figure.end()
        return "".join([*parts, self._plain(text[end:], bold)])

    def figure(self, text: str, *, one_in: int = 4) -> str:
        """Give a figure: in a content control, the result of a field, in place of another, beside hidden text."""
        runs = self._plain(text, bold=False)
        if not text:
            return runs
        if self.form.strikes("fields", one_in, "figures"):
            runs = field("=SUM(ABOVE) \\# 0.00 77", runs)
        if self.form.strikes("changes", one_in, "tracked", "moved"):
            runs = self._changed(runs, text)
        if self.form.strikes("controls", one_in, "around"):
            runs = f'<w:sdt><w:sdtPr><w:tag w:val="v"/></w:sdtPr><w:sdtContent>{runs}</w:sdtContent></w:sdt>'
        if self.form.strikes("hidden", one_in, "beside"):
            runs += "<w:r><w:rPr><w:vanish/></w:rPr><w:t>88.88</w:t></w:r>"
        return runs

    def _changed(self, runs: str, text: str) -> str:
        """Put a figure in place of one that is removed, moved away or gone with a hyperlink."""
        old = f"<w:r><w:delText>{len(text) * 1.5}</w:delText></w:r>"
        away = f'<w:moveFrom w:id="{self.id()}" {_WHO}><w:r><w:t>{len(text)}4.5</w:t></w:r></w:moveFrom>'
        new = self.form.random.choice(("ins", "moveTo")) if self.form["changes"] == "moved" else "ins"
        removed = f'<w:del w:id="{self.id()}" {_WHO}>{old}</w:del>' if new == "ins" else away
        return f'{removed}<w:{new} w:id="{self.id()}" {_WHO}>{runs}</w:{new}>'

    def id(self) -> int:
        """Give a number not given before."""
        return next(self._ids)

    def _plain(self, text: str, bold: bool) -> str:
        if not text:
            return ""
        if self.form["runs"] == "whole":
            return run(self._marks(text), bold)
        proof = '<w:proofErr w:type="spellStart"/>'
        mark = f'<w:bookmarkStart w:id="{self.id()}" w:name="_B{self.id()}"/>'
        pieces = [piece for part in _SCRIPTS.findall(text) for piece in self._cut(part)]
        return mark + proof.join(run(self._marks(piece), bold) for piece in pieces)

    def _cut(self, text: str) -> list[str]:
        at = self.form.random.randrange(len(text)) if len(text) > 2 else 0
        return [text[:at], text[at:]] if at else [text]

    def _marks(self, text: str) -> str:
        """Give the inside of a run: text, breaks, hyphens that do not break."""
        parts = []
        for line in text.split("\n"):
            pieces = line.split("-") if self.form["minus"] == "no-break" else [line]
            texts = [f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "" for piece in pieces]
            parts.append("<w:noBreakHyphen/>".join(texts))
        return "<w:br/>".join(parts).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')


@dataclass(frozen=True)
class ListStart:
    """A list of numbered paragraphs: its id, and the level and number that it begins with."""

    id: int
    level: int
    value: int


class Numbers:
    """Which numbers Word counts by itself: a typed number is left out where a list gives the same one."""

    def __init__(self, form: WordForm, lists: list[ListStart]) -> None:
        """Begin with no list; `lists` takes those that are begun here."""
        self.form = form
        self.lists = lists
        self._list = 0
        self._counts = [0, 0, 0]

    def split(self, text: str) -> tuple[str, str]:
        """Give the paragraph properties that number a paragraph, and the text that is left to type."""
        if self.form["numbering"] == "typed":
            return "", text
        for level, typed in enumerate(_TYPED):
            if (found := typed.match(text)) and (level < 2 or found[0].endswith(".")):
                return self._numbered(level, _value(found[1])), text[found.end() :]
        return "", text

    def _numbered(self, level: int, value: int) -> str:
        if not self._list or self._counts[level] + 1 != value:
            self._list = len(self.lists) + 1
            self.lists.append(ListStart(self._list, level, value))
            self._counts = [0, 0, 0]
        self._counts[level] = value
        self._counts[level + 1 :] = [0] * (2 - level)
        own = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{self._list}"/></w:numPr>'
        if self.form["numbering"] == "automatic":
            return own
        style = f'<w:pStyle w:val="number{level}"/>'  # the style counts in the first list
        return style if self._list == 1 else style + own


def _value(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, has_tens, ones = text.rpartition("十")
    value = (_CHINESE.index(tens) + 1 if tens else 1) * 10 if has_tens else 0
    return value + (_CHINESE.index(ones) + 1 if ones else 0)


def run(inside: str, bold: bool = False) -> str:
    """Give a run."""
    return f"<w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}{inside}</w:r>"


def paragraph(runs: str, properties: str = "", align: str = "") -> str:
    """Give a paragraph."""
    placed = f'<w:jc w:val="{align}"/>' if align else ""
    return f"<w:p><w:pPr>{properties}{placed}</w:pPr>{runs}</w:p>"


def field(instruction: str, result: str) -> str:
    """Give a field with its result."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def text_box(paragraphs: str) -> str:
    """Give a run with a text box, written twice as Word writes it: as a new shape and as an old one."""
    content = f"<w:txbxContent>{paragraphs}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:extent cx="4000000" cy="400000"/>'
        "<a:graphic><a:graphicData><wps:wsp><wps:txbx>"
        f"{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        '<mc:Fallback><w:pict><v:shape style="width:315pt;height:31pt"><v:textbox>'
        f"{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
