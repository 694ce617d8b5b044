"""Renders the pages beside the year pages: home, lists, accounts, terms, open data, method, about, search."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from builder.packaged import ROOT, own_or_packaged
from builder.pages import linked_data
from builder.pages.data_help import write_data_help
from builder.pages.environment import environment
from builder.pages.gathered import Gathered
from builder.pages.open_data import dictionaries, downloads, most_in_one, region_data
from builder.pages.published import Index
from builder.pages.site_views import (
    ACCOUNTS,
    Account,
    AccountUse,
    accounts_of,
    home_view,
    lines_of,
    regions,
    relatives,
    uses_of,
)  # fmt: skip
from builder.pages.stretches import cuts
from builder.pages.terms import OWN, Telling, own_lines, who_tells
from builder.pages.writer import FILE, Page, Writer

#: Where a method page wants the recipes of the maintainer's year.
RECIPES = "<!-- from CONTRIBUTING.md -->"
OWN_SHOWN = 50  # departments with their figure on the page of a term
USES = 300  # lines on one page of an account
# Words of the measurement of accuracy: kinds of rules, and how a figure is lost.
RULES = {"full": "横竖都有", "horizontal": "只有横线", "none": "没有"}
LOSSES = {"missing": "漏读", "wrong": "读错", "invented": "多读"}


def write_site_pages(
    writer: Writer, index: Index, gathered: Gathered, data: Path, content: Path
) -> list[Account]:
    """Write them; the accounts that there are."""
    _home_and_lists(writer, index)
    accounts = accounts_of(gathered)
    _accounts(writer, accounts, gathered)
    _terms(writer, gathered)
    files = downloads(data)
    listed = tuple((file.name, file.words, file.size) for file in files)
    writer.render(
        _page("open-data/", "数据下载", "全部数据的下载和每一列的含义"), "pages/open_data.html",
        files=files, dictionaries=dictionaries(data), regions=region_data(data), index=index, most=most_in_one(data),
        linked=linked_data.catalogue(index, listed), contents=True,
    )  # fmt: skip
    write_data_help(writer, index, data)
    writer.render(_page("about/", "关于本站"), "pages/about.html", index=index)
    writer.render(_page("search/", "搜索"), "pages/search.html")
    _method(writer, own_or_packaged(content, "method"))
    return accounts


def _page(url: str, title: str, description: str = "") -> Page:
    return Page(url, title, description or title, "页面")


def _home_and_lists(writer: Writer, index: Index) -> None:
    home = Page("", "首页", "政府部门一年收了多少钱、花到哪里去，看得懂、查得到出处。", "首页")
    writer.render(home, "pages/home.html", v=home_view(index))
    everywhere = regions(index)
    writer.render(
        _page("departments/", "全部部门"), "pages/departments.html", index=index, regions=everywhere
    )


def _accounts(writer: Writer, accounts: list[Account], gathered: Gathered) -> None:
    writer.render(_page("accounts/", "科目"), "pages/accounts.html", made_of=accounts, accounts=accounts)
    for account in accounts:
        _account(writer, account, relatives(account, accounts), gathered)


def _account(
    writer: Writer, account: Account, related: tuple[list[Account], list[Account]], gathered: Gathered
) -> None:
    """The pages of one account, the newest year first. Of the others they tell the names.

    Only of years from which something changed the lines are read.
    """
    above, below = related
    told = [(other.code, other.name) for other in (*above, account, *below)]
    digests = {
        year: gathered.digest(ACCOUNTS, lines_of(account.code, year)) for year in sorted(account.of_years, reverse=True)
    }  # fmt: skip
    pages = list(cuts(((year, account.of_years[year]) for year in digests), USES)) or [[]]
    # Side by side, so that what leads from one line of the list leads there from each of them.
    names = [account.code, *(f"{account.code}-p{number}" for number in range(2, len(pages) + 1))]
    urls = [f"accounts/{name}/" for name in names]

    @cache
    def uses(year: int) -> list[AccountUse]:
        return uses_of(gathered, account, year)

    for number, (url, shown) in enumerate(zip(urls, pages, strict=True), start=1):
        made_of = (account.all_names, told, number, len(urls), account.uses if number == 1 else 0)
        stamp = writer.made.stamp(made_of, [(digests[year], start, end) for year, start, end in shown])
        if writer.found(url, stamp):
            continue
        title = f"{account.code} {account.name}" + (f"，第 {number} 页" if number > 1 else "")
        page = Page(url, title, f"哪些部门在科目“{account.name}”下花了钱", "科目")
        writer.render(
            page, "pages/account.html", made_of=made_of,
            account=account, number=number, urls=urls, above=above, below=below,
            lines={"lines": "".join(use.line for year, start, end in shown for use in uses(year)[start:end])},
        )  # fmt: skip
        writer.made.put_group(url, stamp, [url + FILE])


def _terms(writer: Writer, gathered: Gathered) -> None:
    by_id = {term.id: term for term in writer.terms}

    @cache
    def telling() -> dict[str, Telling]:
        return who_tells(gathered, OWN_SHOWN)

    writer.render(_page("terms/", "名词"), "pages/terms.html", terms=writer.terms)
    for term in writer.terms:
        others = [by_id[name] for name in term.not_to_confuse_with if name in by_id]
        page = Page(f"terms/{term.id}/", term.term, term.plain, "名词")
        stamp = writer.made.stamp(gathered.digest(OWN, term.id), OWN_SHOWN)
        if writer.found(f"{OWN} {term.id}", stamp):
            continue
        own = telling().get(term.id, Telling())
        writer.render(
            page, "pages/term.html", skip=frozenset({term.id}), made_of=stamp, term=term, others=others,
            count=own.count, shown=OWN_SHOWN, lines={"lines": own_lines(gathered, term, own.newest)},
        )  # fmt: skip
        writer.made.put_group(f"{OWN} {term.id}", stamp, [f"{page.url}{FILE}"])


def _method(writer: Writer, folder: Path) -> None:
    """Our own Markdown, left to the site generator; without an `index.md`, a page that lists the others."""
    sources = sorted(folder.glob("*.md")) if folder.is_dir() else []
    listed = []
    for source in sources:
        url = "method/" if source.stem == "index" else f"method/{source.stem}/"
        title = _first_heading(source)
        if source.stem != "index":
            listed.append((source.stem, title))
        writer.pages.append(Page(url, title, title, "方法"))
        writer.paths.append(writer.file(f"method/{source.name}", _filled(source)))
    if not any(source.stem == "index" for source in sources):
        writer.render(_page("method/", "方法"), "pages/method.html", listed=listed)


def _filled(source: Path) -> str:
    """A method page as it is; one that states a measurement is filled from the JSON file of its name."""
    text = _with_recipes(source.read_text(encoding="utf-8"))
    measured = source.with_suffix(".json")
    if not measured.exists():
        return text
    values = json.loads(measured.read_text(encoding="utf-8"))
    template = environment().from_string(text)
    return template.render(m=values, kinds=RULES, losses=LOSSES) + "\n"


def _with_recipes(text: str) -> str:
    """The text with the recipes of CONTRIBUTING.md where it asks for them, a level higher: they stand in one place only."""
    if RECIPES not in text:
        return text
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    year = told.partition("<!-- year -->\n")[2].partition("<!-- /year -->")[0]
    return text.replace(RECIPES, year.replace("\n### ", "\n## ").replace("### ", "## ", 1))


def _first_heading(source: Path) -> str:
    for line in source.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            return line[2:].strip()
    return source.stem
