"""What can go wrong outside the figures. A bad *figure* is a finding, never an exception."""

from __future__ import annotations


class MingbaiError(Exception):
    """A message for a person, in Chinese and English; never shown as a traceback."""

    def __init__(self, zh: str, en: str, *, source: str = "", place: str = "") -> None:
        self.zh, self.en, self.source, self.place = zh, en, source, place
        where = "，".join(part for part in (source, place) if part)
        super().__init__(f"{where}：{zh} / {en}" if where else f"{zh} / {en}")

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way back from a worker process whole."""
        return (_rebuilt, (type(self), self.zh, self.en, self.source, self.place))


def _rebuilt(kind: type[MingbaiError], zh: str, en: str, source: str, place: str) -> MingbaiError:
    return kind(zh, en, source=source, place=place)


class SourceError(MingbaiError):
    """One source file cannot be read: which one, where in it, and what to do. Other reports still build."""


def encrypted(source: str, place: str = "") -> SourceError:
    """The error for a file, or a part of one, that opens with a password only."""
    return SourceError(
        "文件加密，需要密码，未读取；请打开后去掉密码另存一份，或向公布的单位要不加密的文件",
        "the file is encrypted; open it, save a copy without a password, or ask its publisher for one",
        source=source,
        place=place,
    )


class KnowledgeError(MingbaiError):
    """A declaration of ours (TOML, CSV) is wrong; raised before any report is read."""


class UsageError(MingbaiError):
    """The command was called with something that is not there or cannot be used."""


class BuildError(MingbaiError):
    """The site could not be written, for want of room for instance. The site that was there stays as it was."""
