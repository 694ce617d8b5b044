"""What is said of a PDF that could not be read, or not simply: each with its page and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from builder.documents.limits import Limits
from builder.documents.pdf_integrity import Damage
from builder.documents.scan import INSTALL, recognised_notice
from builder.errors import SourceError
from builder.model import Notice, Place


@dataclass(slots=True)
class Told:
    """Collects the notices of one file."""

    notices: list[Notice] = field(default_factory=list)

    def read_otherwise(self, page: int) -> None:
        self._page(
            page,
            "文字编码不可用，已改用备用读法",
            "the first reading finds no meaning for the letters; read by the second",
        )

    def opened_otherwise(self, page: int) -> None:
        self._page(
            page, "打不开，已改用备用读法", "the first reading cannot open the page; read by the second"
        )

    def without_meaning(self, page: int) -> None:
        self._page(
            page,
            f"文字编码不可用（字体没有说明字符的含义），需要文字识别（未安装）；请运行 {INSTALL} 后再建",
            f"the font does not say what its glyphs mean; text recognition (OCR) is needed and not installed: {INSTALL}",
        )

    def partly_without_meaning(self, page: int) -> None:
        self._page(
            page,
            "有些字符的含义不明，照原样读出，请与原件核对",
            "some characters have no known meaning and are read as they are; compare with the original",
        )

    def without_text(self, page: int) -> None:
        self._page(
            page,
            f"没有文字层，需要文字识别（未安装）；请运行 {INSTALL} 后再建",
            f"no text layer; text recognition (OCR) is needed and not installed: {INSTALL}",
        )

    def recognised(self, pages: Sequence[int]) -> None:
        self.notices.append(recognised_notice(pages))

    def lost(self, page: int) -> None:
        self._page(
            page, "打不开，没有读；请换原文件", "cannot be opened and was not read; supply the original"
        )

    def damaged(self, damage: Damage, pages: int) -> None:
        """The file is not whole, and so many pages could be read."""
        zh, en = {
            Damage.CUT_OFF: (
                f"文件不完整（缺少结尾），仅恢复 {pages} 页，请换原文件",
                f"the file is cut off; only {pages} pages could be restored; supply the original",
            ),
            Damage.INDEX: (
                f"文件的索引已损坏，按内容恢复 {pages} 页，可能不全，请换原文件",
                f"the file's index is damaged; {pages} pages were restored, perhaps not all; supply the original",
            ),
            Damage.STREAM: (
                "文件里有数据已损坏，可能有文字或表格没有读到，请换原文件",
                "part of the file is damaged; words or tables may be missing; supply the original",
            ),
        }[damage]
        self.notices.append(Notice(zh, en))

    def counted_otherwise(self, first: int, second: int) -> None:
        self.notices.append(
            Notice(
                f"两种读法得到的页数不同（{first} 页与 {second} 页），可能缺页，请与原件核对",
                f"two readings find {first} and {second} pages; some may be missing: compare with the original",
            )
        )

    def _page(self, page: int, zh: str, en: str) -> None:
        self.notices.append(Notice(f"第 {page} 页{zh}", f"page {page}: {en}", Place(page=page)))


def too_many_pages(pages: int, limits: Limits, name: str) -> SourceError:
    return SourceError(
        f"共 {pages} 页，超过上限 {limits.pages} 页，拒绝读取；确要读它，请调高上限",
        f"{pages} pages, more than the limit of {limits.pages}; raise the limit to read it",
        source=name,
    )


def too_many_characters(page: int, characters: int, limits: Limits, name: str) -> SourceError:
    most = limits.page_characters
    return SourceError(
        f"这一页有 {characters} 个字符，超过上限 {most} 个，拒绝读取；确要读它，请调高上限",
        f"{characters} characters on the page, more than the limit of {most}; raise the limit to read it",
        source=name,
        place=f"第 {page} 页 / page {page}",
    )


def unreadable(name: str, damage: Damage | None, cause: str) -> SourceError:
    """The file does not open, or holds no page."""
    if damage is Damage.CUT_OFF:
        return SourceError(
            "文件不完整（缺少结尾），一页也没有恢复出来，请换原文件",
            f"the file is cut off and no page could be restored ({cause}); supply the original",
            source=name,
        )
    return SourceError(
        "PDF 已损坏或不完整，读不出来；请换原文件",
        f"the PDF is damaged or incomplete ({cause}); supply the original",
        source=name,
    )


def no_page(name: str) -> SourceError:
    return SourceError("PDF 里没有页面，请换原文件", "the PDF has no page; supply the original", source=name)


def no_text(name: str, *, garbage: bool) -> SourceError:
    """No page has text that can be used."""
    if garbage:
        return SourceError(
            "文字编码不可用（字体没有说明字符的含义），需要文字识别，请安装：pip install 'mingbai[ocr]'",
            "the text layer is unusable (a font does not say what its glyphs mean); text recognition is needed: "
            "pip install 'mingbai[ocr]'",
            source=name,
        )
    return SourceError(
        "所有页面都没有文字层（扫描件），需要文字识别，请安装：pip install 'mingbai[ocr]'",
        "no page has a text layer (a scan); text recognition is needed: pip install 'mingbai[ocr]'",
        source=name,
    )
