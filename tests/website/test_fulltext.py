"""The lists of the full-text index say of every word which texts have it."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.pages.writer import in_lines
from builder.website import fulltext, fulltext_kept, fulltext_lists
from builder.website.fulltext import write_index
from builder.website.fulltext_words import words
from builder.website.planned import Planned, make
from tests.made_builds import tree

TEXTS = (
    "“三公”经费\n支出１２３元，ＡＢＣ 2024年①项㎡",
    "三 a 公…经费；e\u0301 ﾊﾟ 㐀鿿 \U00020000字",
    "",
    "。，",
    *(f"第{number}中学{'乙' * (number % 3)}丙丁{number % 7}" for number in range(40)),
)


Record = dict[str, str]


def record(number: int, text: str, **said: str) -> Record:
    return {
        "url": f"u/{number:03}/",
        "title": "",
        "region": "",
        "year": "2024",
        "text": text,
    } | said


def written(folder: Path, records: list[Record], kept: str = "kept") -> Path:
    """The index of these texts, in a folder that was not there."""
    listed, site = folder / "fulltext.json", Planned(folder.stat().st_dev)
    listed.write_text(in_lines(json.dumps(one, ensure_ascii=False) for one in records), encoding="utf-8")
    assert write_index(listed, ["u"], site, folder / kept) == len(records)
    target = folder / "site"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    make(site.root, target)
    return target / "fulltext"


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
    monkeypatch.setattr(fulltext_kept, "SLICE", texts_of_a_slice)
    monkeypatch.setattr(fulltext, "FILE_SIZE", 50)
    monkeypatch.setattr(fulltext_lists, "RANGE", pairs_of_a_range)
    texts = list(TEXTS) * 8
    records = [record(number, text) for number, text in enumerate(texts)]
    index = written(tmp_path, records)
    expected: dict[str, set[int]] = {}
    for number, text in enumerate(texts):
        for word in words(text):
            expected.setdefault(word, set()).add(number)
    assert read(index) == expected


def test_no_texts_make_an_empty_index(tmp_path: Path) -> None:
    assert read(written(tmp_path, [])) == {}


RECORDS = [record(number, text) for number, text in enumerate(TEXTS * 3)]
Change = Callable[[list[Record], Path], object]


def add_one(records: list[Record], _: Path) -> None:
    records.insert(50, record(50, "新的一份，乙丙", url="u/049-2/"))


def change_one(records: list[Record], _: Path) -> None:
    records[60] = records[60] | {"text": "改过的一份"}


def spoil_a_text(_: list[Record], kept: Path) -> None:
    next((kept / fulltext_kept.TEXTS).iterdir()).write_bytes(b"x")


def spoil_a_slice(_: list[Record], kept: Path) -> None:
    next((kept / fulltext_kept.WORDS).iterdir()).write_bytes(b"x")


def lose_the_list(_: list[Record], kept: Path) -> None:
    (kept / fulltext_kept.LIST).write_bytes(b"half")


@pytest.mark.parametrize(
    ("change", "most"),
    [
        (lambda *_: None, 0),
        (add_one, 80),
        (change_one, 80),
        (lambda records, _: records.pop(40), 80),
        (spoil_a_text, 80),
        (spoil_a_slice, 80),
        (lose_the_list, len(RECORDS)),
        (lambda records, _: records.reverse(), 0),  # the order of the list is not that of the index
        (lambda records, _: records.clear(), 0),
    ],
)
def test_only_the_slice_with_what_changed_is_read_again_and_the_index_is_as_from_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Change, most: int
) -> None:
    monkeypatch.setattr(fulltext_kept, "SLICE", 20)
    records = list(RECORDS)
    written(tmp_path, records)
    again: list[str] = []
    real = fulltext_lists.take_slice

    def counted(texts: list[str], path: Path) -> fulltext_lists.Latin:
        again.extend(texts)
        return real(texts, path)

    monkeypatch.setattr(fulltext_kept, "take_slice", counted)
    change(records, tmp_path / "kept")
    found = tree(written(tmp_path, records))
    assert len(again) <= most < len(RECORDS) or most == len(again)
    assert found == tree(written(tmp_path, records, "another"))
    kept = {name.partition("/")[0] for name in tree(tmp_path / "kept")}
    assert kept == ({"known", "texts", "words"} if records else {"known"})
    assert len(list((tmp_path / "kept" / fulltext_kept.TEXTS).iterdir())) == len(records)


def test_a_build_that_ends_before_it_noted_what_it_made_leaves_no_mixture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = list(RECORDS)
    whole = tree(written(tmp_path, records))
    change_one(records, tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(fulltext_kept, "_note", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            written(tmp_path, records)
    assert tree(written(tmp_path, RECORDS)) == whole
