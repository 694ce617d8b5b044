"""The same work by other means, in the same run: naive pdfplumber, and stock mkdocs-material with its own search."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber

from benchmarks.portal_memory import Watch
from builder.checks import run_checks
from builder.documents import read_document
from builder.facts import state_facts
from builder.recognise import recognise

Measured = dict[str, Any]

_STOCK = """\
site_name: stock
docs_dir: {docs}
site_dir: {site}
theme:
  name: material
  language: zh
  font: false
plugins:
  - search
"""


def one_process(pdfs: Sequence[Path]) -> Measured:
    """Seconds of computing in one process, on the same files: naive pdfplumber, and our steps one by one."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    pages, naive = 0, time.process_time()
    for path in pdfs:
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                page.extract_text()
                page.extract_tables()
                pages += 1
    naive = time.process_time() - naive
    read_document(pdfs[0], pdfs[0].name)  # what is loaded once is not counted
    steps = dict.fromkeys(("read", "recognise", "state", "check"), 0.0)
    for path in pdfs:
        marks = [time.process_time()]
        document = read_document(path, path.name)
        marks.append(time.process_time())
        found = recognise(document)
        marks.append(time.process_time())
        content = state_facts(found)
        marks.append(time.process_time())
        run_checks(content)
        marks.append(time.process_time())
        for step, (start, end) in zip(steps, pairwise(marks), strict=True):
            steps[step] += end - start
    return {
        "reports": len(pdfs),
        "pages": pages,
        "pdfplumber_pages_per_second": round(pages / naive, 1),
        "pages_per_second": round(pages / steps["read"], 1),
        "ratio": round(naive / steps["read"], 1),
        "milliseconds_per_report": {step: round(1000 * spent / len(pdfs)) for step, spent in steps.items()},
    }


def stock(docs: Path, folder: Path, pages: int) -> Measured:
    """Seconds of stock mkdocs-material for so many year pages, their HTML in Markdown, with its own search."""
    fragments = sorted(docs.glob("d*/20*/page.html"))[:pages]
    shutil.rmtree(folder, ignore_errors=True)
    for fragment in fragments:
        target = folder / "docs" / fragment.parent.relative_to(docs) / "index.md"
        target.parent.mkdir(parents=True)
        html = fragment.read_text(encoding="utf-8")
        # In Markdown a blank line would end the HTML.
        lines = [line for line in html.splitlines() if line.strip()]
        target.write_text(f"# {target.parent.name}\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    (folder / "docs" / "index.md").write_text("# stock\n", encoding="utf-8")
    config = folder / "mkdocs.yml"
    config.write_text(_STOCK.format(docs=folder / "docs", site=folder / "site"), encoding="utf-8")
    started = time.perf_counter()
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    )  # fmt: skip
    watch = Watch(process.pid)
    if process.wait():
        raise SystemExit(f"stock mkdocs-material ended with {process.returncode}: {' '.join(command)}")
    seconds = time.perf_counter() - started
    watch.end()
    return {
        "pages": len(fragments),
        "seconds": round(seconds, 1),
        "memory_mib": watch.most,
        "kib_a_page": round(sum(f.stat().st_size for f in fragments) / 1024 / max(1, len(fragments))),
    }
