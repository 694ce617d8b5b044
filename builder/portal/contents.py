"""What is missing or wrong in a portal's `content/` and settings: everything at once, not only what a build meets first."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from builder.errors import MingbaiError
from builder.packaged import own_or_packaged
from builder.pages.glossary import Term, load_glossary
from builder.portal.advice import Advice, well
from builder.portal.publishing import look_over_publishing
from builder.publish.accepted import ACCEPTED, load_accepted
from builder.sources import CATALOGUE, COLUMNS, Rows, faults, find_sources, report_files
from builder.website.settings import NAME, read_settings

_SHOWN = 20
#: Settings that a portal can be without, and what is then not there.
_WISHED = {
    "contact": ("读者不知道怎样联系", "readers do not know how to reach you"),
    "report_error": ("读者没有地方报告错误", "readers cannot report errors"),
    "licence": ("没有写数据可以怎样用", "nobody knows how the data may be used"),
    "operator": ("没有写谁在办这个网站", "nobody knows who runs it"),
}


def look_over_content(portal: Path) -> Iterator[Advice]:
    """Each thing in turn: reports and their list, explanations, glossary, settings, workflows."""
    content = portal / "content"
    yield from _reports(content / "reports")
    yield _accepted(content)
    yield _glossary(own_or_packaged(content, "glossary.csv"))
    yield from _settings(portal / NAME)
    yield from look_over_publishing(portal)


# --- reports ---------------------------------------------------------------------------------------------


def _reports(folder: Path) -> Iterator[Advice]:
    if not folder.is_dir():
        yield Advice(
            "wrong",
            str(folder),
            "没有这个文件夹",
            "there is no such folder",
            "建这个文件夹，把报告放进去",
            "make it and put the reports in",
        )
        return
    files = report_files(folder)
    yield (
        well("报告 reports", str(len(files)))
        if files
        else Advice(
            "missing",
            str(folder),
            "没有报告",
            "no reports",
            "把报告放进去，或用 mingbai submit",
            "put reports in, or use mingbai submit",
        )
    )
    found = list(_catalogue(folder, files))
    yield from found[:_SHOWN]
    if len(found) > _SHOWN:
        yield Advice(
            "wrong",
            CATALOGUE,
            f"另有 {len(found) - _SHOWN} 处",
            f"{len(found) - _SHOWN} more",
            "先改上面的",
            "begin with those above",
        )
    if not any(one.level == "wrong" for one in found):
        yield from _as_a_build_sees(folder)


def _catalogue(folder: Path, files: list[str]) -> Iterator[Advice]:
    """Every fault of `reports.csv`, with its row; then the reports that it does not name."""
    path = folder / CATALOGUE
    if not path.is_file():
        yield Advice(
            "missing",
            str(path),
            "没有登记表，单位、年度、网址全凭识别",
            "no list of reports: units, years and addresses are guessed",
            "用 mingbai submit 添加，或照 README 写一份",
            "add reports by mingbai submit, or write one as README says",
        )
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            columns, rows = list(reader.fieldnames or ()), list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        yield Advice(
            "wrong",
            str(path),
            f"读不懂：{error}",
            f"cannot be read: {error}",
            "另存为 UTF-8 的 CSV",
            "save it as CSV in UTF-8",
        )
        return
    unknown = sorted(set(columns) - set(COLUMNS))
    if unknown or "file" not in columns:
        told = "、".join(unknown) or "缺 file"
        yield Advice(
            "wrong",
            str(path),
            f"列名不对：{told}",
            f"wrong columns: {told}",
            f"只用 {' '.join(COLUMNS)}",
            "only these",
        )
        return
    seen: Rows = {}
    for number, row in enumerate(rows, start=2):
        clean = {name: (value or "").strip() for name, value in row.items() if name}
        place = f"{CATALOGUE} 第 {number} 行 row {number}"
        for column in faults(clean, seen):
            yield Advice(
                "wrong",
                place,
                f"{column} 写得不对或重复：{clean.get(column, '')!r}",
                f"{column} is wrong or repeated",
                "照 README 的表改",
                "see the table in README",
            )
        seen[clean["file"]] = clean
        if clean["file"] and not (folder / clean["file"]).exists():
            yield Advice(
                "wrong",
                place,
                f"没有文件 {clean['file']}",
                f"there is no file {clean['file']}",
                "放进文件，或删去这一行",
                "put the file in, or delete the row",
            )
    listed = {part for row in seen.values() for part in (row["file"], *row.get("attachments", "").split(";"))}
    for file in files:
        if file not in {name.strip() for name in listed}:
            yield Advice(
                "missing",
                file,
                "没有登记，单位、年度全凭识别",
                "not listed: unit and year are guessed",
                f"在 {CATALOGUE} 里加一行",
                f"add a row to {CATALOGUE}",
            )


def _as_a_build_sees(folder: Path) -> Iterator[Advice]:
    try:
        sources = find_sources(folder)
    except MingbaiError as error:
        yield _told(str(folder), error)
        return
    for source in sources:
        for copy in source.copies:
            yield Advice(
                "missing",
                copy,
                f"和 {source.file} 是同一个文件，只读一次",
                f"the same file as {source.file}; read once",
                "删去一份",
                "delete one of them",
            )
    hashes = Counter(source.sha256 for source in sources)
    for source in sources:
        if hashes[source.sha256] > 1:
            yield Advice(
                "missing",
                source.file,
                "同一个文件登记了几行",
                "the same file has several rows",
                "只留一行",
                "keep one of them",
            )
        if not source.url and not source.sample:
            yield Advice(
                "missing",
                source.file,
                "没有登记网址，每周的检查查不到它",
                "no address: the weekly check cannot ask it",
                f"在 {CATALOGUE} 的 url 里填上",
                f"fill in url in {CATALOGUE}",
            )


# --- the rest --------------------------------------------------------------------------------------------


def _told(what: str, error: MingbaiError) -> Advice:
    place = f"{what} {error.place}".strip()
    return Advice("wrong", place, error.zh, error.en, "照上面说的改", "change it as it says")


def _accepted(content: Path) -> Advice:
    try:
        rows = load_accepted(content)
    except MingbaiError as error:
        return _told(ACCEPTED, error)
    return well(
        ACCEPTED,
        f"{len(rows)} 条说明，是否都对得上由 mingbai build 查 explanations; a build sees whether each fits",
    )


def _glossary(path: Path) -> Advice:
    try:
        terms = load_glossary(path)
    except (KeyError, UnicodeDecodeError, csv.Error) as error:
        return Advice(
            "wrong",
            str(path),
            f"缺列或读不懂：{error}",
            f"a column is missing, or it cannot be read: {error}",
            "照程序自带的那份改",
            "see the one that comes with the program",
        )
    if faulty := _faulty(terms):
        return Advice(
            "wrong",
            str(path),
            f"编号重复或没有：{faulty}",
            f"ids are repeated or missing: {faulty}",
            "每个 id 只用一次，别处只写有的 id",
            "use each id once, and refer to such ids only",
        )
    return well("名词 glossary", f"{len(terms)}")


def _faulty(terms: tuple[Term, ...]) -> str:
    ids = Counter(term.id for term in terms)
    wrong = [name for name, number in ids.items() if number > 1 or not name]
    wrong += [other for term in terms for other in term.not_to_confuse_with if other not in ids]
    return "、".join(dict.fromkeys(wrong))


def _settings(path: Path) -> Iterator[Advice]:
    try:
        settings = read_settings(path)
    except MingbaiError as error:
        yield _told(NAME, error)
        return
    yield (
        well(NAME, settings.name)
        if path.is_file()
        else Advice(
            "missing",
            NAME,
            "没有，用程序自带的名称",
            "none: the program's own name is used",
            "用 mingbai new 做一个，或照说明写",
            "make one by mingbai new",
        )
    )
    if not settings.base_url:
        yield Advice(
            "missing",
            f"{NAME} site_url",
            "没有网址，就没有站点地图和分享图片；GitHub Pages 发布时会自己填",
            "no address: no sitemap and no pictures for links; publishing by GitHub Pages fills it in",
            "填上网站的地址",
            "fill in the address of the site",
        )
    for name, (zh, en) in _WISHED.items():
        if not settings.extra.get(name):
            yield Advice("missing", f"{NAME} extra.{name}", zh, en, "填上", "fill it in")
