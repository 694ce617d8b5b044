"""Measures how well each format is read and writes `content/method/formats.json`, from which the page on formats is filled.

`python benchmarks/formats.py` writes the same made reports in every format that departments publish (`builder/typeset/formats`),
reads them back, and counts figure by figure. The old formats go through LibreOffice both ways and are measured where it is
installed; `--formats ofd txt` measures a part again. The same seeds give the same file: no dates, no names of machines.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.accuracy import percent
from benchmarks.spoil import packed
from builder import __version__
from builder.documents import DEFAULT_LIMITS, read_bytes
from builder.documents.office import convert, office_command
from builder.errors import SourceError
from builder.facts import state_facts
from builder.recognise import recognise
from builder.typeset.cells import place_cells
from builder.typeset.formats.content import Content, made_content
from builder.typeset.formats.ofd import write_ofd
from builder.typeset.formats.web_page import write_web_page
from builder.typeset.formats.word import write_word
from builder.typeset.formats.word_axes import plain_word_form, word_form
from builder.typeset.formats.workbook import expected_facts, workbook_axes, write_workbook
from builder.typeset.generate import ExpectedFact, generate
from builder.typeset.generate.forms import MadeTable
from tests.roundtrip.read_back import OFFICIAL, Difference, compare

OUT = Path(__file__).parents[1] / "content" / "method" / "formats.json"
SEEDS, OFFICE_SEEDS = 20, 4
#: What LibreOffice itself loses when it writes an old format from a new document.
LOST_BY_CONVERSION = {"controls": "none", "changes": "none"}
Counts = dict[str, Any]
Facts = Sequence[ExpectedFact]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the wanted formats, write the file, print what is in it."""
    options = _parser().parse_args(arguments)
    measured: dict[str, Any] = {}
    if options.out.exists():
        measured = json.loads(options.out.read_text(encoding="utf-8"))
    before = {each["format"]: each for each in measured.get("formats", ())}
    for name in options.formats:
        if name not in OLD or office_command():
            seeds = range(min(options.seeds, OFFICE_SEEDS) if name in OLD else options.seeds)
            before[name] = measure(name, seeds)
            print(json.dumps(before[name], ensure_ascii=False), flush=True)
    measured |= {"schema": "mingbai-formats/1", "version": __version__}
    measured["formats"] = [before[name] for name in FORMATS if name in before]
    options.out.write_text(written(measured), encoding="utf-8", newline="\n")
    return 0


def written(measured: Mapping[str, Any]) -> str:
    """The file's text: parts in one order, one trailing line break."""
    order = ("schema", "version", "formats", "scans", "fuzz")
    parts = {part: measured[part] for part in order if part in measured}
    return json.dumps(parts, ensure_ascii=False, indent=1) + "\n"


def measure(name: str, seeds: Iterable[int]) -> Counts:
    """Write, read and compare the reports of some seeds in one format."""
    zh, write = FORMATS[name]
    reports = whole = 0
    tables, text = Counter[str](), Counter[str]()
    for seed in seeds:
        facts, differences = _read_back(name, seed, write)
        reports += 1
        whole += not differences
        for count, official in ((tables, True), (text, False)):
            own = [d for d in differences if (d.key[0] != "N") == official]
            printed = sum((fact.table in OFFICIAL) == official for fact in facts)
            missing, wrong = (sum(d.kind == kind for d in own) for kind in ("missing", "wrong"))
            count.update(facts=printed, found=max(0, printed - missing - wrong), wrong=wrong)
            count.update(invented=sum(d.kind == "invented" for d in own))
    return {
        "format": name, "zh": zh, "reports": reports, "whole": whole, "tables": _counted(tables), "text": _counted(text),
    }  # fmt: skip


def _read_back(
    name: str, seed: int, write: Callable[[int], tuple[bytes, Facts]]
) -> tuple[Facts, list[Difference]]:
    data, facts = write(seed)
    try:
        content = state_facts(recognise(read_bytes(data, f"seed-{seed}.{name}", DEFAULT_LIMITS)))
    except SourceError as error:
        return facts, [Difference("missing", fact.key, fact.raw, str(error), 0) for fact in facts]
    return facts, [d for d in compare(facts, content) if d.kind != "misplaced"]


