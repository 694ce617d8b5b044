"""Which part of a web page is the report: the page's article without the site around it.

Nothing is known of any site. The article is where the words outside links are; what consists of links to other pages
is the site's; links to files are the article's attachments, and links inside the page its contents.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from builder.documents.web_tables import is_data
from builder.documents.web_tree import Node, Text

_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|7z|csv)(?:$|[?#&])|(?:filename|downloadname)=[^&]*\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar)",
    re.IGNORECASE,
)
#: How much of what a part holds its child must hold for the search to go on inside it, and how much of the whole page.
_NEARLY_ALL, _MOST = 0.85, 0.7
#: A block of which more than this is links to other pages is the site's.
_MOSTLY_LINKS = 0.55
#: So many characters of its own make a block more than a frame around another.
_FEW_WORDS = 20
_PICTURE_WEIGHT = 150
_OF_ACCOUNTS = re.compile(r"\d\.\d\d(?!\d)|决算|科目|预算数")
_SMALL_PICTURE = re.compile(
    r"icon|logo|qrcode|erweima|ewm|share|button|btn|bullet|arrow|line\d|dot|blank|spacer|\.gif", re.IGNORECASE
)
_WIDE_PICTURE, _HIGH_PICTURE = 200, 80


@dataclass(slots=True)
class _Weight:
    """What a node holds: words outside links, words in links to other pages, tables of accounts."""

    words: int = 0
    links: int = 0
    tables: int = 0

    def add(self, other: _Weight) -> None:
        self.words += other.words
        self.links += other.links
        self.tables += other.tables


@dataclass(slots=True)
class Content:
    """The main part of a page, the nodes beside it on the way to it, and what to leave out."""

    main: Node
    before: list[Node] = field(default_factory=list)
    after: list[Node] = field(default_factory=list)
    dropped: set[int] = field(default_factory=set)  # ids of nodes that are the site's
    kept: set[int] = field(
        default_factory=set
    )  # ids of nodes beside the main part that are the article's too


def is_file_link(node: Node) -> bool:
    """Whether a link leads to a document rather than to another page."""
    return node.tag == "a" and bool(_FILE.search(node.get("href")))


def is_large_picture(node: Node) -> bool:
    """Whether an image may show a page or a table: large by its measures, or of unknown size and no ornament."""
    width, height = _measure(node, "width"), _measure(node, "height")
    if width or height:
        return (not width or width >= _WIDE_PICTURE) and (not height or height >= _HIGH_PICTURE)
    return not _SMALL_PICTURE.search(node.get("src")[:300])


def _measure(node: Node, side: str) -> int:
    styled = re.search(rf"(?:^|[;\s]){side}\s*:\s*(\d{{1,5}})", node.get("style"))
    given = styled or re.match(r"\s*(\d{1,5})(?!\d*%)", node.get(side))
    return int(given[1]) if given else 0


def find_content(page: Node) -> Content:
    """The smallest part that holds nearly all words and every table of accounts."""
    weights: dict[int, _Weight] = {}
    least = _MOST * _weigh(page, weights).words
    content = Content(page)
    while (inside := _heaviest(content.main, weights)) and weights[id(inside)].words > least:
        children = list(content.main.nodes())
        at = next(number for number, child in enumerate(children) if child is inside)
        content.before += children[:at]
        content.after = children[at + 1 :] + content.after
        content.kept |= {id(child) for child in children if _is_paragraph(child, weights[id(child)])}
        content.main = inside
    content.dropped = {id(node) for node in _of_the_site(content.main, weights)}
    return content


def _heaviest(node: Node, weights: dict[int, _Weight]) -> Node | None:
    """The block inside a node that holds nearly all of it; None where the node is the article itself."""
    own = weights[id(node)]
    blocks = [child for child in node.nodes() if child.block]
    if own.words - sum(weights[id(child)].words for child in blocks) > _FEW_WORDS:
        return None  # words of its own
    for child in blocks:
        inside = weights[id(child)]
        enough = inside.words > _NEARLY_ALL * own.words and inside.tables == own.tables
        if enough and child.tag not in _WHOLE and _has_blocks(child) and not is_data(child):
            return child
    return None


def _has_blocks(node: Node) -> bool:
    return any(child.block or child.tag == "br" for child in node.nodes())


def _is_paragraph(node: Node, weight: _Weight) -> bool:
    """Whether a block beside the main part is a line of words without links: the article's, by how it is built."""
    return node.tag in ("p", "div") and weight.words > 0 and not weight.links and not _has_blocks(node)


#: Inside these there is no site around an article.
_WHOLE = frozenset({"p", "h1", "h2", "h3", "ul", "ol", "li", "a", "pre", "img"})


def _weigh(node: Node, weights: dict[int, _Weight], in_link: bool = False) -> _Weight:
    total = _Weight()
    href = node.get("href").strip()
    leaves = node.tag == "a" and bool(href) and not href.startswith("#") and not is_file_link(node)
    for child in node.children:
        if isinstance(child, Text):
            size = len("".join(child.text.split()))
            total.links += size if in_link or leaves else 0
            total.words += 0 if in_link or leaves else size
        else:
            total.add(_weigh(child, weights, in_link or leaves))
    if node.tag == "img" and not in_link and is_large_picture(node):
        total.words += _PICTURE_WEIGHT
    elif node.tag == "table" and total.tables:
        node.data = False  # it is laid out around others
    elif node.tag == "table" and is_data(node):
        total.tables = int(bool(_OF_ACCOUNTS.search(text_of(node))))
    weights[id(node)] = total
    return total


def _of_the_site(main: Node, weights: dict[int, _Weight]) -> list[Node]:
    """Blocks inside the main part that are mostly links to other pages."""
    found: list[Node] = []

    def look(node: Node) -> None:
        for child in node.nodes():
            weight = weights[id(child)]
            linked = weight.links > _MOSTLY_LINKS * (weight.links + weight.words)
            if child.block and weight.links and linked and not weight.tables:
                found.append(child)
            else:
                look(child)

    look(main)
    return found


def text_of(node: Node, accept: Callable[[Node], bool] = lambda _: True) -> str:
    """All words of a node one after the other."""
    pieces: list[str] = []

    def gather(inside: Node) -> None:
        for child in inside.children:
            if isinstance(child, Text):
                pieces.append(child.text)
            elif accept(child):
                gather(child)

    gather(node)
    return "".join(pieces)
