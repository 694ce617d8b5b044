"""A site of reports whose every text is markup, Markdown, a template, a formula and a command at once."""

from __future__ import annotations

import csv
from pathlib import Path
from unittest.mock import patch

from builder import pipeline
from tests.made_builds import run_here
from tests.publish.made import TEXT
from tests.website.made_site import GLOSSARY

#: What runs if any part of the way takes it for more than words. It sets a mark that the browser test looks for.
RUN = "window.hacked=1"
PAYLOADS = (
    f'<script>{RUN}</script>', f'<img src=x onerror="{RUN}">', f'"\' onmouseover={RUN} x="', f"</title><script>{RUN}</script>",
    f"<svg/onload={RUN}>", "{{ 7*191 }}{% include '/etc/passwd' %}", f"[x](javascript:{RUN})![y](http://stranger.test/y)",
    '=HYPERLINK("http://stranger.test","x")', "@SUM(1+1)*cmd|' /C calc'!A0", "$(touch pwned)`touch pwned`;touch pwned",
    f"--><script>{RUN}</script><!--", f"</textarea></style><script>{RUN}</script>", "\u202e\u2066", "\x1b[2J", "&lt;b&gt;&amp;",
)  # fmt: skip
EVIL = "".join(PAYLOADS)
STRANGER = "stranger.test"
ORG = f"青澜市{EVIL}河湖观测中心"
HEAD = (
    "file", "org_id", "org", "region", "parent", "year", "kind", "url", "published_on", "predecessors",
)  # fmt: skip


def hostile_text(change: str = "") -> str:
    """The made report with something evil in each of its texts, so placed that it is still read."""
    text = TEXT.replace("1.05", change or "1.05").replace("\t0.00", f"\t0,0{EVIL}")
    lines = text.replace("“三公”经费支出决算表\n", f"“三公”经费支出决算表（<svg/onload={RUN}>）\n").split(
        "\n"
    )
    evil = [_evil_cell(line) if line.startswith("\t") else _evil_line(line) for line in lines]
    return "\n".join([*evil, f"附件：{EVIL}", f"[{EVIL}.xlsx]", ""])


def _evil_cell(line: str) -> str:
    """A cell of words keeps its beginning, by which it is known; figures stay."""
    words = line[1:]
    named = words and not words[0].isdigit() and not words.endswith("计")
    return f"\t{words}{EVIL}" if named and "出" in words[-3:] else line


def _evil_line(line: str) -> str:
    """A sentence with an evil one before it; titles and headings keep to themselves."""
    return f"{line[:-1]}{EVIL}。" if line.endswith("。") else line


def build_hostile_site(folder: Path) -> Path:
    """The whole way: reports with rows, one that cannot be read, one issued again, to the site."""
    made, content = folder / "reports", folder / "content"
    made.mkdir(parents=True)
    (content / "method").mkdir(parents=True)
    (content / "glossary.csv").write_text(GLOSSARY, encoding="utf-8")
    for name in ("index", "reading", "checks", "formats"):
        (content / "method" / f"{name}.md").write_text(f"# {name}\n", encoding="utf-8")
    rows = []
    file = EVIL.replace("/", "")[:60]
    for number, (year, published, change) in enumerate(
        (("2024", "2025-09-01", ""), ("2024", "2025-10-01", "1.95"), ("2023", "2024-09-01", ""))
    ):
        name = f"{number}{file}.txt"
        (made / name).write_text(hostile_text(change).replace("2024", year), encoding="utf-8")
        rows.append(
            (name, "jia", ORG, EVIL, EVIL, year, "部门决算" + EVIL, f"javascript:{RUN}", published, "evil-id")
        )
    folder_of_one = made / f"{file}.report"
    folder_of_one.mkdir()
    (folder_of_one / f"{file}.html").write_text(
        f"<html><body>{hostile_text()}</body></html>", encoding="utf-8"
    )
    (folder_of_one / f"{file}.md").write_text(hostile_text(), encoding="utf-8")
    rows.append(
        (f"{file}.report/", "yi", f"乙{ORG}", EVIL, "", "2024", EVIL, f"https://x/{EVIL}", "2025-09-01", "")
    )
    (made / f"{file}.pdf").write_bytes(b"%PDF-1.4\nbroken")
    with (made / "reports.csv").open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([HEAD, *rows])
    with patch("builder.reports.run_apart", run_here):
        pipeline.build(
            made, content, folder / "site", folder / "work", "https://example.org/x/", lambda *_: None
        )
    return folder / "site"
