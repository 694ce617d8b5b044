"""The bytes of a web page → a small tree of what a reader of the page sees, each piece with its line in the source.

Scripts, styles, comments and hidden elements are gone, so is everything that a browser would run or fetch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from builder.documents.limits import Limits
from builder.errors import SourceError

#: What shows no words of the page's author.
_UNSEEN_TAGS = frozenset(
    {
        "script", "style", "noscript", "template", "head", "select", "option", "button", "textarea", "input", "svg",
        "canvas", "audio", "video", "map", "xml", "del", "rt", "rp", "datalist", "dialog", "comment",
    }
)  # fmt: skip
BLOCK_TAGS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
        "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
        "thead", "tr", "ul",
    }
)  # fmt: skip
_KEPT = (
    "class", "id", "style", "href", "src", "colspan", "rowspan", "width", "height", "type", "start", "alt", "role",
    "data",
)  # fmt: skip
_HIDING = re.compile(
    r"(?:^|[;{\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all)",
    re.IGNORECASE,
)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SHOWING = re.compile(r"(?:^|[;{\s])display\s*:\s*(?!none)", re.IGNORECASE)
_NAME = re.compile(r"[a-z0-9]*[.#][\w-]+$")
_PIECE = re.compile(r"([.#])([\w-]+)")
#: Blocks that tabs of a page open and close.
_PANELS = frozenset({"div", "section", "article", "li", "ul", "dd", "table"})
#: Deeper elements become children of the one at this depth: nothing is lost, and nothing below runs out of stack.
_DEEPEST = 250
#: libxml2 counts no further.
_LAST_LINE = 65_534
_MOST_NODES = 3_000_000
#: A page of which so many times more is hidden than shown was made to be shown by a script.
_HIDES_ALL = 4
_AMOUNT = re.compile(r"\d\.\d\d(?!\d)")
_REPLACED = "\ufffd"
_FEW_BROKEN = 3
_SPACES = re.compile("[ \u00a0\u3000]{2,}")


@dataclass(slots=True)
class Text:
    """Words between two tags, and the line they begin in."""

    text: str
    line: int


@dataclass(slots=True)
class Node:
    """An element with what is in it."""

    tag: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | Text] = field(default_factory=list)
    data: bool | None = None  # of a table: whether it holds data, once that is known

    def get(self, name: str) -> str:
        """An attribute's value; "" when it is not there."""
        return self.attributes.get(name, "")

    @property
    def block(self) -> bool:
        return self.tag in BLOCK_TAGS or "display:block" in self.get("style").replace(" ", "").lower()

    def nodes(self) -> Iterator[Node]:
        """The elements right inside."""
        return (child for child in self.children if isinstance(child, Node))


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page: its body, its title, and the words of each line of the source."""

    body: Node
    title: Text
    lines: tuple[str, ...]
    hidden: int  # how many characters are in elements that the page hides
    hidden_figures: int  # how many amounts are in tables that it hides


def decode_page(data: bytes, source: str) -> str:
    """The characters of a page: by its mark, else strictly UTF-8, else GB18030; what the page claims is not asked.

    A page that is plainly one of the two but for a few broken bytes is read with these replaced.
    """
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace")
    text = data.decode("utf-8-sig", "replace")
    if _is_utf8(data, text):
        return text
    text = data.decode("gb18030", "replace")
    if text.count(_REPLACED) <= max(_FEW_BROKEN, len(text) // 1000):
        return text
    raise SourceError(
        "文字编码认不出来（不是 UTF-8，也不是 GB18030）",
        "unknown text encoding (neither UTF-8 nor GB18030)",
        source=source,
    )


def _is_utf8(data: bytes, text: str) -> bool:
    """Whether broken bytes are few beside whole letters of several bytes: in GB18030 hardly any are whole."""
    broken = text.count(_REPLACED)
    wide = len(data) - len(text)
    return broken == 0 or broken * 200 < wide


def parse_page(text: str, source: str, limits: Limits) -> Page:
    """The tree of a page. Raises SourceError for one that is too large or nested beyond reading.

    A page that hides nearly all it says (a script was to show it) is read with what it hides.
    """
    if len(text) > limits.text_mib * 1024 * 1024:
        raise SourceError(
            f"网页超过 {limits.text_mib} MB，拒绝读取；确要读它，请调高上限",
            f"the page is larger than {limits.text_mib} MB; raise the limit to read it",
            source=source,
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    parser = html.HTMLParser(huge_tree=True, recover=True, no_network=True, remove_pis=True)
    try:
        root = html.document_fromstring(text or "<p></p>", parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(
            "网页里没有内容，请换原文件", "the page is empty; supply the original", source=source
        ) from error
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise SourceError(
            "网页的标签嵌套超过 2000 层，读不全，拒绝读取；请换一种格式",
            "the tags of the page are nested more than 2000 deep; supply another format",
            source=source,
        )
    page = _Builder(text.count("\n") + 1, source).build(root)
    if page.hidden > _HIDES_ALL * sum(len(line) for line in page.lines):
        return _Builder(text.count("\n") + 1, source, hides=False).build(root)
    return page


class _Builder:
    """One way through the parsed page, counting lines."""

    def __init__(self, lines: int, source: str, *, hides: bool = True) -> None:
        self.lines: list[list[str]] = [[] for _ in range(lines)]
        self.source, self.hides = source, hides
        self.unseen = self.unseen_figures = 0
        self.at = 1
        self.left = _MOST_NODES
        self.title = Text("", 1)

    def build(self, root: etree._Element) -> Page:
        hidden = _hidden_names(root)
        page = Node("body", 1)
        stack: list[Node | None] = [page]  # None: inside something that is not seen
        for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
            if event == "start":
                parent = stack[-1]
                self._move_to(element)
                node = self._node(element, parent, hidden, len(stack))
                stack.append(node)
                self._take(element.text, node)
            elif event == "end":
                stack.pop()
                self._take(element.tail, stack[-1])
            else:
                self._move_to(element)
                self._take(element.tail, stack[-1])
        lines = (_SPACES.sub(" ", "".join(line)).strip() for line in self.lines)
        return Page(page, self.title, tuple(lines), self.unseen, self.unseen_figures)

    def _move_to(self, element: etree._Element) -> None:
        if element.sourceline and element.sourceline <= _LAST_LINE:
            self.at = max(self.at, element.sourceline)

    def _node(
        self, element: etree._Element, parent: Node | None, hidden: frozenset[str], depth: int
    ) -> Node | None:
        tag = str(element.tag).lower()
        if tag == "title" and not self.title.text:
            self.title = Text(" ".join((element.text or "").split()), self.at)
        if parent is None or tag in _UNSEEN_TAGS:
            return None
        if self.hides and _is_hidden(element, tag, hidden):
            self._leave_out(element, tag)
            return None
        if tag in ("html", "body"):
            return parent
        self.left -= 1
        if self.left < 0:
            raise SourceError(
                "网页里的标签太多，拒绝读取", "the page holds too many elements", source=self.source
            )
        attributes = {name: value for name in _KEPT if (value := element.get(name)) is not None}
        node = Node(tag, self.at, attributes)
        parent.children.append(node)
        self._part(tag)
        return node if depth < _DEEPEST else parent

    def _leave_out(self, element: etree._Element, tag: str) -> None:
        text = "".join(element.itertext())
        self.unseen += len(text)
        if tag in ("tr", "td", "th", "table", "tbody") or element.find(".//table") is not None:
            self.unseen_figures += len(_AMOUNT.findall(text))

    def _part(self, tag: str) -> None:
        """Words of different blocks on one line of the source are parted in its text."""
        index = min(self.at, len(self.lines)) - 1
        if tag in BLOCK_TAGS and self.lines[index]:
            self.lines[index].append("\t" if tag in ("td", "th") else " ")

    def _take(self, text: str | None, node: Node | None) -> None:
        if not text:
            return
        if node is not None:
            node.children.append(Text(text, self.at))
            for number, piece in enumerate(text.split("\n")):
                if piece:
                    index = min(self.at + number, len(self.lines)) - 1
                    self.lines[index].append(piece.replace("\t", " "))
        self.at += text.count("\n")


def _hidden_names(root: etree._Element) -> frozenset[str]:
    """Classes and ids that a style sheet in the page hides: .name, #name, tag.name.

    What another rule shows again is a panel that a reader of the page may open.
    """
    hidden: set[str] = set()
    opened: set[str] = set()
    for style in root.iter("style"):
        for selectors, declarations in _RULE.findall(style.text or ""):
            names = [selector.strip().lower() for selector in selectors.split(",")]
            if _HIDING.search(declarations):
                hidden |= {name for name in names if _NAME.match(name)}
            elif _SHOWING.search(declarations):
                opened |= {f"{mark}{name}" for text in names for mark, name in _PIECE.findall(text)}
    return frozenset(name for name in hidden if name[max(name.find("."), name.find("#")) :] not in opened)


def _is_hidden(element: etree._Element, tag: str, hidden: frozenset[str]) -> bool:
    if element.get("hidden") is not None or _HIDING.search(element.get("style", "")):
        return not _is_panel(element, tag)
    if not hidden:
        return False
    own = [f".{name}" for name in (element.get("class") or "").lower().split()]
    own += [f"#{element.get('id', '').lower()}"] if element.get("id") else []
    return any(name in hidden or f"{tag}{name}" in hidden for name in own)


def _is_panel(element: etree._Element, tag: str) -> bool:
    """Whether a hidden block stands beside a shown one of the same kind: one of several that a reader may open."""
    parent, own = element.getparent(), set((element.get("class") or "").split())
    if parent is None or not own or tag not in _PANELS:
        return False
    return any(
        sibling.tag == element.tag
        and own & set((sibling.get("class") or "").split())
        and not _HIDING.search(sibling.get("style", ""))
        for sibling in parent.iterchildren()
        if sibling is not element
    )