def _counted(count: Counter[str]) -> Counts:
    return {
        "facts": count["facts"],
        "found": count["found"],
        "wrong": count["wrong"],
        "missing": count["facts"] - count["found"] - count["wrong"],
        "invented": count["invented"],
        "recall_pct": percent(count["found"], count["facts"]),
    }


# --- one report in each format ---------------------------------------------------------------------------


def _pdf(seed: int) -> tuple[bytes, Facts]:
    made = generate(seed)
    return made.pdf, made.facts


def _word(seed: int) -> tuple[bytes, Facts]:
    content = made_content(seed)
    return write_word(content), content.facts


def _workbook(seed: int) -> tuple[bytes, Facts]:
    content = made_content(seed)
    return write_workbook(content), expected_facts(content, workbook_axes(content))


def _web_page(seed: int) -> tuple[bytes, Facts]:
    content = made_content(seed)
    return write_web_page(content), content.facts


def _text(seed: int) -> tuple[bytes, Facts]:
    """What an editor gets from a copied sheet: a row a line, a tab between columns, nothing where a cell spans others."""
    content = made_content(seed)
    return "\n".join(_lines(content)).encode(), content.facts


def _lines(content: Content) -> Iterator[str]:
    for piece in content.pieces:
        if not isinstance(piece, MadeTable):
            yield piece.text
            continue
        yield from (text for text in (piece.title, piece.label, f"单位：{piece.unit}") if text)
        rows = (*piece.header, *piece.body)
        texts = [[""] * len(piece.kinds) for _ in rows]
        for placed in place_cells(rows, len(piece.kinds)):
            texts[placed.row][placed.column] = placed.cell.text.replace("\n", "")
        yield from ("\t".join(row) for row in texts)
        yield from piece.notes


def _text_of_word(seed: int) -> tuple[bytes, Facts]:
    """What an editor gets from a copied Word document: as above, but nothing tells how many columns a cell spans."""
    data, facts = _word(seed)
    return "\n".join(read_bytes(data, "a.docx").text_lines or ()).encode(), facts


def _several(seed: int) -> tuple[bytes, Facts]:
    """The tables in a workbook, the text in a Word document, both in one archive."""
    content = made_content(seed)
    prose = replace(content, pieces=tuple(p for p in content.pieces if not isinstance(p, MadeTable)))
    tables = {**workbook_axes(content), "prose": "none"}
    members = {"情况说明.docx": write_word(prose), "公开表.xlsx": write_workbook(content, tables)}
    return packed(members), content.facts


def _converted(new: str, old: str) -> Callable[[int], tuple[bytes, Facts]]:
    def write(seed: int) -> tuple[bytes, Facts]:
        data, facts = _for_conversion(made_content(seed)) if new == "docx" else _workbook(seed)
        return convert(data, f".{new}", old, DEFAULT_LIMITS, f"seed-{seed}.{new}"), facts

    return write


def _for_conversion(content: Content) -> tuple[bytes, Facts]:
    form = plain_word_form({**word_form(content.seed).axes, **LOST_BY_CONVERSION}, content.seed)
    return write_word(content, form), content.facts


OLD: Mapping[str, tuple[str, Callable[[int], tuple[bytes, Facts]]]] = {
    "doc": ("旧版 Word（doc）", _converted("docx", "doc")),
    "xls": ("旧版电子表格（xls）", _converted("xlsx", "xls")),
    "odt": ("OpenDocument 文字（odt）", _converted("docx", "odt")),
    "ods": ("OpenDocument 表格（ods）", _converted("xlsx", "ods")),
}
FORMATS: Mapping[str, tuple[str, Callable[[int], tuple[bytes, Facts]]]] = {
    "pdf": ("PDF", _pdf),
    "docx": ("Word（docx）", _word),
    "xlsx": ("电子表格（xlsx）", _workbook),
    "html": ("网页", _web_page),
    "txt": ("纯文本（从电子表格复制）", _text),
    "txt-word": ("纯文本（从 Word 复制）", _text_of_word),
    "zip": ("压缩包：表格一个文件，说明一个文件", _several),
    "ofd": ("OFD", write_ofd),
    **OLD,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--formats", nargs="+", choices=tuple(FORMATS), default=list(FORMATS))
    parser.add_argument("--seeds", type=int, default=SEEDS, help="made reports: seeds from 0")
    parser.add_argument("--out", type=Path, default=OUT)
    return parser


if __name__ == "__main__":
    sys.exit(main())
