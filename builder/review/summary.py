"""Two states of the published data → what changed from one to the other, as a small record that can be passed on.

The record travels from a job that ran a stranger's change to one that may write a comment: it is read back as data,
each field by its type and length, and nothing in it is trusted to be more than words and numbers.
"""

from __future__ import annotations

import csv
import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from builder.errors import UsageError

SCHEMA = "mingbai-summary/1"
#: What the record is called in an archive.
RECORD = "summary.json"
Change = Literal["added", "replaced", "read anew", "removed"]
#: How much of one report, and how many reports, are told; how large a record may be.
DIFFERENCES, FINDINGS, REPORTS, PROBLEMS = 20, 10, 60, 60
LARGEST = 2 * 1024 * 1024
_LONGEST = 400
_Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure before and after; "" where there was none."""

    table: str
    item: str
    measure: str
    before: str
    after: str
    unit: str


@dataclass(frozen=True, slots=True)
class Told:
    """One finding of a report: its check, its level, in words."""

    check: str
    level: str
    words: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One current report that is not as it was. Counts of a removed one are those it had."""

    change: Change
    path: str
    org: str
    region: str
    year: str
    kind: str
    source: str
    figures: int
    figures_before: int
    tables: tuple[tuple[str, int], ...]
    held: int
    compared: int
    unread: int
    guessed: tuple[str, ...]
    findings: tuple[Told, ...]
    findings_in_all: int
    differences: tuple[Difference, ...]
    differences_in_all: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A report that could not be read: which, where in it, and what to do."""

    source: str
    place: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Summary:
    """`changed_in_all`, `problems_in_all`: how many there are, told or not."""

    changed: tuple[Changed, ...]
    changed_in_all: int
    unchanged: int
    problems: tuple[Problem, ...]
    problems_in_all: int


def compare(before: Path | None, after: Path) -> Summary:
    """What changed between two folders of published data; without a `before`, everything is new.

    Raises UsageError where a folder holds no published data.
    """
    old, new = _current(before) if before else {}, _current(after)
    changed = [
        one for path in sorted({*old, *new})
        if (one := _changed(_record(before, old.get(path)), _record(after, new.get(path))))
    ]  # fmt: skip
    problems = [_problem(one) for one in _read(after / "index.json")["problems"]]
    unchanged = len({*old, *new}) - len(changed)
    return Summary(
        tuple(changed[:REPORTS]), len(changed), unchanged, tuple(problems[:PROBLEMS]), len(problems)
    )


def _current(data: Path) -> dict[str, dict[str, str]]:
    path = data / "reports.csv"
    if not path.is_file():
        raise UsageError(
            "这里没有已公布的数据，请先运行 mingbai build", "no published data here; run mingbai build first",
            source=str(data),
        )  # fmt: skip
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return {row["path"]: row for row in csv.DictReader(handle) if row["status"] == "current"}


def _record(data: Path | None, row: Mapping[str, str] | None) -> _Json | None:
    return _read(data / row["path"] / "report.json") if data and row else None


def _read(path: Path) -> _Json:
    value: _Json = json.loads(path.read_text(encoding="utf-8"))
    return value


def _changed(before: _Json | None, after: _Json | None) -> Changed | None:
    """What became of one report; None when nothing did."""
    if before == after:
        return None
    there = after or before
    assert there is not None
    if before is None or after is None:
        change: Change = "added" if before is None else "removed"
    else:
        change = "read anew" if before["source"]["sha256"] == after["source"]["sha256"] else "replaced"
    differences = _differences(before, after) if before and after else []
    findings = [one for one in there["findings"] if one["about"] == "publication"] if after else []
    counts = there["checks"]
    held = sum(one["held"] + one["rounding"] for one in counts)
    return Changed(
        change, there["path"], there["org"], there["region"] or "", str(there["year"]), there["kind"],
        there["source"]["file"], len(there["facts"]), len(before["facts"]) if before else 0,
        tuple(sorted(Counter(one["status"] for one in there["tables"] if one["table"][0] == "T").items())),
        held, held + sum(one["findings"] for one in counts), len(there["unread"]), tuple(there["guessed"]),
        tuple(Told(one["check"], one["level"], one["explanation"]) for one in findings[:FINDINGS]), len(findings),
        tuple(differences[:DIFFERENCES]), len(differences),
    )  # fmt: skip


def _differences(before: _Json, after: _Json) -> list[Difference]:
    old, new = _figures(before["facts"]), _figures(after["facts"])
    found = []
    for name in dict.fromkeys([*new, *old]):
        one, other = old.get(name), new.get(name)
        told = other or one
        assert told is not None
        if one is None or other is None or (one["value"], one["unit"]) != (other["value"], other["unit"]):
            was, now = (str((fact or {}).get("value") or "") for fact in (one, other))
            found.append(Difference(told["table"], told["item"], told["measure"], was, now, told["unit"]))
    return found


def _figures(facts: Iterable[_Json]) -> dict[tuple[str, int], _Json]:
    """Figures by id: an id that does not name one figure is told apart by its order."""
    seen: Counter[str] = Counter()
    named = {}
    for fact in facts:
        named[fact["id"], seen[fact["id"]]] = fact
        seen[fact["id"]] += 1
    return named


def _problem(one: _Json) -> Problem:
    return Problem(one["source"], one["place"], one["zh"], one["en"])


def published_problems(data: Path) -> tuple[Problem, ...]:
    """All reports that could not be read, as the published data lists them."""
    if not (data / "index.json").is_file():
        raise UsageError(
            "还没有数据，请先运行 mingbai build", "no data yet; run mingbai build first", source=str(data)
        )
    return tuple(_problem(one) for one in _read(data / "index.json")["problems"])


# --- passing it on ---------------------------------------------------------------------------------------


def as_json(summary: Summary) -> str:
    """The record as JSON, the same for the same summary."""
    return json.dumps({"schema": SCHEMA, **asdict(summary)}, ensure_ascii=False, indent=1) + "\n"


def from_json(path: Path) -> Summary:
    """A record that somebody else made. Raises UsageError when it is not of the form, or too large."""
    try:
        raw = json.loads(_bounded(path))
        if raw.pop("schema") != SCHEMA:
            raise ValueError("another schema")
        return Summary(
            tuple(_changed_of(one) for one in _some(raw["changed"], REPORTS)),
            _count(raw["changed_in_all"]), _count(raw["unchanged"]),
            tuple(Problem(**_words(one, Problem)) for one in _some(raw["problems"], PROBLEMS)),
            _count(raw["problems_in_all"]),
        )  # fmt: skip
    except (
        OSError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        RecursionError,
        zipfile.BadZipFile,
    ) as error:
        raise UsageError(
            f"不是一份摘要：{type(error).__name__} {error}", f"no summary: {type(error).__name__} {error}", source=str(path)
        ) from error  # fmt: skip


def _bounded(path: Path) -> str:
    """The text of the record, or of the one in an archive, read no further than a record may be long."""
    if path.suffix != ".zip":
        with path.open("rb") as handle:
            data = handle.read(LARGEST + 1)
    else:
        with zipfile.ZipFile(path) as archive, archive.open(RECORD) as member:
            data = member.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"more than {LARGEST} bytes")
    return data.decode("utf-8")


def _changed_of(raw: _Json) -> Changed:
    if raw["change"] not in get_args(Change):
        raise ValueError("no such change")
    counts = (
        "figures",
        "figures_before",
        "held",
        "compared",
        "unread",
        "findings_in_all",
        "differences_in_all",
    )
    words = ("path", "org", "region", "year", "kind", "source")
    fields: _Json = {"change": raw["change"]}
    fields |= {name: _word(raw[name]) for name in words}
    fields |= {name: _count(raw[name]) for name in counts}
    fields["tables"] = tuple((_word(name), _count(number)) for name, number in _some(raw["tables"], REPORTS))
    fields["guessed"] = tuple(_word(one) for one in _some(raw["guessed"], REPORTS))
    fields["findings"] = tuple(Told(**_words(one, Told)) for one in _some(raw["findings"], FINDINGS))
    differences = _some(raw["differences"], DIFFERENCES)
    fields["differences"] = tuple(Difference(**_words(one, Difference)) for one in differences)
    return Changed(**fields)


def _words(raw: _Json, kind: type[Problem | Told | Difference]) -> dict[str, str]:
    return {name: _word(raw[name]) for name in kind.__dataclass_fields__}


def _word(raw: object) -> str:
    if not isinstance(raw, str):
        raise TypeError("expected words")
    return raw[:_LONGEST]


def _count(raw: object) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool) or not 0 <= raw < 10**9:
        raise TypeError("expected a count")
    return raw


def _some(raw: object, most: int) -> list[Any]:
    if not isinstance(raw, list):
        raise TypeError("expected a list")
    return raw[:most]
