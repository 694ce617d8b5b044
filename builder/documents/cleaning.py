"""Characters that converters leave in text and nobody prints: taken out line by line, so that line numbers stay."""

from __future__ import annotations

import html
import re

_UNSEEN = re.compile(r"[\u200b-\u200d\u2060\ufeff\u00ad\x00\x0c\x1c-\x1f]")
_SPACES = re.compile(r"[\u00a0\u2002-\u200a\u202f\x0b]")
_ENTITY = re.compile(
    r"&(?:#\d{2,5}|#x[\da-fA-F]{2,4}|nbsp|ensp|emsp|thinsp|lt|gt|amp|quot|ldquo|rdquo|mdash|middot);"
)
_TAGS = re.compile(r"</?(?:b|strong|i|em|u|span|font|p|sup|sub)(?:\s[^<>]{0,80})?/?>", re.IGNORECASE)
#: The light and heavy characters that tables are drawn with.
_UPRIGHT = re.compile("[│┃║｜┆┊]")
_DRAWN_RULE = re.compile(r"^[\s─━═┄┅┈┉┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬│┃║]+$")
#: Word ends each cell with a bell, and each row with one more.
_ROW_END = re.compile("\x07{1,2}$")


def clean_line(text: str) -> str:
    """One line as a reader sees it: entities as characters, drawn rules as +---+, drawn uprights as pipes.

    Word's cell marks become tabs; what has no width is gone; odd spaces are spaces.
    """
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match.group(0)), text)
    if "<" in text:
        text = _TAGS.sub("", text)
    text = _SPACES.sub(" ", _UNSEEN.sub("", text))
    if "\x07" in text:
        text = _ROW_END.sub("", text.rstrip()).replace("\x07", "\t")
    if _DRAWN_RULE.match(text) and text.strip().strip("│┃║"):
        return "+---+"
    return _UPRIGHT.sub("|", text) if len(_UPRIGHT.findall(text)) >= 2 else text
