"""What the full-text index is made of, each part made once: texts compressed, and the words of some hundred texts in a row.

Both are kept by what they were made of, beside a list of how their files were left; the list is written last. A file that is
not as the list says was left half, or changed by somebody, and is made again, as a new file.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import sys
import zlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from builder.at_once import at_once
from builder.keeping import keep, kept, remove_half_written
from builder.website.fulltext_lists import Latin, Slice, take_slice
from builder.website.fulltext_words import folded
from builder.website.looks import Look, looks

LIST, TEXTS, WORDS = "known", "texts", "words"
#: Texts in a slice, about: what a worker holds at a time.
SLICE = 250
#: Texts in new slices from which workers are worth starting.
PARALLEL_FROM = 5_000


class Text(NamedTuple):
    """A text of the list that the pages left: its address and year, what tells it from others, and where it stands."""

    url: str
    year: str
    digest: str
    at: int
    length: int


class Known(NamedTuple):
    """How files were left: of texts by their digest, and of slices with what else is told of each."""

    texts: dict[str, Look]
    slices: dict[str, tuple[Look, Latin]]


def read_texts(listed: Path) -> list[Text]:
    """The texts of the list, which has each on a line of its own; one is held at a time."""
    made_by, at, found = _made_by(), 0, list[Text]()
    with listed.open("rb") as lines:
        for line in lines:
            if line.startswith(b"{"):
                length = len(line.rstrip(b",\n"))
                record = _without_text(line[:length])
                digest = hashlib.sha256(made_by + line[:length]).hexdigest()[:32]
                found.append(Text(record["url"], record["year"], digest, at, length))
            at += len(line)
    return found


def _without_text(line: bytes) -> dict[str, str]:
    """What a line says besides its text, which stands last and is nearly all of it; no text has such a mark in it unescaped."""
    head, mark, _ = line.partition(b', "text": "')
    told: dict[str, str] = json.loads(head + b"}" if mark else line)
    return told


def _made_by() -> bytes:
    own = (
        Path(__file__).with_name(f"fulltext{name}.py").read_bytes() for name in ("_kept", "_lists", "_words")
    )
    return hashlib.sha256(f"{sys.version} {zlib.ZLIB_RUNTIME_VERSION}".encode() + b"".join(own)).digest()


def take_texts(listed: Path, texts: Sequence[Text], folder: Path) -> list[Slice]:
    """Make or find the words of all texts, in slices, and every text compressed; what is kept of others is removed."""
    for name in (TEXTS, WORDS):
        (folder / name).mkdir(parents=True, exist_ok=True)
    remove_half_written(folder)
    known = _as_left(folder)
    slices = cut(texts)
    stale = [
        (name, own)
        for name, own in slices.items()
        if name not in known.slices or any(text.digest not in known.texts for text in own)
    ]
    with at_once(in_workers=sum(len(own) for _, own in stale) >= PARALLEL_FROM) as each:
        job = partial(_take, listed, folder, frozenset(known.texts))
        made = dict(zip((name for name, _ in stale), each(job, stale), strict=True))
    latin = {name: made[name] if name in made else known.slices[name][1] for name in slices}
    _note(folder, texts, latin)
    found, start = list[Slice](), 0
    for name, own in slices.items():
        found.append(Slice(latin[name], words_of(folder, name), start))
        start += len(own)
    return found


def text_of(folder: Path, digest: str) -> str:
    """Where a compressed text is kept."""
    return f"{folder}{os.sep}{TEXTS}{os.sep}{digest}.bin"


def words_of(folder: Path, name: str) -> Path:
    """Where the words of a slice are kept."""
    return folder / WORDS / f"{name}.npy"


def cut(texts: Sequence[Text]) -> dict[str, list[Text]]:
    """Slices by name, in order. They end where a text says so, so that one more shifts no other slice than its own."""
    found, own = dict[str, list[Text]](), list[Text]()
    for place, text in enumerate(texts, 1):
        own.append(text)
        if int(text.digest[:8], 16) % SLICE == 0 or len(own) == 4 * SLICE or place == len(texts):
            found[hashlib.sha256("".join(one.digest for one in own).encode()).hexdigest()[:32]] = own
            own = []
    return found


def _take(listed: Path, folder: Path, there: frozenset[str], named: tuple[str, list[Text]]) -> Latin:
    """Compress the texts of a slice that are not there, and leave its words in a file; its Latin words."""
    name, own = named
    texts = []
    with listed.open("rb") as handle:
        for text in own:
            handle.seek(text.at)
            record = json.loads(handle.read(text.length))
            if text.digest not in there:
                _write(Path(text_of(folder, text.digest)), compressed(as_json(record)))
            texts.append(folded(record["text"]))
    path = words_of(folder, name)
    path.unlink(missing_ok=True)
    return take_slice(texts, path)


def _write(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)  # a site may link to it
    path.write_bytes(content)


def _as_left(folder: Path) -> Known:
    """What is kept and still as it was left; of neither more than is there."""
    found = kept(folder / LIST)
    if not isinstance(found, Known):
        return Known({}, {})
    texts, words = looks(folder / TEXTS), looks(folder / WORDS)
    return Known(
        {digest: look for digest, look in found.texts.items() if texts.get(f"{digest}.bin") == look},
        {name: one for name, one in found.slices.items() if words.get(f"{name}.npy") == one[0]},
    )


def _note(folder: Path, texts: Sequence[Text], latin: dict[str, Latin]) -> None:
    """Remove what is kept of others, and write the list."""
    (folder / LIST).unlink(missing_ok=True)
    wanted = {text.digest: f"{text.digest}.bin" for text in texts}
    for name, names in ((TEXTS, set(wanted.values())), (WORDS, {f"{one}.npy" for one in latin})):
        for entry in os.scandir(folder / name):
            if entry.name not in names:
                Path(entry.path).unlink()
    left, words = looks(folder / TEXTS), looks(folder / WORDS)
    slices = {name: (words[f"{name}.npy"], told) for name, told in latin.items()}
    keep(folder / LIST, Known({digest: left[name] for digest, name in wanted.items()}, slices))


def as_json(value: Any) -> bytes:
    """JSON without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def compressed(content: bytes) -> bytes:
    """Without a date, so that the same input gives the same bytes."""
    return gzip.compress(content, 9, mtime=0)
