"""Text boxes that lie over the cells of a sheet: their words and the row they begin at."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from builder.documents.safe_xml import local_name


def text_boxes(drawing: etree._Element) -> Iterator[tuple[int, str]]:
    """Give (row counted from 0, words) of each box of a drawing in its order; row 0 where none is said.

    Paragraphs are parted by line breaks. What an older program would draw instead is left out.
    """
    for anchor in drawing.iter("{*}twoCellAnchor", "{*}oneCellAnchor", "{*}absoluteAnchor"):
        row = anchor.findtext("{*}from/{*}row", "").strip()
        for body in anchor.iter("{*}txBody"):
            if any(local_name(above) == "Fallback" for above in body.iterancestors()):
                continue
            words = "\n".join("".join(run.text or "" for run in p.iter("{*}t")) for p in body.iter("{*}p"))
            if words.strip():
                yield (int(row) if row.isascii() and row.isdigit() and len(row) < 8 else 0, words)
