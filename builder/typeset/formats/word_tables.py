"""Tables of a Word document as XML text: spans in three manners, pieces, frames, tables inside cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from builder.typeset.cells import Cell, Placed, place_cells
from builder.typeset.formats.word_axes import WordForm
from builder.typeset.formats.word_runs import ListStart, Numbers, Runs, paragraph
from builder.typeset.generate.forms import FigureCell, MadeTable

_WIDTHS = {"name": 2600, "code": 1100, "part": 500, "number": 560, "amount": 1300}
_JUSTIFY = {"left": "", "centre": "center", "right": "right"}
_SPACED = {
    "合计": "合　计",
    "总计": "总  计",
    "小计": "小 计",
    "项目": "项    目",
    "栏次": "栏　次",
    "收入": "收 入",
    "支出": "支 出",
}
_BORDERS = "".join(
    f'<w:{side} w:val="single"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_WHO = 'w:id="7" w:author="财务科" w:date="2024-08-12T09:30:00Z"'
#: From so many figures beside each other a row may hold them in a table of their own.
_FEWEST_INSIDE = 3


class TableWriter:
    """Writes one made table as one or several `w:tbl`."""

    def __init__(self, table: MadeTable, form: WordForm, runs: Runs, lists: list[ListStart]) -> None:
        """Place the cells; a row that only a removed one covers stays as it is."""
        self.table, self.form, self.runs = table, form, runs
        self.widths = [_WIDTHS[kind] for kind in table.kinds]
        self.head = len(table.header)
        self.rows = [*table.header, *table.body]
        self.cells: dict[tuple[int, int], Placed] = {}
        for each in place_cells(self.rows, len(table.kinds)):
            for row in range(each.row, each.row + each.cell.rows):
                self.cells[row, each.column] = each
        self.numbers: defaultdict[int, Numbers] = defaultdict(lambda: Numbers(form, lists))

    def write(self, above: Sequence[str], below: Sequence[str]) -> str:
        """Give the table, on pages as the form has it; `above` and `below` are rows typed into the table."""
        total, cut = len(self.rows), self._cut()
        if not cut:
            return self._around([*map(self._wide, above), *self._rows(0, total), *map(self._wide, below)])
        again = self._rows(0, self.head) if self.form["pieces"] == "split" else []
        first = self._around([*map(self._wide, above), *self._rows(0, cut)])
        second = self._around([*again, *self._rows(cut, total), *map(self._wide, below)])
        return first + (paragraph(self.runs.text("续表"), align="right") if again else "") + second

    def _cut(self) -> int:
        """Find the row before which the table is cut in two; 0 where it is not."""
        if self.form["pieces"] == "one":
            return 0
        places = [
            row
            for row in range(self.head + 2, len(self.rows) - 1)
            if all(each.row == row for (at, _), each in self.cells.items() if at == row)
        ]
        return places[len(places) // 2] if places else 0

    def _around(self, rows: Sequence[str]) -> str:
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        properties = (
            f'<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>'
        )
        return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"

    def _wide(self, text: str) -> str:
        """Give a row of one cell over all columns, or of two where a tab divides the words."""
        left, _, right = text.partition("\t")
        count = len(self.widths)
        if not right:
            return f"<w:tr>{self._cell(Cell(text), 0, count)}</w:tr>"
        half = count // 2
        return f"<w:tr>{self._cell(Cell(left), 0, half)}{self._cell(Cell(right), half, count - half)}</w:tr>"

    def _rows(self, first: int, last: int) -> list[str]:
        written: list[str] = []
        for row in range(first, last):
            if row > self.head and self.form.strikes("changes", 6, "tracked", "moved"):
                written.append(self._removed(row))
            written.append(self._row(row))
        return written

    def _removed(self, row: int) -> str:
        """Give a row of other figures that was removed, or one that is hidden."""
        gone = self.form.random.choice((f"<w:del {_WHO}/>", "<w:hidden/>"))
        cells = [self._cell(Cell(f"{row}7.7{column}"), column, 1) for column in range(len(self.widths))]
        return f"<w:tr><w:trPr>{gone}</w:trPr>{''.join(cells)}</w:tr>"

    def _row(self, row: int) -> str:
        columns = sorted(column for at, column in self.cells if at == row)
        placed = [self.cells[row, column] for column in columns]
        before = after = 0
        if self.form["skipped"] == "before" and any(each.cell.text for each in placed):
            while _is_empty(placed[0]):
                before += placed.pop(0).cell.columns
            while _is_empty(placed[-1]):
                after += placed.pop().cell.columns
        properties = f'<w:gridBefore w:val="{before}"/>' if before else ""
        properties += f'<w:gridAfter w:val="{after}"/>' if after else ""
        properties += "<w:tblHeader/>" if row < self.head else ""
        if row >= self.head and self.form.strikes("changes", 8, "tracked", "moved"):
            properties += f"<w:ins {_WHO}/>"
        cells = "".join(self._cells(row, placed))
        written = f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"
        if self.form.strikes("controls", 10, "cells"):
            return f"<w:sdt><w:sdtPr/><w:sdtContent>{written}</w:sdtContent></w:sdt>"
        return written

    def _cells(self, row: int, placed: Sequence[Placed]) -> list[str]:
        inside = self._inside(row, placed)
        written = []
        for index, each in enumerate(placed):
            if index in inside:
                if index == inside[0]:
                    written.append(self._table_inside([placed[at] for at in inside]))
                continue
            first = "restart" if each.row == row else "continue"
            merge = first if each.cell.rows > 1 else ""
            cell = each.cell if each.row == row else Cell()
            written.append(self._cell(cell, each.column, each.cell.columns, merge))
        return written

    def _inside(self, row: int, placed: Sequence[Placed]) -> range:
        """Find the figures of a row that stand in a table of their own."""
        last = len(placed)
        first = last
        while first and row >= self.head and placed[first - 1].cell.align == "right":
            first -= 1
        single = all(each.cell.columns == each.cell.rows == 1 for each in placed[first:])
        enough = last - first >= _FEWEST_INSIDE and single
        return range(first, last) if enough and self.form["wrapping"] == "cell" else range(0)

    def _table_inside(self, placed: Sequence[Placed]) -> str:
        cells = "".join(self._cell(each.cell, each.column, 1) for each in placed)
        table = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{cells}</w:tr></w:tbl>"
        span = f'<w:tcPr><w:gridSpan w:val="{len(placed)}"/></w:tcPr>'
        return f"<w:tc>{span}{table}<w:p/></w:tc>"

    def _cell(self, cell: Cell, column: int, columns: int, merge: str = "") -> str:
        manner = self.form["spans"]
        width = sum(self.widths[column : column + columns])
        span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 and manner == "grid" else ""
        down = {"restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}.get(merge, "")
        if columns > 1 and manner == "old":
            rest = [
                f'<w:tc><w:tcPr><w:tcW w:w="{self.widths[each]}" w:type="dxa"/><w:hMerge/>{down}</w:tcPr><w:p/></w:tc>'
                for each in range(column + 1, column + columns)
            ]
            width, span = self.widths[column], '<w:hMerge w:val="restart"/>'
        else:
            rest = []
        properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{down}</w:tcPr>'
        written = f"<w:tc>{properties}{self._words(cell, column)}</w:tc>"
        if self.form.strikes("controls", 10, "cells"):
            written = f"<w:sdt><w:sdtPr/><w:sdtContent>{written}</w:sdtContent></w:sdt>"
        return written + "".join(rest)

    def _words(self, cell: Cell, column: int) -> str:
        align = _JUSTIFY[cell.align]
        if isinstance(cell, FigureCell):
            return paragraph(self.runs.figure(cell.text), align=align)
        text = _SPACED.get(cell.text, cell.text) if self.form["names"] == "spaced" else cell.text
        lines = text.split("\n") if self.form["runs"] == "split" else [text]
        written = []
        for line in lines:
            properties, left = self.numbers[column].split(line)
            written.append(paragraph(self.runs.text(left), properties, align))
        return "".join(written)


def _is_empty(placed: Placed) -> bool:
    return not placed.cell.text and placed.cell.rows == 1


def frame(rows: Sequence[Sequence[str]]) -> str:
    """Give a table without rules that only places things: cells of ready content, rows filled to two columns."""
    written = []
    for row in rows:
        span = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' if len(row) == 1 and len(rows) > 1 else ""
        written.append(f"<w:tr>{''.join(f'<w:tc>{span}{content}<w:p/></w:tc>' for content in row)}</w:tr>")
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(written)}</w:tbl>"
