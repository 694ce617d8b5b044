"""What was recognised in each file of a report, put together.

The same text in a second file, a Word file beside its PDF for instance, is taken once: where it stands first.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from builder.model import Passage, Recognised, Statement
from builder.text import squeeze

_T = TypeVar("_T")
#: Shorter lines, such as 无。, may stand in two files and mean two things.
_TELLING = 12


def joined(found: Sequence[Recognised]) -> Recognised:
    """One report of its files in reading order. Unit, year and kind are the first file's.

    `files` are those whose text is their own: what is said of the order of a text is said of each by itself.
    """
    first, *others = found
    known = {_passage_key(passage) for passage in first.passages}
    own = [first]
    for one in others:
        if not _is_copy(one, known):
            own.append(one)
        known |= {_passage_key(passage) for passage in one.passages}
    return replace(
        first,
        tables=tuple(part for one in found for part in one.tables),
        unknown_titles=tuple(title for one in found for title in one.unknown_titles),
        outline=tuple(heading for one in own for heading in one.outline),
        passages=_once((one.passages for one in found), _passage_key),
        duties=_once((one.duties for one in found), _statement_key),
        bodies=_once((one.bodies for one in found), _statement_key),
        units=_once((one.units for one in found), _statement_key),
        glossary=_once((one.glossary for one in found), _statement_key),
        attachments=_once((one.attachments for one in found), _statement_key),
        tables_in_attachment=next((p for one in found if (p := one.tables_in_attachment)), None),
        tables_as_pictures=next((p for one in found if (p := one.tables_as_pictures)), None),
        captions=tuple(caption for one in found for caption in one.captions),
        files=tuple(own),
    )


def _is_copy(one: Recognised, known: set[Hashable]) -> bool:
    """Whether most of a file's text stands in the files before it."""
    whole = sum(len(passage.text) for passage in one.passages)
    keys = ((_passage_key(passage), len(passage.text)) for passage in one.passages)
    return 2 * sum(size for key, size in keys if key is not None and key in known) > whole


def _once(of_files: Iterable[Sequence[_T]], key: Callable[[_T], Hashable]) -> tuple[_T, ...]:
    """All entries of the first file, of each further file those that no file before it has."""
    kept: list[_T] = []
    known: set[Hashable] = set()
    for entries in of_files:
        kept += [entry for entry in entries if key(entry) is None or key(entry) not in known]
        known |= {key(entry) for entry in entries}
    return tuple(kept)


def _passage_key(passage: Passage) -> Hashable:
    text = squeeze(passage.text)
    return (passage.section, text) if len(text) >= _TELLING else None


def _statement_key(statement: Statement) -> Hashable:
    return (squeeze(statement.item), squeeze(statement.text))
