"""Which part of a stage takes how much computing, in whichever process it runs. The program itself knows nothing of it.

The benchmark puts clocks around functions of the program, in this process and in its workers; a worker leaves what it
measured as a line of a file. Times are seconds of computing without what a part inside took, so that parts add up.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from functools import update_wrapper
from pathlib import Path
from types import MethodType
from typing import Any

import builder.reports  # noqa: F401  what every worker that reads needs is loaded once for all of them

_FILE = "MINGBAI_PARTS"
OTHER = "other"
#: Stage → part → the function of a module that does it; under several names, where modules have it from another.
PARTS = {
    "extraction": {
        "read": "builder.reports:_read",
        "recognise": "builder.reports:recognise",
        "state": "builder.reports:state_facts",
        "check": "builder.reports:run_checks",
        "keep": "builder.reports:_kept",
    },
    "data": {
        "json": "builder.publish.write:report_json",
        "csv": "builder.publish.write:write_csv",
        "workbooks": "builder.publish.official:workbook_of",
        "years_workbooks": "builder.publish.exports:workbook_over_years",
        "databases": "builder.publish.exports:write_database builder.publish.databases:write_database",
        "parquet": "builder.publish.exports:write_parquet builder.publish.databases:write_parquet",
        "sources": "builder.publish.write:copy_sources",
        "told": "builder.publish.write:told_of",
    },
    "pages": {
        "load": "builder.pages.report_pages:read_report",
        "views": "builder.pages.report_pages:year_view",
        "templates": "builder.pages.writer:Writer.render",
        "terms": "builder.pages.glossary:Marker.mark",
        "charts": "builder.pages.environment:svg",
        "chart_files": "builder.pages.report_pages:write_charts",
        "places": "builder.pages.traces:traces_json",
    },
}
_spent: dict[str, float] = defaultdict(float)
_inside: list[float] = []
_before: dict[str, Callable[..., Any]] = {}


# --- what stands in for the jobs of workers: functions that a worker finds by their names -----------------


def read_one(*arguments: Any) -> Any:
    return _job("extraction", "builder.reports:_do", arguments)


def write_one(*arguments: Any) -> Any:
    return _job("data", "builder.publish.write:_write_department", arguments)


def write_joint(*arguments: Any) -> Any:
    return _job("data", "builder.publish.exports:_do", arguments)


def render_one(*arguments: Any) -> Any:
    return _job("pages", "builder.pages.render:render_department", arguments)


_JOBS = {
    "builder.reports:_do": read_one,
    "builder.publish.write:_write_department": write_one,
    "builder.publish.exports:_do": write_joint,
    "builder.pages.render:render_department": render_one,
}


def begin(file: Path) -> None:
    """From now on measure, here and in workers that are started; what is measured is told in `file`."""
    file.write_text("", encoding="utf-8")
    os.environ[_FILE] = str(file)
    for stage in PARTS:
        _watch(stage)
    for place, job in _JOBS.items():
        _replace(place, job)


def end(file: Path) -> dict[str, dict[str, float]]:
    """Stop; seconds of computing by stage and part, of all processes together."""
    _tell()
    for place, function in _before.items():
        holder, name = _holder(place)
        setattr(holder, name, function)
    _before.clear()
    os.environ.pop(_FILE, None)
    found = {stage: dict.fromkeys((*parts, OTHER), 0.0) for stage, parts in PARTS.items()}
    for line in file.read_text(encoding="utf-8").splitlines():
        for name, seconds in json.loads(line).items():
            stage, _, part = name.partition(".")
            found[stage][part] += seconds
    return {stage: {part: round(s, 3) for part, s in parts.items()} for stage, parts in found.items()}


def missing() -> list[str]:
    """The functions named here that the program no longer has."""
    listed = [
        *_JOBS,
        *(place for parts in PARTS.values() for places in parts.values() for place in places.split()),
    ]
    return [place for place in listed if not hasattr(*_holder(place))]


def _job(stage: str, place: str, arguments: tuple[Any, ...]) -> Any:
    _watch(stage)
    function = _before.get(place) or getattr(*_holder(place))
    result = _Timed(function, f"{stage}.{OTHER}")(*arguments)
    _tell()
    return result


def _watch(stage: str) -> None:
    """Clocks around the parts of a stage, once in each process."""
    for part, place in ((part, place) for part, places in PARTS[stage].items() for place in places.split()):
        if place not in _before and hasattr(*_holder(place)):
            _replace(place, _Timed(getattr(*_holder(place)), f"{stage}.{part}"))


def _replace(place: str, function: Callable[..., Any]) -> None:
    holder, name = _holder(place)
    if not hasattr(holder, name):
        print(f"{place} is no more; not measured", file=sys.stderr)
        return
    _before[place] = getattr(holder, name)
    setattr(holder, name, function)


def _holder(place: str) -> tuple[Any, str]:
    module, _, path = place.partition(":")
    holder: Any = importlib.import_module(module)
    *within, name = path.split(".")
    for each in within:
        holder = getattr(holder, each)
    return holder, name


class _Timed:
    """A function with a clock. Sent to a worker it is the function by its name, and the clock is put around it there."""

    def __init__(self, function: Callable[..., Any], name: str) -> None:
        self._function, self._name = function, name
        update_wrapper(self, function)

    def __reduce__(self) -> tuple[type[_Timed], tuple[Callable[..., Any], str]]:
        return _Timed, (self._function, self._name)

    def __get__(self, instance: object, owner: type) -> Callable[..., Any]:
        return self if instance is None else MethodType(self, instance)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        _inside.append(0.0)
        started = time.process_time()
        try:
            return self._function(*arguments, **named)
        finally:
            spent = time.process_time() - started
            _spent[self._name] += spent - _inside.pop()
            if _inside:
                _inside[-1] += spent


def _tell() -> None:
    """A line of a file that many write to: short enough to be written at one stroke."""
    if _spent and (file := os.environ.get(_FILE)):
        with Path(file).open("a", encoding="utf-8") as told:
            told.write(json.dumps(_spent) + "\n")
    _spent.clear()
