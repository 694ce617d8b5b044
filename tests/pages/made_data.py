"""A small published-data folder from made-up reports, in the form that steps one to six write.

Every department and figure here is invented. `write_data` takes report objects as `report.json` holds them
and writes what belongs beside them; tests change the objects before they are written.
"""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

Json = dict[str, Any]
FACT_COLUMNS = ("org_id", "org", "year", "table", "side", "code", "item", "measure", "value", "unit", "raw",
                "source", "page", "line")  # fmt: skip
NAMES = {
    "T01": "收入支出决算总表", "T02": "收入决算表", "T03": "支出决算表", "T04": "财政拨款收入支出决算总表",
    "T05": "一般公共预算财政拨款支出决算表", "T06": "一般公共预算财政拨款基本支出决算明细表",
    "T07": "政府性基金预算财政拨款收入支出决算表", "T08": "国有资本经营预算财政拨款支出决算表",
    "T09": "财政拨款“三公”经费支出决算表",
}  # fmt: skip
# table, side, code, item, measure → value; one department's year, closed in itself.
FULL_YEAR = """
T01|收入||一般公共预算财政拨款收入|决算数|80.00
T01|收入||其他收入|决算数|20.00
T01|收入||本年收入合计|决算数|100.00
T01|支出||社会保障和就业支出|决算数|70.50
T01|支出||卫生健康支出|决算数|9.50
T01|支出||住房保障支出|决算数|20.00
T01|支出||本年支出合计|决算数|100.00
T01|收入||总计|决算数|100.00
T01|支出||总计|决算数|100.00
T03|||合计|本年支出合计|100.00
T03|||合计|基本支出|60.00
T03|||合计|项目支出|40.00
T03||2080109|社会保险经办机构|本年支出合计|70.50
T03||2080109|社会保险经办机构|基本支出|30.50
T03||2080109|社会保险经办机构|项目支出|40.00
T03||2101101|行政单位医疗|本年支出合计|9.50
T03||2101101|行政单位医疗|基本支出|9.50
T03||2210201|住房公积金|本年支出合计|20.00
T03||2210201|住房公积金|基本支出|20.00
T05|||合计|本年支出|100.00
T05|||合计|基本支出|60.00
T05|||合计|项目支出|40.00
T06||301|工资福利支出|决算数|50.00
T06||30101|基本工资|决算数|30.00
T06||30113|住房公积金|决算数|20.00
T06||302|商品和服务支出|决算数|10.00
T06||30201|办公费|决算数|10.00
T06|||人员经费合计|决算数|50.00
T06|||公用经费合计|决算数|10.00
T09|||合计|预算数|3.80
T09|||因公出国（境）费|预算数|0.00
T09|||公务用车购置费|预算数|0.00
T09|||公务用车运行维护费|预算数|2.30
T09|||公务接待费|预算数|1.50
T09|||合计|决算数|3.35
T09|||因公出国（境）费|决算数|0.00
T09|||公务用车购置费|决算数|0.00
T09|||公务用车运行维护费|决算数|2.30
T09|||公务接待费|决算数|1.05
N|支出||支出总计|金额|100.00
N|支出||支出总计|比上年增减额|-4.00
N|支出||支出总计|比上年增减率|-3.85
N|||一般公共预算财政拨款支出|年初预算|90.00
N|||一般公共预算财政拨款支出|支出决算|100.00
N|||社会保障和就业支出|年初预算|61.00
N|||社会保障和就业支出|支出决算|70.50
N|||卫生健康支出|年初预算|9.50
N|||卫生健康支出|支出决算|9.50
N|||机关运行经费|金额|10.00
N|||车辆|数量|1
N|||公务接待批次|数量|14
"""
CHECKS: list[Json] = [
    {"id": "A1", "name": "总表收支两边相等", "family": "表内", "level": "不一致",
     "plain": "进来的和用掉加剩下的一样多。", "formula": "收入总计 = 支出总计", "innocent": "可能漏印了一行。",
     "example": {"text": ["总计是八。"],
                 "figures": [{"name": "《收入支出决算总表》 收入 总计 决算数", "raw": "8.00", "unit": "万元"}],
                 "recomputed": "7.00", "difference": "1.00", "tolerance": "0.01", "unit": "万元",
                 "explanation": "这里写的是八，加起来是七。"},
     "measured": True, "reports": 2, "held": 6, "rounding": 2, "findings": 2, "not_applicable": 0, "not_comparable": 4},
    {"id": "E1", "name": "总表与收入表", "family": "表与表", "level": "不一致", "plain": "两张表一样。",
     "formula": "", "innocent": "", "example": None,
     "measured": True, "reports": 2, "held": 8, "rounding": 0, "findings": 2, "not_applicable": 10, "not_comparable": 0},
    {"id": "R1", "name": "未能读出的数", "family": "是否合理", "level": "提示", "plain": "印的不是数。",
     "formula": "", "innocent": "", "example": None,
     "measured": True, "reports": 0, "held": 0, "rounding": 0, "findings": 0, "not_applicable": 0, "not_comparable": 0},
]  # fmt: skip
CORRECTIONS = (
    "org_id", "org", "year", "table", "table_name", "side", "code", "item", "measure", "change", "old_value", "new_value",
    "unit", "old_raw", "new_raw", "old_version", "new_version", "old_path", "new_path", "old_page", "old_line",
    "new_page", "new_line", "old_source", "new_source",
)  # fmt: skip
UNITS = {"车辆": "辆", "公务接待批次": "批次"}


