"""What one strip says when two readings of it are laid side by side: figures, and the numbers that lines begin with.

No digit is ever put that neither reading saw. Where readings differ both are kept, for the totals to decide.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from builder.documents.scan.engine import Reading, read_strips
from builder.documents.scan.paper import Pixels
from builder.documents.scan.strips import Places, Strip, closed_up_pixels, letter_centres

#: A reading of a strip, and how places in it go back to the strip.
Read = tuple[Reading, Places]

#: What a figure or a code looks like to the reading, its usual confusions with letters among it.
_FIGURE = re.compile(r"^[\d\s,，.．。·、:：;；'’`\-－—–一_~()（）%％OoQDIl|!SsBbZzgq]+$")
_NUMBER = re.compile(r"^[-－—(（]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?[%％)）]?$")
_MARKS = re.compile(r"^[-－—]?\d{1,3}(?:[,，.]\d{3})+\.\d{1,2}$")
#: A figure at least as sure as this keeps its reading, though the other one differs.
_SURE = 0.97
#: A lost point leaves this much more room between two digits than is usual, and the others stand as evenly as that.
_ROOM, _EVEN, _LEAST_DIGITS = 1.35, 1.25, 4
#: What is easily taken for a digit or for a point of a number, and what dust looks like at its ends.
_CONFUSED = str.maketrans("OoDQlI|。．·:：;；", "0000111.......")
_MARKS_AT_ENDS = ".,，'’`、_~"
#: A numbered line whose mark was not seen, and the mark.
_LOST_MARK = re.compile(r"^[一二三四五六七八九十]{1,3}[^、.．，,一二三四五六七八九十）)]")
_HEAD = re.compile(r"^([一二三四五六七八九十]{1,3})、")
_HEAD_WIDTH = 3.2  # heights of the line


def settled(page: Pixels, strip: Strip, read: Read) -> tuple[Read, Read]:
    """The reading taken for a strip, and the other one: of a figure in doubt another, else the same."""
    text = read[0].text
    if _LOST_MARK.match(text):
        return (_with_head(page, strip, read),) * 2
    return _second_look(page, strip, read) if _FIGURE.match(text) and text != "—" else (read, read)


def _second_look(page: Pixels, strip: Strip, read: Read) -> tuple[Read, Read]:
    """A figure read again, closed up and enlarged; the better of the two readings first."""
    pixels, places = closed_up_pixels(page, strip)
    one, other = _with_marks(read), _with_marks((read_strips([pixels])[0], places))
    differ = other[0].text not in {"", one[0].text} and bool(_FIGURE.match(other[0].text))
    if differ and _is_better(other[0], one[0]):
        one, other = other, one
    guessed = _with_lost_point(page, strip, one) or _without_confusions(one)
    return one, guessed or (other if differ and one[0].least_sure < _SURE else one)


def _is_better(other: Reading, one: Reading) -> bool:
    """Whether the other reading is to be taken: a number rather than none, else the surer one."""
    numbers = bool(_NUMBER.match(other.text)), bool(_NUMBER.match(one.text))
    return numbers[0] if numbers[0] != numbers[1] else other.least_sure > one.least_sure


def _with_marks(read: Read) -> Read:
    """Commas and points of one number by their place, not by their shape, where that leaves no choice.

    `1.100.68` is no number unless the first point is a comma; `1.100` may be either and stays.
    """
    reading, places = read
    if not _MARKS.match(reading.text):
        return read
    whole, point, rest = reading.text.rpartition(".")
    return replace(reading, text=whole.replace(".", ",").replace("，", ",") + point + rest), places


def _with_lost_point(page: Pixels, strip: Strip, read: Read) -> Read | None:
    """A number with the point that its digits leave room for before the last two, where none is seen.

    Poor scanners lose the point and keep its room. This is only ever a second reading: the totals decide.
    """
    reading, places = read
    centres = letter_centres(page, strip)
    if not reading.text.isdigit() or len(reading.text) < _LEAST_DIGITS or len(centres) != len(reading.text):
        return None
    steps = np.diff(centres)
    usual = np.median(steps).item()
    if steps[-2] < _ROOM * usual or np.delete(steps, -2).max() > _EVEN * usual:
        return None
    pointed = _inserted(reading, len(reading.text) - 2, ".")
    return pointed, places


def _without_confusions(read: Read) -> Read | None:
    """What is no number as it would be one, with marks and letters that look like its own taken for them.

    This, too, is only ever a second reading.
    """
    reading, places = read
    if _NUMBER.match(reading.text):
        return None
    text = reading.text.translate(_CONFUSED)
    start = len(text) - len(text.lstrip(_MARKS_AT_ENDS))
    end = len(text.rstrip(_MARKS_AT_ENDS))
    if not _NUMBER.match(text[start:end]):
        return None
    return Reading(text[start:end], reading.at[start:end], reading.sure[start:end]), places


def _with_head(page: Pixels, strip: Strip, read: Read) -> Read:
    """A line with the mark behind its number (七、) from a reading of its beginning alone: there it is larger."""
    reading, places = read
    head = replace(strip, x1=min(strip.x0 + round(_HEAD_WIDTH * strip.height), strip.x1))
    pixels, _ = closed_up_pixels(page, head)
    found = _HEAD.match(read_strips([pixels])[0].text)
    if not found or not reading.text.startswith(found.group(1)):
        return read
    return _inserted(reading, len(found.group(1)), "、"), places


def _inserted(reading: Reading, index: int, mark: str) -> Reading:
    """The reading with a mark between two letters, as sure as they are."""
    at = (reading.at[index - 1] + reading.at[index]) / 2
    sure = min(reading.sure[index - 1 : index + 1])
    return Reading(
        reading.text[:index] + mark + reading.text[index:],
        (*reading.at[:index], at, *reading.at[index:]),
        (*reading.sure[:index], sure, *reading.sure[index:]),
    )
