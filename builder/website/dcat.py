"""`data/catalog.jsonld`: the reports as a DCAT 3 catalogue, for portals that collect catalogues of others.

One data set for each current report with the files to load, one for everything. Nothing is read but the list of
reports, so that the catalogue of many thousands is made in seconds. Where the site does not know its address, all
addresses are relative to the file, as JSON-LD allows.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from builder.pages.linked_data import NAME, media_type
from builder.pages.open_data import DATABASE, PARQUET, region_data
from builder.pages.published import Department, Index, ReportEntry
from builder.publish.json_file import indented
from builder.website.own_words import OwnWords, licence_of

FILE = "catalog.jsonld"
OF_REPORT = ("facts.csv", "workbook.xlsx", "report.json")
OF_ALL = ("facts.csv", PARQUET, "budget_lines.csv", DATABASE, "datapackage.json")
Json = dict[str, Any]
_IRI = {"@type": "@id"}
CONTEXT: Json = {
    "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#", "xsd": "http://www.w3.org/2001/XMLSchema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#", "contactPoint": "dcat:contactPoint", "fn": "vcard:fn",
    "hasEmail": {"@id": "vcard:hasEmail"} | _IRI, "hasURL": {"@id": "vcard:hasURL"} | _IRI,
    "rights": {"@id": "dct:rights", "@language": "zh"},
    "title": {"@id": "dct:title", "@language": "zh"},
    "description": {"@id": "dct:description", "@language": "zh"},
    "name": {"@id": "foaf:name", "@language": "zh"},
    "identifier": "dct:identifier", "version": "dcat:version", "publisher": "dct:publisher", "spatial": "dct:spatial",
    "label": {"@id": "http://www.w3.org/2004/02/skos/core#prefLabel", "@language": "zh"},
    "language": {"@id": "dct:language"} | _IRI, "license": {"@id": "dct:license"} | _IRI,
    "issued": {"@id": "dct:issued", "@type": "xsd:date"}, "modified": {"@id": "dct:modified", "@type": "xsd:date"},
    "temporal": "dct:temporal", "startDate": {"@id": "dcat:startDate", "@type": "xsd:date"},
    "endDate": {"@id": "dcat:endDate", "@type": "xsd:date"},
    "dataset": "dcat:dataset", "distribution": "dcat:distribution",
    "landingPage": {"@id": "dcat:landingPage"} | _IRI, "homepage": {"@id": "foaf:homepage"} | _IRI,
    "accessURL": {"@id": "dcat:accessURL"} | _IRI, "downloadURL": {"@id": "dcat:downloadURL"} | _IRI,
    "mediaType": {"@id": "dcat:mediaType"} | _IRI, "wasDerivedFrom": {"@id": "prov:wasDerivedFrom"} | _IRI,
}  # fmt: skip
_CHINESE = "http://publications.europa.eu/resource/authority/language/ZHO"
_MEDIA = "https://www.iana.org/assignments/media-types/"


def catalogue_text(data: Path, index: Index, base: str, portal: str, own: OwnWords) -> str:
    """The file. `data`: the published data. `base`: the whole address of the site, "" where it is not known."""
    return indented(catalogue(data, index, base or "../", portal, own)) + "\n"


def catalogue(data: Path, index: Index, root: str, portal: str, own: OwnWords) -> Json:
    """`root`: the address of the site, as seen from the catalogue."""
    publisher = {"@type": "foaf:Organization", "name": own.publisher, "homepage": f"{root}about/"}
    common = {"language": _CHINESE, "publisher": {"@id": f"{root}#portal"}, **_licensed(own), **_reached(own)}
    entries = [
        (department, entry)
        for department in index.departments
        for entry in department.reports
        if entry.is_current
    ]
    dated = {"modified": index.data_date} if index.data_date else {}
    return {
        "@context": CONTEXT,
        "@id": f"{root}open-data/#catalogue",
        "@type": "dcat:Catalog",
        "title": portal,
        "description": "政府部门公开的部门决算，读成看得懂、查得到出处的数字。",
        "homepage": f"{root}open-data/",
        **common,
        "publisher": {"@id": f"{root}#portal", **publisher},
        **dated,
        "dataset": [
            _everything(data, index, [entry for _, entry in entries], root) | common | dated,
            *(_dataset(data, department, entry, root) | common for department, entry in entries),
        ],
    }


def _licensed(own: OwnWords) -> Json:
    licence = licence_of(own)
    return {"license": licence} if isinstance(licence, str) else {"rights": own.licence}


def _reached(own: OwnWords) -> Json:
    """A card with the contact as the portal writes it, and with the address in it where there is one."""
    if not own.contact:
        return {}
    mail = {"hasEmail": f"mailto:{own.mail}"} if own.mail else {}
    page = {"hasURL": own.page} if own.page and not own.mail else {}
    return {"contactPoint": {"@type": "vcard:Kind", "fn": own.contact, **mail, **page}}


def _everything(data: Path, index: Index, entries: Sequence[ReportEntry], root: str) -> Json:
    counts = index.counts
    regions = () if (data / DATABASE).exists() else region_data(data)
    others = [one.path for region in regions for one in (*region.parquet, *region.databases)]
    return {
        "@id": f"{root}open-data/{NAME}",
        "@type": "dcat:Dataset",
        "identifier": "mingbai",
        "title": "政府部门决算的全部数字",
        "description": f"{counts.departments} 个部门、{counts.reports} 份报告里公布的 {counts.facts} 个数字，带单位和出处。",
        "landingPage": f"{root}open-data/",
        **_years([entry.year for entry in entries]),
        "distribution": [_file(root, name) for name in (*OF_ALL, *others) if (data / name).exists()],
    }


def _dataset(data: Path, department: Department, entry: ReportEntry, root: str) -> Json:
    page = f"{root}{entry.path}/"
    place = {"spatial": {"@type": "dct:Location", "label": department.region}} if department.region else {}
    dated = {"issued": entry.published_on, "modified": entry.published_on} if entry.published_on else {}
    source = quote(entry.source) if _is_file(f"{data}/{entry.path}/source/{entry.source}") else ""
    return {
        "@id": f"{page}{NAME}",
        "@type": "dcat:Dataset",
        "identifier": f"{entry.path}@{entry.version}",
        "version": entry.version,
        "title": f"{department.org}{entry.title}的全部数字",
        "description": f"{department.org} {entry.year} 年度{entry.kind}里公布的 {entry.facts} 个数字，带单位、原样字符和出处。",
        "landingPage": page,
        **dated,
        **place,
        **_years([entry.year]),
        **({"wasDerivedFrom": f"{root}data/{entry.path}/source/{source}"} if source else {}),
        "distribution": [
            _file(root, f"{entry.path}/{name}")
            for name in OF_REPORT
            if _is_file(f"{data}/{entry.path}/{name}")
        ],
    }


def _is_file(path: str) -> bool:
    return os.path.isfile(path)  # noqa: PTH113  # asked four times of each of very many reports


def _years(years: Sequence[int]) -> Json:
    """Fiscal years are calendar years; {} for none."""
    if not years:
        return {}
    first, last = min(years), max(years)
    span = {"@type": "dct:PeriodOfTime", "startDate": f"{first}-01-01", "endDate": f"{last}-12-31"}
    return {"temporal": span}


def _file(root: str, name: str) -> Json:
    address = f"{root}data/{name}"
    kind = media_type(name)
    return {
        "@type": "dcat:Distribution",
        "title": name.rsplit("/", 1)[-1] if not name.startswith("regions/") else name,
        "accessURL": address,
        "downloadURL": address,
        **({"mediaType": _MEDIA + kind} if kind else {}),
    }
