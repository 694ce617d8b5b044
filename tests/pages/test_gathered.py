"""What departments tell the pages of the whole site: found again whole, in one order; pages that are there are not made again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from builder.pages.gathered import DamagedError, Gathered, pack
from builder.pages.made_before import FOLDERS, MadeBefore


def told(gathered: Gathered, name: str = "x") -> list[object]:
    return list(gathered.told("kind", name))


def test_what_is_told_comes_in_the_order_of_the_departments(tmp_path: Path) -> None:
    one, other = Gathered(tmp_path / "one"), Gathered(tmp_path / "other")
    for gathered, order in ((one, "ab"), (other, "ba")):
        for org_id in order:
            gathered.put(org_id, "s", pack("kind", {"x": f"of {org_id}", "": org_id}))
    assert told(one) == told(other) == ["of a", "of b"]
    assert told(one, "") == ["a", "b"]
    assert one.digest("kind", "x") == other.digest("kind", "x")


def test_what_is_told_again_stands_in_place_of_the_old(tmp_path: Path) -> None:
    gathered = Gathered(tmp_path / "it")
    gathered.put("a", "s", pack("kind", {"x": 1, "y": 1}))
    before = gathered.digest("kind", "x")
    gathered.put("a", "t", pack("kind", {"x": 2}))
    assert (told(gathered), told(gathered, "y")) == ([2], [])
    assert gathered.digest("kind", "x") != before
    assert (gathered.has("a", "s"), gathered.has("a", "t"), gathered.has("b", "t")) == (False, True, False)
    gathered.forget_others({"b"})
    assert (told(gathered), gathered.has("a", "t")) == ([], False)


def test_it_is_kept_in_the_file(tmp_path: Path) -> None:
    gathered = Gathered(tmp_path / "it")
    gathered.put("a", "s", pack("kind", {"x": 1}))
    gathered.close()
    assert told(Gathered(tmp_path / "it")) == [1]


def test_one_department_is_asked_by_itself(tmp_path: Path) -> None:
    gathered = Gathered(tmp_path / "it")
    gathered.put("a", "s", pack("kind", {"x": 1}))
    gathered.put("b", "s", pack("kind", {"x": 2}))
    assert [gathered.told_by(org_id, "kind", "x") for org_id in "abc"] == [1, 2, None]
    gathered._open.execute("UPDATE parts SET packed = substr(packed, 2) WHERE org_id = 'a'")
    assert gathered.told_by("b", "kind", "x") == 2
    with pytest.raises(DamagedError):
        gathered.told_by("a", "kind", "x")


def test_a_damaged_row_is_noticed_when_it_is_read(tmp_path: Path) -> None:
    gathered = Gathered(tmp_path / "it")
    gathered.put("a", "s", pack("kind", {"x": "told by one", "y": 1}))
    gathered._open.execute("UPDATE parts SET packed = substr(packed, 2) WHERE name = 'x'")
    assert told(gathered, "y") == [1]
    with pytest.raises(DamagedError):
        told(gathered)
    gathered.begin_anew()
    assert (told(gathered), gathered.has("a", "s")) == ([], False)


@pytest.mark.parametrize("damage", [b"no database at all" * 100, b""], ids=["other", "empty"])
def test_a_damaged_file_is_begun_anew(tmp_path: Path, damage: bytes) -> None:
    gathered = Gathered(tmp_path / "it")
    gathered.put("a", "s", pack("kind", {"x": 1}))
    gathered.close()
    (tmp_path / "it").write_bytes(damage)
    gathered = Gathered(tmp_path / "it")
    assert not gathered.has("a", "s")
    gathered.put("a", "s", pack("kind", {"x": 1}))
    assert gathered.has("a", "s")


def test_a_file_damaged_inside_is_noticed_or_tells_what_was_told(tmp_path: Path) -> None:
    gathered, parts = Gathered(tmp_path / "it"), [os.urandom(200) for _ in range(200)]
    for number, part in enumerate(parts):
        gathered.put(f"{number:03}", "s", pack("kind", {"x": part}))
    gathered.close()
    whole = (tmp_path / "it").read_bytes()
    noticed = 0
    for at in range(4096, len(whole), 4096):
        (tmp_path / "it").write_bytes(whole[:at] + bytes(4096) + whole[at + 4096 :])
        gathered = Gathered(tmp_path / "it")
        try:
            found = told(gathered)
            assert found == parts
        except DamagedError:
            noticed += 1
        gathered.close()
    assert noticed > len(whole) // 4096 // 2


# --- pages of the whole site -----------------------------------------------------------------------------------


def write(docs: Path, name: str) -> None:
    (docs / name).parent.mkdir(parents=True, exist_ok=True)
    (docs / name).write_text(name, encoding="utf-8")


def test_pages_are_known_until_they_are_made_of_something_else_or_changed(tmp_path: Path) -> None:
    docs, names = tmp_path / "docs", [f"{FOLDERS[0]}/{name}/page.html" for name in "abc"]
    first = MadeBefore(docs, tmp_path / "kept", "1")
    for name in names:
        write(docs, name)
        first.wrote(name)
        first.put(name, first.stamp(name), name)
    first.close()
    (docs / names[1]).write_text("by hand", encoding="utf-8")
    again = MadeBefore(docs, tmp_path / "kept", "1")
    found = [again.get(name, again.stamp(name)) for name in names]
    assert [one and one.told for one in found] == [names[0], None, names[2]]
    assert again.get(names[0], again.stamp("another")) is None
    newer = MadeBefore(docs, tmp_path / "kept", "2")
    assert newer.get(names[0], newer.stamp(names[0])) is None


def test_what_this_build_does_not_have_is_removed(tmp_path: Path) -> None:
    docs, names = tmp_path / "docs", [f"{FOLDERS[0]}/{name}/page.html" for name in "abc"]
    for name in (*names, "about/page.html"):
        write(docs, name)
    made = MadeBefore(docs, tmp_path / "kept", "1")
    made.wrote(names[0])
    made.close()
    assert [path.name for path in sorted((docs / FOLDERS[0]).iterdir())] == ["a"]
    assert (docs / "about/page.html").exists()


def test_a_group_is_there_only_with_all_its_files(tmp_path: Path) -> None:
    docs, names = tmp_path / "docs", [f"{FOLDERS[0]}/{name}/page.html" for name in "ab"]
    first = MadeBefore(docs, tmp_path / "kept", "1")
    stamp = first.stamp("told")
    for name in names:
        write(docs, name)
        first.wrote(name)
        first.put(name, first.stamp(name), name)
    first.put_group("g", stamp, names)
    first.close()
    second = MadeBefore(docs, tmp_path / "kept", "1")
    assert second.group("g", second.stamp("other")) is None
    assert [one.told for one in second.group("g", stamp) or ()] == names
    second.close()
    (docs / names[1]).unlink()
    assert MadeBefore(docs, tmp_path / "kept", "1").group("g", stamp) is None
