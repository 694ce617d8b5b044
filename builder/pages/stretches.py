"""Long lists in pages of bounded length, and which of the pages each leads to."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import groupby, islice, pairwise
from typing import TypeVar

_Row = TypeVar("_Row")
_Key = TypeVar("_Key", bound=Hashable)
#: So many pages are all named; of more, some.
FEW = 15
_NEAR, _STEPS = 2, 8


def stretches(rows: Sequence[_Row], key: Callable[[_Row], object], most: int) -> Iterator[list[_Row]]:
    """Ordered rows cut into pages, those of one key together where they fit: a row more shifts only the rows of its key.

    >>> list(stretches("aaab", key=str, most=3)), list(stretches("aab", key=str, most=3)), list(stretches("", key=str, most=3))
    ([['a', 'a', 'a'], ['b']], [['a', 'a', 'b']], [])
    """
    left = iter(rows)
    for page in cuts(((found, sum(1 for _ in group)) for found, group in groupby(rows, key=key)), most):
        yield list(islice(left, sum(end - start for _, start, end in page)))


def cuts(counts: Iterable[tuple[_Key, int]], most: int) -> Iterator[list[tuple[_Key, int, int]]]:
    """What stands on each page of a list cut so, told by the numbers of its rows alone: of which keys which rows.

    >>> list(cuts([("a", 4), ("b", 1), ("c", 2)], most=3))
    [[('a', 0, 3)], [('a', 3, 4), ('b', 0, 1)], [('c', 0, 2)]]
    """
    page: list[tuple[_Key, int, int]] = []
    taken = 0
    for key, count in counts:
        if page and taken + count > most:
            yield page
            page, taken = [], 0
        start = 0
        while count - start > most:
            yield [(key, start, start + most)]
            start += most
        if count > start:
            page.append((key, start, count))
            taken += count - start
    if page:
        yield page


def addresses(first: str, count: int) -> list[str]:
    """Of the pages of a list: the first has the address without a number.

    >>> addresses("findings/", 3)
    ['findings/', 'findings/p2/', 'findings/p3/']
    """
    return [first, *(f"{first}p{number}/" for number in range(2, count + 1))]


def led_to(number: int, count: int) -> list[int]:
    """The pages that page `number` of `count` leads to: all of a few; else the first and the last, those beside it, and some
    on the way to either end. 0 stands where some are left out.

    >>> led_to(2, 3)
    [1, 2, 3]
    >>> led_to(40, 400)
    [1, 0, 38, 39, 40, 41, 42, 0, 50, 0, 100, 0, 150, 0, 200, 0, 250, 0, 300, 0, 350, 0, 400]
    """
    if count <= FEW:
        return list(range(1, count + 1))
    near = range(max(1, number - _NEAR), min(count, number + _NEAR) + 1)
    named = sorted({1, count, *near, *(count * step // _STEPS for step in range(1, _STEPS))})
    found = [1]
    for before, after in pairwise(named):
        found += [after] if after == before + 1 else [0, after]
    return found
