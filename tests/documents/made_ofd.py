"""Small OFD files: pages given as XML, positions in millimetres from the top left corner."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_DELTA = 4.0


def text(x: float, y: float, words: str, attributes: str = "", code: str = "") -> str:
    """A line of text 4 mm high, a letter each 4 mm, digits each 2 mm; `code` instead of its own `TextCode`."""
    steps = " ".join(str(_DELTA if ord(char) > 255 else _DELTA / 2) for char in words[:-1])
    own = code or f'<ofd:TextCode X="0" Y="3.5" DeltaX="{steps}">{words}</ofd:TextCode>'
    return f'<ofd:TextObject ID="5" Boundary="{x} {y} 100 5" Size="4" {attributes}>{own}</ofd:TextObject>'


def path(x: float, y: float, data: str, attributes: str = "") -> str:
    return (
        f'<ofd:PathObject ID="6" Boundary="{x} {y} 100 100" {attributes}>'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def table(rows: Sequence[Sequence[str]], x: float = 20, y: float = 40) -> str:
    """A ruled table, cells of 30 by 8 mm."""
    width, height = 30 * len(rows[0]), 8 * len(rows)
    level = " ".join(f"M 0 {8 * row} L {width} {8 * row}" for row in range(len(rows) + 1))
    upright = " ".join(f"M {30 * column} 0 L {30 * column} {height}" for column in range(len(rows[0]) + 1))
    words = "".join(
        text(x + 30 * column + 2, y + 8 * row + 2, cell)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if cell
    )
    return path(x, y, f"{level} {upright}") + words


def page(content: str, before: str = "", area: str = "0 0 210 297") -> str:
    box = f"<ofd:Area><ofd:PhysicalBox>{area}</ofd:PhysicalBox></ofd:Area>" if area else ""
    layer = f'<ofd:Layer ID="3">{content}</ofd:Layer>'
    return f"<ofd:Page {_NAMESPACE}>{before}{box}<ofd:Content>{layer}</ofd:Content></ofd:Page>"


def ofd(*pages: str, common: str = "", parts: Mapping[str, str] | None = None) -> bytes:
    """The file; `parts` replace or add members."""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    members = {
        "OFD.xml": f'<ofd:OFD {_NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_NAMESPACE}><ofd:CommonData><ofd:PageArea>"
        f"<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>{common}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        **{f"Doc_0/Pages/Page_{n}/Content.xml": content for n, content in enumerate(pages)},
        **(parts or {}),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as container:
        for name, content in members.items():
            container.writestr(name, content)
    return stream.getvalue()


def resources(content: str) -> str:
    return (
        f'<ofd:Res {_NAMESPACE} BaseLoc="Res"><ofd:CompositeGraphicUnits>{content}'
        "</ofd:CompositeGraphicUnits></ofd:Res>"
    )


def unit(number: int, content: str) -> str:
    return (
        f'<ofd:CompositeGraphicUnit ID="{number}" Width="1" Height="1"><ofd:Content>{content}</ofd:Content>'
        "</ofd:CompositeGraphicUnit>"
    )
