"""A place in a source as a person is told it."""

from __future__ import annotations

from builder.model import Place


def told(place: Place) -> str:
    """Page, cell or line, behind the name of the file where a report has several; "" when nothing is known.

    >>> told(Place(page=3)), told(Place(line=7, file="甲/表.xlsx", label="GK01!C5"))
    ('第 3 页', '表.xlsx GK01!C5')
    """
    if place.page is not None:
        where = f"第 {place.page} 页"
    else:
        where = place.label or ("" if place.line is None else f"第 {place.line} 行")
    file = place.file.rsplit("/", 1)[-1]
    return f"{file} {where}".strip() + ("（文字识别）" if place.scanned else "")
