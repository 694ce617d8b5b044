"""Old formats through LibreOffice: what comes of a good file, a bad one, a slow one, and without LibreOffice."""

from __future__ import annotations

import http.server
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from builder.documents import read_bytes
from builder.documents.limits import DEFAULT_LIMITS
from builder.documents.office import convert, office_command, read_old_word
from builder.errors import SourceError
from builder.model import Grid, Line
from tests.documents.made_word import docx, p, tbl, tc, tr

needs_office = pytest.mark.skipif(
    not office_command() and not os.environ.get("CI"), reason="LibreOffice is not installed"
)
ROWS = (("项目", "决算数"), ("财政拨款收入", "-3.20"), ("合计", "12.50"))
GRID = '<w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="2000"/></w:tblGrid>'


def wide(text: str, twips: int) -> str:
    return tc(text, f'<w:tcW w:w="{twips}" w:type="dxa"/>')


def new_file() -> bytes:
    table = tbl(GRID, *(tr(wide(name, 3000), wide(amount, 2000)) for name, amount in ROWS))
    return docx(p("收入决算表") + p("单位：万元") + table + "<w:p/>")


def rich_text() -> bytes:
    def coded(text: str) -> str:
        return "".join(char if char.isascii() else f"\\u{ord(char)}?" for char in text)

    cells = "".join(
        f"\\trowd\\cellx3000\\cellx5000 {coded(name)}\\cell {coded(amount)}\\cell\\row "
        for name, amount in ROWS
    )
    return (
        f"{{\\rtf1\\ansi {coded('收入决算表')}\\par {coded('单位：万元')}\\par {cells}\\pard\\par}}".encode()
    )


@needs_office
@pytest.mark.parametrize("suffix", ["doc", "rtf"])
def test_an_old_file_is_read_like_a_new_one(suffix: str) -> None:
    old = rich_text() if suffix == "rtf" else convert(new_file(), ".docx", "doc", DEFAULT_LIMITS, "made.docx")
    document = read_bytes(old, f"made.{suffix}")
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    assert [cell.text for cell in grid.cells] == ["项目", "决算数", "财政拨款收入", "-3.20", "合计", "12.50"]
    assert [block.text for block in document.blocks if isinstance(block, Line)] == [
        "收入决算表",
        "单位：万元",
    ]


@needs_office
def test_a_damaged_file_gives_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(SourceError, match=r"没能转换.*could not convert") as caught:
        convert(b"PK\x03\x04 nothing", ".odt", "docx", DEFAULT_LIMITS, "坏.odt")
    assert caught.value.source == "坏.odt"
    assert not list(tmp_path.iterdir())


@pytest.fixture
def asked() -> Iterator[tuple[int, list[str]]]:
    """A server that notes what is asked of it: its port and the paths."""
    paths: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, paths
    server.shutdown()


@needs_office
def test_nothing_that_a_file_links_to_is_fetched(asked: tuple[int, list[str]]) -> None:
    port, paths = asked
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("text", "text"), ("draw", "drawing"))
    )
    flat = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document{names} xmlns:xlink="http://www.w3.org/1999/xlink" '
        'office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
        f'<text:p>有图<draw:frame><draw:image xlink:href="http://127.0.0.1:{port}/a.png" xlink:type="simple"/></draw:frame>'
        "</text:p></office:text></office:body></office:document>"
    )
    assert convert(flat.encode(), ".fodt", "docx", DEFAULT_LIMITS, "made.fodt")
    assert paths == []


def command(folder: Path, script: str) -> str:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_one_that_takes_too_long_is_ended_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "child"
    slow = command(tmp_path, f"sleep 60 & echo $! > {note}; wait")
    monkeypatch.setattr("builder.documents.office.office_command", lambda: slow)
    begun = time.monotonic()
    with pytest.raises(SourceError, match="超过 1 秒"):
        convert(b"x", ".doc", "docx", replace(DEFAULT_LIMITS, seconds=2), "慢.doc")
    assert time.monotonic() - begun < 30
    child = int(note.read_text())
    for _ in range(50):  # a killed process may need a moment to be gone
        if not is_alive(child):
            break
        time.sleep(0.1)
    assert not is_alive(child)


def is_alive(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    if status.exists():
        return status.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return not Path("/proc").exists()


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_an_exit_code_of_success_without_a_file_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lazy = command(tmp_path, "exit 0")
    monkeypatch.setattr("builder.documents.office.office_command", lambda: lazy)
    with pytest.raises(SourceError, match="没能转换"):
        convert(b"x", ".doc", "docx", DEFAULT_LIMITS, "made.doc")


def test_without_libreoffice_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.documents.office.office_command", lambda: "")
    with pytest.raises(SourceError, match=r"需要 LibreOffice.*(apt-get|brew|winget)") as caught:
        convert(b"x", ".doc", "docx", DEFAULT_LIMITS, "旧.doc")
    assert "not installed" in caught.value.en


def test_an_encrypted_old_file_is_named_as_such() -> None:
    stream = b"\xec\xa5\xc1\0" + b"\0" * 6 + (0x0100).to_bytes(2, "little")
    entry = "WordDocument".encode("utf-16-le").ljust(128, b"\0")
    data = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + stream.ljust(512, b"\0") + entry).ljust(
        2048, b"\0"
    )
    with pytest.raises(SourceError, match="文件加密"):
        read_old_word(data, "密.doc")
