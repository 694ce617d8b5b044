"""OFD (GB/T 33190) → Document: pages of a zip of XML, read by the same rules and baselines as the pages of a PDF.

Annotations and seals lie over what the report prints and are not read. A page that is damaged is told; the others are
read all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath

from lxml import etree

from builder.documents.limits import DEFAULT_LIMITS, Limits
from builder.documents.ofd_numbers import numbers
from builder.documents.ofd_objects import Drawing, name_of
from builder.documents.pdf_notices import Told, too_many_characters, too_many_pages
from builder.documents.printed_pages import Frame, LaidPage, PrintedPage, blocks_of, lay_out, most_common
from builder.documents.safe_xml import parse_xml
from builder.documents.safe_zip import SafeZip
from builder.documents.text_layer import is_lost, is_unusable
from builder.documents.whereabouts import reached
from builder.errors import SourceError, encrypted
from builder.model import Document, Notice, Place

_POINTS = 72 / 25.4  # OFD counts in millimetres
_A4 = "0 0 210 297"
#: A picture that covers more than this share of its page is the page.
_WHOLE = 0.5
#: A page without text that draws more than this is printed in outlines.
_OUTLINES = 60


def read_ofd(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, second: bool = False) -> Document:
    """Read every page of every document in the file. There is only one reading; `second` changes nothing.

    Raises SourceError for a damaged or encrypted file, for one without pages or text, and beyond the limits.
    """
    del second  # a file says itself where its letters stand
    with SafeZip(data, name, limits) as container:
        reading = _Reading(container, name, limits)
        reading.read()
    if not any(page.lines or page.grids for page in reading.laid):
        raise reading.failure or _no_text(name, bool(reading.laid))
    return Document(
        source=name,
        format="ofd",
        blocks=tuple(blocks_of(reading.laid)),
        pages=len(reading.laid),
        notices=tuple(reading.told.notices),
    )


class _PageError(Exception):
    """One page cannot be read; the others may."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en
        super().__init__(en)


@dataclass(slots=True)
class _Body:
    """One document of the file: its folder, the size of its pages, templates and composite objects by identifier."""

    folder: str
    area: str = _A4
    templates: dict[str, str] = field(default_factory=dict)
    composites: dict[str, etree._Element] = field(default_factory=dict)


