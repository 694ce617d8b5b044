"""Old workbooks: the errors of broken files. What whole ones hold is tested by the round trip, through LibreOffice."""

from __future__ import annotations

import pytest

from builder.documents.old_workbook import read_old_workbook
from builder.errors import SourceError

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
