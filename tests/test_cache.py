"""Reports read before: found again only for the same bytes, row, limits and program; a damaged entry is ignored."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from builder import cache, reports
from builder.cache import Cache
from builder.documents import DEFAULT_LIMITS
from builder.errors import BuildError
from builder.keeping import keep
from builder.model import Problem, Report, Source
from builder.outlines import tally_of
from builder.reports import lean, read_report, read_reports
from builder.sources import find_sources
from tests.made_builds import run_here
from tests.publish.made import TEXT, of_org, write_reports
from tests.test_architecture import BUILDER, imported, stage_of


@pytest.fixture
def read(tmp_path: Path) -> tuple[Path, Source, Report]:
    """The reports folder, its one source, and the report."""
    folder = write_reports(tmp_path / "reports", {"a.txt": TEXT})
    (source,) = find_sources(folder)
    return folder, source, lean(read_report(folder, source))


def kept(tmp_path: Path, read: tuple[Path, Source, Report]) -> tuple[Cache, Source, Report]:
    _, source, report = read
    made = Cache(tmp_path / "cache")
    made.put(source, DEFAULT_LIMITS, report)
    return made, source, report


def entries(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]


def test_a_report_comes_back_as_it_was_read(tmp_path: Path, read: tuple[Path, Source, Report]) -> None:
    made, source, report = kept(tmp_path, read)
    again = Cache(tmp_path / "cache").get(source, DEFAULT_LIMITS)
    assert again == report
    assert again is not None
    facts = {id(fact) for fact in again.content.facts}
    named = [fact for finding in again.checked.findings for fact in finding.facts]
    assert named
    assert {id(fact) for fact in named} <= facts, "findings must speak of the report's own facts"
    assert made.get(source, DEFAULT_LIMITS) == report


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "0" * 64}, {"file": "b.txt"}, {"org": "云岭市水利局"}, {"year": "2023"}, {"kind": "单位决算"},
        {"published_on": "2025-09-20"}, {"predecessors": ("jia",)}, {"copies": ("c.txt",)},
    ],
)  # fmt: skip
def test_another_file_or_row_is_another_report(
    tmp_path: Path, read: tuple[Path, Source, Report], change: dict[str, str | tuple[str, ...]]
) -> None:
    made, source, _ = kept(tmp_path, read)
    assert made.get(replace(source, **change), DEFAULT_LIMITS) is None  # type: ignore[arg-type]


def test_limits_count_as_far_as_they_change_what_is_read(
    tmp_path: Path, read: tuple[Path, Source, Report]
) -> None:
    made, source, report = kept(tmp_path, read)
    assert made.get(source, replace(DEFAULT_LIMITS, cells=10)) is None
    assert made.get(source, replace(DEFAULT_LIMITS, seconds=10, memory_mib=3000)) == report


def test_another_version_of_the_program_reads_anew_and_throws_the_old_away(
    tmp_path: Path, read: tuple[Path, Source, Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, source, _ = kept(tmp_path, read)
    monkeypatch.setattr(cache, "program_version", lambda: "other")
    assert Cache(tmp_path / "cache").get(source, DEFAULT_LIMITS) is None
    assert entries(tmp_path) == []


def test_the_version_follows_code_knowledge_and_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = {cache.program_version()}
    folder = tmp_path / "builder"
    for name, words in (
        ("knowledge/a.toml", "x"),
        ("knowledge/a.toml", "y"),
        ("facts/b.py", "z"),
        ("pages/c.py", "z"),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(words, encoding="utf-8")
        monkeypatch.setattr(cache, "_CODE", folder)
        cache.program_version.cache_clear()
        versions.add(cache.program_version())
    assert len(versions) == 4, "what makes pages does not count"
    monkeypatch.setattr(cache.shutil, "which", lambda name: f"/opt/{name}")  # type: ignore[attr-defined]
    cache.program_version.cache_clear()
    assert cache.program_version() not in versions
    monkeypatch.undo()
    cache.program_version.cache_clear()


def closure(start: set[Path]) -> set[Path]:
    """These files of the builder and all that they import, directly or not."""
    found, waiting = set[Path](), set(start)
    while waiting:
        path = waiting.pop()
        found.add(path)
        for name in imported(path):
            parts = name.split(".")
            for end in range(2, len(parts) + 1) if parts[0] == "builder" else ():
                stem = BUILDER.joinpath(*parts[1:end])
                waiting |= {p for p in (stem.with_suffix(".py"), stem / "__init__.py") if p.exists()} - found
    return found


def test_documents_depend_on_what_their_version_counts_and_nothing_else() -> None:
    inside = closure(set((BUILDER / "documents").rglob("*.py")))
    stages = {path.relative_to(BUILDER).parts[0] for path in inside} - {"knowledge"}
    assert stages == cache.DOCUMENT_CODE


def test_knowledge_that_does_not_count_is_looked_at_by_pages_alone() -> None:
    for name in ("colours", "columns", "english"):
        users = {p for p in BUILDER.rglob("*.py") if f"builder.knowledge.{name}" in "|".join(imported(p))}
        assert {stage_of(path) for path in users} <= {"pages", "publish", "website", "knowledge"}, name


@pytest.mark.parametrize(
    ("changed", "documents", "states"),
    [
        ("knowledge/narrative.toml", False, True), ("knowledge/indicators.toml", False, True),
        ("facts/narrative.py", False, True), ("checks/ratios.py", False, True),
        ("documents/pdf.py", True, True), ("knowledge/tables.toml", True, True), ("text.py", True, True),
        ("pages/views.py", False, False), ("knowledge/english.toml", False, False),
    ],
)  # fmt: skip
def test_what_must_be_read_or_stated_anew_after_a_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str, documents: bool, states: bool
) -> None:
    def versions(words: str) -> tuple[str, str]:
        (tmp_path / changed).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / changed).write_text(words, encoding="utf-8")
        cache.program_version.cache_clear()
        cache.documents_version.cache_clear()
        return cache.documents_version(), cache.program_version()

    monkeypatch.setattr(cache, "_CODE", tmp_path)
    before, after = versions("x"), versions("y")
    monkeypatch.undo()
    cache.program_version.cache_clear()
    cache.documents_version.cache_clear()
    assert (before[0] != after[0], before[1] != after[1]) == (documents, states)


def test_an_outline_gives_its_whole_report(tmp_path: Path, read: tuple[Path, Source, Report]) -> None:
    made, source, report = kept(tmp_path, read)
    outline = made.outline(source, DEFAULT_LIMITS)
    assert outline is not None
    assert cache.whole(outline) == report
    assert (outline.content.facts, outline.document.blocks) == ((), ())
    assert tally_of(outline) == tally_of(report)
    assert tally_of(report).facts == len(report.content.facts) > 0
    assert cache.whole(report) is report


def test_an_outline_of_what_was_read_anew_is_not_that_of_the_old(
    tmp_path: Path, read: tuple[Path, Source, Report]
) -> None:
    made, source, report = kept(tmp_path, read)
    (entry,) = (path for path in entries(tmp_path) if path.suffix == ".report")
    old = made.outline(source, DEFAULT_LIMITS)
    keep(entry, replace(report, org="云岭市水利局"))
    assert made.outline(source, DEFAULT_LIMITS) is None
    assert old is not None
    with pytest.raises(BuildError):
        cache.whole(old)


def test_with_another_indicator_no_file_is_read_anew(
    tmp_path: Path, read: tuple[Path, Source, Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, source, _ = read
    whole = read_report(folder, source)
    kept_before = Cache(tmp_path / "cache").documents
    assert read_report(folder, source, kept=kept_before) == whole
    monkeypatch.setattr(cache, "program_version", lambda: "other")
    monkeypatch.setattr(reports, "read_document", None)
    assert read_report(folder, source, kept=Cache(tmp_path / "cache").documents) == whole


def test_what_a_build_is_not_asked_for_is_thrown_away(
    tmp_path: Path, read: tuple[Path, Source, Report]
) -> None:
    made, source, report = kept(tmp_path, read)
    made.documents.put(source, DEFAULT_LIMITS, report.document, second=True)
    made.forget_others([source], DEFAULT_LIMITS)
    assert len(entries(tmp_path)) == 3, "the report, its outline, its document"
    made.forget_others([replace(source, sha256="0" * 64)], DEFAULT_LIMITS)
    assert entries(tmp_path) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1], lambda data: data[:10], lambda _: b"", lambda data: data[:100] + b"\0" + data[101:],
        lambda data: b"x" * len(data), lambda data: data + b"x",
    ],
)  # fmt: skip
def test_a_damaged_entry_counts_as_not_there(
    tmp_path: Path, read: tuple[Path, Source, Report], damage: object
) -> None:
    made, source, report = kept(tmp_path, read)
    entry = next(path for path in entries(tmp_path) if path.suffix == ".report")
    entry.write_bytes(damage(entry.read_bytes()))  # type: ignore[operator]
    assert made.get(source, DEFAULT_LIMITS) is None
    if outline := made.outline(source, DEFAULT_LIMITS):
        with pytest.raises(BuildError):
            cache.whole(outline)
    made.put(source, DEFAULT_LIMITS, report)
    assert made.get(source, DEFAULT_LIMITS) == report


def test_a_full_disk_is_no_failure_and_leaves_no_half_entry(
    tmp_path: Path, read: tuple[Path, Source, Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    made, source, _ = kept(tmp_path, read)
    assert made.get(source, DEFAULT_LIMITS) is None
    assert entries(tmp_path) == []


def test_what_a_killed_build_left_half_written_is_removed(
    tmp_path: Path, read: tuple[Path, Source, Report]
) -> None:
    kept(tmp_path, read)
    before = set(entries(tmp_path))
    entry = next(iter(before))
    (entry.parent / "new-abc").write_bytes(b"half")
    Cache(tmp_path / "cache")
    assert set(entries(tmp_path)) == before


def test_a_second_run_reads_only_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_reports(
        tmp_path / "reports", {"a.txt": TEXT, "b.txt": of_org("云岭市水利局"), "c.txt": ""}
    )
    asked: list[str] = []

    def run(function: Any, items: Any, names: list[str], *others: Any) -> object:
        asked.extend(names)
        return run_here(function, items, names, *others)

    monkeypatch.setattr(reports, "run_apart", run)

    def build() -> tuple[tuple[Report, ...], tuple[Problem, ...]]:
        asked.clear()
        return read_reports(folder, find_sources(folder), lambda *_: None, cache=Cache(tmp_path / "cache"))

    first = build()
    assert sorted(asked) == ["a.txt", "b.txt", "c.txt"]
    assert asked[-1] == "c.txt", "the largest begin first"
    assert build() == first
    assert asked == ["c.txt"], "a failure is tried again"
    write_reports(folder, {"a.txt": TEXT.replace("85.00", "86.00"), "c.txt": of_org("清水县水利局")})
    assert len(build()[0]) == 3
    assert sorted(asked) == ["a.txt", "c.txt"]
