"""A site made of shards is the site that one build makes; shards that do not belong together make none."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli import main
from builder.commands.sharding import folder_of
from builder.errors import BuildError, UsageError
from builder.model import Source
from builder.pipeline import Order, build
from builder.shards import NO_REGION, Assembled, assemble, build_shard, grouped, split
from builder.shards.store import FILES, MANIFEST, digest_of, find_shards, versions
from tests.made_builds import make_quick, tree
from tests.publish.made import ORG, of_org, write_reports
from tests.website.made_site import GLOSSARY

ALIKE = "章安县水利局", "张安县水利局"  # one name in pinyin
LAKE, FOREST, FREE = "云岭市湖泊站", "平川市林场", "青澜市园林所"
ROWS = """file,org_id,org,region,successors
alike-1.txt,,,平川市,
alike-2.txt,,,云岭市,
moved-1.txt,,,平川市,
moved-2.txt,,,云岭市,
lake.txt,lake,,云岭市,forest
forest.txt,forest,,平川市,
broken.pdf,broken,某所,云岭市,
"""
#: Said of units in two shards: each shard knows one of them.
ACCEPTED = """org_id,year,check,figure,explanation,said_by,date,url
lake,2024,R1,,单位说是排版所致,云岭市湖泊站,2025-09-01,
forest,2024,R1,,单位说是排版所致,平川市林场,2025-09-01,
"""
TEXTS = {
    "alike-1.txt": of_org(ALIKE[0]), "alike-2.txt": of_org(ALIKE[1]), "moved-1.txt": of_org(ORG, 2023),
    "moved-2.txt": of_org(ORG), "lake.txt": of_org(LAKE), "forest.txt": of_org(FOREST), "free.txt": of_org(FREE),
    "broken.pdf": "%PDF-1.4 broken",
}  # fmt: skip


def nothing(*_: object) -> None:
    pass


@dataclass(frozen=True)
class Made:
    """The reports, one site of them, and their shards."""

    folder: Path

    @property
    def reports(self) -> Path:
        return self.folder / "reports"

    @property
    def content(self) -> Path:
        return self.folder / "content"

    def shard(self, region: str, out: Path) -> Path:
        order = Order(self.reports, self.content, self.folder / f"work-{region}")
        build_shard(order, region, out / region, nothing)
        return out / region

    def assemble(self, place: Path, out: Path, reports: Path | None = None) -> Assembled:
        return assemble(
            find_shards([place]), self.content, out / "site", out / "work", None, nothing, reports=reports
        )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    with pytest.MonkeyPatch.context() as patch:
        make_quick(patch)
        place = Made(tmp_path_factory.mktemp("shards"))
        write_reports(place.reports, TEXTS, ROWS)
        (place.content / "method").mkdir(parents=True)
        (place.content / "glossary.csv").write_text(GLOSSARY, encoding="utf-8")
        (place.content / "accepted.csv").write_text(ACCEPTED, encoding="utf-8")
        for name in ("index", "reading", "checks"):
            (place.content / "method" / f"{name}.md").write_text(f"# {name}\n", encoding="utf-8")
        for region in ("云岭市", "平川市", NO_REGION):
            place.shard(region, place.folder / "shards")
        yield place


@pytest.fixture
def shards(made: Made, tmp_path: Path) -> Path:
    """A copy of the shards that a test may change."""
    shutil.copytree(made.folder / "shards", tmp_path / "shards")
    return tmp_path / "shards"


def rewrite(shard: Path, **changes: object) -> None:
    """Change what a shard says of itself, as the program itself would have written it."""
    told = json.loads((shard / MANIFEST).read_text(encoding="utf-8"))
    del told["digest"]
    told |= changes
    (shard / MANIFEST).write_text(json.dumps({**told, "digest": digest_of(told)}), encoding="utf-8")


def test_assembled_site_is_the_site_of_one_build_byte_for_byte(made: Made, tmp_path: Path) -> None:
    one = build(made.reports, made.content, tmp_path / "one", tmp_path / "work-one", None, nothing)
    many = made.assemble(made.folder / "shards", tmp_path, made.reports)
    assert tree(tmp_path / "site") == tree(tmp_path / "one")
    assert many.built.problems == one.problems
    assert [problem.source for problem in one.problems] == ["broken.pdf"]
    # Only what the whole alone can know was made anew: names alike, a unit in two shards, the name of a successor.
    assert sorted(many.anew) == sorted([*ALIKE, ORG, LAKE])


def test_a_shard_makes_nothing_that_assembling_throws_away(made: Made) -> None:
    work = made.folder / "work-平川市"
    folders = {path.name for path in (work / "data").iterdir() if path.is_dir()}
    assert {path.name for path in (work / "data").iterdir()} == {*folders, "index.json"}
    assert {path.name for path in (work / "docs").iterdir()} == {*folders, "assets", "pages.json"}


def test_missing_shard_is_named(made: Made, shards: Path, tmp_path: Path) -> None:
    shutil.rmtree(shards / NO_REGION)
    with pytest.raises(UsageError, match=NO_REGION):
        made.assemble(shards, tmp_path)
    with pytest.raises(UsageError, match=r"free\.txt.*no-region"):
        made.assemble(shards, tmp_path, made.reports)


def test_old_shard_is_named(made: Made, shards: Path, tmp_path: Path) -> None:
    newer = shutil.copytree(made.reports, tmp_path / "newer")
    (newer / "forest.txt").write_text(of_org(FOREST).replace("85.00", "86.00"), encoding="utf-8")
    with pytest.raises(UsageError, match=r"again: 平川市$"):
        made.assemble(shards, tmp_path, newer)


def test_shard_of_another_program_is_refused(made: Made, shards: Path, tmp_path: Path) -> None:
    rewrite(shards / "平川市", made_by={**versions(), "reading": "0123"})
    with pytest.raises(UsageError, match="0123"):
        made.assemble(shards, tmp_path)


def test_shard_of_other_limits_is_refused(made: Made, shards: Path, tmp_path: Path) -> None:
    rewrite(shards / "平川市", pictures="none")
    with pytest.raises(UsageError, match="--pictures"):
        made.assemble(shards, tmp_path)


def test_one_report_in_two_shards_is_refused(made: Made, shards: Path, tmp_path: Path) -> None:
    shutil.copytree(shards / "平川市", shards / "again")
    with pytest.raises(UsageError, match=r"alike-1\.txt|forest\.txt"):
        made.assemble(shards, tmp_path)


def test_same_bytes_without_a_row_in_two_shards_are_refused(made: Made, shards: Path, tmp_path: Path) -> None:
    told = json.loads((shards / NO_REGION / MANIFEST).read_text(encoding="utf-8"))
    other = json.loads((shards / "平川市" / MANIFEST).read_text(encoding="utf-8"))
    (alone,) = told["sources"]
    rewrite(shards / NO_REGION, sources=[{**alone, "sha256": other["sources"][0]["sha256"]}])
    with pytest.raises(UsageError, match=r"free\.txt"):
        made.assemble(shards, tmp_path)


@pytest.mark.parametrize("how", ["changed", "gone", "manifest", "half a manifest"])
def test_damaged_shard_is_refused_and_the_old_site_stays(
    made: Made, shards: Path, tmp_path: Path, how: str
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitemap.xml").write_text("old", encoding="utf-8")
    manifest, file = shards / "云岭市" / MANIFEST, next((shards / "云岭市" / FILES).glob("*/*"))
    text = manifest.read_text(encoding="utf-8")
    file.unlink()
    if how == "changed":
        file.write_bytes(b"x")
    elif how == "manifest":
        manifest.write_text(text.replace("lake", "late"), encoding="utf-8")
    elif how == "half a manifest":
        manifest.write_text(text[:1000], encoding="utf-8")
    with pytest.raises(BuildError, match="云岭市"):
        made.assemble(shards, tmp_path)
    assert (tmp_path / "site" / "sitemap.xml").read_text(encoding="utf-8") == "old"


def test_a_shard_puts_nothing_outside_the_work_folder(made: Made, shards: Path, tmp_path: Path) -> None:
    files = json.loads((shards / "平川市" / MANIFEST).read_text(encoding="utf-8"))["files"]
    rewrite(shards / "平川市", files={**files, "data/../../../out.txt": next(iter(files.values()))})
    with pytest.raises(BuildError, match="平川市"):
        made.assemble(shards, tmp_path)
    assert not list(tmp_path.glob("out.txt"))


def test_shards_are_found_as_downloads_lie(shards: Path, tmp_path: Path) -> None:
    for name in (NO_REGION, "平川市"):
        shutil.copytree(shards / name, tmp_path / "down" / f"shard-{name}" / name)
    assert [shard.name for shard in find_shards([shards])] == [NO_REGION, "云岭市", "平川市"]
    assert [shard.name for shard in find_shards([tmp_path / "down"])] == [NO_REGION, "平川市"]
    assert find_shards([shards / NO_REGION]) == [shards / NO_REGION]


def test_a_folder_of_something_else_is_not_replaced(made: Made, tmp_path: Path) -> None:
    (tmp_path / "平川市").mkdir()
    (tmp_path / "平川市" / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="平川市"):
        made.shard("平川市", tmp_path)
    with pytest.raises(UsageError, match=r"shard\.json"):
        made.assemble(tmp_path, tmp_path)


def test_shards_are_listed_for_a_matrix(made: Made) -> None:
    listed = CliRunner().invoke(main, ["shards", "--reports", str(made.reports)])
    assert json.loads(listed.output) == [NO_REGION, "云岭市", "平川市"]
    unknown = CliRunner().invoke(main, ["build", "--reports", str(made.reports), "--shard", "某市"])
    assert unknown.exit_code == 2
    assert "云岭市" in unknown.output


def test_few_shards_hold_all_regions_and_about_as_much_each() -> None:
    sizes = {"甲": 50, "乙": 30, "丙": 30, "丁": 1}
    regions = {name: [Source(f"{name}.txt", "", size, region=name)] for name, size in sizes.items()}
    assert grouped(regions, 2) == ["丁,甲", "丙,乙"]
    assert grouped(regions, 9) == sorted(regions)
    assert grouped({}, 3) == []


def test_a_region_with_a_comma_cannot_name_a_shard() -> None:
    with pytest.raises(UsageError, match="甲,乙"):
        split([Source("1.txt", "", 1, region="甲,乙")])


def test_the_folder_of_a_shard_has_a_name_that_every_disk_takes() -> None:
    assert folder_of('甲/乙:"丙",丁') == "甲-乙-丙-,丁"
