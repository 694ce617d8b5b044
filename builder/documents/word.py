"""Word documents (DOCX, also strict ones and those of WPS and LibreOffice) → Document, with the text as printed.

Our own reader, because libraries lose what departments use: tracked insertions, content controls, tables inside tables,
text boxes, automatic numbers. `word_xml` knows the elements, `word_text` paragraphs, `word_tables` tables, `word_blocks`
puts blocks and transcript together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from builder.documents.limits import DEFAULT_LIMITS, Limits
from builder.documents.running_text import set_running_on
from builder.documents.word_blocks import Composer, Item
from builder.documents.word_edges import RawCell, RawTable
from builder.documents.word_embedded import read_embedded
from builder.documents.word_numbers import read_numbering
from builder.documents.word_package import Package
from builder.documents.word_styles import read_styles
from builder.documents.word_tables import add_cell, grid_of, rows_of, skipped, width_of
from builder.documents.word_text import NoteMark, Paragraph, TextBox, TextReader
from builder.documents.word_xml import Element, attribute, by_name, child, children, descend, tag
from builder.errors import SourceError
from builder.model import Document, Place
from builder.text import squeeze

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

    Tracked changes are taken as accepted.
    Raises SourceError for a damaged or encrypted file and for one beyond the limits.
    """
    del second  # a second reading would see the same cells
    with Package(data, name, limits) as package:
        composer = _compose(package, name, limits)
    if not composer.blocks:
        raise SourceError("Word 文件里没有文字，请换原文件", "the Word file holds no text", source=name)
    blocks = tuple(set_running_on(composer.blocks))
    return Document(source=name, format="docx", blocks=blocks, text_lines=tuple(composer.lines))


def pictures(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Iterator[EmbeddedPicture]:
    """The pictures that stand in the text, in order, at the places of the document's `Picture` blocks.

    Pictures that the document only links to are not there.
    """
    with Package(data, name, limits) as package:
        for line, relation in _compose(package, name, limits).images.items():
            part = package.target(package.main, relation)
            if found := package.bytes_of(part):
                yield EmbeddedPicture(Place(line=line), part, found)


def _compose(package: Package, name: str, limits: Limits) -> Composer:
    try:
        reader = _Reader(package, name, limits)
        reader.read()
    except RecursionError as error:
        raise SourceError(
            "文档嵌套过深，拒绝读取；请换原文件",
            "the document is nested too deeply; supply the original",
            source=name,
        ) from error
    return reader.composer


@dataclass(slots=True)
class _Reader:
    """Goes through one document."""

    package: Package
    source: str
    limits: Limits
    text: TextReader = field(init=False)
    composer: Composer = field(init=False)
    _notes: dict[str, dict[str, Element]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        main = self.package.main
        styles = read_styles(self.package.xml(self.package.related(main, "/styles")))
        numbering = self.package.xml(self.package.related(main, "/numbering"))
        self.text = TextReader(styles, read_numbering(numbering, styles))
        self.composer = Composer(self.source, self.limits, self._embedded, self._note)

    def read(self) -> None:
        root = self.package.xml(self.package.main)
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
