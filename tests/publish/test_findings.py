"""Ids of findings, explanations from accepted.csv, what changed in a reissued report, two years together."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from builder.errors import KnowledgeError
from builder.publish import Catalogue, attach, load_accepted, with_last_years
from builder.publish.accepted import COLUMNS
from builder.publish.corrections import correction_rows
from builder.publish.findings import named_findings
from tests.publish.made import TEXT, catalogue_of, of_org, write_data, write_reports

HEAD = "file,org_id,org,year,published_on,predecessors\n"
# 收入 总计 is one more than 支出 总计: a finding of A1, and of what builds on it.
BROKEN = TEXT.replace("\t85.00\n", "\t86.00\n", 1)


def broken(folder: Path) -> tuple[Path, Catalogue]:
    reports = write_reports(folder / "reports", {"a.txt": BROKEN}, HEAD + "a.txt,qlhh,,,,\n")
    return reports, with_last_years(catalogue_of(reports))


def entries(folder: Path, *rows: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "accepted.csv").write_text("\n".join((",".join(COLUMNS), *rows)) + "\n", encoding="utf-8")
    return folder


def test_ids_of_findings_are_unique_and_stay(tmp_path: Path) -> None:
    ids = []
    for name in ("1", "2"):
        _, catalogue = broken(tmp_path / name)
        (version,) = catalogue.versions()
        ids.append([named.id for cause in named_findings(version) for named in cause.all()])
    assert ids[0] == ids[1]
    assert ids[0]
    assert len(set(ids[0])) == len(ids[0])


@pytest.mark.parametrize("by", ["id", "key", "place", "nothing"])
def test_an_explanation_stands_beside_its_finding(tmp_path: Path, by: str) -> None:
    reports, catalogue = broken(tmp_path)
    (version,) = catalogue.versions()
    named = named_findings(version)[0]
    fact = named.finding.facts[0]
    figure = {
        "id": named.id,
        "key": "|".join(fact.key),
        "place": f"line:{fact.place.line}",
        "nothing": "",
    }[by]
    row = f"qlhh,2024,{named.finding.check},{figure},年末调账,青澜市河湖观测中心,2025-10-08,https://example.org/r"
    content = entries(tmp_path / "content", row)
    said = attach(load_accepted(content), catalogue, content)
    out = write_data(catalogue, [], reports, tmp_path / "data", said)
    made = json.loads((out / "qlhh/2024/report.json").read_text(encoding="utf-8"))
    found = {one["id"]: one for one in made["findings"]}
    assert [a["explanation"] for a in found[named.id]["accepted"]] == ["年末调账"]
    assert named.id in (out / "findings.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("qlhh,2024,Z9,,说明,某人,2025-10-08,", ("第 2 行", "line 2", "没有唯一对应", "no single finding")),
        ("qlhh,2023,A1,,说明,某人,2025-10-08,", ("请删去这一行", "delete the row")),
        ("qlhh,2024,A1,line:999,说明,某人,2025-10-08,", ("a1-", "put one of these ids into figure")),
    ],
)
def test_an_explanation_without_a_finding_stops_the_build(
    tmp_path: Path, row: str, words: tuple[str, ...]
) -> None:
    _, catalogue = broken(tmp_path)
    content = entries(tmp_path / "content", row)
    with pytest.raises(KnowledgeError) as caught:
        attach(load_accepted(content), catalogue, content)
    for word in ("accepted.csv", *words):
        assert word in str(caught.value)


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("qlhh,2024,A1,,,某人,2025-10-08,", "explanation"),
        ("qlhh,2024,A1,,说明,,2025-10-08,", "said_by"),
        ("qlhh,2024,A1,,说明,某人,10月8日,", "YYYY-MM-DD"),
        ("qlhh,2024,A1,,说明,某人,2025-10-08,javascript:x", "url"),
    ],
)
def test_an_incomplete_explanation_says_what_is_missing(tmp_path: Path, row: str, word: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        load_accepted(entries(tmp_path / "content", row))
    assert word in str(caught.value)
    assert "line 2" in str(caught.value)


def test_without_the_file_there_is_nothing_to_attach(tmp_path: Path) -> None:
    assert load_accepted(tmp_path) == ()


def test_a_reissued_report_lists_what_changed(tmp_path: Path) -> None:
    texts = {"a.txt": TEXT.replace("1.05", "1.15").replace("23.00", "23"), "b.txt": TEXT}
    rows = HEAD + "a.txt,qlhh,,,2025-09-20,\nb.txt,qlhh,,,2025-08-01,\n"
    reports = write_reports(tmp_path / "reports", texts, rows)
    out = write_data(catalogue_of(reports), [], reports, tmp_path / "data")
    for path in (out / "corrections.csv", out / "qlhh/corrections.csv"):
        with path.open(encoding="utf-8-sig", newline="") as handle:
            changed = list(csv.DictReader(handle))
        told = {
            (row["table"], row["item"], row["change"], row["old_value"], row["new_value"]) for row in changed
        }
        assert ("T09", "公务接待费", "改动", "1.05", "1.15") in told
        assert not any(row["old_value"] == "23.00" for row in changed), "23 and 23.00 are the same figure"
        assert {row["old_path"] for row in changed} == {f"qlhh/2024/superseded/{changed[0]['old_version']}"}
        assert all(row["new_line"] and row["old_line"] for row in changed if row["change"] == "改动")


def test_reports_issued_once_have_no_corrections(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "reports", {"a.txt": TEXT, "b.txt": of_org("云岭市水利局", 2023)})
    catalogue = catalogue_of(reports)
    assert correction_rows(catalogue.departments) == []


def two_years(folder: Path, predecessors: str = "") -> Any:
    """The second year begins with 3.00 where the first ended with 2.00."""
    later = of_org("青澜市河湖观测中心", 2025).replace("\t2.00\n", "\t3.00\n", 1)
    assert later != of_org("青澜市河湖观测中心", 2025)
    rows = HEAD + f"a.txt,qlhh,,,,\nb.txt,qlhh,,,,{predecessors}\n"
    reports = write_reports(folder / "reports", {"a.txt": TEXT, "b.txt": later}, rows)
    out = write_data(with_last_years(catalogue_of(reports)), [], reports, folder / "data")
    return json.loads((out / "qlhh/2025/report.json").read_text(encoding="utf-8"))


def test_a_finding_over_two_years_has_both_places(tmp_path: Path) -> None:
    made = two_years(tmp_path)
    (finding,) = [f for f in made["findings"] if f["check"] == "H5" and "年初" in f["explanation"]]
    assert [(p["path"], p["year"]) for p in finding["printed"]] == [("qlhh/2025", 2025), ("qlhh/2024", 2024)]
    assert len(finding["fact_ids"]) == 1
    assert finding["level"] == "值得追问"


def test_a_reorganised_unit_is_linked_not_compared(tmp_path: Path) -> None:
    made = two_years(tmp_path, predecessors="jiu-hhz")
    assert [f for f in made["findings"] if f["check"] == "H5"] == []
    (count,) = [c for c in made["checks"] if c["check"] == "H5"]
    assert "前身是jiu-hhz" in count["reason"]


def test_a_printed_figure_stands_with_the_unit_it_is_printed_in(tmp_path: Path) -> None:
    """A table in 元: the value is published in 万元, the printed characters are not called 万元."""
    text = TEXT.replace("830000.00", "840000.00")
    reports = write_reports(tmp_path / "reports", {"a.txt": text}, HEAD + "a.txt,qlhh,,,,\n")
    out = write_data(catalogue_of(reports), [], reports, tmp_path / "data")
    made = json.loads((out / "qlhh/2024/report.json").read_text(encoding="utf-8"))
    units = {p["unit"] for f in made["findings"] for p in f["printed"] if p["raw"] == "840000.00"}
    assert units == {"元"}
