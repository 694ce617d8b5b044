"""Ids that stay, versions in order, nothing lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.publish.catalogue import pinyin_id
from builder.publish.ids import fact_ids
from tests.facts.made import fact
from tests.publish.made import ORG, TEXT, catalogue_of, of_org, write_reports

HEAD = "file,org_id,org,year,published_on\n"


@pytest.mark.parametrize(
    ("name", "org_id"),
    [
        ("沅江市", "yuan-jiang-shi"),
        ("青澜市河湖观测中心", "qing-lan-shi-he-hu-guan-ce-zhong-xin"),
        ("123", "dan-wei"),
    ],
)
def test_an_id_is_the_name_in_pinyin(name: str, org_id: str) -> None:
    made = pinyin_id(name)
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", made)
    if name != "123":
        assert made == org_id


def test_a_given_id_wins(tmp_path: Path) -> None:
    folder = write_reports(tmp_path, {"a.txt": TEXT}, HEAD + "a.txt,qlhh,,,\n")
    (department,) = catalogue_of(folder).departments
    assert (department.org_id, department.org) == ("qlhh", ORG)
    assert department.versions[0].path == "qlhh/2024"
    assert department.versions[0].report.org_id == "qlhh"


def test_names_that_read_alike_get_a_mark_each_and_keep_it(tmp_path: Path) -> None:
    texts = {"a.txt": of_org("青澜市河湖观测中心"), "b.txt": of_org("青岚市河湖观测中心")}
    ids = [department.org_id for department in catalogue_of(write_reports(tmp_path / "1", texts)).departments]
    assert len(set(ids)) == 2
    assert all(re.fullmatch(r"qing-lan-shi-he-hu-guan-ce-zhong-xin-[0-9a-f]{4}", made) for made in ids)
    swapped = {"a.txt": texts["b.txt"], "b.txt": texts["a.txt"]}
    again = catalogue_of(write_reports(tmp_path / "2", swapped)).departments
    assert [department.org_id for department in again] == ids


def test_a_name_that_reads_like_a_given_id_gets_a_mark(tmp_path: Path) -> None:
    texts = {"a.txt": of_org("青澜市河湖观测中心"), "b.txt": of_org("云岭市水利局")}
    given = HEAD + "b.txt,qing-lan-shi-he-hu-guan-ce-zhong-xin,,,\n"
    departments = catalogue_of(write_reports(tmp_path, texts, given)).departments
    assert len({department.org_id for department in departments}) == 2


def test_the_newer_publication_is_current_and_the_older_superseded(tmp_path: Path) -> None:
    texts = {"a.txt": TEXT, "b.txt": TEXT.replace("85.00", "86.00")}
    rows = HEAD + "a.txt,qlhh,,,2025-09-20\nb.txt,qlhh,,,2025-08-01\n"
    (department,) = catalogue_of(write_reports(tmp_path, texts, rows)).departments
    assert [(v.report.source.file, v.status) for v in department.versions] == [
        ("a.txt", "current"), ("b.txt", "superseded"),
    ]  # fmt: skip
    current, old = department.versions
    assert current.path == "qlhh/2024"
    assert old.path == f"qlhh/2024/superseded/{old.version}"
    assert old.version == old.report.source.sha256[:8]


def test_years_of_a_department_stand_newest_first_and_are_all_current(tmp_path: Path) -> None:
    texts = {"a.txt": of_org(ORG, 2022), "b.txt": of_org(ORG, 2024), "c.txt": of_org(ORG, 2023)}
    (department,) = catalogue_of(write_reports(tmp_path, texts)).departments
    assert [(v.report.year, v.status) for v in department.versions] == [
        (2024, "current"), (2023, "current"), (2022, "current"),
    ]  # fmt: skip


def test_predecessors_and_successors_are_kept(tmp_path: Path) -> None:
    row = "file,org_id,predecessors,successors,parent\na.txt,qlhh,old-one old-two,new-one,青澜市水利局\n"
    (department,) = catalogue_of(write_reports(tmp_path, {"a.txt": TEXT}, row)).departments
    assert department.predecessors == ("old-one", "old-two")
    assert department.successors == ("new-one",)
    assert department.parent == "青澜市水利局"


def test_facts_have_readable_ids_that_are_unique() -> None:
    line = "T05||2130304|水利|本年支出|1.00"
    facts = [fact(line), fact(line), fact("T01|收入||总计|决算数|1.00"), fact("T01|支出||总计|决算数|1.00")]
    ids = fact_ids(facts)
    assert ids[0] == "t05-2130304-bnzc"
    assert ids[2:] == ["t01-in-zj-jss", "t01-out-zj-jss"]
    assert len(set(ids)) == 4


def test_ids_of_facts_stay_when_another_fact_is_added_behind() -> None:
    facts = [fact("T05||205|教育|本年支出|1.00"), fact("T05||213|水利|本年支出|1.00")]
    assert fact_ids([*facts, fact("T05||214|交通|本年支出|1.00")])[:2] == fact_ids(facts)
