"""Text boxes over the cells of a sheet: a title in one is a title, a note under the table is a line behind it."""

from __future__ import annotations

from builder.model import Line
from tests.documents.made_workbook import raw_workbook, read, shape, words

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="d1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" Target="../drawings/d.xml"/>'
    "</Relationships>"
)
_ROWS = (
    f"<row r='3'>{words('A3', '科目编码')}{words('B3', '科目名称')}{words('C3', '本年收入合计')}</row>"
    f"<row r='4'>{words('A4', '2010101')}{words('B4', '行政运行')}{words('C4', '12.30')}</row>"
)
_TABLE = [["科目编码", "科目名称", "本年收入合计"], ["2010101", "行政运行", "12.30"]]


def box(row: str, *paragraphs: str, inside: str = "{}") -> str:
    """A box that begins at a row counted from 0."""
    body = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in paragraphs)
    shape_of_box = inside.format(f"<x:sp><x:txBody>{body}</x:txBody></x:sp>")
    return f"<x:twoCellAnchor><x:from><x:row>{row}</x:row></x:from>{shape_of_box}</x:twoCellAnchor>"


def sheet(*boxes: str, rows: str = _ROWS) -> bytes:
    drawing = (
        f'<x:wsDr xmlns:x="{_DRAWING}spreadsheetDrawing" xmlns:a="{_DRAWING}main" '
        f'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">{"".join(boxes)}</x:wsDr>'
    )
    parts = {"xl/worksheets/_rels/sheet1.xml.rels": _RELATIONS, "xl/drawings/d.xml": drawing}
    return raw_workbook(f"<sheetData>{rows}</sheetData><drawing r:id='d1'/>", parts=parts)


def test_a_box_above_the_table_stands_before_it_and_one_below_behind_it() -> None:
    document = read(sheet(box("4", "注：本表反映收入。"), box("0", "收入决算表", "单位：万元")))
    assert shape(document) == ["收入决算表", "单位：万元", _TABLE, "注：本表反映收入。"]
    lines = [block for block in document.blocks if isinstance(block, Line) and block.text]
    assert [line.place.label for line in lines] == ["GK01 文本框"] * 3
    assert document.text_lines is not None
    assert [document.text_lines[(line.place.line or 0) - 1] for line in lines] == [
        line.text for line in lines
    ]


def test_a_sheet_of_boxes_alone_is_read() -> None:
    assert shape(read(sheet(box("9" * 30, "本单位没有这项收支。"), rows=""))) == ["本单位没有这项收支。"]


def test_what_an_older_program_would_draw_is_not_read_twice() -> None:
    both = (
        "<mc:AlternateContent><mc:Choice>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>"
    )
    assert shape(read(sheet(box("0", "收入决算表", inside=both)))) == ["收入决算表", _TABLE]
