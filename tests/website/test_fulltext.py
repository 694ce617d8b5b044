"""The lists of the full-text index say of every word which texts have it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from builder.website import fulltext, fulltext_lists
from builder.website.fulltext import words, write_index

TEXTS = (
    "“三公”经费\n支出１２３元，ＡＢＣ 2024年①项㎡",
    "三 a 公…经费；e\u0301 ﾊﾟ 㐀鿿 \U00020000字",
    "",
    "。，",
    *(f"第{number}中学{'乙' * (number % 3)}丙丁{number % 7}" for number in range(40)),
)


def read(folder: Path) -> dict[str, set[int]]:
    """Every word of the index with its texts."""
    found: dict[str, set[int]] = {}
    firsts = json.loads(gzip.decompress((folder / "index.bin").read_bytes()))["files"]
    for number, first in enumerate(firsts):
        head, _, body = gzip.decompress((folder / f"words-{number}.bin").read_bytes()).partition(b"\n")
        listed = json.loads(head)
        assert listed[0][0] == first
        at = 0
        for word, form, length in listed:
            found[word], at = numbers(form, body[at : at + length]), at + length
    assert list(found) == sorted(found)
    return found


def numbers(form: int, listed: bytes) -> set[int]:
    if form:
        return {place for place in range(len(listed) * 8) if listed[place // 8] >> place % 8 & 1}
    found, number, step, shift = set[int](), 0, 0, 0
    for byte in listed:
        step, shift = step | (byte & 127) << shift, shift + 7
        if byte < 128:
            number, step, shift = number + step, 0, 0
            found.add(number)
    return found


@pytest.mark.parametrize(("texts_of_a_slice", "pairs_of_a_range"), [(250, 2_000_000), (7, 2_000)])
def test_each_word_has_its_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, texts_of_a_slice: int, pairs_of_a_range: int
) -> None:
    monkeypatch.setattr(fulltext, "SLICE", texts_of_a_slice)
    monkeypatch.setattr(fulltext, "FILE_SIZE", 50)
    monkeypatch.setattr(fulltext_lists, "RANGE", pairs_of_a_range)
    texts = list(TEXTS) * 8
    records = [
        {"url": f"u/{number:03}/", "title": "", "region": "", "year": "2024", "text": text}
        for number, text in enumerate(texts)
    ]
    write_index(records, ["u"], tmp_path / "site" / "index")
    expected: dict[str, set[int]] = {}
    for number, text in enumerate(texts):
        for word in words(text):
            expected.setdefault(word, set()).add(number)
    assert read(tmp_path / "site" / "index") == expected
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["index"], "what lay between is gone"


def test_no_texts_make_an_empty_index(tmp_path: Path) -> None:
    write_index([], [], tmp_path / "index")
    assert read(tmp_path / "index") == {}
