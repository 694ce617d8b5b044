"""Departments whose pages were rendered in an earlier build and need no rendering again.

Their pages are made of their published data, the glossary, the names of related departments, and the code, templates and
knowledge of pages. What they tell the pages of the whole site is kept beside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from builder.keeping import keep_made, made_before, remove_half_written, version_of
from builder.pages.environment import TEMPLATES
from builder.pages.glossary import Term
from builder.pages.published import Department
from builder.pages.report_pages import Rendered

_CODE = Path(__file__).parents[1]
#: All that modules of pages import, and the knowledge that they look at.
PAGE_CODE = {
    "at_once.py",
    "pages",
    "publish",
    "errors.py",
    "keeping.py",
    "model.py",
    "packaged.py",
    "printed.py",
    "text.py",
    "workers.py",
}
PAGE_KNOWLEDGE = {
    "colours.toml", "columns.toml", "english.toml", "english_checks.toml", "english_accounts.toml",
    "english_data.toml", "english_methods.toml", "english_year.toml", "examples.toml", "indicators.toml", "queries.toml",
    "tables.toml",
}  # fmt: skip
_LIBRARIES = ("jinja2", "markupsafe", "plotly", "pypinyin")


class PagesBefore:
    """What was rendered in earlier builds, in a folder. `digests`: what tells the published data of a department, by id."""

    def __init__(self, folder: Path, digests: Mapping[str, str]) -> None:
        self._folder, self._digests = folder, digests
        folder.mkdir(parents=True, exist_ok=True)
        remove_half_written(folder)
        for path in folder.iterdir():
            if path.name not in digests:
                path.unlink()

    def stamp(self, department: Department, names: Mapping[str, str], terms: tuple[Term, ...]) -> str:
        """What the pages of a department are made of; "" where its data is not known."""
        digest = self._digests.get(department.org_id)
        if not digest:
            return ""
        related = sorted({*department.predecessors, *department.successors})
        told = (
            pages_version(),
            digest,
            department,
            [(name, names.get(name)) for name in related],
            _told(terms),
        )
        return hashlib.sha256(repr(told).encode()).hexdigest()

    def get(self, org_id: str, stamp: str, folder: Path) -> Rendered | None:
        """What was rendered, if it was made of the same and all files still are as they were written."""
        return made_before(self._folder / org_id, stamp, folder, Rendered)

    def put(self, org_id: str, stamp: str, folder: Path, rendered: Rendered) -> None:
        """Keep what was rendered, with the files that are in the folder now."""
        keep_made(self._folder / org_id, stamp, folder, rendered)

    def forget(self, org_id: str) -> None:
        """Before the pages of a department are touched."""
        (self._folder / org_id).unlink(missing_ok=True)


@cache
def _told(terms: tuple[Term, ...]) -> str:
    """A hash of the glossary: it is the same for all departments."""
    return hashlib.sha256(repr(terms).encode()).hexdigest()


@cache
def pages_version() -> str:
    """A hash of everything that may change how published data looks."""
    code = version_of(
        _CODE,
        lambda parts: (
            parts[0] in PAGE_CODE
            or (parts[0] == "knowledge" and (parts[-1].endswith(".py") or parts[-1] in PAGE_KNOWLEDGE))
        ),
        _LIBRARIES,
    )
    return code + version_of(TEMPLATES, lambda parts: parts[0] not in {"theme", "assets"})
