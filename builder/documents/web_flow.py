"""What a part of a web page shows → lines, grids and pictures in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import unquote

from builder.documents.running_text import set_running_on
from builder.documents.sheet_blocks import sheet_blocks
from builder.documents.sheet_grid import SheetCell
from builder.documents.web_content import is_file_link, is_large_picture
from builder.documents.web_tables import PlacedNode, captions_of, is_data, place_nodes, rows_of
from builder.documents.web_tree import Node, Text
from builder.model import Block, Line, Picture, Place
from builder.text import parse_number, squeeze

_CJK = "\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…"
_WRAPPED = re.compile(rf"(?<=[{_CJK}]) *\n\s*|(?<=\S) *\n\s*(?=[{_CJK}])")
_SPACES = re.compile(r"[ \t\n\r\f\u00a0\u2002-\u200a\u202f]+")
_FILE_NAME = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|7z|csv)$", re.IGNORECASE)
_ATTACHED = re.compile(r"^附件")
_TITLES = ("h1", "h2", "h3")
_TITLE_CLASS = re.compile(r"(?:^|[\s_-])(?:title|bt|biaoti|tit)(?:$|[\s_-])", re.IGNORECASE)
_EMBEDDING = ("iframe", "embed", "object", "frame")
#: What LibreOffice puts before the name of each sheet.
_SHEET_HEADING = re.compile(r"^(?:Sheet|工作表) ?\d+[:：] ?(?=.)")
_ORDINAL = re.compile(r"^[（(]?[\d一二三四五六七八九十]+[）)、.．]")
_CHINESE = "一二三四五六七八九十"


class Flow:
    """The blocks of some nodes. `titles` are the numbers of lines in a heading with its tag, `files` of links to files."""

    def __init__(self, source: str, most_cells: int, dropped: set[int], tables: int = 0) -> None:
        self.source, self.most_cells, self.dropped = source, most_cells, dropped
        self.blocks: list[Block] = []
        self.broken: set[int] = set()  # lines that <br> ends
        self.titles: dict[int, str] = {}
        self.files: set[int] = set()
        self.embedded: list[tuple[str, int]] = []
        self.outside: list[int] = []  # lines of figures that stand in a table and in none of its cells
        self.tables = tables
        self.cell = False
        self._words: list[tuple[str, int]] = []
        self._in_link = 0
        self._title = ""
        self._has_file = False

    def take(self, nodes: Sequence[Node]) -> Flow:
        """Add what some nodes show, each beginning on a new line."""
        for node in nodes:
            self._handle(node)
            self._end()
        return self

    def settled(self) -> list[Block]:
        """The blocks; a line that <br> ends may go on in the next where it is not finished."""
        flowing = set_running_on(self.blocks) if self.blocks else []
        return [
            new if number in self.broken else old
            for number, (old, new) in enumerate(zip(self.blocks, flowing, strict=True))
        ]

    # --- elements ---

    def _walk(self, node: Node) -> None:
        for child in node.children:
            if isinstance(child, Text):
                self._words.append((child.text, child.line))
            else:
                self._handle(child)

    def _handle(self, node: Node) -> None:
        if id(node) in self.dropped:
            self._end()
        elif node.tag == "br":
            self._end(broken=True)
        elif node.tag == "img":
            self._picture(node)
        elif node.tag == "a":
            self._link(node)
        elif node.tag in _EMBEDDING:
            self._embed(node)
        elif node.tag == "table" and not self.cell:
            self._end()
            self._table(node)
        elif node.tag == "pre":
            self._end()
            self._preformatted(node)
        elif node.tag in ("ol", "ul"):
            self._list(node)
        elif node.block and not (self.cell and node.tag in ("td", "th")):
            self._block(node)
        else:
            self._walk(node)

    def _block(self, node: Node) -> None:
        self._end()
        around = self._title
        if node.tag in _TITLES or _TITLE_CLASS.search(node.get("class")):
            self._title = around or node.tag
        self._walk(node)
        self._end()
        self._title = around

    def _picture(self, node: Node) -> None:
        if not self._in_link and is_large_picture(node):
            self._end()
            self.blocks.append(Picture(Place(line=node.line)))

    def _link(self, node: Node) -> None:
        begin = len(self._words)
        self._in_link += 1
        self._walk(node)
        self._in_link -= 1
        if not is_file_link(node) or begin > len(self._words):
            return
        shown = _settled(self._words[begin:])
        if not _ATTACHED.match(shown):
            del self._words[begin:]
            self._words.append((f"[{_named(shown, node.get('href'))}]", node.line))
        self._has_file = True

    def _embed(self, node: Node) -> None:
        target = node.get("src") or node.get("data")
        if _FILE_NAME.search(target.split("?")[0]):
            self._end()
            self._has_file = True
            self._words.append((f"[{_named('', target)}]", node.line))
            self._end()
        elif target and not target.startswith(("about:", "javascript:", "data:")):
            self.embedded.append((target, node.line))
        self._walk(node)

    def _list(self, node: Node) -> None:
        """A list; the numbers that a browser prints before its items are printed."""
        self._end()
        number = int(node.get("start")) if node.get("start").isdecimal() and len(node.get("start")) < 5 else 1
        plain = node.tag == "ul" or "none" in node.get("style")
        for child in node.children:
            if isinstance(child, Node) and child.tag == "li" and id(child) not in self.dropped:
                begin = len(self.blocks)
                self._block(child)
                if not plain:
                    self._number(begin, number, node)
                    number += 1
            elif isinstance(child, Node):
                self._handle(child)
        self._end()

    def _number(self, begin: int, number: int, node: Node) -> None:
        first = self.blocks[begin] if begin < len(self.blocks) else None
        if not isinstance(first, Line) or _ORDINAL.match(first.text):
            return
        chinese = "ideographic" in node.get("style") and number <= len(_CHINESE)
        mark = f"{_CHINESE[number - 1]}、" if chinese else f"{number}."
        self.blocks[begin] = replace(first, text=mark + first.text)

    def _preformatted(self, node: Node) -> None:
        begin = len(self._words)
        self._walk(node)
        pieces, self._words = self._words[begin:], self._words[:begin]
        for text, line in pieces:
            for number, words in enumerate(text.split("\n")):
                if squeeze(words):
                    self._words.append((words.strip(), line + number))
                    self._end(broken=True)

    # --- tables ---

    def _table(self, table: Node) -> None:
        if not is_data(table):
            self._walk(table)
            self._end()
            return
        for caption in captions_of(table):
            self._block(caption)
        self.tables += 1
        cells: list[SheetCell] = []
        pictures: list[Block] = []
        all_placed = place_nodes(table, self.most_cells, self.source)
        for placed in all_placed:
            cells += self._cell(placed, pictures)
        framed = frozenset(range(len(rows_of(table))))
        drawn = frozenset(placed.column for placed in all_placed)
        self.blocks += sheet_blocks(cells, framed, self.source, self.most_cells, drawn=drawn)
        self.blocks += pictures
        taken = {id(placed.node) for placed in all_placed} | {id(caption) for caption in captions_of(table)}
        around, self.dropped = self.dropped, self.dropped | taken
        first = len(self.blocks)
        self._walk(table)  # what stands in the table and in none of its cells
        self._end()
        self.dropped = around
        figures = [b for b in self.blocks[first:] if isinstance(b, Line) and parse_number(b.text) is not None]
        self.outside += [line for figure in figures if (line := figure.place.line) is not None]

    def _cell(self, placed: PlacedNode, pictures: list[Block]) -> list[SheetCell]:
        inside = Flow(self.source, self.most_cells, self.dropped, self.tables)
        inside.cell = True
        inside._walk(placed.node)
        inside._end()
        lines = [block for block in inside.blocks if isinstance(block, Line)]
        pictures += [block for block in inside.blocks if isinstance(block, Picture)]
        if not lines:
            return []
        label = f"第 {self.tables} 个表格第 {placed.row + 1} 行"
        text = "\n".join(line.text for line in lines)
        place = replace(lines[0].place, label=label)
        return [SheetCell(placed.row, placed.column, text, place, placed.rows, placed.columns)]

    # --- lines ---

    def _end(self, *, broken: bool = False) -> None:
        """Make a line of the words at hand."""
        words, self._words = self._words, []
        text = _settled(words)
        if not squeeze(text):
            return
        if self._title:
            text = _SHEET_HEADING.sub("", text)
        number = len(self.blocks)
        self.broken |= {number} if broken else set()
        self.titles |= {number: self._title} if self._title else {}
        self.files |= {number} if self._has_file else set()
        self._has_file = False
        self.blocks.append(Line(text, Place(line=_first_line(words))))


def _first_line(words: Sequence[tuple[str, int]]) -> int:
    """The line of the source in which the first letter stands."""
    text, line = next((text, line) for text, line in words if squeeze(text))
    before = text[: len(text) - len(text.lstrip())]
    return line + before.count("\n")


def _settled(words: Sequence[tuple[str, int]]) -> str:
    """Words as a page sets them: runs of spaces are one, a break of the source between Chinese letters is none."""
    text = _WRAPPED.sub("", "".join(text for text, _ in words))
    return _SPACES.sub(" ", text).strip(" \u3000")


def _named(shown: str, target: str) -> str:
    """The name of a file that a link leads to: the link's words, with the ending that the target has."""
    path = unquote(target.split("?")[0].split("#")[0])
    ending = _FILE_NAME.search(path) or _FILE_NAME.search(unquote(target).rstrip("&"))
    name = shown.strip("[]《》 ") or path.rsplit("/", 1)[-1]
    return name if _FILE_NAME.search(name) or ending is None else name + ending.group(0).lower()
