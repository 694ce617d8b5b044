"""Words of strangers in Markdown: as code, in which nothing is a link, a mention, a picture, a command or HTML."""

from __future__ import annotations

from builder.text import harmless_text

LONGEST = 160
#: What one comment may hold on GitHub is a little over 65,000 characters.
LONGEST_PAGE = 60_000
_CUT = "\n\n……（太长，后面的没有列出；完整的数据在构建产物里 cut here: the rest is in the artifact）\n"
#: What would end the code, or the cell of the table that it stands in.
_ENDS = str.maketrans({"`": "ˋ", "|": "｜", "\n": " ", "\r": " ", "\t": " "})


def quoted(text: str, longest: int = LONGEST) -> str:
    """A text as code in one line; what is longer is cut, and nothing is a dash.

    >>> quoted("@all [a](http://b) `x` <img>"), quoted("  ")
    ('`@all [a](http://b) ˋxˋ <img>`', '—')
    """
    plain = " ".join(harmless_text(text).translate(_ENDS).split())
    plain = plain if len(plain) <= longest else f"{plain[: longest - 1]}…"
    return f"`{plain}`" if plain else "—"


def page(lines: list[str]) -> str:
    """Lines as one text that a comment can hold: cut between lines, with a word about it."""
    text, room = "", LONGEST_PAGE
    for line in lines:
        if len(text) + len(line) > room:
            return text.rstrip("\n") + _CUT
        text += line + "\n"
    return text
