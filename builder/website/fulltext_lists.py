"""The lists of the full-text index: which texts have a word, for all words in order.

A character and a pair of characters in a row are numbers; a number and the text that has it, in one, are what is sorted.
The texts come in slices, each sorted by itself; the lists are made for a range of words at a time, over all slices.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

#: Characters from here to there are Chinese; two of them fit into 30 bits.
FIRST, LAST = 0x3400, 0x9FFF
_BITS = 15
#: Pairs of a word and a text in one range of words.
RANGE = 2_000_000
_LATIN = re.compile("[a-z0-9]+")
#: A word, the form of its list and the list: form 0 differences in groups of seven bits, form 1 a bit for each text.
Listed = tuple[str, int, bytes]
#: Latin words and numbers with the texts that have them.
Latin = dict[str, list[int]]
_Pairs = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Slice:
    """Some texts: Latin words and numbers with their texts, and a file of characters and pairs with theirs, sorted.

    Texts are counted from 0 in each slice; `start` is the number of the first in the index.
    """

    latin: Latin
    pairs: Path
    start: int


@dataclass(frozen=True, slots=True)
class Range:
    """Pairs from `first` up to but not including `end`, and whether the Latin words, which come first, belong to it."""

    first: int
    end: int
    with_latin: bool


def take_slice(texts: Iterable[str], path: Path) -> Latin:
    """The Latin words of the texts (folded), counted from 0; characters and pairs are left at `path`."""
    latin: Latin = {}
    found: list[_Pairs] = [np.empty(0, np.uint64)]
    for number, text in enumerate(texts):
        for word in set(_LATIN.findall(text)):
            latin.setdefault(word, []).append(number)
        found.append(_characters(text).astype(np.uint64) << np.uint64(32) | np.uint64(number))
    np.save(path, np.sort(np.concatenate(found)))
    return latin


def _characters(text: str) -> NDArray[np.uint32]:
    """Chinese characters and pairs of them as numbers, each once; only letters and digits part a pair."""
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
    chinese = (codes >= FIRST) & (codes <= LAST)
    digits, letters = (codes >= 0x30) & (codes <= 0x39), (codes >= 0x61) & (codes <= 0x7A)
    kept = chinese | digits | letters
    codes, chinese = codes[kept], chinese[kept]
    numbers = codes - FIRST + 1
    ones = numbers[chinese] << _BITS
    twos = (numbers[:-1] << _BITS | numbers[1:])[chinese[:-1] & chinese[1:]]
    found: NDArray[np.uint32] = np.sort(np.concatenate([ones, twos]))
    is_first: NDArray[np.bool_] = np.diff(found, prepend=np.uint32(0)) != 0
    return np.asarray(found[is_first])  # much faster than np.unique


def ranges(slices: Sequence[Slice]) -> list[Range]:
    """Ranges of words in order, about as many pairs in each; one at least."""
    sampled = [np.load(one.pairs, mmap_mode="r")[:: RANGE // 1000] for one in slices]
    some = np.sort(np.concatenate([np.empty(0, np.uint64), *sampled])) >> np.uint64(32)
    cuts = sorted({int(number) for number in some[1000::1000]})
    ends = [*cuts, 1 << 2 * _BITS]
    return [Range(first, end, first == 0) for first, end in zip([0, *cuts], ends, strict=True)]


def listed_words(slices: Sequence[Slice], reports: int, wanted: Range) -> list[Listed]:
    """The words of a range with their lists, in order."""
    found = _latin(slices, reports) if wanted.with_latin else []
    pairs = np.sort(np.concatenate([np.empty(0, np.uint64), *(_part(one, wanted) for one in slices)]))
    words = pairs >> np.uint64(32)
    starts = np.flatnonzero(np.diff(words, prepend=np.uint64(0)))  # no word is 0
    lists = packed(pairs & np.uint64(0xFFFFFFFF), starts, reports)
    return [*found, *((_word(int(word)), *one) for word, one in zip(words[starts], lists, strict=True))]


def _part(one: Slice, wanted: Range) -> _Pairs:
    pairs = np.load(one.pairs, mmap_mode="r")
    first, end = np.searchsorted(
        pairs, [np.uint64(wanted.first) << np.uint64(32), np.uint64(wanted.end) << np.uint64(32)]
    )
    return np.asarray(pairs[first:end] + np.uint64(one.start))


def _latin(slices: Sequence[Slice], reports: int) -> list[Listed]:
    merged: dict[str, list[int]] = {}
    for one in slices:
        for word, numbers in one.latin.items():
            merged.setdefault(word, []).extend(number + one.start for number in numbers)
    words = sorted(merged)
    lengths = [len(merged[word]) for word in words]
    starts = np.concatenate([[0], np.cumsum(lengths)])[:-1].astype(np.int64)
    lists = packed(
        np.array([number for word in words for number in merged[word]], np.uint64), starts, reports
    )
    return [(word, *one) for word, one in zip(words, lists, strict=True)]


def _word(number: int) -> str:
    one, other = number >> _BITS, number & (1 << _BITS) - 1
    return chr(one + FIRST - 1) + (chr(other + FIRST - 1) if other else "")


def packed(
    numbers: NDArray[np.uint64], starts: NDArray[np.int64], reports: int
) -> Iterator[tuple[int, bytes]]:
    """Lists of rising numbers, one behind the other, each in the shorter of two forms.

    >>> list(packed(np.array([0, 1, 300, 7], np.uint64), np.array([0, 3]), 10_000))
    [(0, b'\\x00\\x01\\xab\\x02'), (0, b'\\x07')]
    >>> list(packed(np.array([0, 1, 2, 9], np.uint64), np.array([0]), 10))
    [(1, b'\\x07\\x02')]
    """
    most = (reports + 7) // 8
    steps = np.diff(numbers, prepend=np.uint64(0))
    steps[starts] = numbers[starts]
    sizes = np.ones(len(steps), np.int64)
    for bits in (7, 14, 21, 28):
        sizes += steps >= (1 << bits)
    ends = np.cumsum(sizes)
    listed = _groups_of_seven(steps, sizes, ends).tobytes()
    ends = np.concatenate([[0], ends])
    for first, end in pairwise([*starts.tolist(), len(numbers)]):
        if ends[end] - ends[first] <= most:
            yield 0, listed[ends[first] : ends[end]]
        else:
            has = np.zeros(reports, np.uint8)
            has[numbers[first:end]] = 1
            yield 1, np.packbits(has, bitorder="little").tobytes()


def _groups_of_seven(
    steps: NDArray[np.uint64], sizes: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.uint8]:
    """Each step in so many bytes, lowest bits first; all but its last have their highest bit set."""
    found = np.zeros(int(ends[-1]) if len(ends) else 0, np.uint8)
    for place in range(int(sizes.max()) if len(sizes) else 0):
        long = sizes > place
        byte = steps[long] >> np.uint64(7 * place) & np.uint64(127)
        found[(ends - sizes)[long] + place] = byte | np.where(sizes[long] > place + 1, 128, 0).astype(
            np.uint64
        )
    return found
