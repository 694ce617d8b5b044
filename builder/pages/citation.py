"""How a page is cited: in a sentence, and as BibTeX. Dates are those of the data; the reader adds the day of the visit.

A page does not know where the site will stand. It leaves a comment with its own address within the site, and whoever
builds the frame puts the whole address there, or nothing where no address is known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from builder.pages.published import Department, Report

#: Where the name of the portal goes, in a sentence and in BibTeX: a page does not know whose it will be.
PORTAL, PORTAL_IN_BIBTEX = "<!--portal-->", "<!--portal in bibtex-->"
#: What BibTeX would take for its own.
_SPECIAL = re.compile(r"[\\{}$&#%_~^]")
_SPOKEN = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


_BY_PORTAL = Markup(f"{PORTAL}整理")


@dataclass(frozen=True, slots=True)
class Citation:
    """Both forms, as HTML: text is escaped, and a comment stands where the address goes."""

    plain: Markup
    bibtex: Markup


def place_of_version(path: str, version: str) -> str:
    """The address, within the site, that leads to this very version for good: `jia-sb/2024/versions/1a2b3c4d/`.

    >>> place_of_version("jia-sb/2024/superseded/1a2b3c4d", "1a2b3c4d")
    'jia-sb/2024/versions/1a2b3c4d/'
    """
    return f"{path.split('/superseded/')[0]}/versions/{version}/"


def cite_report(report: Report) -> Citation:
    source, here = report.source, place_of_version(report.path, report.version)
    published = f"，{source.published_on} 公布" if source.published_on else ""
    where = f"，{source.url}" if source.url else ""
    plain = (
        escape(f"{report.org}：《{report.title}》{published}{where}。")
        + _BY_PORTAL
        + _gap("，", here)
        + escape(f"，数据版本 {report.version}，源文件 SHA-256 {source.sha256}。")
    )
    key = f"mingbai-{report.path.split('/superseded/')[0].replace('/', '-')}-{report.version}"
    fields = [
        ("author", f"{{{as_bibtex(report.org)}}}"),
        ("title", as_bibtex(report.title)),
        *([("year", source.published_on[:4]), ("date", source.published_on)] if source.published_on else []),
        ("howpublished", f"{PORTAL_IN_BIBTEX}整理"),
        ("note", as_bibtex(f"数据版本 {report.version}；源文件 SHA-256 {source.sha256}")),
        *([("annote", f"原公布网页：{as_bibtex(source.url)}")] if source.url else []),
    ]
    return Citation(plain, _entry(key, fields, here))


def cite_department(department: Department) -> Citation:
    """All reports of a department, with the version of each year that is current."""
    current = [entry for entry in department.reports if entry.is_current]
    versions = "、".join(f"{entry.year} 年度 {entry.version}" for entry in current)
    newest = max((entry.published_on for entry in current), default="")
    here, title = f"{department.org_id}/", f"{department.org}历年决算"
    plain = escape(f"{title}。") + _BY_PORTAL + _gap("，", here) + escape(f"，数据版本：{versions}。")
    fields = [
        ("author", f"{{{as_bibtex(department.org)}}}"),
        ("title", as_bibtex(title)),
        *([("year", newest[:4]), ("date", newest)] if newest else []),
        ("howpublished", f"{PORTAL_IN_BIBTEX}整理"),
        ("note", as_bibtex(f"数据版本：{versions}")),
    ]
    return Citation(plain, _entry(f"mingbai-{department.org_id}", fields, here))


def _gap(before: str, place: str) -> Markup:
    return Markup("<!--address {}|{}-->").format(before, place)


def _entry(key: str, fields: Sequence[tuple[str, str]], here: str) -> Markup:
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields)
    told = str(escape(f"@misc{{{key},\n{lines}")).replace(str(escape(PORTAL_IN_BIBTEX)), PORTAL_IN_BIBTEX)
    return Markup(told) + Markup("<!--bibtex {}-->").format(here) + Markup("}")


def as_bibtex(text: str) -> str:
    r"""Text that BibTeX prints as it is.

    >>> as_bibtex("50% {甲}_乙")
    '50\\% \\{甲\\}\\_乙'
    """
    return _SPECIAL.sub(lambda found: _SPOKEN.get(found[0], f"\\{found[0]}"), " ".join(text.split()))
