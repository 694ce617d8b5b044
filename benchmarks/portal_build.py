"""A build in a process of its own: seconds of its stages by the clock, seconds of computing of their parts, and memory."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import portal_parts
from benchmarks.portal_memory import Watch

ROOT = Path(__file__).parents[1]
Measured = dict[str, Any]
#: Stage → the function of a module in which it is done.
STAGES = {
    "extraction": "builder.pipeline:read_reports",
    "data": "builder.pipeline:write_data",
    "page_pictures": "builder.pipeline:write_pictures",
    "pages": "builder.pipeline:render_pages",
    "frame": "builder.website.build:_generate",
    "search": "builder.website.build:build_index",
    "website": "builder.pipeline:build_website",
}
#: Parts of another stage, not counted twice.
INSIDE = {"frame", "search"}
_TOLD = 20


def measured_apart(script: str, words: Sequence[str], told: Path) -> Measured:
    """What a script tells in a file, run in a process of its own, with the memory that it and its workers took."""
    told.parent.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen([sys.executable, script, *words], cwd=ROOT)
    watch = Watch(process.pid)
    if process.wait():
        raise SystemExit(f"{Path(script).name} {' '.join(words)} ended with {process.returncode}")
    watch.end()
    measured: Measured = json.loads(told.read_text(encoding="utf-8"))
    return {**measured, "memory_mib": watch.most, "largest_process_mib": watch.largest}


def build(reports: Path, folder: Path, pictures: str) -> Measured:
    """From reports to a website, in this process and its workers."""
    pipeline = importlib.import_module("builder.pipeline")
    portal_parts.begin(folder / "parts.jsonl")
    spent = clocks(STAGES)
    started = time.perf_counter()
    built = pipeline.build(
        reports, ROOT / "content", folder / "site", folder / "work", None, Progress(), pictures=pictures
    )
    total = time.perf_counter() - started
    other = total - sum(seconds for stage, seconds in spent.items() if stage not in INSIDE)
    parts = portal_parts.end(folder / "parts.jsonl")
    return {
        "seconds": round(total, 1),
        "stages": {
            **{stage: round(seconds, 2) for stage, seconds in spent.items()},
            "other": round(other, 2),
        },
        "checks": parts["extraction"]["check"],
        "charts": parts["pages"]["charts"],
        "parts": parts,
        "pages": built.pages,
        "problems": len(built.problems),
    }


def clocks(stages: dict[str, str]) -> dict[str, float]:
    """Put a clock around each function; the seconds that each has taken since, filled as they pass."""
    spent = dict.fromkeys(stages, 0.0)
    for stage, place in stages.items():
        module, _, name = place.partition(":")
        holder = importlib.import_module(module)
        setattr(holder, name, _timed(getattr(holder, name), stage, spent))
    return spent


def _timed(function: Callable[..., Any], stage: str, spent: dict[str, float]) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        started = time.perf_counter()
        try:
            return function(*arguments, **named)
        finally:
            spent[stage] += time.perf_counter() - started

    return timed


class Progress:
    """Tells once in a while how far a stage is."""

    def __init__(self) -> None:
        self._next = time.monotonic() + _TOLD

    def __call__(self, what: str, done: int, total: int) -> None:
        if time.monotonic() > self._next:
            tell(f"  {what}: {done}/{total}")
            self._next = time.monotonic() + _TOLD


def tell(words: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {words}", file=sys.stderr, flush=True)
