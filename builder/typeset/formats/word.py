"""Writes a made report as a Word document (DOCX), in one of the manners of `word_axes`.

The XML is written out here, not by a library, so that it can hold what editing and other programs leave in documents.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from builder.typeset.formats.content import Heading, Piece, Written
from builder.typeset.formats.word_axes import WordForm, word_form
from builder.typeset.formats.word_runs import ListStart, Numbers, Runs, field, paragraph, text_box
from builder.typeset.formats.word_tables import TableWriter, frame
from builder.typeset.generate.forms import MadeTable
from builder.typeset.generate.paper import MARGIN, break_lines, register
from builder.typeset.generate.sentences import Paragraph
from builder.typeset.layout import A4_SHORT

_OPEN = "http://schemas.openxmlformats.org/"
_NAMES = {
    "w": f"{_OPEN}wordprocessingml/2006/main",
    "r": f"{_OPEN}officeDocument/2006/relationships",
    "wp": f"{_OPEN}drawingml/2006/wordprocessingDrawing",
    "a": f"{_OPEN}drawingml/2006/main",
    "mc": f"{_OPEN}markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
}
_STRICT = {
    f"{_OPEN}wordprocessingml/2006/main": "http://purl.oclc.org/ooxml/wordprocessingml/main",
    f"{_OPEN}officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    f"{_OPEN}drawingml/2006/": "http://purl.oclc.org/ooxml/drawingml/",
}
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_FORMATS = (("chineseCountingThousand", "%1、"), ("japaneseCounting", "（%2）"), ("decimal", "%3."))
_TOC = 'TOC \\o "1-3" \\h \\z \\u'


def write_word(content: Written, form: WordForm | None = None) -> bytes:
    """Give the bytes of the document; the seed of the report decides, unless a form is given."""
    register()
    return _Document(content, form or word_form(content.seed)).pack()


class _Document:
    """One document in the making."""

    def __init__(self, content: Written, form: WordForm) -> None:
        self.content, self.form = content, form
        self.runs = Runs(form)
        self.lists: list[ListStart] = []
        self.numbers = Numbers(form, self.lists)
        self.notes: list[str] = []
        self.headers: list[str] = []

    def pack(self) -> bytes:
        """Write the parts into a zip whose bytes depend on nothing but the content."""
        body = "".join(self._body())
        parts = {
            "word/document.xml": _part("document", f"<w:body>{body}{self._section()}</w:body>"),
            "word/styles.xml": _part("styles", self._styles()),
            "word/numbering.xml": _part("numbering", self._numbering()),
            "word/footnotes.xml": _part("footnotes", "".join(self._footnotes())),
        }
        for number, header in enumerate(self.headers, start=1):
            parts[f"word/header{number}.xml"] = _part("hdr", header)
        parts["word/_rels/document.xml.rels"] = self._relations()
        overrides = [
            f'<Override PartName="/{name}" ContentType="{_TYPES}{_kind(name)}+xml"/>'
            for name in parts
            if "_rels" not in name
        ]
        types = "http://schemas.openxmlformats.org/package/2006/content-types"
        default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        parts["[Content_Types].xml"] = (
            f'<Types xmlns="{types}"><Default Extension="xml" ContentType="application/xml"/>'
            f"{default}{''.join(overrides)}</Types>"
        )
        parts["_rels/.rels"] = _relations([("officeDocument", "word/document.xml")])
        return _zipped({name: self._in_namespace(text) for name, text in parts.items()})

    def _in_namespace(self, text: str) -> str:
        for name, strict in _STRICT.items() if self.form["namespace"] == "strict" else ():
            text = text.replace(name, strict)
        return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'

    # --- body ---

    def _body(self) -> Iterator[str]:
        pieces = self.content.pieces
        cover = [piece for piece in pieces if isinstance(piece, Heading) and piece.level == 0]
        yield from (paragraph(self.runs.text(piece.text, bold=True), align="center") for piece in cover)
        yield from self._contents([piece for piece in pieces if isinstance(piece, Heading) and piece.level])
        for is_prose, group in groupby(pieces[len(cover) :], lambda piece: isinstance(piece, Paragraph)):
            if is_prose:
                yield from self._prose([piece for piece in group if isinstance(piece, Paragraph)])
            else:
                yield from (written for piece in group for written in self._single(piece))

    def _single(self, piece: Piece) -> Iterator[str]:
        if isinstance(piece, MadeTable):
            yield from self._table(piece)
        elif isinstance(piece, Heading):
            if piece.level == 1:
                self.numbers = Numbers(self.form, self.lists)
            yield self._numbered(piece.text, bold=True)

    def _numbered(self, text: str, *, bold: bool = False) -> str:
        properties, left = self.numbers.split(text)
        return paragraph(self.runs.text(left, bold=bold), properties)

    def _prose(self, paragraphs: Sequence[Paragraph]) -> Iterator[str]:
        texts = [piece.text for piece in paragraphs]
        if self.form["prose"] == "breaks":
            yield paragraph("<w:r><w:br/></w:r>".join(self.runs.text(text) for text in texts))
        elif self.form["prose"] == "wrapped":  # as programs give it that make documents from PDF
            for text in texts:
                lines = break_lines(text, A4_SHORT - 2 * MARGIN, 12, 2.0)
                yield from (paragraph(self.runs.text(line)) for line in lines)
        else:
            for text in texts:
                yield self._numbered(text)
                if self.form.strikes("changes", 5, "tracked", "moved"):
                    yield self._removed_paragraph(text)

    def _removed_paragraph(self, text: str) -> str:
        """Give a paragraph that was removed with its mark."""
        gone = f'w:id="{self.runs.id()}" w:author="财务科" w:date="2024-08-12T09:30:00Z"'
        inside = f"<w:r><w:delText>{escape(text)}</w:delText></w:r>"
        return paragraph(f"<w:del {gone}>{inside}</w:del>", f"<w:rPr><w:del {gone}/></w:rPr>")

    def _contents(self, headings: Sequence[Heading]) -> Iterator[str]:
        if self.form["contents"] == "none":
            return
        yield paragraph(self.runs.text("目　录"), align="center")
        entries = [(f"{heading.text}", f"{5 + place}") for place, heading in enumerate(headings)]
        if self.form["contents"] == "typed":
            yield from (paragraph(self.runs.text(f"{text}\t{page}")) for text, page in entries)
            return
        opened, closed = field(_TOC, "\0").split("\0")
        for place, (text, page) in enumerate(entries):
            link = f"{self.runs.text(text)}<w:r><w:tab/></w:r>{field('PAGEREF _Toc1', self.runs.text(page))}"
            start = opened if place == 0 else ""
            end = closed if place == len(entries) - 1 else ""
            yield paragraph(f'{start}<w:hyperlink w:anchor="_Toc1">{link}</w:hyperlink>{end}')

    # --- tables ---

    def _table(self, table: MadeTable) -> Iterator[str]:
        form = self.form
        if form["title"] == "header":
            yield paragraph("", self._section())
        entity, unit = f"部门：{self.content.org}", f"单位：{table.unit}"
        captions = list(self._captions(table, entity, unit))
        above = [table.title, *self._label(table)] if form["title"] == "row" else []
        above += [f"{entity}\t{unit}"] if form["captions"] == "row" else []
        below = list(table.notes) if form["notes"] == "row" else []
        written = TableWriter(table, form, self.runs, self.lists).write(above, below)
        notes = [paragraph(self.runs.text(note)) for note in table.notes] if form["notes"] == "below" else []
        title = self._title(table)
        if form["wrapping"] == "layout":
            yield frame([[title], captions[-2:], [written], ["".join(notes) or paragraph("")]])
        else:
            yield title
            yield from captions
            yield frame([[written]]) if form["wrapping"] == "frame" else self._controlled(written)
            yield from notes
        if form["title"] == "header":
            yield paragraph("", self._section(table.title))

    def _label(self, table: MadeTable) -> list[str]:
        return [table.label] if table.label else []

    def _title(self, table: MadeTable) -> str:
        """Give the title where it stands outside the table, with the mark of a footnote where notes are such."""
        mark = ""
        if self.form["notes"] == "footnote" and table.notes:
            self.notes.append("".join(paragraph(self.runs.text(note)) for note in table.notes))
            mark = f'<w:r><w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
        if self.form["title"] in ("row", "header"):
            return paragraph(mark) if mark else ""
        title = paragraph(self.runs.text(table.title, bold=True) + mark, align="center")
        return paragraph(text_box(title)) if self.form["title"] == "box" else title

    def _captions(self, table: MadeTable, entity: str, unit: str) -> Iterator[str]:
        manner = self.form["captions"]
        if self.form["title"] != "row":
            yield from (paragraph(self.runs.text(label), align="right") for label in self._label(table))
        if manner == "table":
            yield frame([[paragraph(self.runs.text(entity)), paragraph(self.runs.text(unit))]])
        elif manner == "tabs":
            yield paragraph(self.runs.text(f"{entity}\t\t{unit}"))
        elif manner == "lines" and table.unit:
            yield paragraph(self.runs.text(entity))
            yield paragraph(self.runs.text(unit), align="right")

    def _controlled(self, table: str) -> str:
        if self.form["controls"] != "around":
            return table
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{table}</w:sdtContent></w:sdt>"

    def _section(self, title: str | None = "") -> str:
        """Give the end of a section, with a page head of its own where titles stand there."""
        if self.form["title"] != "header":
            return "<w:sectPr/>"
        self.headers.append(paragraph(self.runs.text(title or ""), align="center"))
        return f'<w:sectPr><w:headerReference w:type="default" r:id="h{len(self.headers)}"/></w:sectPr>'

    # --- other parts ---

    def _styles(self) -> str:
        numbered = [
            f'<w:style w:type="paragraph" w:styleId="number{level}"><w:name w:val="编号 {level}"/><w:pPr><w:numPr>'
            f'<w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
            for level in range(3)
        ]
        normal = '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
        return normal + "".join(numbered)

    def _numbering(self) -> str:
        """Give each list levels of its own, so that nothing is counted on from another."""
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
            for level, (form, text) in enumerate(_FORMATS)
        )
        shared = [
            f'<w:abstractNum w:abstractNumId="{each.id}">{levels}</w:abstractNum>' for each in self.lists
        ]
        lists = [
            f'<w:num w:numId="{each.id}"><w:abstractNumId w:val="{each.id}"/>{_override(each)}</w:num>'
            for each in self.lists
        ]
        return "".join(shared + lists)

    def _footnotes(self) -> Iterator[str]:
        for number, note in enumerate(self.notes, start=1):
            yield f'<w:footnote w:id="{number}">{note}</w:footnote>'

    def _relations(self) -> str:
        named = [(name, f"{name}.xml") for name in ("styles", "numbering", "footnotes")]
        headers = [("header", f"header{number}.xml") for number in range(1, len(self.headers) + 1)]
        return _relations([*named, *headers])


def _part(root: str, inside: str) -> str:
    names = " ".join(f'xmlns:{short}="{uri}"' for short, uri in _NAMES.items())
    return f"<w:{root} {names}>{inside}</w:{root}>"


def _override(begun: ListStart) -> str:
    """Give the number that a list begins with, where it is not the first."""
    if begun.value == 1:
        return ""
    start = f'<w:startOverride w:val="{begun.value}"/>'
    return f'<w:lvlOverride w:ilvl="{begun.level}">{start}</w:lvlOverride>'


def _kind(name: str) -> str:
    stem = name.removeprefix("word/").removesuffix(".xml")
    return "document.main" if stem == "document" else stem.rstrip("0123456789")


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    """Give a part of relationships; headers are `h1`, `h2` …, others `r0`, `r1` …"""
    written, headers = [], 0
    for place, (kind, target) in enumerate(targets):
        headers += kind == "header"
        name = f"h{headers}" if kind == "header" else f"r{place}"
        written.append(f'<Relationship Id="{name}" Type="{_NAMES["r"]}/{kind}" Target="{target}"/>')
    uri = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{uri}">{"".join(written)}</Relationships>'


def _zipped(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        for name in ("[Content_Types].xml", *(name for name in parts if name != "[Content_Types].xml")):
            container.writestr(
                zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), parts[name], zipfile.ZIP_DEFLATED
            )
    return stream.getvalue()
