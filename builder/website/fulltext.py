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

import json
import os
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path

from builder.at_once import at_once
from builder.website.fulltext_kept import Text, as_json, compressed, read_texts, take_texts, text_of
from builder.website.fulltext_lists import Listed, listed_words, ranges
from builder.website.planned import Planned

FOLDER = "fulltext"
LISTS = ("units", "entries")
#: Bytes of lists in one file, before compression.
FILE_SIZE = 4_096
#: Texts from which workers are worth starting for the lists.
PARALLEL_FROM = 5_000


def build_index(docs: Path, site: Planned, folder: Path) -> int:
    """Index the texts that the pages left in `fulltext.json`, and compress the lists of the search; how many texts.

    `folder`: for what is made of texts, which is kept there and found again.
    """
    lists = docs / "assets" / "search"
    units = json.loads((lists / "units.json").read_text(encoding="utf-8"))
    for name in LISTS:
        site.put(f"assets/search/{name}.bin", compressed((lists / f"{name}.json").read_bytes()))
        site.leave_out(f"assets/search/{name}.json")
    return write_index(docs / "fulltext.json", [unit[0] for unit in units], site, folder)


def write_index(listed: Path, units: Sequence[str], site: Planned, folder: Path) -> int:
    """Plan the index of the texts, newest year first, in the order of their units within a year; how many texts."""
    places = {unit: place for place, unit in enumerate(units)}

    def unit_of(text: Text) -> int:
        return places.get(text.url.split("/")[0], -1)

    ordered = sorted(read_texts(listed), key=lambda text: (-int(text.year), unit_of(text), text.url))
    slices = take_texts(listed, ordered, folder)
    for number, text in enumerate(ordered):
        path = text_of(folder, text.digest)
        site.link(f"{FOLDER}/text-{number}.bin", path, os.stat(path))  # noqa: PTH116
    with at_once(in_workers=len(ordered) >= PARALLEL_FROM) as each:
        parts = each(partial(listed_words, slices, len(ordered)), ranges(slices))
        files = _plan_words((word for part in parts for word in part), site)
    about = {
        "reports": len(ordered),
        "years": [[year, len(list(group))] for year, group in groupby(ordered, lambda text: text.year)],
        "units": [unit_of(text) for text in ordered],
        "files": files,
    }
    site.put(f"{FOLDER}/index.bin", compressed(as_json(about)))
    return len(ordered)


def _plan_words(words: Iterable[Listed], site: Planned) -> list[str]:
    """The lists, in the order of their words, in files of about one size; the first word of each file."""
    firsts: list[str] = []
    head: list[tuple[str, int, int]] = []
    body = bytearray()

    def put() -> None:
        if head:
            content = as_json(head) + b"\n" + bytes(body)
            site.put(f"{FOLDER}/words-{len(firsts)}.bin", compressed(content))
            firsts.append(head[0][0])

    for word, form, listed in words:
        if head and len(body) + len(listed) > FILE_SIZE:
            put()
            head, body = [], bytearray()
        head.append((word, form, len(listed)))
        body += listed
    put()
    return firsts
