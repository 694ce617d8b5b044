"""The form of an issue → what was asked for, each field checked. The text is data: nothing of it is run or believed.

GitHub writes an issue form as one heading for each field with the answer below it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from builder.errors import SourceError
from builder.intake.fetch import checked_address
from builder.sources import is_org_id
from builder.text import harmless_text

#: Headings of `.github/ISSUE_TEMPLATE/report.yml`, by what they begin with; a test compares them.
FIELDS = {
    "unit": "单位全称", "year": "年度", "link": "报告的网址", "attachments": "附件", "region": "地区", "published_on": "公布日期",
    "org_id": "单位编号",
}  # fmt: skip
_NOTHING = {"", "_No response_", "None"}
LONGEST = 50_000
MOST_FILES = 8
_HEADING = re.compile(r"^### +(.+?)\s*$", re.MULTILINE)
#: Files that GitHub itself keeps for an issue. The address ends where Markdown ends it.
_ATTACHED = re.compile(
    r"https://github\.com/(?:user-attachments/(?:files|assets)/|[\w.-]+/[\w.-]+/(?:files|assets)/)[^\s()<>\"'`|\\]+"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAME = re.compile(r"[\u3400-\u9fffA-Za-z0-9（）()·、“”《》—\- ]{2,60}")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks to add. An empty text: not said."""

    unit: str
    year: str
    region: str
    org_id: str
    published_on: str
    url: str
    attachments: tuple[str, ...]


def read_form(body: str, today: date) -> Request:
    """The request that an issue's text holds. Raises SourceError that says which field, and what to do."""
    answers = answers_of(body)
    request = Request(
        unit=answers["unit"], year=answers["year"], region=answers["region"], org_id=answers["org_id"],
        published_on=answers["published_on"], url=answers["link"],
        attachments=tuple(dict.fromkeys(_ATTACHED.findall(answers["attachments"]))),
    )  # fmt: skip
    check_request(request, today)
    if not request.url and not request.attachments:
        _wrong(
            "link", "没有网址，也没有附件；请填一样", "neither an address nor an attachment; give one of them"
        )
    if len(request.attachments) > MOST_FILES:
        _wrong(
            "attachments",
            f"附件多于 {MOST_FILES} 个，请装成一个 zip",
            f"more than {MOST_FILES} files; put them into one zip",
        )
    return request


def answers_of(body: str) -> Mapping[str, str]:
    """Each field's answer; "" for one that is not there or was left empty. What stands under other headings is not read."""
    pieces = _HEADING.split(harmless_text(body[:LONGEST]).replace("\r\n", "\n"))
    found = dict.fromkeys(FIELDS, "")
    for heading, answer in zip(pieces[1::2], pieces[2::2], strict=True):
        name = next((name for name, begins in FIELDS.items() if heading.startswith(begins)), None)
        if name and not found[name]:
            found[name] = "" if answer.strip() in _NOTHING else answer.strip()
    return found


def check_request(request: Request, today: date) -> None:
    """Raises SourceError for a field that cannot be taken as it is."""
    if not _NAME.fullmatch(request.unit) or not _HAN.match(request.unit):
        _wrong(
            "unit",
            "请写单位全称，以汉字开头，不超过 60 个字",
            "give the unit's full name, beginning in Chinese, at most 60 characters",
        )
    if not _YEAR.fullmatch(request.year) or int(request.year) > today.year:
        _wrong("year", "请写报告是哪一年的，四位数字", "give the fiscal year of the report, four digits")
    if request.region and (not _NAME.fullmatch(request.region) or not _HAN.match(request.region)):
        _wrong("region", "请从省写到县，例如“某某省某某市”", "write it from province to county in Chinese")
    if request.org_id and not is_org_id(request.org_id):
        _wrong(
            "org_id", "只用小写字母、数字和单个连字符", "lower-case letters, digits and single hyphens only"
        )
    if request.published_on and not _is_day(request.published_on):
        _wrong("published_on", "写成 年-月-日，如 YYYY-MM-DD", "write it as YYYY-MM-DD")
    if request.url:
        checked_address(request.url)


def _is_day(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _wrong(field: str, zh: str, en: str) -> None:
    raise SourceError(zh, en, source="", place=f"{FIELDS[field]} ({field})")
