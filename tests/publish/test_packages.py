"""The data packages: their form, and that every file is what its package says, down to the cell."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frictionless
import pytest
from jsonschema import Draft202012Validator

from builder.publish.packages import NAME
from tests.publish.made import TEXT, catalogue_of, of_org, write_data, write_reports

ROWS = "file,org_id,published_on,url\na.txt,qlhh,2025-09-20,https://example.org/a\nb.txt,qlhh,2025-08-01,\n"
PROFILE = Path(__file__).parent / "datapackage.schema.json"
FORMS = {"integer": r"-?\d+", "number": r"-?\d+(\.\d+)?", "date": r"\d{4}-\d{2}-\d{2}", "string": r"[\s\S]*"}
Package = dict[str, Any]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packages")
    texts = {"a.txt": TEXT, "b.txt": TEXT.replace("85.00", "86.00"), "c.txt": of_org("云岭市水利局", 2023)}
    reports = write_reports(folder / "reports", texts, ROWS)
    return write_data(catalogue_of(reports), [], reports, folder / "data")


@pytest.fixture(scope="module")
def packages(data: Path) -> dict[Path, Package]:
    return {path.parent: json.loads(path.read_text(encoding="utf-8")) for path in data.rglob(NAME)}


def test_the_whole_each_department_and_each_region_have_a_package(
    data: Path, packages: dict[Path, Package]
) -> None:
    folders = sorted(folder.relative_to(data).as_posix() for folder in packages)
    assert folders == [".", "qlhh", "regions/qing-lan-shi", "regions/yun-ling-shi", "yun-ling-shi-shui-li-ju"]


def test_packages_have_the_form_of_data_package_2(packages: dict[Path, Package]) -> None:
    validator = Draft202012Validator(json.loads(PROFILE.read_text(encoding="utf-8")))
    for package in packages.values():
        assert [error.message for error in validator.iter_errors(package)] == []


def test_every_file_of_rows_is_in_its_package(packages: dict[Path, Package]) -> None:
    for folder, package in packages.items():
        listed = {resource["path"] for resource in package["resources"]}
        assert {path.name for path in folder.glob("*.csv")} <= listed
    assert all((folder / r["path"]).is_file() for folder, p in packages.items() for r in p["resources"])


def test_a_department_s_package_has_its_official_tables(data: Path, packages: dict[Path, Package]) -> None:
    resources = packages[data / "qlhh"]["resources"]
    names = [resource["name"] for resource in resources if "/tables/" in resource["path"]]
    assert names == ["2024-t01", "2024-t05", "2024-t09"]


def test_sizes_and_hashes_are_those_of_the_files(packages: dict[Path, Package]) -> None:
    for folder, package in packages.items():
        for resource in package["resources"]:
            content = (folder / resource["path"]).read_bytes()
            assert resource.get("bytes", len(content)) == len(content)
            assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_sources_are_there_with_their_hashes(packages: dict[Path, Package]) -> None:
    for folder, package in packages.items():
        for source in package["sources"] if folder.parent.name != "regions" else ():
            content = (folder / source["path"]).read_bytes()
            assert source["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_created_is_the_newest_date_of_a_source_or_missing(data: Path, packages: dict[Path, Package]) -> None:
    assert packages[data]["created"] == packages[data / "qlhh"]["created"] == "2025-09-20T00:00:00Z"
    assert "created" not in packages[data / "yun-ling-shi-shui-li-ju"]


def problems(table: str, schema: Package) -> Iterator[str]:
    """What in a CSV file is not as its schema says."""
    rows = csv.DictReader(io.StringIO(table, newline=""), strict=True)
    fields = schema["fields"]
    if rows.fieldnames != [field["name"] for field in fields]:
        yield "fields"
    seen = set()
    for row in rows:
        yield from (
            f"{field['name']}: {row[field['name']]!r}"
            for field in fields
            if not fits(row[field["name"]], field)
        )
        if key := tuple(row[name] for name in schema.get("primaryKey", ())):
            if key in seen or "" in key:
                yield f"key: {key}"
            seen.add(key)


def fits(text: str, field: Package) -> bool:
    constraints = field.get("constraints", {})
    if text == "":
        return "required" not in constraints
    of_type = re.fullmatch(FORMS[field["type"]], text) is not None
    listed = text in constraints.get("enum", [text])
    return of_type and listed and re.search(constraints.get("pattern", ""), text) is not None


def test_every_cell_is_as_its_column_is_described(packages: dict[Path, Package]) -> None:
    checked = 0
    for folder, package in packages.items():
        for resource in package["resources"]:
            if resource["format"] == "csv":
                table = (folder / resource["path"]).read_text(encoding="utf-8-sig")
                assert list(problems(table, resource["schema"])) == [], resource["path"]
                checked += 1
    assert checked > len(packages)


def test_frictionless_finds_nothing_wrong_with_any_package(packages: dict[Path, Package]) -> None:
    for folder, package in packages.items():
        report = frictionless.validate(str(folder / NAME))
        found = [(task.name, error.message) for task in report.tasks for error in task.errors]
        assert (report.valid, found, report.errors) == (True, [], [])
        assert len(report.tasks) == len(package["resources"])


def test_frictionless_finds_a_spoilt_cell(data: Path, tmp_path: Path) -> None:
    spoilt = Path(shutil.copytree(data / "regions" / "yun-ling-shi", tmp_path / "spoilt"))
    table = (spoilt / "facts.csv").read_text(encoding="utf-8")
    (spoilt / "facts.csv").write_text(table.replace(",T01,", ",T10,", 1), encoding="utf-8")
    assert not frictionless.validate(str(spoilt / NAME)).valid


def test_columns_of_money_have_types_of_fiscal_data_package(
    data: Path, packages: dict[Path, Package]
) -> None:
    """Names of its taxonomy; each label stands beside the code that it is the label of."""
    (lines,) = [r for r in packages[data]["resources"] if r["name"] == "budget_lines"]
    types = {field["columnType"] for field in lines["schema"]["fields"] if "columnType" in field}
    assert {"value", "date:fiscal-year", "direction", "phase:id", "budget-line-id"} <= types
    for labelled in (name for name in types if name.endswith(":label")):
        assert labelled.removesuffix("label") + "code" in types


@pytest.mark.parametrize(
    ("old", "new"),
    [(",T01,", ",T10,"), (",83.00,", ",八十三,"), (",2024,", ",,"), ("qlhh,", "Qlhh,"), ("fact_id", "id")],
)
def test_a_spoilt_file_is_told(data: Path, packages: dict[Path, Package], old: str, new: str) -> None:
    table = (data / "qlhh/facts.csv").read_text(encoding="utf-8-sig")
    assert old in table
    (resource,) = [r for r in packages[data / "qlhh"]["resources"] if r["name"] == "facts"]
    assert next(problems(table, resource["schema"]), None) is None
    assert next(problems(table.replace(old, new, 1), resource["schema"]), None)
