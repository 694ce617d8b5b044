"""The published files: form of the CSV, agreement with the JSON, the schema, the same bytes twice."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from builder.model import Problem
from builder.publish.rows import CHECKS, FACTS, FINDINGS, TABLES, safe
from tests.publish.made import TEXT, catalogue_of, of_org, write_data, write_reports

JOINT = ("facts.csv", "tables.csv", "findings.csv", "reading.csv", "checks.csv")
PROBLEM = Problem("bad.pdf", "", "文件加密", "encrypted")
ROWS = "file,org_id,published_on,url\na.txt,qlhh,2025-09-20,https://example.org/a\nb.txt,qlhh,2025-08-01,\n"


def written(folder: Path) -> Path:
    texts = {"a.txt": TEXT, "b.txt": TEXT.replace("85.00", "86.00"), "c.txt": of_org("云岭市水利局", 2023)}
    reports = write_reports(folder / "reports", texts, ROWS)
    return write_data(catalogue_of(reports), [PROBLEM], reports, folder / "data")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("published"))


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def reports_of(data: Path) -> Iterator[Path]:
    return data.rglob("report.json")


@pytest.mark.parametrize("name", [*JOINT, "reports.csv"])
def test_csv_has_a_byte_order_mark_and_plain_line_ends(data: Path, name: str) -> None:
    for path in data.rglob(name):
        raw = path.read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        assert raw.endswith(b"\n")
        assert b"\r" not in raw


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("facts.csv", FACTS), ("tables.csv", TABLES), ("findings.csv", FINDINGS), ("reading.csv", FINDINGS),
        ("checks.csv", CHECKS),
    ],
)  # fmt: skip
def test_every_file_of_a_kind_has_the_same_columns(data: Path, name: str, columns: tuple[str, ...]) -> None:
    paths = list(data.rglob(name))
    assert len(paths) >= 6  # all together, two departments, three versions
    for path in paths:
        assert path.read_text(encoding="utf-8-sig").splitlines()[0] == ",".join(columns)


def test_facts_are_sorted_by_their_key(data: Path) -> None:
    for path in data.rglob("facts.csv"):
        keys = [
            (r["org_id"], r["year"], r["table"], r["side"], r["code"], r["item"], r["measure"])
            for r in rows_of(path)
        ]
        assert keys == sorted(keys)
        assert keys


def test_only_current_versions_are_in_the_joint_files(data: Path) -> None:
    assert {row["source"] for row in rows_of(data / "facts.csv")} == {"a.txt", "c.txt"}
    assert {row["source"] for row in rows_of(data / "qlhh" / "facts.csv")} == {"a.txt"}
    statuses = {row["source"]: row["status"] for row in rows_of(data / "reports.csv")}
    assert statuses == {"a.txt": "current", "b.txt": "superseded", "c.txt": "current"}


def test_the_joint_files_are_the_reports_put_together(data: Path) -> None:
    for name in JOINT:
        joint = rows_of(data / name)
        single = [
            row
            for path in ("qlhh/2024", "yun-ling-shi-shui-li-ju/2023")
            for row in rows_of(data / path / name)
        ]
        assert joint == single


def test_facts_csv_is_the_facts_of_report_json(data: Path) -> None:
    for path in reports_of(data):
        report = json.loads(path.read_text(encoding="utf-8"))
        of_json = sorted(
            (f["table"], f["side"], f["code"], f["item"], f["measure"], f["value"] or "", f["unit"],
             str(f["page"] or ""), str(f["line"] or ""))
            for f in report["facts"]
        )  # fmt: skip
        of_csv = sorted(
            (
                r["table"],
                r["side"],
                r["code"],
                r["item"],
                r["measure"],
                r["value"],
                r["unit"],
                r["page"],
                r["line"],
            )
            for r in rows_of(path.parent / "facts.csv")
        )
        assert of_json == of_csv
        assert len({fact["id"] for fact in report["facts"]}) == len(report["facts"])


def test_tables_findings_and_checks_agree_with_report_json(data: Path) -> None:
    for path in reports_of(data):
        report = json.loads(path.read_text(encoding="utf-8"))
        folder = path.parent
        assert [(t["table"], t["status"]) for t in report["tables"]] == [
            (row["table"], row["status"]) for row in rows_of(folder / "tables.csv")
        ]
        assert [(c["check"], str(c["held"])) for c in report["checks"]] == [
            (row["check"], row["一致"]) for row in rows_of(folder / "checks.csv")
        ]
        for name, about in (("findings.csv", "publication"), ("reading.csv", "reading")):
            told = [f for f in report["findings"] if f["about"] == about]
            rows = rows_of(folder / name)
            assert sorted(f["id"] for f in told) == sorted(row["id"] for row in rows)
            assert {row["about"] for row in rows} <= {about}
            for one in told:  # the file says what the page shows
                (row,) = [row for row in rows if row["id"] == one["id"]]
                for column in ("explanation", "recomputed", "difference", "tolerance", "innocent"):
                    assert row[column] == one[column]
        ids = {fact["id"] for fact in report["facts"]}
        assert all(set(finding["fact_ids"]) <= ids for finding in report["findings"])


def test_report_json_fits_its_schema(data: Path) -> None:
    schema = json.loads(files("builder.knowledge").joinpath("report.schema.json").read_text(encoding="utf-8"))
    if not schema:
        pytest.skip("report.schema.json is not written yet")
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for path in reports_of(data):
        errors = [
            error.message for error in validator.iter_errors(json.loads(path.read_text(encoding="utf-8")))
        ]
        assert errors == []
    assert (data / "report.schema.json").read_text(encoding="utf-8")


def test_the_schema_refuses_a_binary_number_for_a_value(data: Path) -> None:
    schema = json.loads(files("builder.knowledge").joinpath("report.schema.json").read_text(encoding="utf-8"))
    if not schema:
        pytest.skip("report.schema.json is not written yet")
    report = json.loads((data / "qlhh/2024/report.json").read_text(encoding="utf-8"))
    report["facts"][0]["value"] = 83.0
    assert not Draft202012Validator(schema).is_valid(report)


def test_the_source_lies_beside_its_data_unchanged(data: Path) -> None:
    assert (data / "qlhh/2024/source/a.txt").read_text(encoding="utf-8") == TEXT


def test_the_index_counts_what_was_published(data: Path) -> None:
    index = json.loads((data / "index.json").read_text(encoding="utf-8"))
    assert index["counts"]["departments"] == 2
    assert index["counts"]["reports"] == 2
    assert index["counts"]["facts"] == len(rows_of(data / "facts.csv"))
    assert index["data_date"] == "2025-09-20"
    assert index["problems"] == [{"source": "bad.pdf", "place": "", "zh": "文件加密", "en": "encrypted"}]


def test_the_same_input_gives_the_same_bytes(data: Path, tmp_path: Path) -> None:
    again = written(tmp_path)
    names = sorted(path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(again).as_posix() for path in again.rglob("*") if path.is_file())
    for name in names:
        assert (data / name).read_bytes() == (again / name).read_bytes(), name


def test_writing_again_leaves_nothing_of_before(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "reports", {"a.txt": TEXT})
    (tmp_path / "data" / "gone").mkdir(parents=True)
    (tmp_path / "data" / "gone" / "facts.csv").write_text("old", encoding="utf-8")
    data = write_data(catalogue_of(reports), [], reports, tmp_path / "data")
    assert not (data / "gone").exists()


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "@SUM(A1)", "-cmd|' /C calc'!A0", "\tx", "\nx", "-", "-2+f()"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_neutralised(text: str) -> None:
    assert safe(text) == f"'{text}"


def test_a_carriage_return_ends_no_row() -> None:
    assert safe("a\r\nb\rc") == "a\nb\nc"


@pytest.mark.parametrize(
    "text", ["-5.20", "-4.00万元", "-0.5", "－5.20", "173,59", "三公经费", "", "1-2", "a=b"]
)
def test_numbers_and_words_are_left_alone(text: str) -> None:
    assert safe(text) == text


def test_a_fall_is_published_as_a_plain_negative_number(data: Path) -> None:
    values = {r["value"] for r in rows_of(data / "qlhh/facts.csv") if r["measure"].startswith("比上年")}
    assert values == {"-4.00", "-4.49"}


def test_a_formula_in_a_report_is_neutralised_in_every_file(tmp_path: Path) -> None:
    text = TEXT.replace("一、教育支出", "=教育支出")
    reports = write_reports(tmp_path / "reports", {"a.txt": text})
    data = write_data(catalogue_of(reports), [], reports, tmp_path / "data")
    cells = [cell for row in rows_of(data / "facts.csv") for cell in row.values()]
    assert "'=教育支出" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_what_was_not_read_with_certainty_is_no_finding_about_the_department(tmp_path: Path) -> None:
    """Characters in a column of amounts that are no slip of typing: the reading's matter, in a file of its own."""
    text = TEXT.replace("2.20", "2.20*3", 1)
    assert text != TEXT
    reports = write_reports(tmp_path / "reports", {"a.txt": text})
    data = write_data(catalogue_of(reports), [], reports, tmp_path / "data")
    (row,) = [row for row in rows_of(data / "reading.csv") if "2.20*3" in row["figures"]]
    assert (row["about"], row["check"]) == ("reading", "R1")
    assert all("2.20*3" not in row["figures"] for row in rows_of(data / "findings.csv"))
    (counted,) = [row for row in rows_of(data / "checks.csv") if row["check"] == "R1"]
    assert int(counted["无法核对"]) >= 1
