"""From figure to source: each published box holds the figure's own characters, and the picture shows ink there."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from PIL import Image

from builder.documents import DEFAULT_LIMITS
from builder.documents.page_pictures import draw_pages
from builder.publish import Catalogue, arrange, pictures, write_data, write_pictures
from builder.typeset.generate import generate
from tests.documents.made import MadePdf, Table
from tests.documents.test_spots import printed_turned, ruled
from tests.made_builds import run_here
from tests.publish.made import TEXT, read_all

#: A made report with rules on pages that the file shows turned, and one without rules.
SEEDS = (3, 11)
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

    def draw(self) -> int:
        return write_pictures(self.catalogue, self.data, self.kept, DEFAULT_LIMITS, lambda *_: None)

    def published(self) -> Iterator[tuple[Path, Json]]:
        for path in sorted(self.data.glob("*/*/report.json")):
            yield path.parent, json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "run_apart", run_here)
        made = Built(tmp_path_factory.mktemp("pictures"))
        made.draw()
        yield made


def official(report: Json) -> list[Json]:
    return [fact for fact in report["facts"] if fact["table"].startswith("T")]


def middles(page: Any) -> list[tuple[float, float, str]]:
    """(share of the width, share of the height, character) of what a page prints, each once."""
    width, height = float(page.width), float(page.height)
    return [
        ((char["x0"] + char["x1"]) / 2 / width, (char["top"] + char["bottom"]) / 2 / height, char["text"])
        for char in page.dedupe_chars().chars
    ]


def test_each_box_holds_the_characters_of_its_figure_and_no_others(built: Built) -> None:
    checked = 0
    for folder, report in built.published():
        if report["source"]["format"] != "pdf":
            continue
        with pdfplumber.open(folder / "source" / report["source"]["file"]) as pdf:
            chars = {n: middles(pdf.pages[n - 1]) for n in {fact["page"] for fact in official(report)}}
        for fact in official(report):
            x0, y0, x1, y1 = fact["box"]
            assert "turned" not in fact
            inside = "".join(text for x, y, text in chars[fact["page"]] if x0 < x < x1 and y0 < y < y1)
            assert "".join(inside.split()) == "".join(fact["raw"].split()), fact
            checked += 1
    assert checked > 100 * len(SEEDS)


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


def test_only_pages_with_figures_of_official_tables_are_drawn(built: Built) -> None:
    for folder, report in built.published():
        drawn = {int(path.stem) for path in (folder / "pages").glob("*.png")}
        wanted = {fact["page"] for fact in official(report)} if report["source"]["format"] == "pdf" else set()
        assert drawn == wanted


def test_what_was_drawn_before_is_not_drawn_again_and_the_rest_is_forgotten(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> Iterator[None]:
        raise AssertionError

    (built.kept / "other.png").write_bytes(b"")
    before = {path.name for path in built.kept.iterdir()} - {"other.png"}
    monkeypatch.setattr(pictures, "run_apart", never)
    assert built.draw() == len(before) > 0
    assert {path.name for path in built.kept.iterdir()} == before


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
