"""What a text is found by: its Chinese characters and pairs of them, and Latin words and numbers, whatever they look like."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_CJK = "\u3400-\u9fff"
_OTHERS = re.compile(f"[^{_CJK}a-z0-9]+")
_BETWEEN = re.compile(f"(?<=[{_CJK}]) (?=[{_CJK}])")
_RUNS = re.compile(f"[{_CJK}]+|[a-z0-9]+")
#: What stands in one form only is passed over; a letter goes with a mark behind it.
_UNUSUAL = re.compile(f"[A-Za-z]?[^\n -~{_CJK}、。“”‘’《》〔〕【】—]+")
#: Common signs that would be written otherwise; none of them is ever looked for.
_WIDE = "，：；（）！？％．…\u3000"


def folded(text: str) -> str:
    """One form of a text whatever its letters look like, small.

    >>> folded("２０２４年，ＡＢＣ")
    '2024年 abc'
    """
    for sign in _WIDE:
        text = text.replace(sign, " ")
    return _UNUSUAL.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text).lower()


def runs(text: str) -> list[str]:
    """Runs of Chinese characters and words of Latin letters and digits; signs and line ends between characters do not part them.

    >>> runs("“三公”经费\\n2024年ABC")
    ['三公经费', '2024', '年', 'abc']
    """
    return _RUNS.findall(_BETWEEN.sub("", _OTHERS.sub(" ", folded(text))))


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
