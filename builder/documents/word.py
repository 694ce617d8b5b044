"""Word documents (DOCX, also strict ones and those of WPS and LibreOffice) → Document, with the text as printed.

Our own reader, because libraries lose what departments use: tracked insertions, content controls, tables inside tables,
text boxes, automatic numbers. `word_xml` knows the elements, `word_text` paragraphs, `word_tables` tables, `word_blocks`
puts blocks and transcript together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from builder.documents.cell_lines import lift_cell_lines
from builder.documents.limits import DEFAULT_LIMITS, Limits
from builder.documents.running_text import set_running_on
from builder.documents.spaced_text import lift_spaced_tables
from builder.documents.tabbed_lines import lift_tabbed_lines
from builder.documents.word_blocks import Composer, Item
from builder.documents.word_edges import RawCell, RawTable
from builder.documents.word_embedded import read_embedded
from builder.documents.word_numbers import read_numbering
from builder.documents.word_package import Package
from builder.documents.word_styles import read_styles
from builder.documents.word_tables import add_cell, grid_of, rows_of, skipped, width_of
from builder.documents.word_text import NoteMark, Paragraph, TextBox, TextReader
from builder.documents.word_xml import Element, attribute, by_name, child, children, count, descend, tag
from builder.errors import SourceError
from builder.model import Document, Notice, Place
from builder.text import squeeze

_CHANGES = ("w:ins", "w:del", "w:moveFrom", "w:moveTo")
#: Text boxes are few in a document that was written as one.
_MANY_BOXES = 60
#: Lines of a page's head that belong to the table under it: its title, its number, its unit.
_OF_TABLE = re.compile(r"单位[:：](?:人民币)?[万亿千百]*元|公开\d+表|^[^。；]{2,40}表$")


@dataclass(frozen=True, slots=True)
class EmbeddedPicture:
    """A picture of a document: where its `Picture` block stands, the name of its part, its bytes."""

    place: Place
    name: str
    data: bytes


def read_word(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, second: bool = False) -> Document:
    """Read paragraphs, true grids and places of pictures in reading order; places count the transcript's lines.

    Tracked changes are taken as accepted. Tables set with spaces are read by order first, by position second.
    Raises SourceError for a damaged or encrypted file and for one beyond the limits.
    """
    with Package(data, name, limits) as package:
        reader = _read(package, name, limits)
    blocks, lines = reader.composer.blocks, reader.composer.lines
    if not blocks:
        raise SourceError("Word 文件里没有文字，请换原文件", "the Word file holds no text", source=name)
    if not reader.is_pieced:
        blocks = lift_tabbed_lines(blocks, lines)
        blocks = lift_cell_lines(lift_spaced_tables(blocks, lines, by_order=not second))
    return Document(
        source=name,
        format="docx",
        blocks=tuple(set_running_on(blocks)),
        text_lines=tuple(lines),
        notices=tuple(reader.notices()),
    )


def pictures(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Iterator[EmbeddedPicture]:
    """The pictures that stand in the text, in order, at the places of the document's `Picture` blocks.

    Pictures that the document only links to are not there.
    """
    with Package(data, name, limits) as package:
        for line, relation in _read(package, name, limits).composer.images.items():
            part = package.target(package.main, relation)
            if found := package.bytes_of(part):
                yield EmbeddedPicture(Place(line=line), part, found)


def _read(package: Package, name: str, limits: Limits) -> _Reader:
    try:
        reader = _Reader(package, name, limits)
        reader.read()
    except RecursionError as error:
        raise SourceError(
            "文档嵌套过深，拒绝读取；请换原文件",
            "the document is nested too deeply; supply the original",
            source=name,
        ) from error
    return reader


@dataclass(slots=True)
class _Reader:
    """Goes through one document."""

    package: Package
    source: str
    limits: Limits
    text: TextReader = field(init=False)
    composer: Composer = field(init=False)
    boxes: int = 0
    changes: int = 0
    hidden_rows: int = 0
    _notes: dict[str, dict[str, Element]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        main = self.package.main
        styles = read_styles(self.package.xml(self.package.related(main, "/styles")))
        numbering = self.package.xml(self.package.related(main, "/numbering"))
        self.text = TextReader(styles, read_numbering(numbering, styles))
        self.composer = Composer(self.source, self.limits, self._embedded, self._note)

    def read(self) -> None:
        root = self.package.xml(self.package.main)
        if root is not None:
            self.changes, self.hidden_rows = count(root, *_CHANGES), count(root, "w:hidden")
        body = child(root, "w:body")
        section: list[Element] = []
        for element in children(body) if body is not None else ():
            section.append(element)
            end = element if tag(element) == "w:sectPr" else descend(element, "w:pPr", "w:sectPr")
            if end is not None:
                self._read_section(section, end)
                section = []
        self._read_section(section, None)
        self.composer.finish()

    @property
    def is_pieced(self) -> bool:
        """Whether the pages are pieced together from text boxes, whose order says nothing of what stands where."""
        return self.boxes >= _MANY_BOXES and self.boxes * 2 > len(self.composer.lines)

    def notices(self) -> Iterator[Notice]:
        """What was left out, or read in a way that a reader should know of."""
        if self.changes:
            yield Notice(
                f"文件里还有 {self.changes} 处修订没有接受或拒绝，按全部接受后的样子读；请清理修订后再公开",
                f"{self.changes} tracked changes are still open; they were read as accepted",
            )
        if hidden := self.text.hidden_figures + self.hidden_rows:
            yield Notice(
                f"有 {hidden} 处隐藏的行或带数字的隐藏文字，没有读；要公开的请取消隐藏",
                f"{hidden} hidden rows or hidden words with figures were not read; unhide what is published",
            )
        if self.is_pieced:
            yield Notice(
                "正文由许多文本框拼成（多半由 PDF 转来），框里的表格读不出；请换 PDF 或原来的 Word 文件",
                "the pages are pieced together from text boxes; supply the PDF or the original document",
            )

    def _read_section(self, elements: list[Element], properties: Element | None) -> None:
        """The head of the pages as far as it belongs to a table, then the section's content."""
        for reference in properties if properties is not None else ():
            if tag(reference) == "w:headerReference":
                self.composer.add(self._captions(attribute(reference, "r:id")))
        whole: list[Element] = []
        for element in elements:
            if tag(element) == "w:altChunk":
                self.composer.add(self._items(whole))
                whole = []
                if (inner := self._embedded(attribute(element, "r:id"))) is not None:
                    self.composer.add_document(inner)
            else:
                whole.append(element)
        self.composer.add(self._items(whole))

    def _embedded(self, relation: str) -> Document | None:
        data = self.package.bytes_of(self.package.target(self.package.main, relation))
        return read_embedded(data, self.source, self.limits)

    def _captions(self, relation: str) -> Iterator[Paragraph]:
        """Lines of a page head that are a table's title or unit; what else it says is repeated on every page."""
        root = self.package.xml(self.package.target(self.package.main, relation))
        for paragraph in root.iter() if root is not None else ():
            if tag(paragraph) == "w:p":
                read = self.text.read(paragraph)
                if _OF_TABLE.search(squeeze(read.text)):
                    yield replace(read, pieces=(read.text,))

    def _note(self, mark: NoteMark) -> Iterator[Paragraph]:
        if mark.kind not in self._notes:
            root = self.package.xml(self.package.related(self.package.main, f"/{mark.kind}s"))
            notes = [each for each in root if tag(each) == f"w:{mark.kind}"] if root is not None else []
            self._notes[mark.kind] = {attribute(each, "w:id"): each for each in notes}
        note = self._notes[mark.kind].get(mark.id)
        for element in children(note) if note is not None else ():
            if tag(element) == "w:p":
                yield self.text.read(element)

    # --- content ---

    def _items(self, elements: Iterable[Element]) -> Iterator[Item]:
        """Paragraphs and tables in reading order; text boxes stand at the paragraph that they hang on."""
        begun: Paragraph | None = None  # ends with a deleted paragraph mark
        for element in elements:
            if tag(element) == "w:p":
                read = self.text.read(element)
                if begun is not None:
                    read = replace(read, pieces=(*begun.pieces, *read.pieces))
                begun = read if read.goes_on else None
                if begun is None:
                    yield from self._with_boxes(read)
            elif tag(element) == "w:tbl":
                yield from self._with_boxes(begun) if begun is not None else ()
                begun = None
                table = self._table(element)
                if table.cells:
                    yield table
        yield from self._with_boxes(begun) if begun is not None else ()

    def _with_boxes(self, paragraph: Paragraph) -> Iterator[Item]:
        boxes = [piece for piece in paragraph.pieces if isinstance(piece, TextBox)]
        self.boxes += len(boxes)
        if not boxes:
            yield paragraph
            return
        for box in boxes:
            if not box.below:
                yield from self._items(children(box.content))
        yield replace(paragraph, pieces=tuple(p for p in paragraph.pieces if not isinstance(p, TextBox)))
        for box in boxes:
            if box.below:
                yield from self._items(children(box.content))

    def _table(self, element: Element) -> RawTable:
        rows: list[tuple[RawCell, ...]] = []
        before: list[int] = []
        unused: set[int] = set()
        for row, told in rows_of(element):
            left = skipped(told, "w:gridBefore")
            unused.update(range(left + 1))
            cells: list[RawCell] = []
            for cell in children(row):
                properties = by_name(child(cell, "w:tcPr"))
                if tag(cell) == "w:tc" and "w:cellDel" not in properties:
                    left = add_cell(cells, properties, left, tuple(self._items(children(cell))))
            if cells:
                rows.append(tuple(cells))
                before.append(width_of(told.get("w:wBefore")))
                unused.update(range(left, left + skipped(told, "w:gridAfter") + 1))
        return RawTable(tuple(rows), tuple(before), grid_of(element), frozenset(unused))
