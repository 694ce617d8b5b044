"""The full-text index: Pagefind on a character-spaced shadow of the texts, which finds any part of a word.

Pagefind cuts Chinese into words and then misses what it cut differently; with a space between characters, a
quoted phrase is an exact substring. The page sends each word of a query in the same form.
"""

from __future__ import annotations

import asyncio
import html
import json
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pagefind.index import IndexConfig, PagefindIndex

_CJK = re.compile(r"([\u3400-\u9fff\uf900-\ufaff])")
_SPACES = re.compile(r"\s+")
# Files of ready-made interfaces that the portal's own search does not use.
UNUSED = (
    "pagefind-ui.js", "pagefind-ui.css", "pagefind-modular-ui.js", "pagefind-modular-ui.css",
    "pagefind-component-ui.js", "pagefind-component-ui.css", "pagefind-highlight.js",
)  # fmt: skip


def spaced(text: str) -> str:
    """A space around every Chinese character.

    >>> spaced("三公经费 2024年")
    '三 公 经 费 2024 年'
    """
    return _SPACES.sub(" ", _CJK.sub(r" \1 ", text)).strip()


def build_index(docs: Path, site: Path) -> int:
    """Index the texts that the pages left in `fulltext.json`; how many there were.

    The texts go to Pagefind as a folder of shadow pages: handed over one by one, each costs a tenth of a second.
    """
    records = json.loads((docs / "fulltext.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix=f"{site.name}-", dir=site.parent) as folder:
        for record in records:
            page = Path(folder) / record["url"] / "index.html"
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(shadow(record), encoding="utf-8")
        # In a thread of its own, so that a caller that runs an event loop itself can build a site too.
        with ThreadPoolExecutor(max_workers=1) as thread:
            thread.submit(asyncio.run, _index(Path(folder), site / "pagefind")).result()
    for name in UNUSED:
        (site / "pagefind" / name).unlink(missing_ok=True)
    return len(records)


def shadow(record: dict[str, str]) -> str:
    title, text = html.escape(record["title"]), html.escape(spaced(record["text"]))
    return (
        f'<!doctype html><html lang="zh"><body data-pagefind-body data-pagefind-meta="title:{title}">'
        f"<p>{text}</p></body></html>"
    )


async def _index(folder: Path, target: Path) -> None:
    config = IndexConfig(output_path=str(target), force_language="zh", include_characters="%")
    async with PagefindIndex(config=config) as index:
        await index.add_directory(str(folder))
