"""The public data contract on a made-up report: columns, words, keys, blanks, units, misprints."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from pathlib import Path

import pytest

from tests.documents.made import word_table
from tests.publish.made import ORG, T01, TEXT, catalogue_of, write_data, write_reports

FACTS = "org_id,org,year,table,side,code,item,measure,value,unit,raw,source,page,line"
TABLES = "org_id,org,year,table,title,status,unit,source,page,line"
FINDINGS = (
    "org_id,org,year,check,level,figures,recomputed,difference,tolerance,unit,source,page,line,explanation"
)
CHECKS = "org_id,year,check,一致,尾差,发现,不适用,无法核对"
UNITS = {"万元", "%", "人", "人次", "个", "批次", "次", "辆", "台（套）", "分", "项", ""}
STATUSES = {"有数据", "空表", "空表未说明", "图片", "见附件", "未见"}
LEVELS = {"不一致", "值得追问", "提示", "未见"}
MEASURES = {
    "T01": {"决算数"},
    "T05": {"本年支出", "基本支出", "项目支出"},
    "T09": {"预算数", "决算数"},
    "N": {"金额", "比上年增减额", "比上年增减率", "预算数", "决算数", "完成率", "数量"},
}
Rows = list[dict[str, str]]


def publish(folder: Path, text: str) -> Path:
    reports = write_reports(folder / "reports", {"made.txt": text})
    return write_data(catalogue_of(reports), [], reports, folder / "data")


def rows_of(data: Path, name: str) -> Rows:
    return list(csv.DictReader(io.StringIO((data / name).read_text(encoding="utf-8-sig"))))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("contract"), TEXT)


@pytest.fixture(scope="module")
def facts(data: Path) -> Rows:
    return rows_of(data, "facts.csv")


def value(rows: Rows, **key: str) -> str:
    (row,) = [row for row in rows if all(row[name] == wanted for name, wanted in key.items())]
    return row["value"]


@pytest.mark.parametrize(
    ("name", "columns"),
    [("facts.csv", FACTS), ("tables.csv", TABLES), ("findings.csv", FINDINGS), ("checks.csv", CHECKS)],
)
def test_the_columns_are_those_of_the_contract(data: Path, name: str, columns: str) -> None:
    head = (data / name).read_text(encoding="utf-8-sig").splitlines()[0]
    assert head == columns or head.startswith(columns + ",")


def test_every_row_uses_the_words_of_the_contract(facts: Rows) -> None:
    assert {row["table"] for row in facts} == set(MEASURES)
    for row in facts:
        assert re.fullmatch(r"[a-z0-9-]+", row["org_id"])
        assert (row["org"], row["year"], row["source"]) == (ORG, "2024", "made.txt")
        assert row["measure"] in MEASURES[row["table"]]
        assert row["unit"] in UNITS
        assert re.fullmatch(r"\d*", row["code"])
        assert row["side"] in ({"收入", "支出"} if row["table"] == "T01" else {"", "收入", "支出"})
        assert (row["page"], bool(row["line"])) == ("", True)
        assert row["item"] == re.sub(r"\s", "", row["item"])


def test_values_are_plain_decimals_and_raw_is_what_was_printed(facts: Rows) -> None:
    for row in facts:
        assert re.fullmatch(r"-?\d+(\.\d+)?|", row["value"])
        assert row["raw"]


def test_blank_gives_no_row_and_zero_gives_zero(facts: Rows) -> None:
    assert not [row for row in facts if row["item"] == "其他收入"]
    assert value(facts, code="2130314", measure="项目支出") == "0.000000"
    assert value(facts, table="T09", item="因公出国（境）费", measure="决算数") == "0"
    assert not [row for row in facts if row["code"] == "205" and row["measure"] == "项目支出"]


def test_yuan_become_wan_with_their_printed_precision(facts: Rows) -> None:
    assert value(facts, table="T05", item="合计", measure="本年支出") == "83.000000"
    assert {row["unit"] for row in facts if row["table"] == "T05"} == {"万元"}
    assert {row["unit"] for row in rows_of_tables(facts)} == {"万元"}


def rows_of_tables(facts: Rows) -> Rows:
    return [row for row in facts if row["table"].startswith("T")]


def test_one_sentence_about_both_totals_gives_both_and_a_fall_is_negative(facts: Rows) -> None:
    for item in ("收入总计", "支出总计"):
        assert value(facts, table="N", item=item, measure="金额") == "85.00"
        assert value(facts, table="N", item=item, measure="比上年增减额") == "-4.00"
        assert value(facts, table="N", item=item, measure="比上年增减率") == "-4.49"


def test_an_approximate_count_keeps_its_word(facts: Rows) -> None:
    (row,) = [row for row in facts if row["item"] == "公务接待人次"]
    assert (row["value"], row["unit"]) == ("40", "人次")
    assert "余" in row["raw"]


def test_a_misprint_has_a_row_without_a_value_and_its_characters(facts: Rows) -> None:
    """Contract: `173,59万元` gives no guess: `value` empty, the characters in `raw`."""
    (row,) = [row for row in facts if row["value"] == "" and row["table"] == "N"]
    assert "9,00" in row["raw"]


def test_a_misprint_is_a_finding(tmp_path: Path) -> None:
    """Contract: a misprint that is no number gives no guess … and a finding."""
    text = TEXT.replace("\t3.35\n", "\t3,35\n")
    findings = rows_of(publish(tmp_path, text), "findings.csv")
    assert [row for row in findings if "3,35" in row["figures"]]


def test_a_repeated_key_is_kept_and_is_a_finding_when_its_values_differ(tmp_path: Path) -> None:
    """Contract: a repeated key within one report is kept …, and is a finding of its own when the values differ."""
    again = word_table([["项目", "预算数", "决算数"], ["合计", "3.80", "9.99"]])
    text = TEXT.replace("第三部分", f"财政拨款“三公”经费支出决算表\n单位：万元\n{again}\n第三部分")
    data = publish(tmp_path, text)
    kept = [
        row["value"]
        for row in rows_of(data, "facts.csv")
        if row["item"] == "合计" and row["measure"] == "决算数"
    ]
    assert sorted(kept) == ["3.35", "9.99"]
    assert [
        row for row in rows_of(data, "findings.csv") if "3.35" in row["figures"] and "9.99" in row["figures"]
    ]


def test_a_slip_in_a_title_is_a_finding(tmp_path: Path) -> None:
    """Contract: 国有资产经营预算… in the place and form of 国有资本经营预算… is T08, and a finding."""
    grid = word_table(
        [["编码", "名称", "本年支出", "基本支出", "项目支出"], ["合计", "", "1.00", "0.40", "0.60"]]
    )
    text = TEXT.replace("第三部分", f"国有资产经营预算财政拨款支出决算表\n单位：万元\n{grid}\n第三部分")
    data = publish(tmp_path, text)
    assert [row for row in rows_of(data, "facts.csv") if row["table"] == "T08"]
    assert [
        row for row in rows_of(data, "findings.csv") if "国有资产经营" in row["figures"] + row["explanation"]
    ]


def test_tables_list_all_nine_with_their_status(data: Path) -> None:
    rows = rows_of(data, "tables.csv")
    assert [row["table"] for row in rows] == [f"T0{n}" for n in range(1, 10)]
    assert {row["status"] for row in rows} <= STATUSES
    status = {row["table"]: (row["status"], row["unit"]) for row in rows}
    assert status["T05"] == ("有数据", "元")
    assert status["T02"] == ("未见", "")


def test_checks_are_counted_even_where_they_could_not_run(data: Path) -> None:
    for row in rows_of(data, "checks.csv"):
        counts = [int(row[name]) for name in ("一致", "尾差", "发现", "不适用", "无法核对")]
        assert sum(counts) > 0, row["check"]
        assert row["reason"] or not (counts[3] or counts[4])


def test_findings_state_what_is_printed_and_never_accuse(tmp_path: Path) -> None:
    text = TEXT.replace("\t85.00\n", "\t86.00\n", 1)
    findings = rows_of(publish(tmp_path, text), "findings.csv")
    differing = {row["check"]: row for row in findings if row["level"] == "不一致" and row["difference"]}
    assert set(differing) == {"A1"}  # the text's own sentence about the total follows from it
    assert differing["A1"]["consequences"] == "F1"
    assert Decimal(differing["A1"]["difference"]) == 1
    for row in findings:
        assert row["level"] in LEVELS
        assert row["line"]
        assert not re.search("错误|违规|造假", "".join(row.values()))


def test_without_a_unit_none_is_invented(tmp_path: Path) -> None:
    grid = word_table(
        [["编码", "名称", "本年支出", "基本支出", "项目支出"], ["合计", "", "1.00", "0.40", "0.60"]]
    )
    text = f"{ORG}\n2024年度部门决算\n部门：{ORG}\n一般公共预算财政拨款支出决算表\n{grid}\n"
    assert {row["unit"] for row in rows_of(publish(tmp_path, text), "facts.csv")} == {""}


def test_a_table_keeps_its_number_wherever_it_stands(tmp_path: Path) -> None:
    grid = word_table([["项目", "预算数", "决算数"], ["合计", "3.80", "3.35"]])
    text = f"部门：{ORG}\n2024年度部门决算\n财政拨款“三公”经费支出决算表\n单位：万元\n{grid}\n收入支出决算总表\n单位：万元\n{T01}"
    assert {row["table"] for row in rows_of(publish(tmp_path, text), "facts.csv")} == {"T01", "T09"}
