"""Files that were made to do harm, or that came to harm: small to make, each with what may be said of it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.documents.made_archive import bomb, encrypted, zipped

_MIB = 1024 * 1024
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_ENTITIES = f'<!DOCTYPE w [<!ENTITY l0 "ha">{_LAUGHS}]>'
_FILE_ENTITY = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


# --- PDF -------------------------------------------------------------------------------------------------


def pdf(objects: Mapping[int, bytes], *, root: int = 1, trailer: bytes = b"") -> bytes:
    """A PDF of these objects with a right cross-reference table."""
    parts, places, at = [b"%PDF-1.7\n"], {}, 9
    for number, content in objects.items():
        part = b"%d 0 obj\n%s\nendobj\n" % (number, content)
        places[number] = at
        parts.append(part)
        at += len(part)
    last = max(objects) + 1
    entries = b"".join(
        b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(last)
    )
    parts.append(b"xref\n0 %d\n%s" % (last, entries))
    parts.append(b"trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (last, root, trailer, at))
    return b"".join(parts)


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), more, data)


def one_page(
    content: bytes, *, resources: bytes = b"", page: bytes = b"", others: Mapping[int, bytes] = {}
) -> bytes:
    """A PDF of one page with this content stream, given as an object."""
    return pdf({
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%s>>%s>>"
        % (resources, page),
        4: content,
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        **others,
    })  # fmt: skip


def words(text: bytes) -> bytes:
    return stream(b"BT /F 10 Tf 50 700 Td (%s) Tj ET" % text)


def zeros(mib: int) -> bytes:
    """A deflated stream of so many MiB of spaces, put together without unpacking any of it."""
    packer = zlib.compressobj(9)
    block = packer.compress(b" " * _MIB) + packer.flush(zlib.Z_FULL_FLUSH)
    head, again = block[:2], block[2:]
    size, low, high = mib * _MIB, 1, 0
    low = (1 + 32 * size) % 65521
    high = (size + 32 * size * (size + 1) // 2) % 65521
    return head + again * mib + b"\x03\x00" + struct.pack(">L", high << 16 | low)


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(10, 10 + count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    return pdf({
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
        4: words(b"12.30"),
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        **dict.fromkeys(range(10, 10 + count), page),
    })  # fmt: skip


def locked_pdf(user: str) -> bytes:
    """Encrypted; without a user's password anybody may read it."""
    target = io.BytesIO()
    canvas = Canvas(target, encrypt=StandardEncryption(user, ownerPassword="owner"))
    canvas.drawString(50, 700, "2024 12.30")
    canvas.save()
    return target.getvalue()