class _Reading:
    """One file as far as it was read."""

    def __init__(self, container: SafeZip, name: str, limits: Limits) -> None:
        self.container, self.name, self.limits = container, name, limits
        self.told = Told()
        self.laid: list[LaidPage] = []
        self.failure: SourceError | None = None  # the first page that could not be read
        self._trees: dict[str, etree._Element] = {}  # of templates, which many pages share

    def read(self) -> None:
        """Read all documents one after the other."""
        if "Encryptions.xml" in self.container:
            raise encrypted(self.name)
        listed = [body for root in self._tree("OFD.xml").iter("{*}DocRoot") if (body := _text(root))]
        for path in listed:
            self._read_document(normpath(path.lstrip("/")))

    def _read_document(self, path: str) -> None:
        root = self._tree(path)
        body = _Body(dirname(path))
        for area in root.iterfind("{*}CommonData/{*}PageArea"):
            body.area = _area(area) or body.area
        for template in root.iterfind("{*}CommonData/{*}TemplatePage"):
            body.templates[template.get("ID", "")] = template.get("BaseLoc", "")
        for kind in ("PublicRes", "DocumentRes"):
            for resource in root.iterfind(f"{{*}}CommonData/{{*}}{kind}"):
                self._read_resources(_text(resource), body)
        pages = list(root.iterfind("{*}Pages/{*}Page"))
        if len(pages) + len(self.laid) > self.limits.pages:
            raise too_many_pages(len(pages) + len(self.laid), self.limits, self.name)
        for page in pages:
            self._read_page(page.get("BaseLoc", ""), body)

    def _read_resources(self, location: str, body: _Body) -> None:
        """Composite objects; fonts and pictures are not needed. A missing list is told where a page asks for it."""
        try:
            root = self._tree(self._found(location, body.folder))
        except (SourceError, KeyError):
            return
        for unit in root.iter("{*}CompositeGraphicUnit"):
            for content in unit.iterfind("{*}Content"):
                body.composites[unit.get("ID", "")] = content

    # --- pages ---

    def _read_page(self, location: str, body: _Body) -> None:
        number = len(self.laid) + 1
        reached(f"第 {number} 页")
        try:
            page = self._printed(number, location, body)
        except _PageError as error:
            self._lost(number, error)
            page = PrintedPage(number, 0.0, 0.0, (), ())
        self.laid.append(lay_out(self._judged(page)))

    def _printed(self, number: int, location: str, body: _Body) -> PrintedPage:
        path, root = self._page(location, body)
        drawing = Drawing(_paper(root, body), body.composites.get, self.limits.page_characters)
        for content in self._contents(root, path, body, number):
            drawing.read(content)
        if drawing.count > self.limits.page_characters:
            raise too_many_characters(number, drawing.count, self.limits, self.name)
        if drawing.lost or not drawing.whole:
            self.told.notices.append(_partly(number))
        quarters = most_common(map(len, drawing.glyphs))
        frame = drawing.frames[quarters]
        return PrintedPage(
            number,
            frame.width,
            frame.height,
            drawing.glyphs[quarters],
            drawing.rules(frame),
            drawing.pictures(frame),
            drawing.outlines,
        )

    def _page(self, location: str, body: _Body) -> tuple[str, etree._Element]:
        try:
            path = self._found(location, body.folder)
            return path, parse_xml(self.container.read(path), self.name, path)
        except KeyError as error:
            raise _PageError("文件里没有这一页的内容", "its content is missing from the file") from error
        except SourceError as error:
            raise _PageError(error.zh, error.en) from error

    def _lost(self, number: int, error: _PageError) -> None:
        zh, en = f"第 {number} 页没有读：{error.zh}", f"page {number} was not read: {error.en}"
        self.told.notices.append(Notice(zh, en, Place(page=number)))
        place = f"第 {number} 页 / page {number}"
        self.failure = self.failure or SourceError(error.zh, error.en, source=self.name, place=place)

    def _contents(
        self, root: etree._Element, path: str, body: _Body, number: int
    ) -> Iterator[etree._Element]:
        """What the templates of a page draw, and what it draws itself."""
        for used in root.iterfind("{*}Template"):
            try:
                template = self._tree(
                    self._found(body.templates[used.get("TemplateID", "")], body.folder, dirname(path))
                )
            except (KeyError, SourceError):
                self.told.notices.append(_partly(number))
                continue
            yield from template.iterfind("{*}Content")
        yield from root.iterfind("{*}Content")

    def _judged(self, page: PrintedPage) -> PrintedPage:
        """The page without letters that mean nothing; what a reader should know of it is told."""
        text = page.text
        if is_lost(text):
            self.told.without_meaning(page.number)
            return PrintedPage(page.number, page.width, page.height, (), (), page.pictures)
        if is_unusable(text):
            self.told.partly_without_meaning(page.number)
        covered = sum((box.x1 - box.x0) * (box.bottom - box.top) for box in page.large_pictures)
        if not text and (covered > _WHOLE * page.width * page.height > 0 or page.outlines > _OUTLINES):
            self.told.without_text(page.number)
        return page

    # --- parts ---

    def _found(self, location: str, *folders: str) -> str:
        """The member that a location names: from the root, or from one of the folders. Raises KeyError."""
        tried = [normpath(join(folder, location)) for folder in folders] if location[:1] != "/" else []
        for path in (*tried, normpath(location.lstrip("/"))):
            if location and path in self.container:
                return path
        raise KeyError(location)

    def _tree(self, path: str) -> etree._Element:
        if path not in self._trees:
            try:
                data = self.container.read(path)
            except KeyError as error:
                raise SourceError(
                    "文件里缺少必需的部分，不完整；请换原文件",
                    "a part that the file needs is missing; supply the original",
                    source=self.name,
                    place=path,
                ) from error
            self._trees[path] = parse_xml(data, self.name, path)
        return self._trees[path]


def _text(element: etree._Element) -> str:
    return (element.text or "").strip()


def _area(area: etree._Element) -> str:
    """The box of the paper; that of the printed part where the paper has none."""
    boxes = {name_of(box): _text(box) for box in area}
    return boxes.get("PhysicalBox") or boxes.get("ApplicationBox") or ""


def _paper(root: etree._Element, body: _Body) -> Frame:
    """From millimetres on a page's paper, downwards, to points from its top left corner."""
    own = next(root.iterfind("{*}Area"), None)
    try:
        x, y, width, height = numbers((None if own is None else _area(own)) or body.area, 4)
    except ValueError as error:
        raise _PageError("纸张大小读不出", "the size of its paper cannot be read") from error
    if not (width > 0 and height > 0):
        raise _PageError("纸张没有大小", "its paper has no size")
    return Frame(_POINTS, 0, 0, _POINTS, -x * _POINTS, -y * _POINTS, width * _POINTS, height * _POINTS)


def _partly(page: int) -> Notice:
    return Notice(
        f"第 {page} 页有内容读不出（数据已损坏），可能有文字或格线没有读到，请与原件核对",
        f"page {page}: part of it is damaged; words or rules may be missing: compare with the original",
        Place(page=page),
    )


def _no_text(name: str, has_pages: bool) -> SourceError:
    if not has_pages:
        return SourceError(
            "OFD 里没有页面，请换原文件", "the OFD has no page; supply the original", source=name
        )
    return SourceError(
        "所有页面都没有可读的文字；扫描件需要文字识别，请换成 PDF 再用 pip install 'mingbai[ocr]' 读取，或换原文件",
        "no page has text that can be read; a scan needs text recognition: supply it as a PDF and install "
        "'mingbai[ocr]', or supply the original",
        source=name,
    )
