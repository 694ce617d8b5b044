"""Made reports written as workbooks come back whole, also as old workbooks through LibreOffice."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from builder.documents.old_workbook import read_old_workbook
from builder.documents.workbook import read_workbook
from builder.facts import state_facts
from builder.model import Document
from builder.recognise import recognise
from builder.typeset.formats.content import Content, made_content
from builder.typeset.formats.workbook import expected_facts, workbook_axes, write_workbook
from tests.roundtrip.read_back import compare

SEEDS = range(5)
OLD_SEEDS = range(6)


def assert_same(content: Content, document: Document) -> None:
    axes = workbook_axes(content)
    stated = state_facts(recognise(document))
    expected = expected_facts(content, axes)
    differences = compare(expected, stated)
    assert expected
    assert not differences, f"seed {content.seed} {axes}\n" + "\n".join(str(each) for each in differences[:6])


@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_of_a_workbook_comes_back_and_no_other(seed: int) -> None:
    content = made_content(seed)
    assert_same(content, read_workbook(write_workbook(content), f"seed-{seed}.xlsx"))


def test_the_same_report_makes_the_same_bytes() -> None:
    content = made_content(1)
    assert write_workbook(content) == write_workbook(content)


def test_every_figure_of_an_old_workbook_comes_back_and_its_transcript_is_the_same(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        assert not os.environ.get("CI"), "LibreOffice is missing"
        pytest.skip("LibreOffice (soffice) is not installed")
    contents = [made_content(seed) for seed in OLD_SEEDS]
    written = [tmp_path / f"seed-{content.seed}.xlsx" for content in contents]
    for content, path in zip(contents, written, strict=True):
        path.write_bytes(write_workbook(content))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "xls:MS Excel 97", "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, written)], check=True, capture_output=True, timeout=300)
    for content, path in zip(contents, written, strict=True):
        old = read_old_workbook(path.with_suffix(".xls").read_bytes(), path.stem)
        assert_same(content, old)
        assert old.text_lines == read_workbook(path.read_bytes(), path.stem).text_lines
