"""The whole way from made-up published data to a site, for tests of the site and of the browser."""

from __future__ import annotations

from pathlib import Path

from builder.pages import render_pages
from builder.website import build_website
from tests.pages import made_data

GLOSSARY = """id,term,aliases,plain,why,not_to_confuse_with,items
three-public,“三公”经费,三公经费,出国、用车、接待三样开销。,容易乱花。,,三公经费合计
personnel,人员经费,人员经费合计,发给人的钱。,看养人花了多少。,operating,人员经费合计
operating,公用经费,公用经费合计,维持办公的钱。,,personnel,公用经费合计
"""


def build_made_site(folder: Path, *, base_url: str | None = None, name: str = "site") -> Path:
    content = folder / "content"
    (content / "method").mkdir(parents=True, exist_ok=True)
    (content / "glossary.csv").write_text(GLOSSARY, encoding="utf-8")
    (content / "method" / "places.md").write_text("# 数字的出处\n\n每个数都有出处。\n", encoding="utf-8")
    (content / "method" / "checks.md").write_text("# 核对怎样做\n", encoding="utf-8")
    data = made_data.write_data(folder / "data", made_data.three_reports())
    render_pages(data, content, folder / "docs")
    build_website(folder / "docs", data, folder / name, base_url=base_url)
    return folder / name
