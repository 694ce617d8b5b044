"""Opening zip containers (docx, xlsx, ofd, archives) that may have been made to do harm.

Sizes in a zip's directory are claims: what counts is what comes out while reading. No member is ever written to disk.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from types import TracebackType

from builder.documents.limits import DEFAULT_LIMITS, Limits
from builder.errors import SourceError, encrypted

_MIB = 1024 * 1024
_CHUNK = 256 * 1024
_ENCRYPTED = 0x1


class SafeZip:
    """The members of a zip by name, read into memory within the limits.

    Raises SourceError for a damaged or encrypted container and for one that unpacks to more than allowed.
    """

    def __init__(self, data: bytes, source: str, limits: Limits = DEFAULT_LIMITS) -> None:
        self._source, self._limits, self._left = source, limits, limits.unpacked_mib * _MIB
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise self._damaged(error) from error
        if len(self._zip.infolist()) > limits.members:
            raise SourceError(
                f"压缩包里超过 {limits.members} 个文件，拒绝读取",
                f"the archive holds more than {limits.members} members; refused",
                source=source,
            )

    def __enter__(self) -> SafeZip:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def members(self) -> list[zipfile.ZipInfo]:
        """The files in the container in its own order, folders left out."""
        return [info for info in self._zip.infolist() if not info.is_dir()]

    @property
    def left(self) -> int:
        """How many bytes may still come out."""
        return self._left

    def spend(self, size: int) -> None:
        """Count what came out of an archive inside this one."""
        self._left = max(0, self._left - size)

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def read(self, name: str | zipfile.ZipInfo) -> bytes:
        """One member whole. Raises KeyError when there is none of that name."""
        info = name if isinstance(name, zipfile.ZipInfo) else self._zip.getinfo(name)
        if info.flag_bits & _ENCRYPTED:
            raise encrypted(self._source, info.filename)
        allowed = min(self._left, self._limits.member_mib * _MIB)
        parts: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as handle:
                while chunk := handle.read(_CHUNK):
                    size += len(chunk)
                    if size > allowed:
                        raise self._too_large(info.filename)
                    parts.append(chunk)
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            EOFError,
            OSError,
            RuntimeError,
            ValueError,  # a directory that points in front of the file
        ) as error:
            raise self._damaged(error, info.filename) from error
        self._left -= size
        return b"".join(parts)

    def _too_large(self, member: str) -> SourceError:
        alone, together = self._limits.member_mib, self._limits.unpacked_mib
        if self._left < alone * _MIB:
            return SourceError(
                f"合起来解压后超过 {together} MB，拒绝读取；确要读它，请用 --unpacked-limit 调高",
                f"all members unpack to more than {together} MB; refused; raise --unpacked-limit to read them",
                source=self._source,
                place=member,
            )
        return SourceError(
            f"解压后超过 {alone} MB，拒绝读取；确要读它，请用 --unpacked-limit 调高",
            f"unpacks to more than {alone} MB; refused; raise --unpacked-limit to read it",
            source=self._source,
            place=member,
        )

    def _damaged(self, error: Exception, member: str = "") -> SourceError:
        return SourceError(
            "文件已损坏或不完整，解不开；请换原文件",
            f"the container is damaged or incomplete ({type(error).__name__}); supply the original",
            source=self._source,
            place=member,
        )
