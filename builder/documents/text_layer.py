"""Whether the text layer of a page says what the page shows, as far as the text itself can tell.

A layer is unusable where its characters have no meaning (a font that does not say what its glyphs mean), or are no
Chinese report's: scrambled characters look like words of no language. An empty layer is no bad one.
"""

from __future__ import annotations

import re

#: A glyph without a character, as libraries put it.
_UNDECODED = re.compile(r"\(cid:\d+\)")
#: No character that reports print, which are ASCII, Latin punctuation, Greek letters of units, general punctuation, signs,
#: enclosed numbers, drawn boxes, radicals, CJK and its punctuation, compatibility and full-width forms.
_UNEXPECTED = re.compile(
    r"[^\s\x21-\x7e\xa0-\xbf\xd7\xf7\u0391-\u03c9\u2000-\u206f\u20ac\u2100-\u27bf\u2e80-\u2fdf\u3000-\u303f\u3105-\u312f"
    r"\u3200-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe10-\ufe6f\uff00-\uffef\U00020000-\U0003ffff]"
)
#: What word processors leave for their own blanks and bullets, a few to a page.
_BULLETS = re.compile("[\ue004\ue5e5\uf020-\uf0ff]")
_MOST_ODD = 0.02
_LEAST_ODD = 5
_ALL_ODD = 0.2
#: The characters of which the words of every report are made. They are about half of a report's text, and a
#: hundredth of scrambled text; a list of names has a tenth.
_COMMON = re.compile(
    "[一二三四五六年度月日本部门单位收入支出决算预财政拨款公共基项目万元费用人员经常行管理事业务社会保障和就其他上级"
    "的中为是等在有资金数合计服工作情况结余转说明表购置接待机关运车无不增减少加下降比完成占总主要原因与及国出境]"
)
_HAN = re.compile("[\u4e00-\u9fff]")
_LEAST_COMMON = 0.08
_LEAST_CHINESE = 80


def is_unusable(text: str, undecoded: int = 0) -> bool:
    """Whether a page's text layer cannot be what the page shows; `undecoded`: letters known to have no meaning.

    >>> is_unusable("本年收入合计 307.82"), is_unusable("(cid:12)(cid:7)(cid:7)(cid:31)(cid:5)")
    (False, True)
    """
    odd, letters = _odd_of(text, undecoded)
    return (odd >= _LEAST_ODD and odd > _MOST_ODD * letters) or _is_scrambled(text)


def is_lost(text: str, undecoded: int = 0) -> bool:
    """Whether an unusable layer is of no use at all: elsewhere most of its characters may still be right."""
    odd, letters = _odd_of(text, undecoded)
    return odd > _ALL_ODD * letters or _is_scrambled(text)


def _odd_of(text: str, undecoded: int) -> tuple[int, int]:
    """How many characters no report prints or have no meaning, of how many."""
    codes = len(_UNDECODED.findall(text))
    letters = "".join((_UNDECODED.sub("", text) if codes else text).split())
    if not codes and not undecoded and not _UNEXPECTED.search(letters):
        return 0, len(letters)
    odd = len(_UNEXPECTED.findall(_not_bullets(letters)))
    return codes + max(odd, undecoded), codes + len(letters)


def _not_bullets(letters: str) -> str:
    """Without the few signs of a symbol font that stand before the points of a list."""
    bullets = len(_BULLETS.findall(letters))
    return _BULLETS.sub("", letters) if bullets <= 0.1 * len(letters) else letters


def _is_scrambled(text: str) -> bool:
    chinese = len(_HAN.findall(text))
    return chinese >= _LEAST_CHINESE and len(_COMMON.findall(text)) < _LEAST_COMMON * chinese
