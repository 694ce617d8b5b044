"""The addresses in `reports.csv`, asked one after another: which are gone, which answer something else than before.

An address that cannot be reached from here is told apart from one that says that there is nothing: many offices answer
only at home. What is compared is a file's bytes, and of a web page the words, since its code changes daily.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from builder.errors import SourceError, UsageError
from builder.intake.fetch import Bounds, Fetched, RefusedError, fetch
from builder.model import Source

State = Literal["same", "new", "changed", "moved", "gone", "unknown", "refused"]
#: What a person should look at.
NEWS: tuple[State, ...] = ("gone", "changed", "moved", "refused")
STATES: dict[State, str] = {
    "same": "和上次一样 as before",
    "new": "第一次查，能打开 opens; asked for the first time",
    "changed": "内容变了 changed",
    "moved": "搬到别处 moved",
    "gone": "不见了 gone",
    "unknown": "从这里查不到 could not be asked from here",
    "refused": "不访问 not asked",
}
_GONE = {404, 410}
_WEB = {"text/html", "application/xhtml+xml"}
_QUIET = re.compile(rb"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """How one address answered; `told` says more in both languages."""

    file: str
    url: str
    state: State
    told: str
    digest: str  # of what it answered, "" for nothing


def ask_all(
    sources: Sequence[Source], known: dict[str, str], bounds: Bounds, pause: int = 1,
    ask: Callable[[str, Bounds], Fetched] = fetch,
) -> Iterator[Asked]:  # fmt: skip
    """Each report with an address, in their order. `known`: what each answered before. `pause`: seconds for one host."""
    last: dict[str, float] = {}
    for source in sources:
        if not source.url:
            continue
        host = urlsplit(source.url).netloc
        time.sleep(max(0.0, last.get(host, 0.0) + pause - time.monotonic()))
        yield _ask(source, known, bounds, ask)
        last[host] = time.monotonic()


def _ask(
    source: Source, known: dict[str, str], bounds: Bounds, ask: Callable[[str, Bounds], Fetched]
) -> Asked:
    def asked(state: State, told: str, digest: str = "") -> Asked:
        return Asked(source.file, source.url, state, told, digest)

    try:
        answer = ask(source.url, bounds)
    except SourceError as error:
        return asked("refused" if isinstance(error, RefusedError) else "unknown", f"{error.zh} / {error.en}")
    if answer.status in _GONE:
        return asked("gone", f"HTTP {answer.status}")
    if answer.status != 200:
        return asked("unknown", f"HTTP {answer.status}")
    digest = _digest(answer)
    if answer.moved:
        return asked("moved", answer.url, digest)
    hashes = {source.sha256, *(one.sha256 for one in source.files)}
    before = known.get(source.url)
    if digest in hashes:
        return asked("same", "与收录的文件相同 the file that the portal has", digest)
    if before is None:
        return asked("new", "", digest)
    return asked("same", "", digest) if before == digest else asked("changed", "", digest)


def _digest(answer: Fetched) -> str:
    body = answer.body
    if answer.kind in _WEB:
        body = b" ".join(_QUIET.sub(b" ", body).split())
    return hashlib.sha256(body).hexdigest()


def read_known(path: Path) -> dict[str, str]:
    """What each address answered before; nothing when the file is not there. Raises UsageError for another file."""
    if not path.is_file():
        return {}
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return {str(url): str(digest) for url, digest in raw.items()}
    except (ValueError, AttributeError) as error:
        raise UsageError(
            "不是上次查网址的记录，可以删去", "no record of addresses; it may be deleted", source=str(path)
        ) from error


def write_known(path: Path, known: dict[str, str], asked: Sequence[Asked]) -> None:
    """Remember what answered now; what could not be asked keeps what it answered before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {one.url: one.digest or known.get(one.url, "") for one in asked}
    kept = {url: digest for url, digest in sorted(told.items()) if digest}
    path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
