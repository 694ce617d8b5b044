"""A shard on disk: `shard.json`, which says what it is of, and each file once, under the hash of its bytes.

What is in it is taken as one's own: values in it are Python's, so that only shards of one's own machines may be used.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from builder import __version__
from builder.cache import program_version, publish_version
from builder.documents import Limits
from builder.errors import BuildError, UsageError
from builder.keeping import link_or_copy, written
from builder.model import Problem, Source, SourceFile
from builder.pages import pages_version
from builder.pipeline import Order

MANIFEST, FILES = "shard.json", "files"
SCHEMA = "mingbai-shard/1"
#: What a shard brings into the work folder of the whole.
_PLACES = ("cache", "before", "data", "docs", "pictures", "reports")
_HASH = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Shard:
    """What a shard says of itself. `regions`: its own; `beside`: all that the reports folder had when it was built.

    `failed`: what could not be read; `registered`: files with a row in `reports.csv` of their own; `files`: path in the
    work folder → hash.
    """

    folder: Path
    regions: tuple[str, ...]
    beside: tuple[str, ...]
    made_by: Mapping[str, str]
    limits: Mapping[str, int]
    pictures: str
    sources: tuple[Source, ...]
    failed: tuple[Problem, ...]
    files: Mapping[str, str]

    @property
    def name(self) -> str:
        return "、".join(self.regions)


def versions() -> dict[str, str]:
    """What must be the same for two machines to make the same of the same report."""
    return {
        "mingbai": __version__, "reading": program_version(), "data": publish_version(), "pages": pages_version(),
    }  # fmt: skip


# --- writing ---------------------------------------------------------------------------------------------


def write_shard(
    folder: Path,
    order: Order,
    regions: Sequence[str],
    beside: Sequence[str],
    sources: Sequence[Source],
    failed: Sequence[Problem],
) -> None:
    """What the build of `order` left in its work folder → a shard in an empty folder."""
    files: dict[str, str] = {}
    for path, file in _worth_keeping(order, sources, {problem.source for problem in failed}):
        files[path] = _store(folder / FILES, file, linked=not path.startswith("reports/"))
    told = {
        "schema": SCHEMA,
        "regions": list(regions),
        "beside": list(beside),
        "made_by": versions(),
        "limits": asdict(order.limits),
        "pictures": order.pictures,
        "sources": [asdict(source) for source in sources],
        "failed": [asdict(problem) for problem in failed],
        "files": files,
    }
    text = json.dumps({**told, "digest": digest_of(told)}, ensure_ascii=False, indent=0)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def _worth_keeping(order: Order, sources: Sequence[Source], failed: set[str]) -> Iterator[tuple[str, Path]]:
    """(path in the work folder, file): readings, pictures, what is made of departments, and their sources last."""
    for folder in (order.work / "cache" / "reports", order.work / "pictures"):
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                yield file.relative_to(order.work).as_posix(), file
    for kind, place in (("data", order.data), ("pages", order.docs)):
        for entry in sorted((order.work / "before" / kind).iterdir()):
            made = written(entry)
            if made is not None:
                yield f"before/{kind}/{entry.name}", entry
                for name, _, _ in made.files:
                    yield f"{place.name}/{entry.name}/{name}", place / entry.name / name
    for entry in sorted((order.work / "before" / "told").iterdir()):
        yield f"before/told/{entry.name}", entry
    for source in sources:
        if source.file not in failed:
            for one in source.files or (SourceFile(source.file, source.sha256, source.size),):
                yield f"reports/{one.file}", order.reports / one.file


def _store(files: Path, file: Path, *, linked: bool) -> str:
    """Put a file among the others unless it is there; its hash. What a person may write into is copied, not linked."""
    digest = _hash_of(file)
    target = _place(files, digest)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        (link_or_copy if linked else shutil.copyfile)(file, target)
    return digest


def _place(files: Path, digest: str) -> Path:
    return files / digest[:2] / digest


def _hash_of(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def digest_of(told: Mapping[str, Any]) -> str:
    """What a manifest without its digest comes to."""
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


# --- reading ---------------------------------------------------------------------------------------------


def find_shards(places: Sequence[Path]) -> list[Path]:
    """Each place, or, where it is no shard itself, those in it or in its folders, as CI services lay them out.

    Raises UsageError where there is none.
    """
    found: list[Path] = []
    for place in places:
        depths = ("", "*/", "*/*/")
        own = next((there for depth in depths if (there := sorted(place.glob(depth + MANIFEST)))), [])
        if not own:
            raise UsageError(
                "这里没有分片（没有 shard.json）", "no shard here (there is no shard.json)", source=str(place)
            )
        found += [manifest.parent for manifest in own]
    return found


def read_shard(folder: Path) -> Shard:
    """What a shard says of itself. Raises BuildError when that is damaged, UsageError when it is of another kind."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        digest = told.pop("digest")
    except (OSError, ValueError, AttributeError, KeyError) as error:
        raise damaged(folder, MANIFEST) from error
    if digest_of(told) != digest:
        raise damaged(folder, MANIFEST)
    if told["schema"] != SCHEMA:
        raise UsageError(
            f"分片的格式是 {told['schema']}，这个程序只认 {SCHEMA}",
            f"the shard is {told['schema']}, this program knows {SCHEMA}",
            source=str(folder),
        )
    return Shard(
        folder=folder,
        regions=tuple(told["regions"]),
        beside=tuple(told["beside"]),
        made_by=told["made_by"],
        limits=told["limits"],
        pictures=told["pictures"],
        sources=tuple(_source(one) for one in told["sources"]),
        failed=tuple(Problem(**one) for one in told["failed"]),
        files=told["files"],
    )


def _source(told: dict[str, Any]) -> Source:
    lists = ("predecessors", "successors", "ignored", "copies", "former_ids")
    files = tuple(SourceFile(**one) for one in told["files"])
    return Source(**{**told, **{name: tuple(told[name]) for name in lists}, "files": files})


def limits_of(shard: Shard) -> Limits:
    """The limits that its reports were read within."""
    return Limits(**shard.limits)


def restore(shard: Shard, path: str, work: Path) -> None:
    """One file of a shard into its place in the work folder. Raises BuildError when it is damaged or not there."""
    digest, parts = shard.files[path], PurePosixPath(path).parts
    if parts[0] not in _PLACES or ".." in parts or not _HASH.fullmatch(digest):
        raise damaged(shard.folder, MANIFEST)
    source, target = _place(shard.folder / FILES, digest), work / path
    if not source.is_file():
        raise damaged(shard.folder, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    link_or_copy(source, target)


def check_files(shard: Shard) -> None:
    """Raises BuildError when a file of the shard is missing or no longer what was written."""
    where = {digest: path for path, digest in shard.files.items()}
    for digest, path in where.items():
        try:
            sound = _hash_of(_place(shard.folder / FILES, digest)) == digest
        except OSError:
            sound = False
        if not sound:
            raise damaged(shard.folder, path)


def damaged(folder: Path, place: str) -> BuildError:
    """The error for a shard that is not what was written."""
    return BuildError(
        "分片不完整或被改过，请重新取来或重新构建这个分片",
        "the shard is incomplete or was changed; fetch it again, or build it again",
        source=str(folder),
        place=place,
    )
