"""Writes a made report as a web page as sites publish it and browsers save it: drawn by seed, axis by axis.

What stands around the article (menus, lists of news, what is hidden, scripts) holds titles and figures of its own,
which are no facts of the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from random import Random

from builder.typeset.cells import Cell, Placed, place_cells
from builder.typeset.formats.content import Heading, Written
from builder.typeset.formats.web_site import framed
from builder.typeset.generate.forms import FigureCell, MadeTable
from builder.typeset.generate.sentences import Paragraph

#: Every axis with its values; a value that stands twice is drawn twice as often.
WEB_AXES: Mapping[str, tuple[str, ...]] = {
    "shell": ("blocks", "blocks", "tables", "sections", "bare"),
    "encoding": ("utf-8", "utf-8-sig", "gb18030", "gb18030_as_utf-8", "utf-8_as_gb2312"),
    "source": ("a_tag_a_line", "one_line", "wrapped"),
    "closed": ("yes", "yes", "no"),
    "tables": ("plain", "excel", "word", "editor"),
    "title": ("above", "above", "in_table", "in_wide_row", "caption"),
    "unit": ("above", "in_table", "one_line"),
    "notes": ("below", "in_table"),
    "blanks": ("nbsp", "nothing", "br", "wide_space"),
    "frame": ("none", "none", "div", "one_cell"),
    "paragraphs": ("p", "p", "div", "br", "spans"),
    "headings": ("tags", "strong", "plain"),
    "indent": ("wide_spaces", "nbsp", "style"),
    "hidden": ("none", "rows", "block", "class"),
    "attached": ("none", "files"),
    "entities": ("no", "no", "yes"),
    "breaks": ("br", "p"),
    "case": ("lower", "lower", "UPPER"),
}
_CHARSETS = {"gb18030": "gb2312", "gb18030_as_utf-8": "utf-8", "utf-8_as_gb2312": "gb2312"}
_OPTIONAL_ENDS = re.compile(r"</(?:td|th|tr|p|li)>")
_TAG = re.compile(r"(</?)([a-z][a-z0-9:]*)")
_LONGEST = 76


def web_axes(content: Written) -> dict[str, str]:
    """Draw how the page of one report is made; what cannot show falls back."""
    random = Random(f"web-{content.seed}")
    drawn = {axis: random.choice(values) for axis, values in WEB_AXES.items()}
    if drawn["title"] == "caption":
        drawn["unit"] = "in_table"
    if drawn["paragraphs"] == "br":  # bare words behind an open paragraph would belong to it
        drawn["closed"] = "yes"
    if drawn["unit"] == "in_table" and drawn["title"] == "above":
        drawn["unit"] = "above"
    return drawn


def write_web_page(content: Written, axes: Mapping[str, str] | None = None) -> bytes:
    """Give the bytes of the page; the report's seed alone decides, unless the axes are given."""
    axes = axes or web_axes(content)
    body = "\n".join(_Writer(content, axes).body())
    page = framed(body, content.org, content.year, axes, Random(f"site-{content.seed}"))
    encoding = axes["encoding"]
    page = page.replace("CHARSET", _CHARSETS.get(encoding, "utf-8"))
    codec = "gb18030" if encoding.startswith("gb") else "utf-8-sig" if encoding == "utf-8-sig" else "utf-8"
    return _laid_out(page, axes).encode(codec)


