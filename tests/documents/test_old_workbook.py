"""Old workbooks: broken files. What whole ones hold is tested by the round trip, through LibreOffice."""

from __future__ import annotations

import pytest
import xlrd

from builder.documents.limits import Limits
from builder.documents.old_workbook import read_old_workbook
from builder.errors import SourceError
from tests.documents.made_hostile import ole
from tests.documents.made_workbook import raw_workbook, shape, words

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: The beginning and the end of a stream of records: version 8, a workbook, no sheets.
_BEGIN, _END = (
    b"\x09\x08\x10\x00\x00\x06\x05\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
    b"\x0a\x00\x00\x00",
)


@pytest.mark.parametrize(
    "data",
    [
        _OLE,
        _OLE + bytes(504),
        _OLE + b"\xff" * 2000,
        _OLE + bytes(range(256)) * 20,
        b"",
        _BEGIN + b"\xff\xff\xff\xff",
    ],
)
def test_a_broken_old_workbook_says_so(data: bytes) -> None:
    with pytest.raises(SourceError, match="已损坏或不完整"):
        read_old_workbook(data, "made.xls")


def test_an_old_workbook_without_a_sheet_says_so() -> None:
    with pytest.raises(SourceError, match=r"没有内容|已损坏"):
        read_old_workbook(_BEGIN + _END, "made.xls")


def refuse(*_: object, **__: object) -> None:
    raise xlrd.XLRDError("an odd record")


def test_what_the_library_refuses_is_read_through_libreoffice_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = raw_workbook(f"<sheetData><row r='1'>{words('A1', '收入决算表')}</row></sheetData>")

    def converted(data: bytes, suffix: str, to: str, limits: Limits, source: str) -> bytes:
        del data, limits, source
        assert (suffix, to) == (".xls", "xlsx")
        return made

    monkeypatch.setattr("builder.documents.old_workbook.xlrd.open_workbook", refuse)
    monkeypatch.setattr("builder.documents.old_workbook.office_command", lambda: "soffice")
    monkeypatch.setattr("builder.documents.old_workbook.convert", converted)
    document = read_old_workbook(ole("Workbook"), "made.xls")
    assert shape(document) == ["收入决算表"]
    assert document.format == "xls"
    assert ["LibreOffice" in notice.zh for notice in document.notices] == [True]


def test_what_libreoffice_cannot_read_either_is_refused_as_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    def failed(*_: object) -> bytes:
        raise SourceError("没能转换", "failed", source="made.xls")

    monkeypatch.setattr("builder.documents.old_workbook.xlrd.open_workbook", refuse)
    monkeypatch.setattr("builder.documents.old_workbook.office_command", lambda: "soffice")
    monkeypatch.setattr("builder.documents.old_workbook.convert", failed)
    with pytest.raises(SourceError, match="已损坏或不完整"):
        read_old_workbook(ole("Workbook"), "made.xls")


def test_what_is_no_workbook_is_not_given_to_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> bytes:
        raise AssertionError

    monkeypatch.setattr("builder.documents.old_workbook.office_command", lambda: "soffice")
    monkeypatch.setattr("builder.documents.old_workbook.convert", never)
    with pytest.raises(SourceError, match="已损坏或不完整"):
        read_old_workbook(ole("Other"), "made.xls")