def facts(text: str = FULL_YEAR) -> list[Json]:
    found = []
    for number, line in enumerate(text.split(), 1):
        table, side, code, item, measure, value = line.split("|")
        unit = "%" if measure.endswith(("率", "占比")) else UNITS.get(item, "万元")
        found.append({
            "id": f"f{number}", "table": table, "side": side, "code": code, "item": item, "measure": measure,
            "value": value, "unit": unit, "raw": value, "page": None, "line": number,
        })  # fmt: skip
    return found


def report(org_id: str, org: str, year: int, **changes: Any) -> Json:
    """A whole report of a made-up department; `changes` replace its parts."""
    made: Json = {
        "schema": "mingbai-report/1", "org_id": org_id, "org": org, "region": "某省某市",
        "parent": "某市人社局",
        "year": year, "kind": "部门决算", "title": f"{year}年度部门决算", "path": f"{org_id}/{year}",
        "version": "1a2b3c4d", "status": "current", "predecessors": [], "successors": [],
        "source": {"file": f"{org_id}-{year}.txt", "sha256": "", "bytes": 0, "format": "txt", "pages": None,
                   "lines": 0, "url": None, "published_on": f"{year + 1}-09-01", "approved_on": None,
                   "sample": True},
        "guessed": ["year"], "facts": facts(), "tables": [],
        "reasons": [{"item": "社会保障和就业支出", "topic": "决算与预算", "text": "人员增加。",
                     "page": None, "line": 45}],
        "profile": {"duties": [{"text": "承办工伤保险业务。", "page": None, "line": 2}], "bodies": [],
                    "units": []},
        "outline": [{"level": 1, "title": "第一部分 概况", "page": None, "line": 1}],
        "glossary": [{"term": "机关运行经费", "text": "为保障运转的支出。", "page": None, "line": 3}],
        "attachments": [], "unmatched": [], "unread": [],
        "checks": [{"check": "A1", "name": "总表收支两边相等", "held": 3, "rounding": 1, "findings": 1,
                    "not_applicable": 0, "not_comparable": 2, "reason": "缺表"},
                   {"check": "E1", "name": "总表与收入表", "held": 4, "rounding": 0, "findings": 1,
                    "not_applicable": 5, "not_comparable": 0, "reason": ""}],
        "findings": [
            finding("a1-00000001", "A1", ["f1", "f2"], consequences=[finding("e1-00000002", "E1", ["f3", "f4"])]),
            finding("r1-00000003", "R1", [], about="reading", level="提示", difference=""),
        ],
        "source_text": [f"{org} {year} 年度决算", "承办工伤保险业务", "<b>不是标记</b>", "933.58",
                        "人员增加"] * 20,
    }  # fmt: skip
    made.update(changes)
    for one in made["findings"]:
        for figure in (p for f in (one, *one["consequences"]) for p in f["printed"]):
            figure.update({"path": made["path"], "year": made["year"]})
    made["tables"] = changes.get("tables") or tables(made["facts"])
    return made


def finding(name: str, check: str, fact_ids: list[str], **changes: Any) -> Json:
    """A finding at the given facts of the whole year; their figures are printed on the line of their number."""
    numbered = {fact["id"]: fact for fact in facts()}
    printed = [
        {"fact": f, "path": "", "year": 0, "name": f"《{NAMES.get(numbered[f]['table'], '文字说明')}》 {numbered[f]['item']}",
         "raw": numbered[f]["raw"], "unit": "万元", "page": None, "line": numbered[f]["line"]}
        for f in fact_ids
    ]  # fmt: skip
    made: Json = {
        "id": name, "check": check, "level": "不一致", "about": "publication", "figures": "甲 1.00",
        "recomputed": "1.20 + 0.80 = 2.00", "difference": "1.00", "tolerance": "0.01", "unit": "万元", "page": None,
        "line": 5, "explanation": "这里写的和各项相加差一点。", "innocent": "可能漏印了一行。",
        "fact_ids": fact_ids, "printed": printed, "consequences": [], "accepted": [],
    }  # fmt: skip
    return made | changes


def tables(found: list[Json], **status: str) -> list[Json]:
    """The nine tables as far as the facts hold them; the others are not in the report."""
    there = {fact["table"] for fact in found}
    return [
        {"table": table, "name": name, "title": name, "unit": "万元", "page": None,
         "line": 1 if table in there else None, "note": None,
         "status": status.get(table, "有数据" if table in there else "未见"),
         "proven": True if table in there else None}
        for table, name in NAMES.items()
    ]  # fmt: skip