class _Writer:
    """The article: its pieces as markup, each a string."""

    def __init__(self, content: Written, axes: Mapping[str, str]) -> None:
        self.content, self.axes = content, axes
        self.random = Random(f"web-cells-{content.seed}")

    def body(self) -> Iterator[str]:
        for piece in self.content.pieces:
            if isinstance(piece, Heading):
                yield self._heading(piece)
            elif isinstance(piece, Paragraph):
                yield self._paragraph(piece.text)
            else:
                yield from self._framed_table(piece)
        if self.axes["attached"] == "files":
            yield '<p>附件：<a href="/files/2024/P020240830.pdf">部门决算公开报告</a></p>'
            yield '<p><a href="./W0202408.xlsx"><img src="/images/icon_xls.gif">部门决算公开表.xlsx</a></p>'

    # --- text ---

    def _heading(self, heading: Heading) -> str:
        words = self._words(heading.text)
        if self.axes["headings"] == "tags":
            return f"<h{heading.level + 1}>{words}</h{heading.level + 1}>"
        return self._block(f"<strong>{words}</strong>" if self.axes["headings"] == "strong" else words)

    def _paragraph(self, text: str) -> str:
        indent = {"wide_spaces": "　　", "nbsp": "&nbsp;&nbsp;&nbsp;&nbsp;", "style": ""}[self.axes["indent"]]
        if self.axes["paragraphs"] != "spans":
            return self._block(indent + self._words(text))
        parts = re.split(r"(\d[\d.,]*)", text)
        words = "".join(
            f'<span lang="EN-US" style="font-size:16pt">{part}</span>' if number % 2 else self._words(part)
            for number, part in enumerate(parts)
        )
        return f'<p class="MsoNormal" style="text-indent:32pt">{indent}{words}<o:p></o:p></p>'

    def _block(self, words: str) -> str:
        if self.axes["paragraphs"] == "br":
            return f"{words}<br>"
        tag = "div" if self.axes["paragraphs"] == "div" else "p"
        return f'<{tag} style="text-indent:2em">{words}</{tag}>'

    def _words(self, text: str) -> str:
        if self.axes["entities"] == "yes":
            return "".join(f"&#{ord(c)};" if c in "表支出元“”—%" else escape(c, quote=False) for c in text)
        return escape(text, quote=False)

    # --- tables ---

    def _framed_table(self, table: MadeTable) -> Iterator[str]:
        entity, unit = f"部门：{self.content.org}", f"单位：{table.unit}"
        shows = self.content.layout["entity"] != "none"
        title, captions = self._words(table.title), [table.label, entity if shows else "", unit]
        rows: list[str] = []
        width = len(table.kinds)
        if self.axes["title"] == "above":
            yield f'<p align="center" style="text-align:center">{title}</p>'
        elif self.axes["title"] != "caption":
            over = 100 if self.axes["title"] == "in_wide_row" else width
            rows.append(f'<tr><td colspan="{over}" align="center">{title}</td></tr>')
        if self.axes["unit"] == "one_line":
            captions = [table.label, "&nbsp;" * 20 + (entity if shows else "") + "　" * 6 + unit]
        if self.axes["title"] == "above":
            yield from (f'<p style="text-align:right">{text}</p>' for text in captions if text)
        else:
            rows += [f'<tr><td colspan="{width}">{text}</td></tr>' for text in captions if text]
        notes = [self._words(note) for note in table.notes]
        under = (
            [f'<tr><td colspan="{width}">{note}</td></tr>' for note in notes]
            if self._notes_inside(table)
            else []
        )
        caption = f"<caption>{title}</caption>" if self.axes["title"] == "caption" else ""
        yield self._wrapped("".join(self._table(table, caption, rows, under)))
        if not under:
            yield from (f"<p>{note}</p>" for note in notes)

    def _notes_inside(self, table: MadeTable) -> bool:
        return self.axes["notes"] == "in_table" and bool(table.notes)

    def _wrapped(self, table: str) -> str:
        """A table alone, in a block that scrolls, or in the only cell of a table around it."""
        if self.axes["frame"] == "div":
            return f'<div style="overflow-x:auto;width:100%">{table}</div>'
        if self.axes["frame"] == "one_cell":
            return f'<table width="100%" border="0"><tr><td>{table}</td></tr></table>'
        return table

    def _table(
        self, table: MadeTable, caption: str, over: Sequence[str], under: Sequence[str]
    ) -> Iterator[str]:
        kind = self.axes["tables"]
        yield {
            "plain": '<table border="1">',
            "excel": '<table x:str border="0" cellpadding="0" cellspacing="0" style="border-collapse:collapse">'
            '<col width="72" style="mso-width-source:userset">',
            "word": '<table class="MsoNormalTable" border="0" cellspacing="0" style="width:480pt"><tbody>',
            "editor": '<div class="table-box"><table class="ke-zeroborder" style="width:100%"><tbody>',
        }[kind]
        yield caption
        yield from over
        placed = place_cells((*table.header, *table.body), len(table.kinds))
        for number in range(len(table.header) + len(table.body)):
            cells = [each for each in placed if each.row == number]
            yield '<tr height="24" style="height:18pt">' if kind == "excel" else "<tr>"
            yield from (self._cell(each, each.row < len(table.header)) for each in cells)
            yield "</tr>"
        yield from self._hidden_rows(len(table.kinds))
        yield from under
        yield {
            "plain": "</table>",
            "excel": "</table>",
            "word": "</tbody></table>",
            "editor": "</tbody></table></div>",
        }[kind]

    def _hidden_rows(self, width: int) -> Iterator[str]:
        """What Excel and Word leave in a page: a row without height, and rows that are not shown."""
        if self.axes["tables"] == "excel":
            cells = '<td width="72" style="width:54pt"></td>' * width
            yield f'<![if supportMisalignedColumns]><tr height="0" style="display:none">{cells}</tr><![endif]>'
        if self.axes["hidden"] == "rows":
            yield f'<tr style="display: none">{"<td>8888.88</td>" * width}</tr>'
        elif self.axes["hidden"] == "class":
            yield f'<tr class="gone">{"<td>7777.77</td>" * width}</tr>'

    def _cell(self, placed: Placed, head: bool) -> str:
        cell, kind = placed.cell, self.axes["tables"]
        tag = "th" if head and kind == "plain" else "td"
        spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        inside = self._inside(cell)
        if kind == "excel":
            number = ' x:num=""' if isinstance(cell, FigureCell) else ""
            return f'<td{spans}{number} class="xl65" style="border-top:none;width:54pt">{inside}</td>'
        if kind == "word":
            words = f'<p class="MsoNormal" align="center"><span style="font-size:9pt">{inside}</span><o:p></o:p></p>'
            return f'<td{spans} valign="top" style="padding:0cm 5.4pt">{words}</td>'
        if kind == "editor":
            return f"<{tag}{spans}><span>{inside}</span></{tag}>"
        return f"<{tag}{spans}>{inside}</{tag}>"

    def _inside(self, cell: Cell) -> str:
        if not cell.text:
            return {"nbsp": "&nbsp;", "nothing": "", "br": "<br>", "wide_space": "　"}[self.axes["blanks"]]
        lines = [self._words(line) for line in cell.text.split("\n")]
        indent = "　" * cell.indent
        if len(lines) == 1:
            return indent + lines[0]
        return (
            "<br>".join(lines) if self.axes["breaks"] == "br" else "".join(f"<p>{line}</p>" for line in lines)
        )


