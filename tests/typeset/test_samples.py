"""The samples: their figures are well formed, their files print every one of them, their words are our own.

Every sample can be set into a PDF, whatever the format that is published, so the words are looked at there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest

from builder.documents import read_bytes
from builder.model import Line
from builder.typeset import fonts
from builder.typeset.__main__ import main, sample_folders
from builder.typeset.errors import SampleError
from builder.typeset.formats.samples import sample_files
from builder.typeset.narrative import load_phrases
from builder.typeset.report import FOOTER, render_report
from builder.typeset.sample import Fact, Sample, printed_number, read_sample

ROOT = Path(__file__).parents[2]
SAMPLES = sample_folders(ROOT / "content/samples")
REPORTS = ROOT / "content/reports"
SHARED = ROOT.parent / "shared/reports"
LONG = 40
IN_WORDS = {"年度指标值", "实际完成值"}
BREAK = re.compile(r"\{[^{}]*\}|[^\u4e00-\u9fff，。、；：！？（）《》“”‘’]+")
NOT_CHINESE = re.compile(r"[^\u4e00-\u9fff]+")

each_sample = pytest.mark.parametrize("folder", SAMPLES, ids=[folder.name for folder in SAMPLES])


@cache
def rendered(folder: Path) -> bytes:
    return render_report(read_sample(folder))


@cache
def page_texts(pdf: bytes) -> tuple[str, ...]:
    """Give each page's text."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        return tuple(page.extract_text() for page in document.pages)


def joined(texts: Iterable[str]) -> list[str]:
    """Take the white space out of texts."""
    return [re.sub(r"\s+", "", text) for text in texts]


def prose_texts(pdf: Path | BytesIO) -> list[str]:
    """Give each page's text outside its tables, white space removed."""
    texts = []
    with pdfplumber.open(pdf) as document:
        for page in document.pages:
            rest = page
            for table in page.find_tables():
                rest = rest.outside_bbox(table.bbox)
            texts.append(rest.extract_text())
    return joined(texts)


