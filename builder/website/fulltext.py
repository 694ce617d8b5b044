"""The full-text index: Pagefind on a character-spaced shadow of the texts, which finds any part of a word.

Pagefind cuts Chinese into words and then misses what it cut differently; with a space between characters, a
quoted phrase is an exact substring. The page sends each word of a query in the same form.
"""

from __future__ import annotations

import asyncio
import json
import re
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
    """Index the texts that the pages left in `fulltext.json`; how many there were."""
    records = json.loads((docs / "fulltext.json").read_text(encoding="utf-8"))
    # In a thread of its own, so that a caller that runs an event loop itself can build a site too.
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(asyncio.run, _index(records, site / "pagefind")).result()
    for name in UNUSED:
        (site / "pagefind" / name).unlink(missing_ok=True)
    return len(records)


async def _index(records: list[dict[str, str]], target: Path) -> None:
    config = IndexConfig(output_path=str(target), force_language="zh", include_characters="%")
    async with PagefindIndex(config=config) as index:
        for record in records:
            await index.add_custom_record(
                url="/" + record["url"],
                content=spaced(record["text"]),
                language="zh",
                meta={"title": record["title"]},
            )
