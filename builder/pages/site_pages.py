"""Renders the pages beside the year pages: home, lists, accounts, terms, open data, method, about, search."""

from __future__ import annotations

import json
from pathlib import Path

from builder.pages.environment import environment
from builder.pages.published import Index
from builder.pages.site_views import Account, home_view, regions, relatives
from builder.pages.terms import OwnFigures
from builder.pages.writer import Page, Writer

ALL_DATA = {
    "facts.csv": "全部数字：每行一个数，带口径、单位和出处",
    "tables.csv": "各报告的表：有没有、在哪里、是不是空表",
    "findings.csv": "核对发现：两个数、差多少、允许差多少",
    "reading.csv": "本站未能读准的地方：列与 findings.csv 相同，不是部门的问题",
    "checks.csv": "核对次数：每项核对比了几次、结果如何",
    "corrections.csv": "更正：报告重新公布以后，哪些数从多少变成多少",
    "checks.json": "每项核对比什么、为什么，带一个算例（供程序读取）",
    "reports.csv": "报告清单",
    "index.json": "部门和报告的目录（供程序读取）",
    "report.schema.json": "单份报告数据的格式说明（JSON Schema）",
}
OWN_SHOWN = 50  # departments with their figure on the page of a term
# Words of the measurement of accuracy: kinds of rules, and how a figure is lost.
RULES = {"full": "横竖都有", "horizontal": "只有横线", "none": "没有"}
LOSSES = {"missing": "漏读", "wrong": "读错", "invented": "多读"}
# Column → type and meaning, by the data contract.
DICTIONARY = (
    ("org_id", "文字", "部门的固定编号，小写字母、数字和连字符"),
    ("org", "文字", "部门全名，按报告所印"),
    ("year", "整数", "会计年度"),
    ("table", "文字", "数字所在的表：T 开头是九张决算表，N 是文字说明，P 开头是绩效表"),
    ("side", "文字", "总表的收入方或支出方；其他表空着"),
    ("code", "文字", "科目编码；没有编码的行空着"),
    ("item", "文字", "行的名称"),
    ("measure", "文字", "列的名称，或数字的种类"),
    ("value", "十进制数", "数值，小数位数与印出的一样；读不成数字的空着；空白单元格没有行"),
    ("unit", "文字", "单位；报告没有印单位的空着"),
    ("raw", "文字", "原样字符"),
    ("source", "文字", "源文件"),
    ("page", "整数", "分页文件的页码"),
    ("line", "整数", "文本文件的行号"),
    (
        "read",
        "文字",
        "怎样读出来的：文字（文件里本来有的）、识别已核对（从扫描件识别，含它的合计分毫不差）、识别未核对（没有合计证明）",
    ),
)

FINDING_DICTIONARY = (
    ("org_id、org、year", "文字、整数", "哪个部门、哪一年的报告"),
    ("check、level", "文字", "哪一项核对（编号见“核对”页），哪一级：不一致、值得追问、提示、未见"),
    ("figures", "文字", "印出的各数，带名称"),
    ("recomputed", "文字", "算一遍的式子和结果"),
    ("difference、tolerance、unit", "文字", "相差多少、四舍五入最多能差多少、单位"),
    ("source、page、line", "文字、整数", "源文件、页码或行号"),
    ("explanation", "文字", "一句话"),
    ("id", "文字", "这条发现的固定编号；年度页面上的锚点是 finding- 加编号"),
    (
        "about",
        "文字",
        "findings.csv 里都是 publication，关于报告；reading.csv 里都是 reading，本站没有读准，不是报告的问题",
    ),
    ("innocent", "文字", "对不上也可能有的平常原因"),
    ("consequences", "文字", "同一个原因还让哪些核对对不上；它们不另列成行"),
    ("also", "文字", "那些核对里印出的数，带名称，用竖线分开"),
)


def write_site_pages(
    writer: Writer, index: Index, accounts: list[Account], own: OwnFigures, data: Path, content: Path
) -> None:
    _home_and_lists(writer, index)
    _accounts(writer, accounts)
    _terms(writer, own)
    files = tuple(
        (name, words, (data / name).stat().st_size)
        for name, words in ALL_DATA.items()
        if (data / name).exists()
    )
    writer.render(
        _page("open-data/", "数据下载", "全部数据的下载和每一列的含义"), "pages/open_data.html",
        files=files, dictionary=DICTIONARY, finding_dictionary=FINDING_DICTIONARY, index=index,
    )  # fmt: skip
    writer.render(_page("about/", "关于本站"), "pages/about.html", index=index)
    writer.render(_page("search/", "搜索"), "pages/search.html")
    _method(writer, content / "method")


def _page(url: str, title: str, description: str = "") -> Page:
    return Page(url, title, description or title, "页面")


def _home_and_lists(writer: Writer, index: Index) -> None:
    home = Page("", "首页", "政府部门一年收了多少钱、花到哪里去，看得懂、查得到出处。", "首页")
    writer.render(home, "pages/home.html", v=home_view(index))
    grouped = regions(index)
    writer.render(_page("departments/", "全部部门"), "pages/departments.html", index=index, regions=grouped)
    writer.render(_page("regions/", "按地区看"), "pages/regions.html", regions=grouped)


def _accounts(writer: Writer, accounts: list[Account]) -> None:
    writer.render(_page("accounts/", "科目"), "pages/accounts.html", accounts=accounts)
    for account in accounts:
        above, below = relatives(account, accounts)
        title = f"{account.code} {account.name}"
        page = Page(f"accounts/{account.code}/", title, f"哪些部门在科目“{account.name}”下花了钱", "科目")
        writer.render(page, "pages/account.html", account=account, above=above, below=below)


def _terms(writer: Writer, own: OwnFigures) -> None:
    by_id = {term.id: term for term in writer.terms}
    writer.render(_page("terms/", "名词"), "pages/terms.html", terms=writer.terms)
    for term in writer.terms:
        others = [by_id[name] for name in term.not_to_confuse_with if name in by_id]
        page = Page(f"terms/{term.id}/", term.term, term.plain, "名词")
        writer.render(
            page, "pages/term.html", skip=frozenset({term.id}), term=term, others=others,
            own=own.of(term), shown=OWN_SHOWN,
        )  # fmt: skip


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
    text = source.read_text(encoding="utf-8")
    measured = source.with_suffix(".json")
    if not measured.exists():
        return text
    values = json.loads(measured.read_text(encoding="utf-8"))
    template = environment().from_string(text)
    return template.render(m=values, kinds=RULES, losses=LOSSES) + "\n"


def _first_heading(source: Path) -> str:
    for line in source.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            return line[2:].strip()
    return source.stem
