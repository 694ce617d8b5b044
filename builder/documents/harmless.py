"""Characters that do harm where text is shown are taken out of every document, whatever its format."""

from __future__ import annotations

from dataclasses import replace

from builder.model import Block, Cell, Document, Grid, Line
from builder.text import harmless_text


def harmless(document: Document) -> Document:
    """The same document with harmless text. Places do not change: a line keeps its number."""
    lines = document.text_lines
    return replace(
        document,
        blocks=tuple(_block(block) for block in document.blocks),
        text_lines=None if lines is None else tuple(harmless_text(line) for line in lines),
    )


def _block(block: Block) -> Block:
    if isinstance(block, Line):
        text = harmless_text(block.text)
        return block if text is block.text else replace(block, text=text, places=())
    if isinstance(block, Grid):
        cells = [_cell(cell) for cell in block.cells]
        unchanged = all(made is cell for made, cell in zip(cells, block.cells, strict=True))
        return block if unchanged else replace(block, cells=tuple(cells))
    return block


def _cell(cell: Cell) -> Cell:
    text = harmless_text(cell.text)
    return cell if text is cell.text else replace(cell, text=text)
