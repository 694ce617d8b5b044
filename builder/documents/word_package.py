"""The parts of a Word document: the zip, what its parts are, and how they refer to each other. Nothing outside the file
is ever fetched: a reference that leads out of it leads nowhere.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from types import TracebackType

from lxml import etree

from builder.documents.limits import Limits
from builder.documents.safe_xml import parse_xml
from builder.documents.safe_zip import SafeZip
from builder.documents.word_xml import Element, in_transitional_names
from builder.errors import SourceError

_MAIN = "word/document.xml"
#: Marks of XML in one part for each MiB of memory allowed: a mark costs less than 128 bytes when it is parsed.
_MARKS_PER_MIB = 4096


class Package:
    """An opened document. Raises SourceError for a damaged container, a part too large, or a missing main part."""

    def __init__(self, data: bytes, source: str, limits: Limits) -> None:
        self._zip, self._source, self._limits = SafeZip(data, source, limits), source, limits
        self._relations: dict[str, Mapping[str, tuple[str, str]]] = {}
        main = self.related("", "/officeDocument")
        self.main = main if main in self._zip else _MAIN
        if self.main not in self._zip:
            raise SourceError(
                "Word 文件里没有正文，可能已损坏；请换原文件",
                "the Word file holds no document part; supply the original",
                source=source,
            )

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.__exit__(kind, error, trace)

    def xml(self, part: str) -> Element | None:
        """The root of an XML part; None when the file has no such part."""
        if not part or part not in self._zip:
            return None
        return parse_part(self._zip.read(part), self._source, part, self._limits)

    def bytes_of(self, part: str) -> bytes:
        """A part as it is; b"" when the file has no such part."""
        return self._zip.read(part) if part and part in self._zip else b""

    def target(self, part: str, relation: str) -> str:
        """The part that a relationship of another part leads to; "" when it leads out of the file or nowhere."""
        return self._of(part).get(relation, ("", ""))[1]

    def related(self, part: str, kind: str) -> str:
        """The first part related by a kind of relationship, told by the end of its type; "" when there is none."""
        found = (target for ends, target in self._of(part).values() if ends.endswith(kind) and target)
        return next(found, "")

    def _of(self, part: str) -> Mapping[str, tuple[str, str]]:
        if part not in self._relations:
            self._relations[part] = self._read_relations(part)
        return self._relations[part]

    def _read_relations(self, part: str) -> Mapping[str, tuple[str, str]]:
        """Relationship id → its type and the part; the part is "" when it lies outside."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for each in root if root is not None else ():
            if not isinstance(each.tag, str) or etree.QName(each).localname != "Relationship":
                continue
            outside = each.get("TargetMode") == "External"
            target = "" if outside else _resolved(folder, each.get("Target") or "")
            found[each.get("Id") or ""] = (each.get("Type") or "", target)
        return found


def parse_part(data: bytes, source: str, part: str, limits: Limits) -> Element:
    """The root of an XML part in transitional names. Raises SourceError when it is damaged or holds too much."""
    most = limits.memory_mib * _MARKS_PER_MIB
    if data.count(b"<") + data.count(b"=") > most:
        raise SourceError(
            f"文档内容过多（超过 {most} 个标记），拒绝读取；确要读它，请调高内存上限",
            f"the part has more than {most} marks of XML; raise the memory limit to read it",
            source=source,
            place=part,
        )
    return parse_xml(in_transitional_names(data), source, part)


def _resolved(folder: str, target: str) -> str:
    return posixpath.normpath(
        target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
    )
