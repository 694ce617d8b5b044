"""The full-text index: for every one and two Chinese characters in a row, the reports that have them.

A query is cut the same way and the lists are crossed; what is shown is then looked for in the report's own text, so that
nothing stands among the results that is not there letter by letter. Everything is compressed here, whatever the server
does: a query asks for a few files of some kilobytes, however many reports there are. No library is needed for it.

    fulltext/index.bin      how many reports, from which years and units (by their place in the list of units), first words of files
    fulltext/words-N.bin    a line of JSON with [word, form, bytes] in order, then the lists: form 0 differences, form 1 a bit each
    fulltext/text-N.bin     title, address, region and text of one report
"""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

FOLDER = "fulltext"
LISTS = ("units", "entries")
#: Bytes of lists in one file, before compression.
FILE_SIZE = 4_096
_CJK = "\u3400-\u9fff"
_OTHERS = re.compile(f"[^{_CJK}a-z0-9]+")
_BETWEEN = re.compile(f"(?<=[{_CJK}]) (?=[{_CJK}])")
_RUNS = re.compile(f"[{_CJK}]+|[a-z0-9]+")
Record = dict[str, str]


def runs(text: str) -> list[str]:
    """Runs of Chinese characters and words of Latin letters and digits; signs and line ends between characters do not part them.

    >>> runs("“三公”经费\\n2024年ABC")
    ['三公经费', '2024', '年', 'abc']
    """
    folded = _OTHERS.sub(" ", unicodedata.normalize("NFKC", text).lower())
    return _RUNS.findall(_BETWEEN.sub("", folded))


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
    found: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    for number, record in enumerate(ordered):
        for word in words(record["text"]):
            found[word].append(number)
        _write(folder / f"text-{number}.bin", _json(record))
    about = {
        "reports": len(ordered),
        "years": [
            [year, len(list(group))] for year, group in groupby(ordered, lambda record: record["year"])
        ],
        "units": [unit_of(record) for record in ordered],
        "files": _write_words(found, len(ordered), folder),
    }
    _write(folder / "index.bin", _json(about))


def _write_words(found: dict[str, array[int]], reports: int, folder: Path) -> list[str]:
    """The lists in files of about one size, by the order of their words; the first word of each file."""
    firsts: list[str] = []
    head: list[tuple[str, int, int]] = []
    body = bytearray()
    for word in sorted(found):
        form, listed = packed(found[word], reports)
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


def packed(numbers: Sequence[int], reports: int) -> tuple[int, bytes]:
    """A list of rising numbers in the shorter of two forms: differences in groups of seven bits, or a bit for each report.

    >>> packed([0, 1, 300], 10_000), packed([0, 1, 2, 9], 10)
    ((0, b'\\x00\\x01\\xab\\x02'), (1, b'\\x07\\x02'))
    """
    most = (reports + 7) // 8
    if len(numbers) < most:
        listed = _differences(numbers)
        if len(listed) <= most:
            return 0, listed
    bits = bytearray(most)
    for number in numbers:
        bits[number >> 3] |= 1 << (number & 7)
    return 1, bytes(bits)


def _differences(numbers: Sequence[int]) -> bytes:
    listed, before = bytearray(), 0
    for number in numbers:
        step, before = number - before, number
        while step > 127:
            listed.append(step & 127 | 128)
            step >>= 7
        listed.append(step)
    return bytes(listed)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _write(path: Path, content: bytes) -> None:
    """Compressed without a date, so that the same input gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content, 9, mtime=0))
