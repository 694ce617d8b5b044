"""Web pages as saved from government sites → Document: the article with its tables, without the site around it.

Lines are lines of the source file; the transcript is what is left of each of them without its tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.documents.limits import DEFAULT_LIMITS, Limits
from builder.documents.web_content import find_content
from builder.documents.web_flow import Flow
from builder.documents.web_tree import Page, decode_page, parse_page
from builder.errors import SourceError
from builder.model import Block, Document, Line, Notice, Place
from builder.text import squeeze

#: What stands over an article and says whose it is and when it was published.
_META = re.compile(
    r"(?:发布|公开|公示|成文|生成|更新|印发)(?:日期|时间|机构|单位|部门)|发文机关|信息来源|文章来源|^来源[:：]|索引号"
)
#: What sites print under every page.
_FOOT = re.compile(r"备案|版权所有|标识码|主办|承办|技术支持|copyright|浏览器|扫一扫", re.IGNORECASE)
_LONGEST_META = 200
_MOST_FRAMES = 5


@dataclass(frozen=True, slots=True)
class Article:
    """The blocks of one page, the words of its lines, and what of it was not read."""

    blocks: tuple[Block, ...]
    lines: tuple[str, ...]
    notices: tuple[Notice, ...]


def read_web_page(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, second: bool = False) -> Document:
    """Read the article of a page. Raises SourceError when it shows nothing, or is too large."""
    del second  # a page says itself what stands in which cell
    if len(data) > limits.text_mib * 1024 * 1024:
        raise SourceError(
            f"网页超过 {limits.text_mib} MB，拒绝读取；确要读它，请调高上限",
            f"the page is larger than {limits.text_mib} MB; raise the limit to read it",
            source=name,
        )
    article = read_article(decode_page(data, name), name, limits)
    if not article.blocks:
        raise nothing_shown(name)
    return Document(
        source=name,
        format="html",
        blocks=article.blocks,
        text_lines=article.lines,
        notices=article.notices,
    )


def nothing_shown(name: str) -> SourceError:
    """The error for a page whose words a script or a frame would have to fetch."""
    return SourceError(
        "网页里没有正文（多半要由脚本或框架另外载入）；请换成 PDF，或在浏览器里等正文显示后再另存",
        "the page shows no text (a script or a frame would load it); supply a PDF, or save the page once it is shown",
        source=name,
    )


def read_article(text: str, name: str, limits: Limits) -> Article:
    """The article of a page given as characters; without blocks when there is none."""
    page = parse_page(text, name, limits)
    content = find_content(page.body)
    main = Flow(name, limits.cells, content.dropped).take([content.main])
    told = main.settled()
    if not told:
        return Article((), page.lines, ())
    before = [
        _Beside(Flow(name, limits.cells, set()).take([n]), id(n) in content.kept) for n in content.before
    ]
    after = [_Beside(Flow(name, limits.cells, set()).take([n]), id(n) in content.kept) for n in content.after]
    lead = list(_lead(before, page, "h1" in main.titles.values()))
    tail = [
        line
        for each in after
        for number, line in each.lines()
        if number in each.flow.files or (each.kept and not _FOOT.search(line.text))
    ]
    return Article((*lead, *told, *tail), page.lines, (*_damage(page, text), *_notices(page, main)))


def _damage(page: Page, text: str) -> Iterator[Notice]:
    """Letters that the page shows and nobody can read, and bytes that no page has."""
    broken = next((number for number, line in enumerate(page.lines, 1) if "\ufffd" in line), None)
    if broken is not None or "\0" in text:
        zh = "网页里有字符已损坏，读不出，请与原件核对"
        en = "some characters of the page are damaged and cannot be read; compare with the original"
        yield Notice(zh, en, Place(line=broken))


def _notices(page: Page, main: Flow) -> Iterator[Notice]:
    """What the page hides or has elsewhere."""
    if page.hidden_figures:
        zh = f"网页里隐藏的表格或行有 {page.hidden_figures} 个金额，没有读"
        yield Notice(zh, f"{page.hidden_figures} amounts in hidden tables or rows of the page were not read")
    if main.outside:
        zh = "网页的表格里有数字不在任何一格里（标签已损坏），没有当作表里的数，请与原件核对"
        en = "a table of the page has figures outside its cells (broken tags), not read as its own: compare with the original"
        yield Notice(zh, en, Place(line=main.outside[0]))
    for target, line in main.embedded[:_MOST_FRAMES]:
        zh = f"网页里嵌着另一个页面（{target[:80]}），不在文件里，没有读；它若是报告的一部分，请另外保存"
        en = f"the page embeds another ({target[:80]}), which is not in the file; save it too if it is part of the report"
        yield Notice(zh, en, Place(line=line))


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside the main part, and whether it is the article's too."""

    flow: Flow
    kept: bool

    def lines(self) -> Iterator[tuple[int, Line]]:
        return ((number, block) for number, block in enumerate(self.flow.blocks) if isinstance(block, Line))

    def is_title(self, number: int, line: Line, page: Page) -> bool:
        """Whether a heading is the article's: one of the first level, or the page's title."""
        tag, text, title = self.flow.titles.get(number), squeeze(line.text), squeeze(page.title.text)
        return tag == "h1" or (
            bool(tag) and len(text) > 3 and (text in title or (bool(title) and title in text))
        )


def _lead(before: Sequence[_Beside], page: Page, titled: bool) -> Iterator[Line]:
    """The title over an article and what stands beside it; the page's own title where none is printed."""
    titles = {
        id(line) for each in before for number, line in each.lines() if each.is_title(number, line, page)
    }
    if not titled and not titles and page.title.text:
        yield Line(page.title.text, Place(line=page.title.line))
    for each in before:
        for _, line in each.lines():
            meta = len(line.text) <= _LONGEST_META and _META.search(line.text)
            if id(line) in titles or meta or (each.kept and not _FOOT.search(line.text)):
                yield line
