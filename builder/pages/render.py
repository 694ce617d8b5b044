"""Views → finished HTML under `build/docs`: one `page.html` for each page, and `pages.json` that lists them.

A site generator only has to put them into its frame; what it needs to know (title, sections, date) stands in
the list. Reports are read one after another and let go, and a department whose pages are what they were is not
rendered again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.at_once import at_once
from builder.errors import UsageError
from builder.packaged import own_or_packaged
from builder.pages import search_lists, site_pages
from builder.pages.before import PagesBefore
from builder.pages.chart_files import chart_css, embed_css
from builder.pages.compare_pages import write_comparisons
from builder.pages.corrections import write_corrections
from builder.pages.english import english_files
from builder.pages.environment import TEMPLATES
from builder.pages.findings_pages import AllFindings, write_findings
from builder.pages.gathered import DamagedError, Gathered, Parts
from builder.pages.glossary import load_glossary
from builder.pages.indicators import Comparisons
from builder.pages.made_before import FOLDERS
from builder.pages.published import Department, Index, read_index
from builder.pages.published_findings import read_checks, read_corrections
from builder.pages.region_pages import write_regions
from builder.pages.report_pages import Job, Rendered, render_department
from builder.pages.writer import FILE, LIST, Writer

PARALLEL_FROM = 100  # reports: below that, starting processes costs more than it saves
BATCH = 5  # departments handed to a worker at a time
Progress = Callable[[int, int], None]
RESERVED = frozenset({
    "about", "accounts", "assets", "checks", "compare", "corrections", "data", "departments", "findings",
    "fulltext", "method", "open-data", "regions", "search", "terms",
})  # fmt: skip


def render_pages(
    data: Path,
    content: Path,
    docs: Path,
    *,
    progress: Progress | None = None,
    before: PagesBefore | None = None,
    joint: bool = True,
) -> list[Path]:
    """Write every page of the site below `docs`; the pages' files, in order.

    `before`: what was rendered in earlier builds to the same folder; without it everything is rendered anew.
    `joint`: with the pages that are of no department alone.
    """
    index = read_index(data)
    _refuse_reserved_names(index)
    spared = {department.org_id for department in index.departments}.union(FOLDERS)
    _empty(docs, spared if before else set())
    shutil.copytree(TEMPLATES / "assets", docs / "assets", dirs_exist_ok=True)
    _add_chart_styles(docs / "assets")
    terms = load_glossary(own_or_packaged(content, "glossary.csv"))
    names = {department.org_id: department.org for department in index.departments}
    with _remembering(before, docs) as known:
        render = partial(_render, Job(data, docs, terms, names), index, content, known, progress, joint=joint)
        try:
            return render()
        except DamagedError:  # found out when a page was made of it: nothing of what was gathered is trusted
            known.gathered.begin_anew()
            return render()


def _render(
    job: Job,
    index: Index,
    content: Path,
    before: PagesBefore,
    progress: Progress | None,
    *,
    joint: bool,
) -> list[Path]:
    writer = Writer(job.docs, job.terms, before.made(job.docs, job.terms))
    done, total = 0, sum(len(department.reports) for department in index.departments)
    for rendered in _departments(job, index.departments, before, part=not joint):
        writer.pages += rendered.pages
        writer.paths += [job.docs / page.url / FILE for page in rendered.pages]
        done += rendered.reports
        if progress:
            progress(done, total)
    if joint:
        before.gathered.forget_others(job.names)
        _joint_pages(writer, index, before.gathered, job.data, content)
    writer.finish()
    return writer.paths


@contextmanager
def _remembering(before: PagesBefore | None, docs: Path) -> Iterator[PagesBefore]:
    """What was rendered before; where that is not wanted, a place for what is gathered in this build."""
    with TemporaryDirectory(prefix=".gathered-", dir=docs.parent) as folder:
        known = before or PagesBefore(Path(folder) / "pages", {})
        with closing(known.gathered):
            yield known


def _joint_pages(writer: Writer, index: Index, gathered: Gathered, data: Path, content: Path) -> None:
    accounts = site_pages.write_site_pages(writer, index, gathered, data, content)
    findings, compared, checks = AllFindings.of(gathered), Comparisons(gathered), read_checks(data)
    write_regions(writer, index, compared, findings)
    write_comparisons(writer, compared)
    write_findings(writer, findings, checks)
    write_corrections(writer, index, read_corrections(data))
    writer.file("assets/search/units.json", search_lists.units(index))
    writer.file("assets/search/entries.json", search_lists.entries(accounts, writer.terms))
    writer.file("fulltext.json", search_lists.all_texts(gathered))
    for name, text in english_files(writer.terms, checks).items():
        writer.file(f"assets/{name}", text)
    writer.made.close()


def _departments(
    job: Job, departments: Sequence[Department], before: PagesBefore, *, part: bool
) -> Iterator[Rendered]:
    """All departments in their order; those that changed are rendered, several at once."""
    found, stamps = _unchanged(job, departments, before, part=part)
    changed = [department for department in departments if department.org_id not in found]
    rendered = _rendered(job, changed)
    for department in departments:
        org_id = department.org_id
        if org_id in found:
            yield found.pop(org_id)
            continue
        fresh, told = next(rendered)
        before.put(org_id, stamps[org_id], job.docs / org_id, fresh, told, part=part)
        yield fresh


def _unchanged(
    job: Job, departments: Sequence[Department], before: PagesBefore, *, part: bool
) -> tuple[dict[str, Rendered], dict[str, str]]:
    """The departments whose pages are what they were; what each is made of now. Others are forgotten."""
    found, stamps = dict[str, Rendered](), dict[str, str]()
    for department in departments:
        org_id = department.org_id
        stamps[org_id] = before.stamp(department, job.names, job.terms)
        rendered = before.get(org_id, stamps[org_id], job.docs / org_id, part=part)
        if rendered:
            found[org_id] = rendered
        else:
            before.forget(org_id)
    return found, stamps


def _rendered(job: Job, departments: Sequence[Department]) -> Iterator[tuple[Rendered, Parts]]:
    """Over worker processes when there are enough reports to pay for it."""
    reports = sum(len(department.reports) for department in departments)
    with at_once(in_workers=reports >= PARALLEL_FROM, batch=BATCH) as each:
        yield from each(partial(render_department, job), departments)


def _refuse_reserved_names(index: Index) -> None:
    """A department's page stands beside ours: its id may not be the name of one of them."""
    for department in index.departments:
        if department.org_id in RESERVED:
            raise UsageError(
                f"部门编号“{department.org_id}”是本站页面的名字，请在 reports.csv 里换一个编号",
                f"the org_id {department.org_id!r} is the name of a page of the site; choose another",
            )


def _empty(docs: Path, spared: Set[str]) -> None:
    """Only a folder that this step has written itself is emptied; folders of some names in it stay."""
    if not (docs / LIST).exists() and docs.exists() and any(docs.iterdir()):
        raise UsageError(
            f"{docs} 不是空的，也不是本步骤写的，未清空；请换一个文件夹",
            f"{docs} is not empty and was not written by this step; choose another folder",
        )
    docs.mkdir(parents=True, exist_ok=True)
    # First, and never removed: a folder half emptied or half filled is still known for ours.
    (docs / LIST).write_text("[]\n", encoding="utf-8")
    for path in docs.iterdir():
        if not path.is_dir() or path.is_symlink():
            if path.name != LIST:
                path.unlink()
        elif path.name not in spared:
            shutil.rmtree(path)


def _add_chart_styles(assets: Path) -> None:
    """The look of charts goes into the one style sheet of the pages, so that no page asks for another."""
    with (assets / "mingbai.css").open("a", encoding="utf-8", newline="\n") as sheet:
        sheet.write(chart_css())
    (assets / "embed.css").write_text(embed_css(), encoding="utf-8", newline="\n")
