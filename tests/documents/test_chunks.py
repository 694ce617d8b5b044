"""Lines of a page cut into the words of cells."""

from __future__ import annotations

from builder.documents.chunks import chunks_of
from builder.documents.layout import Glyph, PrintedLine


def _line(*words: tuple[float, str]) -> PrintedLine:
    """Words that begin at a place each, in letters ten wide and ten high; digits are half as wide."""
    glyphs: list[Glyph] = []
    for start, word in words:
        at = start
        for letter in word:
            width = 5.0 if letter.isascii() else 10.0
            glyphs.append(Glyph(letter, at, at + width, 0.0, 10.0))
            at += width
    return PrintedLine(tuple(glyphs))


def test_an_amount_and_the_label_right_behind_it_are_two_cells() -> None:
    line = _line((0, "其他收入"), (80, "616.85"), (116, "教育支出"), (200, "49.25"))
    assert [chunk.text for chunk in chunks_of(line)] == ["其他收入", "616.85", "教育支出", "49.25"]


def test_an_amount_and_the_code_right_behind_it_are_two_cells() -> None:
    line = _line((0, "基本工资"), (80, "125.78"), (116, "30201"), (200, "9.81"))
    assert [chunk.text for chunk in chunks_of(line)] == ["基本工资", "125.78", "30201", "9.81"]


def test_an_amount_keeps_its_unit() -> None:
    line = _line((0, "其他收入"), (80, "616.85"), (116, "万元"))
    assert [chunk.text for chunk in chunks_of(line)] == ["其他收入", "616.85万元"]
