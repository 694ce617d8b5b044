"""Files of a site are linked into place, never written into."""

from __future__ import annotations

from pathlib import Path

from builder.keeping import link_tree, put_link


def test_tree_is_linked_and_what_stood_there_is_replaced(tmp_path: Path) -> None:
    source, target = tmp_path / "from", tmp_path / "to"
    (source / "a" / "b").mkdir(parents=True)
    (source / "a" / "b" / "one.csv").write_text("new", encoding="utf-8")
    (source / "top.html").write_text("top", encoding="utf-8")
    (target / "a" / "b").mkdir(parents=True)
    earlier = tmp_path / "earlier"
    earlier.write_text("old", encoding="utf-8")
    put_link(str(earlier), str(target / "a" / "b" / "one.csv"))

    link_tree(source, target)

    assert (target / "a" / "b" / "one.csv").read_text(encoding="utf-8") == "new"
    assert (target / "top.html").samefile(source / "top.html")
    assert earlier.read_text(encoding="utf-8") == "old"


def test_files_left_out_leave_no_folder_behind(tmp_path: Path) -> None:
    source, target = tmp_path / "from", tmp_path / "to"
    for name in ("kept/page.html", "kept/notes.md", "gone/notes.md"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(name, encoding="utf-8")

    link_tree(source, target, lambda name: name.endswith(".md"))

    assert [path.relative_to(target).as_posix() for path in sorted(target.rglob("*")) if path.is_file()] == [
        "kept/page.html"
    ]
    assert not (target / "gone").exists()


def test_link_makes_its_folder(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("1", encoding="utf-8")
    put_link(str(tmp_path / "one"), str(tmp_path / "deep" / "er" / "one"))
    assert (tmp_path / "deep" / "er" / "one").samefile(tmp_path / "one")
