"""What the search looks through, smallest first: units, codes and terms, then full text without numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from pypinyin import Style, lazy_pinyin

from builder.pages.gathered import Gathered, Parts, pack
from builder.pages.glossary import Term
from builder.pages.published import Index, Report
from builder.pages.site_views import Account
from builder.pages.writer import in_lines

#: What the texts are gathered for.
TEXTS = "fulltext"
# A line that prints no word: numbers, dashes, signs of tables.
_WORDLESS = re.compile(r"^[\s\d.,，%％\-－—–()（）/／:：;；*·、。\u3000]*$")
_CJK = r"[\u3400-\u9fff]"
_HAS_WORD = re.compile(_CJK + r"|[A-Za-z]{2}")


def units(index: Index) -> str:
    """All units as short rows: id, name, region, initials of the name's pinyin, years."""
    rows = [
        [
            department.org_id,
            department.org,
            department.region,
            initials(department.org),
            sorted({report.year for report in department.reports}, reverse=True),
        ]
        for department in index.departments
    ]
    return _compact(rows)


def initials(name: str) -> str:
    """`岳阳市云溪区` → `yysyxq`, for keyboards without a Chinese input."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore")).lower()


def entries(accounts: Sequence[Account], terms: Sequence[Term]) -> str:
    """Codes and terms as rows: kind, address, name, other names or the code."""
    rows = [["科目", f"accounts/{account.code}/", account.name, account.code] for account in accounts]
    rows += [["名词", f"terms/{term.id}/", term.term, "|".join(term.aliases)] for term in terms]
    return _compact(rows)


class FullTexts:
    """The text of each report as far as it is published, without numeric cells."""

    def __init__(self) -> None:
        self._records: list[str] = []  # JSON

    def add(self, report: Report) -> None:
        path = f"{report.path}/source/" if report.texts else f"{report.path}/"
        record = {
            "url": path,
            "title": f"{report.org} {report.year} 年度{report.kind}",
            "region": report.region,
            "year": str(report.year),
            "text": "\n".join(self._text(report)),
        }
        self._records.append(json.dumps(record, ensure_ascii=False))

    def parts(self) -> Parts:
        """What they tell the full text."""
        return pack(TEXTS, {"": self._records})

    def _text(self, report: Report) -> list[str]:
        # At the end: what a hit quotes should be the text, not its own title.
        head = [report.org, str(report.year), report.title, report.region, report.parent]
        lines = [line for text in report.texts for line in words_only(text.lines)]
        if report.source_text is not None:
            return [*lines, *head]
        passages = [*report.outline, *report.duties, *report.bodies, *report.units, *report.unmatched]
        items = dict.fromkeys(f"{fact.code} {fact.item}".strip() for fact in report.facts)
        return [
            *lines,
            *(passage.text for passage in passages),
            *(f"{reason.item} {reason.text}" for reason in report.reasons),
            *(f"{term} {passage.text}" for term, passage in report.glossary),
            *items,
            *head,
        ]


def all_texts(gathered: Gathered) -> str:
    """The texts of all departments, as a JSON list."""
    return in_lines(record for own in gathered.told(TEXTS) for record in own)


def words_only(lines: Sequence[str]) -> list[str]:
    """The lines that say something; a numeric cell on a line of its own does not."""
    return [line.strip() for line in lines if _HAS_WORD.search(line) and not _WORDLESS.match(line)]


def _compact(rows: Sequence[object]) -> str:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")) + "\n"
