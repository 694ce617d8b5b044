"""Pages that were rendered in an earlier build and need no rendering again.

A department's are made of its published data, the glossary, the names of related departments, and the code, templates and
knowledge of pages. What it tells the pages of the whole site is kept beside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from builder.keeping import keep, keep_made, kept, made_before, remove_half_written, version_of
from builder.pages.environment import TEMPLATES
from builder.pages.gathered import Gathered, Parts
from builder.pages.glossary import Term
from builder.pages.made_before import MadeBefore
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
    """What was rendered in earlier builds, in a folder, and beside it what departments tell the pages of the whole site.

    `digests`: what tells the published data of a department, by id; those without are always rendered anew."""

    def __init__(self, folder: Path, digests: Mapping[str, str]) -> None:
        self._pages, self._told, self._joint = folder, folder.parent / "told", folder.parent / "joint"
        self._digests = digests
        self.gathered = Gathered(self._joint / "gathered.sqlite")
        remove_half_written(self._joint)
        for own in (self._pages, self._told):
            own.mkdir(parents=True, exist_ok=True)
            remove_half_written(own)
            for path in own.iterdir():
                if path.name not in digests:
                    path.unlink()

    def made(self, docs: Path, terms: tuple[Term, ...]) -> MadeBefore:
        """The pages of the whole site that are there."""
        return MadeBefore(docs, self._joint / "pages", pages_version() + _told(terms))

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

    def get(self, org_id: str, stamp: str, folder: Path, *, part: bool) -> Rendered | None:
        """What was rendered, if it was made of the same, what it tells is here and all files are as they were written.

        `part`: what it tells is wanted as a file of its own, for whoever puts the parts of a site together."""
        found = made_before(self._pages / org_id, stamp, folder, Rendered)
        if found is None or (not part and self.gathered.has(org_id, stamp)):
            return found
        told = kept(self._told / org_id)
        if not isinstance(told, tuple) or told[0] != stamp:
            return None
        if not part:
            self.gathered.put(org_id, stamp, told[1])
        return found

    def put(
        self, org_id: str, stamp: str, folder: Path, rendered: Rendered, told: Parts, *, part: bool
    ) -> None:
        """Keep what was rendered, with the files that are in the folder now, and what it tells: see `get`."""
        if part:
            keep(self._told / org_id, (stamp, told))
        else:
            self.gathered.put(org_id, stamp, told)
        keep_made(self._pages / org_id, stamp, folder, rendered)

    def forget(self, org_id: str) -> None:
        """Before the pages of a department are touched."""
        for own in (self._pages, self._told):
            (own / org_id).unlink(missing_ok=True)


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