def _pdfs() -> Iterator[tuple[str, Callable[[], bytes], str]]:
    whole = many_pages(3)
    yield "zero.pdf", lambda: b"", "文件是空的"
    yield "spaces.pdf", lambda: b" \n" * 1000, "文件是空的"
    yield "head.pdf", lambda: b"%PDF-1.7\n", "损坏|不完整"
    yield "half.pdf", lambda: whole[: len(whole) // 2], "损坏|不完整|读出"
    yield "locked.pdf", lambda: locked_pdf("secret"), "加密"
    yield "open.pdf", lambda: locked_pdf(""), "读出"
    yield "pages.pdf", lambda: many_pages(5_000), "5000 页，超过上限 2000 页"
    lines = b"".join(b"0 -0.8 Td (%s) Tj " % (b"1234567890" * 100) for _ in range(1_000))
    yield (
        "characters.pdf",
        lambda: one_page(stream(b"BT /F 0.5 Tf 50 820 Td %s ET" % lines)),
        "字符|读出|超时",
    )
    picture = stream(zeros(430), b"/Filter/FlateDecode/Type/XObject/Subtype/Image/Width 60000/Height 60000"
                     b"/ColorSpace/DeviceGray/BitsPerComponent 1")  # fmt: skip
    yield "picture-bomb.pdf", lambda: one_page(
        stream(b"500 0 0 700 50 50 cm /I Do"), resources=b"/XObject<</I 6 0 R>>", others={6: picture}
    ), "没有文字|文字层|识别|内存|崩溃|超时|读出"  # fmt: skip
    yield (
        "loop.pdf",
        lambda: whole.replace(b"/Root", b"/Prev %d/Root" % whole.index(b"xref")),
        "读出|损坏|不完整",
    )
    yield (
        "gigabyte.pdf",
        lambda: one_page(stream(zeros(1024), b"/Filter/FlateDecode")),
        "内存|崩溃|超时|损坏|超过|读出",
    )
    yield "calls-itself.pdf", lambda: one_page(
        stream(b"/X Do"), resources=b"/XObject<</X 6 0 R>>",
        others={6: stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")},
    ), "没有文字|崩溃|损坏|超时|读出"  # fmt: skip
    yield "tree-of-itself.pdf", lambda: pdf({
        1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>",
    }), "损坏|没有页面|超过上限|没有文字"  # fmt: skip
    yield "script.pdf", lambda: pdf({
        1: b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>/AA<</WC<</S/Launch/F(sh)>>>>>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        4: words(b"2024 12.30"), 5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }), "读出"  # fmt: skip
    yield "giant-page.pdf", lambda: whole.replace(b"[0 0 595 842]", b"[0 0 1e9 9e9]"), "读出|损坏|没有文字"
    yield "page.pdf", lambda: b"<html><body><p>2024 12.30</p></body></html>", "读出"


# --- Word, workbooks, web pages --------------------------------------------------------------------------


def docx(body: str, head: str = "") -> bytes:
    document = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return zipped({"[Content_Types].xml": types.encode(), "word/document.xml": document.encode()})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def row(cells: str) -> str:
    return f"<w:tr>{cells}</w:tr>"


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def xlsx(rows: str, *, more: str = "", head: str = "") -> bytes:
    """A workbook of one sheet with these rows; `more` stands behind them, `head` before the sheet's XML."""
    sheet = f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData>{more}</worksheet>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/></Types>',
        "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="甲" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?>{head}{sheet}',
    }
    return zipped({name: part.encode() for name, part in parts.items()})


def _relation(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )


def cell(at: str, text: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def _words() -> Iterator[tuple[str, Callable[[], bytes], str]]:
    text = paragraph("2024 12.30")
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>{text}</w:tc>'
    nest = "<w:tbl><w:tr><w:tc>" * 2_000 + text + "</w:tc></w:tr></w:tbl>" * 2_000
    yield "span.docx", lambda: docx(f"<w:tbl>{row(wide) * 3}</w:tbl>"), "读出|超过"
    yield (
        "rows.docx",
        lambda: docx(f"<w:tbl>{row(f'<w:tc>{text}</w:tc>' * 3) * 100_000}</w:tbl>"),
        "读出|超时|内存",
    )
    yield "nested.docx", lambda: docx(nest), "读出|损坏|太深|层"
    yield "laughs.docx", lambda: docx(paragraph("&l9;"), _ENTITIES), "文档类型|损坏"
    yield "file.docx", lambda: docx(paragraph("&x;"), _FILE_ENTITY), "文档类型|损坏"
    yield "bomb.docx", lambda: _with_bomb("word/document.xml", 130), "解压后超过 128 MB"
    yield "lies.docx", lambda: _with_bomb("word/document.xml", 130, lies=True), "损坏"
    yield "half.docx", lambda: docx(text)[:-60], "损坏|不完整"
    yield "open.docx", lambda: zipped({"[Content_Types].xml": b"<", "word/document.xml": b"<w:doc"}), "损坏"
    yield "sheet.docx", lambda: xlsx(f'<row r="1">{cell("A1", "2024")}{cell("B1", "12.30")}</row>'), "读出"
    yield "far.xlsx", lambda: xlsx(f'<row r="1048576">{cell("XFD1048576", "12.30")}</row>'), "读出|超过"
    merge = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    yield "merged.xlsx", lambda: xlsx(f'<row r="1">{cell("A1", "2024")}</row>', more=merge), "读出|超过"
    rows = "".join(f'<row r="{n}">{cell(f"A{n}", "1")}{cell(f"B{n}", "2")}</row>' for n in range(1, 100_001))
    yield "rows.xlsx", lambda: xlsx(rows), "读出|超时|内存"
    yield (
        "laughs.xlsx",
        lambda: xlsx(f'<row r="1">{cell("A1", "&l9;")}</row>', head=_ENTITIES),
        "文档类型|损坏",
    )
    formula = '<c r="A1"><f>WEBSERVICE("http://127.0.0.1:9/")</f><v>12.35</v></c>'
    yield "formula.xlsx", lambda: xlsx(f'<row r="1">{formula}</row>'), "读出"
    yield "bomb.xlsx", lambda: _with_bomb("xl/workbook.xml", 130), "解压后超过 128 MB"
    yield (
        "span.html",
        lambda: b"<table><tr><td colspan=1000000000 rowspan=1000000000>1<td>2</table>",
        "读出|超过",
    )
    yield "rows.html", lambda: b"<table>%s</table>" % (b"<tr><td>1<td>2" * 100_000), "读出|超时|内存"
    yield "deep.html", lambda: b"<html><body>" + b"<div>" * 100_000 + b"12.30", "读出|损坏|层|太深"
    yield "script.html", lambda: (
        b"<html><head><script>while(1);</script><meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'></head>"
        b"<body onload=x()><iframe src='file:///etc/passwd'></iframe><img src=http://127.0.0.1:9/x>2024 12.30</body>"
    ), "读出"  # fmt: skip
    yield (
        "laughs.html",
        lambda: (
            f"{_ENTITIES.replace('DOCTYPE w', 'DOCTYPE html')}<html><body>&l9;12.30</body></html>".encode()
        ),
        "读出",
    )


def _with_bomb(name: str, mib: int, *, lies: bool = False) -> bytes:
    """An Office file whose one part unpacks to so many MiB."""
    target = io.BytesIO(bomb(name, mib, lies=lies))
    with zipfile.ZipFile(target, "a") as container:
        container.writestr("[Content_Types].xml", "<Types/>")
    return target.getvalue()


# --- archives and text -----------------------------------------------------------------------------------


def _others() -> Iterator[tuple[str, Callable[[], bytes], str]]:
    yield "bomb.zip", lambda: bomb("a.txt", 130), "解压后超过 128 MB"
    yield "lies.zip", lambda: bomb("a.txt", 130, lies=True), "损坏"
    yield "bombs.zip", _bombs, "二进制|合起来解压后超过 256 MB|超时"
    yield "members.zip", lambda: zipped({f"{n}.txt": b"" for n in range(10_001)}), "超过 10000 个文件"
    yield "locked.zip", lambda: encrypted({"a.txt": b"12.30"}), "加密"
    yield "half.zip", lambda: zipped({"a.txt": b"12.30" * 99})[:-40], "损坏|不完整"
    yield "locked.xls", lambda: ole("EncryptedPackage"), "加密"
    yield "half.xls", lambda: ole("Workbook"), "损坏|不完整"
    yield "half.doc", lambda: ole("WordDocument"), "损坏|不完整|转换|LibreOffice|读不"
    yield (
        "rows.txt",
        lambda: "收入决算表\n".encode() + b"2080505\t1.00\t2.00\t3.00\n" * 100_000,
        "读出|超时|内存",
    )
    yield "line.txt", lambda: "2024年度部门决算收入12.30万元，".encode() * 50_000, "读出|超时|过长|超过"
    yield "large.txt", lambda: b"12.30\n" * 4_000_000, "超过"
    yield "binary.txt", lambda: bytes(range(256)) * 100, "读不了|二进制"
    yield "picture.pdf", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "图片|损坏"
    yield "archive.rar", lambda: b"Rar!\x1a\x07\x01\0" + b"x" * 100, "rar"


def _bombs() -> bytes:
    inner = bomb("a.txt", 60)
    return zipped({f"{n}.zip": inner + bytes(n) for n in range(9)})


def ole(name: str) -> bytes:
    """The head of an OLE container with the directory entry of one stream, and nothing behind."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    return head + name.encode("utf-16-le").ljust(64, b"\0") + b"\0" * 64 + b"\xff" * 512


#: File → (how to make it, what of the answer must be there; 读出 where it is read without a message).
FILES = {
    name: (make, answer) for kind in (_pdfs, _words, _others) for name, make, answer in kind()
}  # fmt: skip
