"""Numbers as OFD writes them in attributes: lists of plain decimals, runs of equal steps, paths.

What is no number, not finite, or off any paper raises ValueError: the object is then told as lost, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMBER = re.compile(r"[+-]?(?:\d{1,9}(?:\.\d{0,20})?|\.\d{1,20})(?:[eE][+-]?\d{1,2})?")
#: Millimetres: no paper is larger than 10 metres.
_LARGEST = 10_000.0
#: Path operators, with how many numbers each takes; its last two are where the pen comes to.
_TAKES = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_LOOSE = re.compile(r"([A-Za-z])")

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


def number(text: str | None, default: float | None = None) -> float:
    """One number; `default` where the attribute is missing. Raises ValueError for anything else."""
    if text is None and default is not None:
        return default
    plain = (text or "").strip()
    if not _NUMBER.fullmatch(plain) or abs(value := float(plain)) > _LARGEST:
        raise ValueError(f"no number: {plain[:20]!r}")
    return value


def numbers(text: str, count: int) -> tuple[float, ...]:
    """Exactly so many numbers."""
    found = text.split()
    if len(found) != count:
        raise ValueError(f"{len(found)} numbers instead of {count}")
    return tuple(number(each) for each in found)


def matrix(text: str | None) -> Matrix:
    """An object's own matrix; one that changes nothing where it is missing."""
    if text is None:
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    a, b, c, d, e, f = numbers(text, 6)
    return (a, b, c, d, e, f)


def steps(text: str | None, count: int) -> list[float] | None:
    """The first `count` steps from letter to letter, `g 3 0.5` for three of 0.5; None where the attribute is missing.

    Too few are filled up with the last one, as viewers do.
    """
    if text is None:
        return None
    found: list[float] = []
    pieces = iter(text.split())
    for piece in pieces:
        if len(found) >= count:
            break
        if piece == "g":
            times, step = number(next(pieces, "")), number(next(pieces, ""))
            found += [step] * min(max(int(times), 0), count - len(found))
        else:
            found.append(number(piece))
    last = found[-1] if found else 0.0
    return found + [last] * (count - len(found))


def paths(text: str) -> Iterator[list[Point]]:
    """The parts of a path, each its points in order; a closed one ends where it began. A curve parts what it joins."""
    part: list[Point] = []
    pieces = iter(_LOOSE.sub(r" \1 ", text).split())
    for operator in pieces:
        if operator not in _TAKES:
            raise ValueError(f"no path operator: {operator[:20]!r}")
        taken = [number(next(pieces, "")) for _ in range(_TAKES[operator])]
        if operator == "C":
            part += part[:1]
            continue
        if operator != "L":
            if len(part) > 1:
                yield part
            part = []
        part.append((taken[-2], taken[-1]))
    if len(part) > 1:
        yield part
