"""From figure to source: each published box holds the figure's own characters, and the picture shows ink there."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from PIL import Image

from builder.documents.page_pictures import draw_pages
from builder.errors import SourceError
from builder.printed import Which
from builder.publish import Catalogue, arrange, pictures
from builder.typeset.generate import generate
from tests.documents.made import MadePdf, Table
from tests.documents.test_spots import printed_turned, ruled
from tests.made_builds import run_here
from tests.publish.made import TEXT, draw_pictures, read_all, write_data

#: A made report with rules on pages that the file shows turned, and one without rules.
SEEDS = (3, 11)
NUMBER = re.compile(r"[-－]?\d(?:[\d,，.．]*\d)?[%％]?")
Json = dict[str, Any]


class Built:
    """Published data of some reports with pictures."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reports, self.data, self.kept = folder / "reports", folder / "data", folder / "kept"
        self.reports.mkdir()
        for seed in SEEDS:
            (self.reports / f"{seed}.pdf").write_bytes(generate(seed).pdf)
        (self.reports / "text.txt").write_text(TEXT, encoding="utf-8")
        self.catalogue: Catalogue = arrange(read_all(self.reports))
        write_data(self.catalogue, [], self.reports, self.data)

    def draw(self, which: Which) -> int:
        return draw_pictures(self.catalogue, self.data, self.kept, which)

    def published(self) -> Iterator[tuple[Path, Json]]:
        for path in sorted(self.data.glob("*/*/report.json")):
            yield path.parent, json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "run_apart", run_here)
        made = Built(tmp_path_factory.mktemp("pictures"))
        made.draw("all")
        yield made


def official(report: Json) -> list[Json]:
    return [fact for fact in report["facts"] if fact["table"].startswith("T")]


class Chars:
    """(share of the width, share of the height, character) of what a page prints, each once, by another library."""

    def __init__(self, data: bytes) -> None:
        self._pdf = pdfplumber.open(io.BytesIO(data))
        self._seen: dict[int, list[tuple[float, float, str]]] = {}

    def __call__(self, number: int) -> list[tuple[float, float, str]]:
        if number not in self._seen:
            page = self._pdf.pages[number - 1]
            width, height = float(page.width), float(page.height)
            self._seen[number] = [
                ((c["x0"] + c["x1"]) / 2 / width, (c["top"] + c["bottom"]) / 2 / height, c["text"])
                for c in page.dedupe_chars().chars
            ]
        return self._seen[number]


def test_each_box_holds_the_characters_of_its_figure_and_no_others(built: Built) -> None:
    checked = 0
    for folder, report in built.published():
        if report["source"]["format"] != "pdf":
            continue
        chars = Chars((folder / "source" / report["source"]["file"]).read_bytes())
        for fact in official(report):
            x0, y0, x1, y1 = fact["box"]
            assert "turned" not in fact
            inside = "".join(text for x, y, text in chars(fact["page"]) if x0 < x < x1 and y0 < y < y1)
            assert "".join(inside.split()) == "".join(fact["raw"].split()), fact
            checked += 1
        for fact in report["facts"]:
            if fact["table"] == "N":
                x0, y0, x1, y1 = fact["box"]
                inside = "".join(t for x, y, t in chars(fact["page"]) if x0 < x < x1 and y0 < y < y1)
                number = NUMBER.search(fact["raw"])
                told = number[0] if number else fact["raw"]
                assert inside == told or (told.startswith(inside) and inside) or not number, (fact, inside)
                checked += 1
    assert checked > 150 * len(SEEDS)


def test_the_picture_of_the_page_has_ink_in_each_box(built: Built) -> None:
    folder, report = next((f, r) for f, r in built.published() if r["source"]["format"] == "pdf")
    by_page: dict[int, list[Json]] = {}
    for fact in official(report):
        by_page.setdefault(fact["page"], []).append(fact)
    for number, facts in by_page.items():
        with Image.open(folder / "pages" / f"{number}.png") as image:
            grey = image.convert("L")
        for fact in facts:
            box = [round(share * grey.size[side % 2]) for side, share in enumerate(fact["box"])]
            within = grey.crop((box[0] + 2, box[1] + 2, box[2] - 2, box[3] - 2))
            assert min(within.tobytes()) < 128 < max(within.tobytes())


def drawn(folder: Path) -> set[int]:
    return {int(path.stem) for path in (folder / "pages").glob("*.png")}


def test_only_pages_with_figures_are_drawn(built: Built) -> None:
    for folder, report in built.published():
        wanted = {fact["page"] for fact in report["facts"]} if report["source"]["format"] == "pdf" else set()
        assert drawn(folder) == wanted


def test_what_was_drawn_before_is_not_drawn_again_and_the_rest_is_forgotten(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> Iterator[None]:
        raise AssertionError

    (built.kept / "other.png").write_bytes(b"")
    before = {path.name for path in built.kept.iterdir()} - {"other.png"}
    monkeypatch.setattr(pictures, "run_apart", never)
    assert built.draw("all") == len(before) > 0
    assert {path.name for path in built.kept.iterdir()} == before


@pytest.mark.parametrize("which", ["none", "tables"])
def test_fewer_pages_can_be_drawn(built: Built, tmp_path: Path, which: Which) -> None:
    for folder, _ in built.published():
        shutil.copytree(folder / "source", tmp_path / folder.relative_to(built.data) / "source")
    draw_pictures(built.catalogue, tmp_path, tmp_path / "kept", which)
    for folder, report in built.published():
        pdf = report["source"]["format"] == "pdf" and which == "tables"
        own = tmp_path / folder.relative_to(built.data)
        assert drawn(own) == ({fact["page"] for fact in official(report)} if pdf else set())


def test_a_file_that_breaks_its_process_costs_no_other_its_pictures(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, _ in built.published():
        shutil.copytree(folder / "source", tmp_path / folder.relative_to(built.data) / "source")
    reports = [(tmp_path / f.relative_to(built.data), r) for f, r in built.published()]
    (bad, _), (good, report) = [(f, r) for f, r in reports if r["source"]["format"] == "pdf"]

    def breaks(data: bytes, pages: Sequence[tuple[int, int]]) -> Iterator[tuple[int, bytes]]:
        if data == next((bad / "source").iterdir()).read_bytes():
            raise SourceError("坏了", "broken")
        return draw_pages(data, pages)

    monkeypatch.setattr(pictures, "draw_pages", breaks)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    draw_pictures(built.catalogue, tmp_path, tmp_path / "kept")
    assert drawn(bad) == set()
    assert drawn(good) == {fact["page"] for fact in report["facts"]}


def test_a_page_printed_on_its_side_is_drawn_upright() -> None:
    upright, turned = MadePdf(), MadePdf()
    ruled(upright)
    printed_turned(ruled)(turned)
    ((_, straight),), ((_, drawn),) = (
        draw_pages(upright.data(), [(1, 0)]),
        draw_pages(turned.data(), [(1, 3)]),
    )
    with Image.open(io.BytesIO(straight)) as one, Image.open(io.BytesIO(drawn)) as other:
        assert one.size == other.size
        ink = [[value < 128 for value in image.convert("L").tobytes()] for image in (one, other)]
    same = sum(a and b for a, b in zip(*ink, strict=True))
    assert same > 0.7 * sum(ink[0]) > 0


def test_what_cannot_be_drawn_gives_no_picture() -> None:
    pdf = MadePdf()
    pdf.table(Table((("1", "2"), ("3", "4"))))
    assert list(draw_pages(b"no file", [(1, 0)])) == []
    assert [number for number, _ in draw_pages(pdf.data(), [(1, 0), (9, 0)])] == [1]