def _laid_out(page: str, axes: Mapping[str, str]) -> str:
    """The page as its source is set: a tag a line, all in one line, or broken anywhere a space or letter allows."""
    if axes["closed"] == "no":
        page = _OPTIONAL_ENDS.sub("", page)
    if axes["case"] == "UPPER":
        page = _TAG.sub(lambda match: match[1] + match[2].upper(), page)
    if axes["source"] == "one_line":
        return page.replace("\n", "")
    if axes["source"] == "a_tag_a_line":
        return re.sub(r"(<(?:tr|td|p|div|h\d|li)\b)", r"\n\1", page, flags=re.IGNORECASE)
    return "\n".join(_broken(line) for line in page.split("\n"))


def _broken(line: str) -> str:
    """Breaks between two Chinese letters, as Word sets the source of what it saves."""
    out, room = [], _LONGEST
    for index, char in enumerate(line):
        out.append(char)
        room -= 1
        inside_tag = line.rfind("<", 0, index + 1) > line.rfind(">", 0, index + 1)
        both = (
            index + 1 < len(line) and "\u4e00" <= char <= "\u9fff" and "\u4e00" <= line[index + 1] <= "\u9fff"
        )
        if room <= 0 and both and not inside_tag:
            out.append("\n")
            room = _LONGEST
    return "".join(out)
