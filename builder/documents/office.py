"""Old formats (doc, OLE wps, rtf, odt, Word's XML) through LibreOffice without a window, into formats that we read ourselves.

LibreOffice is a system tool that may not be there. It tells success only by the file it leaves: its exit code is 0 on
failure too. Each run has its own empty profile, a time limit, and settings that run no macro and fetch nothing.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from builder.documents.limits import DEFAULT_LIMITS, Limits
from builder.documents.safe_zip import SafeZip
from builder.documents.sniff import Kind, kind_of
from builder.documents.word import read_word
from builder.documents.workbook import read_workbook
from builder.errors import SourceError, encrypted
from builder.model import Document

_COMMANDS = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
_INSTALL = {
    "linux": "sudo apt-get install libreoffice-writer libreoffice-calc --no-install-recommends",
    "darwin": "brew install --cask libreoffice",
    "win32": "winget install TheDocumentFoundation.LibreOffice",
}
#: A conversion takes its part of the time that a report may take; the rest is for reading.
_SHARE_OF_TIME = 2
_KIB_PER_MIB = 1024
#: Name and value of settings, by their place in LibreOffice's registry. Port 9 answers nobody: links lead nowhere.
_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Common/Misc", "UseLocking", "false"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetFTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetFTPProxyPort", "9"),
)
#: The first bytes of the main stream of a Word file, which begins at a sector of 512 bytes, and its flag 已加密.
_WORD_STREAM, _SECTOR, _FLAGS, _ENCRYPTED = b"\xec\xa5", 512, 10, 0x0100


def read_old_word(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, second: bool = False) -> Document:
    """Read a doc, an OLE wps, an rtf or an odt as LibreOffice understands it.

    Raises SourceError when LibreOffice is not there, when the file is encrypted, or when it cannot be converted.
    """
    kind = kind_of(data, name, limits)
    if kind is Kind.OLD_WORD and _is_encrypted(data):
        raise encrypted(name)
    suffix = {Kind.RICH_TEXT: ".rtf", Kind.OPEN_DOCUMENT: ".odt"}.get(kind, ".doc")
    return read_word(convert(data, suffix, "docx", limits, name), name, limits, second)


def read_open_document(
    data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, second: bool = False
) -> Document:
    """Read an odt as a Word document and an ods as a workbook, through LibreOffice. Raises SourceError as above."""
    with SafeZip(data, name, limits) as container:
        is_sheet = b"spreadsheet" in container.read("mimetype")
    if is_sheet:
        return read_workbook(convert(data, ".ods", "xlsx", limits, name), name, limits, second)
    return read_old_word(data, name, limits, second)


def office_command() -> str:
    """The path of LibreOffice's command; "" when it is not installed."""
    found = (shutil.which(command) for command in _COMMANDS)
    return next((path for path in found if path), next((p for p in _PLACES if Path(p).is_file()), ""))


#: What LibreOffice must take a file for; of one that it does not know it would make a text of strange letters.
_TAKEN_FOR = {".xls": "MS Excel 97"}


def convert(data: bytes, suffix: str, to: str, limits: Limits, source: str) -> bytes:
    """The bytes of a file in another format. `suffix` is that of the input with its point, `to` that of the result.

    Raises SourceError when LibreOffice is not installed, takes too long, or leaves no file.
    """
    command = office_command()
    if not command:
        line = _INSTALL.get(sys.platform, _INSTALL["linux"])
        raise SourceError(
            f"读这种旧格式需要 LibreOffice，本机没有；请安装（{line}），或另存为 docx、xlsx、PDF",
            f"this old format needs LibreOffice, which is not installed: {line}; or save it as docx, xlsx or PDF",
            source=source,
        )
    with tempfile.TemporaryDirectory(prefix="mingbai-office-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        (work / f"in{suffix}").write_bytes(data)
        _write_settings(work / "profile" / "user")
        _run(command, work, f"in{suffix}", to, limits, source)
        return _result(work / "out" / f"in.{to}", limits, source)


def _run(command: str, work: Path, name: str, to: str, limits: Limits, source: str) -> None:
    seconds = max(limits.seconds // _SHARE_OF_TIME, 1)
    known = _TAKEN_FOR.get(Path(name).suffix)
    taken_for = [f"--infilter={known}"] if known else []
    arguments = [
        command, f"-env:UserInstallation={(work / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--nodefault", "--nofirststartwizard", *taken_for, "--convert-to", to, "--outdir", str(work / "out"),
        str(work / name),
    ]  # fmt: skip
    environment = {**os.environ, "HOME": str(work), "TMPDIR": str(work), "http_proxy": "http://127.0.0.1:9",
                   "https_proxy": "http://127.0.0.1:9", "no_proxy": ""}  # fmt: skip
    process = subprocess.Popen(
        _bounded(arguments, seconds),
        cwd=work,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise SourceError(
            f"LibreOffice 转换超过 {seconds} 秒，已停止；请另存为 docx 或 PDF，或调高时间上限",
            f"LibreOffice took more than {seconds} s; save the file as docx or PDF, or raise the time limit",
            source=source,
        ) from error
    finally:
        _end(process)


def _bounded(arguments: list[str], seconds: int) -> list[str]:
    """The command under a limit on processor time, so that it ends even when whoever waits for it is killed."""
    if os.name != "posix":
        return arguments
    return ["/bin/sh", "-c", f'ulimit -t {seconds} 2>/dev/null; exec "$@"', "sh", *arguments]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process with all that it started."""
    if os.name == "posix":
        with suppress(ProcessLookupError, PermissionError):  # everything has ended already
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _result(path: Path, limits: Limits, source: str) -> bytes:
    if not path.is_file() or not path.stat().st_size:
        raise _failed(source, "LibreOffice left no file")
    if path.stat().st_size > limits.file_mib * _KIB_PER_MIB * _KIB_PER_MIB:
        raise SourceError(
            f"转换后的文件超过 {limits.file_mib} MB，拒绝读取",
            f"the converted file is larger than {limits.file_mib} MB; refused",
            source=source,
        )
    return path.read_bytes()


def _failed(source: str, why: str) -> SourceError:
    return SourceError(
        "LibreOffice 没能转换这个文件（可能已损坏或加密）；请换原文件，或另存为 docx、PDF",
        f"LibreOffice could not convert the file ({why}); supply the original or save it as docx or PDF",
        source=source,
    )


def _write_settings(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )


def _is_encrypted(data: bytes) -> bool:
    """Whether a Word file of the old format says at its beginning that it is encrypted."""
    at = data.find(_WORD_STREAM, _SECTOR)
    while at >= 0:
        if at % _SECTOR == 0:
            flags = data[at + _FLAGS : at + _FLAGS + 2]
            return bool(int.from_bytes(flags, "little") & _ENCRYPTED)
        at = data.find(_WORD_STREAM, at + 1)
    return False