def three_reports() -> list[Json]:
    """Two years of one department, one of them reissued, and another department without tables."""
    first = report("jia-sb", "甲市社会保险服务中心", 2022)
    second = report("jia-sb", "甲市社会保险服务中心", 2023)
    older = report(
        "jia-sb", "甲市社会保险服务中心", 2023, version="00000001", status="superseded",
        path="jia-sb/2023/superseded/00000001",
    )  # fmt: skip
    return [first, second, older, without_tables()]


def without_tables() -> Json:
    """Only a self-appraisal form and a few sentences."""
    appraisal = """
P2|||年度资金总额|全年预算数|64.00
P2|||年度资金总额|全年执行数|64.00
P2|||产出指标/数量指标/参保登记人数|年度指标值|610
P2|||产出指标/数量指标/参保登记人数|实际完成值|629
P2|||总分|得分|100
N|||项目支出|金额|12.82
"""
    return report(
        "yi-gs", "乙县工伤保险服务中心", 2023, kind="绩效自评", facts=facts(appraisal), reasons=[],
        glossary=[], findings=[], checks=[], guessed=[],
    )  # fmt: skip


def write_data(folder: Path, reports: list[Json]) -> Path:
    """Write `reports` as a published-data folder and return it."""
    everything: list[list[str]] = []
    for made in reports:
        rows = _write_report(folder, made)
        everything += rows if made["status"] == "current" else []
    _write_csv(folder / "facts.csv", everything)
    departments: dict[str, list[Json]] = {}
    for made in reports:
        departments.setdefault(made["org_id"], []).append(made)
    for org_id in departments:
        _write_csv(folder / org_id / "facts.csv", [row for row in everything if row[0] == org_id])
    index = {
        "schema": "mingbai-index/1", "data_date": max(r["source"]["published_on"] or "" for r in reports),
        "counts": {"departments": len(departments), "reports": len(reports), "facts": len(everything),
                   "comparisons": 10, "held": 8, "findings": 2, "of_reading": 2, "not_comparable": 4},
        "departments": [_department(org_id, made) for org_id, made in departments.items()],
        "problems": [],
    }  # fmt: skip
    _write_json(folder / "index.json", index)
    for home in (folder, *(folder / made["path"] for made in reports)):
        for name in ("findings.csv", "reading.csv"):
            (home / name).write_text("org_id,year,check\n", encoding="utf-8-sig")
    _write_json(folder / "checks.json", {"schema": "mingbai-checks/1", "checks": CHECKS})
    with (folder / "corrections.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([CORRECTIONS, *corrections(reports)])
    return folder


def corrections(reports: list[Json]) -> list[list[str]]:
    """One changed figure for each report that was issued again."""
    return [
        [r["org_id"], r["org"], str(r["year"]), "T09",
         "《财政拨款“三公”经费支出决算表》", "", "", "公务接待费", "决算数", "改动", "1.15", "1.05",
         "万元", "1.15", "1.05", r["version"], "1a2b3c4d", r["path"], f"{r['org_id']}/{r['year']}", "", "43",
         "", "44", r["source"]["file"], r["source"]["file"]]
        for r in reports if r["status"] == "superseded"
    ]  # fmt: skip


def _write_report(folder: Path, made: Json) -> list[list[str]]:
    home = folder / made["path"]
    source = home / "source" / made["source"]["file"]
    source.parent.mkdir(parents=True, exist_ok=True)
    if not source.exists():
        source.write_text("\n".join(made["source_text"] or ["pdf"]), encoding="utf-8")
    made["source"] |= {
        "sha256": hashlib.sha256(source.read_bytes()).hexdigest(),
        "bytes": source.stat().st_size,
    }
    _write_json(home / "report.json", made)
    same = {
        "org_id": made["org_id"],
        "org": made["org"],
        "year": made["year"],
        "source": made["source"]["file"],
    }
    rows = [
        ["" if value is None else str(value) for value in ({**fact, **same}[name] for name in FACT_COLUMNS)]
        for fact in made["facts"]
    ]
    _write_csv(home / "facts.csv", rows)
    return rows


def _department(org_id: str, made: list[Json]) -> Json:
    first = made[0]
    return {
        "org_id": org_id, "org": first["org"], "region": first["region"], "parent": first["parent"],
        "predecessors": first["predecessors"], "successors": first["successors"],
        "former_ids": first.get("former_ids", []),
        "reports": [
            {"year": r["year"], "kind": r["kind"], "title": r["title"], "path": r["path"],
             "version": r["version"], "status": r["status"], "facts": len(r["facts"]),
             "tables_with_data": sum(table["status"] == "有数据" for table in r["tables"]),
             "sample": r["source"]["sample"], "published_on": r["source"]["published_on"],
             "source": r["source"]["file"]}
            for r in made
        ],
    }  # fmt: skip


def _write_csv(path: Path, rows: list[list[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([list(FACT_COLUMNS), *rows])


def _write_json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
