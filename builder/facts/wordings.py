"""Statements in words → wordings with their places: leftovers of the form, “none”, lists, directions, years, names.

What it does: finds the patterns of `wordings.toml` in prose, headings, notes, titles and cells. What it is not: it
compares nothing; whether a statement fits the figures is the business of the checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from builder.facts.figures import Text
from builder.facts.numbering import state_numbers
from builder.knowledge import load_tables
from builder.knowledge.wordings import WordingPattern, Wordings
from builder.model import Passage, Place, Recognised, Wording
from builder.text import item_name, squeeze

_MARKS = ",。;:"
_LONGEST = 60
_PATH_END = re.compile(r"（项）[。:：]?$")
#: Tables whose cells hold words of the form beside names and figures.
_FORMS = {"P1"}


def state_wordings(found: Recognised, known: Wordings) -> tuple[Wording, ...]:
    """All wordings in reading order of their kind of place; a pattern told `once` gives its first."""
    wordings = list(_captions(found))
    texts = [(where, Text.of(passage)) for where, passage in _texts(found)]
    standing: dict[tuple[frozenset[str], ...], list[Text]] = {}  # many patterns stand in the same places
    for pattern in known.patterns:
        places = (pattern.where, pattern.sections, pattern.outside)
        if places not in standing:
            standing[places] = [t for where, t in texts if pattern.may_stand(where, t.passage.section)]
        matches = (
            wording
            for text in standing[places]
            if pattern.regex.search(text.plain)
            for wording in find_wordings(pattern, text)
        )
        first = next(matches, None)
        if first is not None:
            wordings += [first] if pattern.once else [first, *matches]
    parts = {passage.section: passage for passage in found.passages if passage.section}
    wordings += [Wording("part", "", p.place_at(0), section, (), section) for section, p in parts.items()]
    return (*wordings, *state_numbers(found))


def find_wordings(pattern: WordingPattern, text: Text) -> Iterator[Wording]:
    """The matches of one pattern in one text, each with the clause it stands in as printed."""
    for match in pattern.regex.finditer(text.plain):
        start, end = _clause(text.plain, match.start(), match.end())
        if pattern.unless and pattern.unless.search(text.plain, start, max(end, match.end())):
            continue
        named = match.groupdict()
        values = tuple(named[key] or "" for key in sorted(named) if key != "subject")
        yield Wording(
            kind=pattern.kind,
            text=_short(text.printed(start, end)),
            place=text.place(match.start()),
            subject=named.get("subject") or pattern.subject,
            values=values,
            section=text.passage.section,
        )


def _clause(plain: str, start: int, end: int) -> tuple[int, int]:
    """From the mark before the match to the mark behind it."""
    begin = max(plain.rfind(mark, 0, start) for mark in _MARKS) + 1
    closing = (found for mark in _MARKS if (found := plain.find(mark, max(end - 1, start))) >= 0)
    stop = min(closing, default=len(plain))
    begin, stop = min(begin, start), max(stop, end)
    if plain[begin:stop].count("）") > plain[begin:stop].count("（"):
        begin = max(plain.rfind("（", 0, begin), 0)
    if plain[begin:stop].count("（") > plain[begin:stop].count("）"):
        closed = plain.find("）", stop)
        stop = closed + 1 if 0 <= closed < stop + _LONGEST else stop
    return begin, stop


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _texts(found: Recognised) -> Iterator[tuple[str, Passage]]:
    yield from (("prose", passage) for passage in _with_their_paths(found.passages))
    for heading in found.outline:
        yield "heading", _passage(heading.title, heading.place)
    for part in found.tables:
        yield "title", _passage(part.title, part.place, part.table)
        for note in part.notes:
            yield "note", _passage(note.text, note.place, part.table)
        if part.table in _FORMS:
            for row in part.rows:
                yield from (("cell", _passage(c.text, c.place, part.table)) for c in row.cells if c.text)


def _with_their_paths(passages: Sequence[Passage]) -> Iterator[Passage]:
    """The passages, each 类, 款 and 项 that stands on a line of its own put before the text it heads."""
    path: Passage | None = None
    for passage in passages:
        if path is not None and passage.section == path.section:
            passage = Passage(path.text + passage.text, path.places + passage.places, passage.section)
        elif path is not None:
            yield path
        path = passage if _PATH_END.search(squeeze(passage.text)) else None
        if path is None:
            yield passage
    if path is not None:
        yield path


def _names_table(text: str) -> str:
    """The official table whose title a line is, or ends with; "" when it is none."""
    bare = item_name(text)
    form = load_tables().identify(bare) if len(bare) <= _LONGEST and bare.endswith("表") else None
    return form.id if form else ""


def _passage(text: str, place: Place, section: str = "") -> Passage:
    return Passage(text, (place,) * len(text), section)


def _captions(found: Recognised) -> Iterator[Wording]:
    """Names of units over tables, titles without a table, P1 forms that print no unit of money."""
    for caption in found.captions:
        kind = "caption" if caption.topic == "单位" else "date"
        yield Wording(kind, caption.text, caption.place, caption.topic)
    for title in found.unknown_titles:
        yield Wording("title", title.text, title.place)
    for where, passage in _texts(found):
        if where in {"prose", "heading"} and (table := _names_table(passage.text)):
            yield Wording("title", passage.text, passage.place_at(0), table)
    for part in found.tables:
        if part.table not in _FORMS or part.unit:
            continue
        words = [squeeze(cell.text) for row in part.rows for cell in row.cells]
        if not any("元" in word and "投资" not in word for word in words):
            yield Wording("no_unit", part.title, part.place, part.table)
