"""Published data of many departments, out of that of a few: the same figures under other names, ids and regions.

Only what pages are made from is written anew (`report.json`, `index.json`); every other file is a link to the first one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.portal_reports import REGIONS
from builder.keeping import link_or_copy

Json = dict[str, Any]


def multiply(base: Path, data: Path, reports: int) -> Path:
    """A folder of published data with so many reports, the departments of `base` one after another under new names."""
    index: Json = json.loads((base / "index.json").read_text(encoding="utf-8"))
    patterns: list[Json] = index["departments"]
    data.mkdir(parents=True)
    for path in base.iterdir():
        if path.is_file() and path.name != "index.json":
            link_or_copy(str(path), str(data / path.name))
    departments = list(_departments(patterns, base, data, reports))
    times = reports / sum(len(pattern["reports"]) for pattern in patterns)
    counts = {name: round(count * times) for name, count in index["counts"].items()}
    counts |= {"departments": len(departments), "reports": reports}
    whole = {**index, "counts": counts, "departments": departments}
    (data / "index.json").write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return data


def _departments(patterns: Sequence[Json], base: Path, data: Path, reports: int) -> Iterator[Json]:
    number, left = 0, reports
    while left > 0:
        pattern = patterns[number % len(patterns)]
        renamed = _Renamed(pattern, number)
        entry: Json = json.loads(renamed.text(json.dumps(pattern, ensure_ascii=False)))
        entry["reports"] = entry["reports"][:left]
        _copy(base / pattern["org_id"], data / renamed.org_id, renamed)
        yield entry
        number, left = number + 1, left - len(entry["reports"])


class _Renamed:
    """A department under another id, name and region."""

    def __init__(self, pattern: Json, number: int) -> None:
        region = REGIONS[number % len(REGIONS)]
        self.org_id = f"d{number:05}"
        # The name first: a region is part of it.
        self._new = [
            (f'"{pattern["org"]}', f'"{region}第{number + 1}服务中心'),
            (f'"region": "{pattern["region"]}"', f'"region": "{region}"'),
            (f'"{pattern["org_id"]}"', f'"{self.org_id}"'),
            (f'"{pattern["org_id"]}/', f'"{self.org_id}/'),
        ]

    def text(self, text: str) -> str:
        for old, new in self._new:
            text = text.replace(old, new)
        return text


def _copy(old: Path, new: Path, renamed: _Renamed) -> None:
    for path in old.rglob("*"):
        target = new / path.relative_to(old)
        if path.is_dir():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.name == "report.json":
            target.write_text(renamed.text(path.read_text(encoding="utf-8")), encoding="utf-8")
        else:
            link_or_copy(str(path), str(target))