def table_cells(pdf: bytes) -> Counter[str]:
    """Count the cells of all ruled tables, white space removed."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        tables = [table for page in document.pages for table in page.extract_tables()]
    return Counter(re.sub(r"\s+", "", cell or "") for table in tables for row in table for cell in row)


def test_there_are_six_samples() -> None:
    assert len(SAMPLES) == 6


@each_sample
def test_every_printed_value_is_a_number_or_declared(folder: Path) -> None:
    sample = read_sample(folder)
    odd = [
        fact for fact in sample.figures.facts if printed_number(fact.printed) is None and not in_words(fact)
    ]
    assert {fact.printed for fact in odd} == sample.misprints


def in_words(fact: Fact) -> bool:
    """The performance tables set some targets in words; the contract keeps them as printed."""
    return fact.table in {"P2", "P3"} and fact.measure in IN_WORDS


@each_sample
def test_same_input_same_bytes(folder: Path) -> None:
    assert render_report(read_sample(folder)) == rendered(folder)


@each_sample
def test_every_figure_is_printed_on_some_page(folder: Path) -> None:
    pages = page_texts(rendered(folder))
    missing = [
        fact for fact in read_sample(folder).figures.facts if not any(stands_in(fact, page) for page in pages)
    ]
    assert not missing


def stands_in(fact: Fact, page: str) -> bool:
    return re.search(rf"(?<![\d.,]){re.escape(fact.printed)}(?![\d,]|\.\d)", page) is not None


@each_sample
def test_every_figure_of_the_nine_tables_is_a_cell(folder: Path) -> None:
    facts = [fact for fact in read_sample(folder).figures.facts if fact.table.startswith("T")]
    wanted = Counter(fact.printed for fact in facts) + Counter({fact.code for fact in facts if fact.code})
    assert not wanted - table_cells(rendered(folder))


@each_sample
def test_every_page_says_what_it_is(folder: Path) -> None:
    pages = joined(page_texts(rendered(folder)))
    assert [f"{FOOTER}第{number}页" in page for number, page in enumerate(pages, 1)] == [True] * len(pages)


@each_sample
def test_committed_files_are_what_the_tool_makes(folder: Path) -> None:
    sample = read_sample(folder)
    made = {f"{folder.name}.pdf": rendered(folder)} if sample.format == "pdf" else sample_files(sample)
    committed = [
        path for path in REPORTS.rglob("*") if path.relative_to(REPORTS).parts[0].startswith(folder.name)
    ]
    assert {path.relative_to(REPORTS).as_posix() for path in committed if path.is_file()} == set(made)
    for file, data in made.items():
        assert what_it_says((REPORTS / file).read_bytes()) == what_it_says(data), (
            "run: python -m builder.typeset"
        )


def what_it_says(data: bytes) -> object:
    """What does not hang on the version of a library that compresses or draws: pages, parts of a package, text."""
    if data.startswith(b"%PDF"):
        return joined(page_texts(data))
    return read_bytes(data, "sample").blocks


def test_samples_stand_side_by_side_in_several_formats_that_give_the_same_bytes_again() -> None:
    samples = [read_sample(folder) for folder in SAMPLES]
    formats = {sample.format for sample in samples}
    assert formats == {"pdf", "docx", "html", "docx+xlsx"}
    for folder, sample in zip(SAMPLES, samples, strict=True):
        if sample.format != "pdf":
            assert sample_files(sample) == sample_files(read_sample(folder))


@pytest.mark.parametrize("name", [sample.name for sample in SAMPLES if read_sample(sample).format != "pdf"])
def test_every_file_of_another_format_says_what_it_is(name: str) -> None:
    for file, data in sample_files(read_sample(ROOT / "content/samples" / name)).items():
        blocks = read_bytes(data, file).blocks
        assert any(isinstance(block, Line) and FOOTER in block.text for block in blocks), file


def test_a_figure_that_a_format_leaves_out_or_a_format_that_is_not_known_is_an_error() -> None:
    sample = read_sample(ROOT / "content/samples/shpt-shgzb-2024")
    with pytest.raises(SampleError, match="没有印出来"):
        sample_files(replace(sample, tables=sample.tables[1:]))
    with pytest.raises(SampleError, match="format"):
        sample_files(replace(sample, format="wps"))
    pictures = read_sample(ROOT / "content/samples/yunxi-gsbx-2024")
    with pytest.raises(SampleError, match="图片"):
        sample_files(replace(pictures, format="docx"))


def test_the_built_in_font_gives_the_same_text(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = ROOT / "content/samples/yiyang-sb-2024"
    monkeypatch.setattr(fonts, "DEFAULT_FONT", "/no/such/font.ttc:0")
    built_in = render_report(read_sample(folder))
    assert b"STSong-Light" in built_in
    assert joined(page_texts(built_in)) == joined(page_texts(rendered(folder)))


@pytest.mark.parametrize(
    "change",
    [
        {"rules": "horizontal"},
        {"rules": "none"},
        {"rule_shape": "rectangle"},
        {"code_columns": 3, "code_head": "科目代码"},
        {"repeat_header": False},
        {"line_numbers": False, "three_public_paired": True, "economic_blocks": 2, "unit": "元"},
    ],
    ids=lambda change: "-".join(change),
)
def test_other_forms_print_the_same_figures(change: dict[str, str]) -> None:
    sample = read_sample(ROOT / "content/samples/yiyang-sb-2024")
    other = with_layout(sample, change)
    text = "".join(page_texts(render_report(other)))
    assert all(stands_in(fact, text) for fact in sample.figures.facts if fact.table in {"T01", "T05", "T09"})


def with_layout(sample: Sample, change: dict[str, str]) -> Sample:
    layout = sample.layout
    for key, value in change.items():
        layout = replace(layout, **{key: value})  # type: ignore[arg-type]
    return replace(sample, layout=layout)


def test_the_command_writes_and_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--samples", str(ROOT / "content/samples"), "--reports", str(tmp_path)]
    assert main([*options, "yuanjiang-gs-2024"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["yuanjiang-gs-2024.docx"]
    assert main([*options, "no-such-2024"]) == 1
    assert "缺少此文件" in capsys.readouterr().err


def windows(pieces: list[str]) -> set[str]:
    return {piece[start : start + LONG] for piece in pieces for start in range(len(piece) - LONG + 1)}


@cache
def shared_texts() -> tuple[str, ...]:
    """The published reports as running text, white space removed."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SHARED.glob("*.txt"))]
    texts.extend("".join(prose_texts(path)) for path in sorted(SHARED.glob("*.pdf")))
    return tuple(joined(texts))


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the published reports are not beside this checkout (../shared)"
)
def test_no_words_of_the_samples_are_copied() -> None:
    """No 40 characters in a row, punctuation counted, of what we wrote stand in a published report."""
    written = [path / "report.toml" for path in SAMPLES] + [ROOT / "builder/typeset/phrases.toml"]
    ours = windows([piece for path in written for piece in BREAK.split(path.read_text(encoding="utf-8"))])
    theirs = windows([piece for text in shared_texts() for piece in BREAK.split(text)])
    assert not ours & theirs


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the published reports are not beside this checkout (../shared)"
)
@each_sample
def test_no_long_passage_of_a_pdf_is_copied(folder: Path) -> None:
    """The same for the finished PDFs outside their tables, by Chinese characters alone."""
    pages = prose_texts(BytesIO(rendered(folder)))
    ours = windows([piece for page in pages for piece in NOT_CHINESE.split(page)])
    theirs = windows([piece for text in shared_texts() for piece in NOT_CHINESE.split(text)])
    assert not ours & theirs


def test_every_glossary_term_is_used() -> None:
    used = {term for folder in SAMPLES for term in read_sample(folder).glossary}
    assert used == set(load_phrases().glossary)


def test_every_phrase_is_used() -> None:
    texts = "".join((folder / "report.toml").read_text(encoding="utf-8") for folder in SAMPLES)
    texts += (ROOT / "builder/typeset/phrases.toml").read_text(encoding="utf-8")
    assert [name for name in load_phrases().phrases if f'"@{name}"' not in texts] == []
