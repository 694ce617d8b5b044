"""What a search engine for data sets reads: schema.org as JSON-LD, a Dataset on each year page and a DataCatalog on the
page of the data.

Addresses are relative to the page; the name of the portal, who publishes it and its licence are put in with the frame.
All dates are those of the reports; a date that is not registered is left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from builder.pages.published import Index, Report

Json = dict[str, Any]
CONTEXT = "https://schema.org"
#: Where the data set that a page describes has its name: the page's address and this.
NAME = "#dataset"
#: Filled in when the frame is put around the page.
NAME_OF_PORTAL, PUBLISHER, LICENCE = "@@portal@@", "@@publisher@@", "@@licence@@"
MEDIA = {
    ".csv": "text/csv", ".json": "application/json", ".sqlite": "application/vnd.sqlite3",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet": "application/vnd.apache.parquet", ".jsonld": "application/ld+json", ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".zip": "application/zip",
    ".ofd": "application/ofd", ".txt": "text/plain", ".doc": "application/msword", ".xls": "application/vnd.ms-excel",
}  # fmt: skip
#: Harmless inside an element of script, where neither entities nor comments mean what they say.
_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def in_page(value: Json) -> Markup:
    """The element that holds linked data. No text of a report can end it.

    >>> in_page({"name": "</script>"})
    Markup('<script type="application/ld+json">{"name":"\\\\u003c/script\\\\u003e"}</script>')
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
    return Markup(f'<script type="application/ld+json">{text}</script>')


def media_type(name: str) -> str:
    """The media type of a published file by the end of its name; "" for one that is not known."""
    return MEDIA.get(Path(name).suffix.lower(), "")


def dataset(report: Report, files: Iterable[str], data: Path) -> Markup:
    """The data set of one report; `files` are those offered for download in `data`, the folder of its data.

    The official tables one by one are left to the page: the files with all figures are enough to find them by.
    """
    root = "../" * (report.path.count("/") + 1)
    published, old = report.source.published_on, "" if report.is_current else f"（旧版本 {report.version}）"
    described: Json = {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": NAME,
        "name": f"{report.org}{report.title}的全部数字{old}",
        "description": f"{report.org} {report.year} 年度{report.kind}里公布的 {len(report.facts)} 个数字，"
        "每个数带单位、原样字符和出处；数字按报告所印，不作改动，空白不是零。",
        "url": "./",
        "identifier": f"{report.path}@{report.version}",
        "version": report.version,
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        "creator": _portal(root),
        "about": {"@type": "GovernmentOrganization", "name": report.org},
        "license": LICENCE,
        "temporalCoverage": f"{report.year}-01-01/{report.year}-12-31",
        "isBasedOn": _source(report, root),
        "distribution": [
            _download(name, f"{root}data/{report.path}/{name}", (data / name).read_bytes())
            for name in files
            if "/" not in name
        ],
        "includedInDataCatalog": {"@type": "DataCatalog", "name": NAME_OF_PORTAL, "url": f"{root}open-data/"},
    }  # fmt: skip
    measured = [
        {"@type": "PropertyValue", "name": table.title or table.name, "unitText": table.unit or "按报告所印"}
        for table in report.tables
        if table.status == "有数据"
    ]
    if measured:
        described["variableMeasured"] = measured
    if report.region:
        described["spatialCoverage"] = {"@type": "Place", "name": report.region}
    if published:
        described |= {"dateModified": published}
    return in_page(described)


def catalogue(index: Index, files: Sequence[tuple[str, str, int]]) -> Markup:
    """The catalogue on the page of the data: one data set of everything, and where the list of all data sets is.

    `files`: name, what it is, and bytes of the files for the whole site.
    """
    counts = index.counts
    whole: Json = {
        "@type": "Dataset",
        "@id": NAME,
        "name": f"{NAME_OF_PORTAL}：政府部门决算的全部数字",
        "description": f"{counts.departments} 个部门、{counts.reports} 份部门决算里公布的 {counts.facts} 个数字，"
        "每个数带单位、原样字符和出处；数字按报告所印，不作改动，空白不是零。",
        "url": "./",
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        "creator": _portal("../"),
        "license": LICENCE,
        "distribution": [
            {"@type": "DataDownload", "name": name, **_encoding(name), "contentSize": f"{size} B",
             "contentUrl": f"../data/{name}"}
            for name, _, size in files
        ],
    }  # fmt: skip
    years = sorted({entry.year for department in index.departments for entry in department.reports})
    if years:
        whole["temporalCoverage"] = f"{years[0]}-01-01/{years[-1]}-12-31"
    if index.data_date:
        whole["dateModified"] = index.data_date
    return in_page({
        "@context": CONTEXT,
        "@type": "DataCatalog",
        "name": NAME_OF_PORTAL,
        "description": "政府部门公开的部门决算，读成看得懂、查得到出处的数字。",
        "url": "./",
        "inLanguage": "zh-CN",
        "publisher": _portal("../"),
        "license": LICENCE,
        "dataset": whole,
        "subjectOf": {"@type": "DataDownload", "name": "DCAT", "encodingFormat": MEDIA[".jsonld"],
                      "contentUrl": "../data/catalog.jsonld"},
    })  # fmt: skip


def _portal(root: str) -> Json:
    return {"@type": "Organization", "name": PUBLISHER, "url": f"{root}about/"}


def _source(report: Report, root: str) -> Json:
    """The report as its department published it. The hash of a report of several files is of none of them."""
    source = report.source
    told: Json = {
        "@type": "MediaObject",
        "name": f"{report.org}：《{report.title}》",
        "author": {"@type": "GovernmentOrganization", "name": report.org},
    }
    if source.is_file:
        told |= {
            **_encoding(source.file),
            "contentUrl": f"{root}data/{report.path}/source/{quote(source.file)}",
            "sha256": source.sha256,
        }
    if source.published_on:
        told["datePublished"] = source.published_on
    if source.url.startswith(("https://", "http://")):
        told["url"] = source.url
    return told


def _download(name: str, address: str, content: bytes) -> Json:
    return {
        "@type": "DataDownload",
        "name": name,
        **_encoding(name),
        "contentSize": f"{len(content)} B",
        "contentUrl": address,
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _encoding(name: str) -> Json:
    kind = media_type(name)
    return {"encodingFormat": kind} if kind else {}
