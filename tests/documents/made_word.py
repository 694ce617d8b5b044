"""Small Word documents made in the tests: the XML of a body in, the bytes of a file out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from builder.documents.word import read_word
from builder.model import Block, Grid, Line

OPEN = "http://schemas.openxmlformats.org/"
NAMES = (
    f'xmlns:w="{OPEN}wordprocessingml/2006/main" xmlns:r="{OPEN}officeDocument/2006/relationships" '
    f'xmlns:wp="{OPEN}drawingml/2006/wordprocessingDrawing" xmlns:a="{OPEN}drawingml/2006/main" '
    f'xmlns:mc="{OPEN}markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
PACKAGE = f"{OPEN}package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'
)
ROOT = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Target="word/document.xml" '
    f'Type="{OPEN}officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def part(root: str, inside: str) -> str:
    """Give a part with a root element such as `styles`."""
    return f"<w:{root} {NAMES}>{inside}</w:{root}>"


def docx(
    body: str, parts: Mapping[str, str | bytes] | None = None, links: Sequence[tuple[str, str, str]] = ()
) -> bytes:
    """Give a document. `parts` are further parts by name, `links` relationships as id, kind, target; a part of a known
    name (styles.xml) needs no link."""
    parts = parts or {}
    known = [(f"k{n}", name.removesuffix(".xml"), name) for n, name in enumerate(parts) if "/" not in name]
    relations = "".join(
        f'<Relationship Id="{name}" Type="{OPEN}officeDocument/2006/relationships/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if "://" in target else "/>")
        for name, kind, target in (*known, *links)
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("[Content_Types].xml", TYPES)
        container.writestr("_rels/.rels", ROOT)
        if "document.xml" not in parts:
            container.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
        container.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        )
        for name, text in parts.items():
            container.writestr(f"word/{name}", text)
    return stream.getvalue()


def blocks(body: str, parts: Mapping[str, str | bytes] | None = None) -> tuple[Block, ...]:
    """Give what the reader makes of a body."""
    return read_word(docx(body, parts), "made.docx").blocks


def lines(body: str, parts: Mapping[str, str | bytes] | None = None) -> list[str]:
    """Give the texts of the lines that the reader makes of a body."""
    return [block.text for block in blocks(body, parts) if isinstance(block, Line)]


def grid(body: str) -> Grid:
    """Give the only grid of a body."""
    (found,) = (block for block in blocks(body) if isinstance(block, Grid))
    return found


def shape(found: Grid) -> list[list[tuple[str, int, int, int]]]:
    """Give the cells of each row: text, column, columns, rows."""
    return [[(c.text, c.column, c.column_span, c.row_span) for c in row] for row in found.rows()]


def p(text: str, properties: str = "") -> str:
    """Give a paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    """Give a cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text if text.startswith('<') else p(text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """Give a row of cells, ready ones or texts."""
    inside = "".join(cell if cell.startswith(("<w:tc", "<w:sdt")) else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def tbl(*rows: str) -> str:
    """Give a table."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"
