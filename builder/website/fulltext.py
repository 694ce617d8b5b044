"""The full-text index: for every one and two Chinese characters in a row, the reports that have them.

A query is cut the same way and the lists are crossed; what is shown is then looked for in the report's own text, so that
nothing stands among the results that is not there letter by letter. Everything is compressed here, whatever the server
does: a query asks for a few files of some kilobytes, however many reports there are. Texts are taken in slices, words in
ranges, each in a worker process where there are enough of them; what passes between the two lies on disk.

    fulltext/index.bin      how many reports, from which years and units (by their place in the list of units), first words of files
    fulltext/words-N.bin    a line of JSON with [word, form, bytes] in order, then the lists: form 0 differences, form 1 a bit each
    fulltext/text-N.bin     title, address, region and text of one report
"""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from builder.at_once import at_once
from builder.website.fulltext_lists import Listed, Slice, listed_words, ranges, take_slice

FOLDER = "fulltext"
LISTS = ("units", "entries")
#: Bytes of lists in one file, before compression.
FILE_SIZE = 4_096
#: Texts in a slice: what a worker holds at a time.
SLICE = 250
#: Texts from which workers are worth starting.
PARALLEL_FROM = 5_000
_CJK = "\u3400-\u9fff"
_OTHERS = re.compile(f"[^{_CJK}a-z0-9]+")
_BETWEEN = re.compile(f"(?<=[{_CJK}]) (?=[{_CJK}])")
_RUNS = re.compile(f"[{_CJK}]+|[a-z0-9]+")
#: What stands in one form only is passed over; a letter goes with a mark behind it.
_UNUSUAL = re.compile(f"[A-Za-z]?[^\n -~{_CJK}、。“”‘’《》〔〕【】—]+")
#: Common signs that would be written otherwise; none of them is ever looked for.
_WIDE = "，：；（）！？％．…\u3000"
Record = dict[str, str]


def folded(text: str) -> str:
    """One form of a text whatever its letters look like, small.

    >>> folded("２０２４年，ＡＢＣ")
    '2024年 abc'
    """
    for sign in _WIDE:
        text = text.replace(sign, " ")
    return _UNUSUAL.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text).lower()


def runs(text: str) -> list[str]:
    """Runs of Chinese characters and words of Latin letters and digits; signs and line ends between characters do not part them.

    >>> runs("“三公”经费\\n2024年ABC")
    ['三公经费', '2024', '年', 'abc']
    """
    return _RUNS.findall(_BETWEEN.sub("", _OTHERS.sub(" ", folded(text))))


def words(text: str) -> set[str]:
    """What a text is found by: its characters, pairs of them in a row, and Latin words and numbers whole.

    >>> sorted(words("三公 2024"))
    ['2024', '三', '三公', '公']
    """
    found: set[str] = set()
    for run in runs(text):
        if run[0] < "\u3400":
            found.add(run)
        else:
            found.update(run)
            found.update(one + two for one, two in set(pairwise(run)))
    return found


def build_index(docs: Path, site: Path) -> int:
    """Index the texts that the pages left in `fulltext.json`, and compress the lists of the search; how many texts."""
    lists = docs / "assets" / "search"
    units = json.loads((lists / "units.json").read_text(encoding="utf-8"))
    (site / "assets" / "search").mkdir(parents=True, exist_ok=True)
    for name in LISTS:
        _write(site / "assets" / "search" / f"{name}.bin", (lists / f"{name}.json").read_bytes())
        (site / "assets" / "search" / f"{name}.json").unlink(missing_ok=True)
    records = json.loads((docs / "fulltext.json").read_text(encoding="utf-8"))
    write_index(records, [unit[0] for unit in units], site / FOLDER)
    return len(records)


def write_index(records: Iterable[Record], units: Sequence[str], folder: Path) -> None:
    """Write the index of the records, newest year first, in the order of their units within a year."""
    places = {unit: place for place, unit in enumerate(units)}

    def unit_of(record: Record) -> int:
        return places.get(record["url"].split("/")[0], -1)

    ordered = sorted(records, key=lambda record: (-int(record["year"]), unit_of(record), record["url"]))
    folder.mkdir(parents=True, exist_ok=True)
    with (
        at_once(in_workers=len(ordered) >= PARALLEL_FROM) as each,
        TemporaryDirectory(prefix="index-", dir=folder.parent) as scratch,
    ):
        starts = range(0, len(ordered), SLICE)
        slices = list(
            each(
                partial(_take, folder, Path(scratch)),
                [(start, ordered[start : start + SLICE]) for start in starts],
            )
        )
        parts = each(partial(listed_words, slices, len(ordered)), ranges(slices))
        files = _write_words((word for part in parts for word in part), folder)
    about = {
        "reports": len(ordered),
        "years": [
            [year, len(list(group))] for year, group in groupby(ordered, lambda record: record["year"])
        ],
        "units": [unit_of(record) for record in ordered],
        "files": files,
    }
    _write(folder / "index.bin", _json(about))


def _take(folder: Path, scratch: Path, numbered: tuple[int, list[Record]]) -> Slice:
    """Write the texts of a slice, whose first number is given, and leave their words in a file of `scratch`."""
    start, records = numbered
    for number, record in enumerate(records, start):
        _write(folder / f"text-{number}.bin", _json(record))
    return take_slice((folded(record["text"]) for record in records), start, scratch / f"{start}.npy")


def _write_words(words: Iterable[Listed], folder: Path) -> list[str]:
    """The lists, in the order of their words, in files of about one size; the first word of each file."""
    firsts: list[str] = []
    head: list[tuple[str, int, int]] = []
    body = bytearray()
    for word, form, listed in words:
        if head and len(body) + len(listed) > FILE_SIZE:
            firsts.append(_write_words_file(folder, len(firsts), head, body))
            head, body = [], bytearray()
        head.append((word, form, len(listed)))
        body += listed
    if head:
        firsts.append(_write_words_file(folder, len(firsts), head, body))
    return firsts


def _write_words_file(folder: Path, number: int, head: list[tuple[str, int, int]], body: bytearray) -> str:
    _write(folder / f"words-{number}.bin", _json(head) + b"\n" + bytes(body))
    return head[0][0]


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _write(path: Path, content: bytes) -> None:
    """Compressed without a date, so that the same input gives the same bytes."""
    path.write_bytes(gzip.compress(content, 9, mtime=0))
