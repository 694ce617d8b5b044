"""A made-up department's whole report as plain text, and the way from a folder of reports to a catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from builder import publish
from builder.documents import DEFAULT_LIMITS
from builder.model import Problem, Report
from builder.pipeline import read_report
from builder.printed import Which
from builder.publish import Catalogue, Writing, arrange
from builder.publish.accepted import Explanations
from builder.publish.pictures import wanted_pictures
from builder.sources import find_sources
from tests.documents.made import word_table

ORG = "青澜市河湖观测中心"
T01 = word_table([
    ["收入", "支出"],
    ["项目", "行次", "决算数", "项目", "行次", "决算数"],
    ["一、一般公共预算财政拨款收入", "1", "83.00", "一、教育支出", "6", "60.00"],
    ["二、其他收入", "2", "", "二、农林水支出", "7", "23.00"],
    ["本年收入合计", "3", "83.00", "本年支出合计", "8", "83.00"],
    ["年初结转和结余", "4", "2.00", "年末结转和结余", "9", "2.00"],
    ["总计", "5", "85.00", "总计", "10", "85.00"],
])  # fmt: skip
T05 = word_table([
    ["项目", "本年支出", "基本支出", "项目支出"],
    ["功能分类科目编码", "科目名称", "", "", ""],
    ["栏次", "1", "2", "3"],
    ["合计", "830000.00", "600000.00", "230000.00"],
    ["205", "教育支出", "600000.00", "600000.00", ""],
    ["2130304", "水利行业业务管理", "230000.00", "", "230000.00"],
    ["2130314", "防汛", "", "", "0.00"],
])  # fmt: skip
T09 = word_table([
    ["项目", "预算数", "决算数"],
    ["合计", "3.80", "3.35"],
    ["1.因公出国（境）费", "0.10", "－"],
    ["2.公务用车购置及运行维护费", "2.20", "2.30"],
    ["3.公务接待费", "1.50", "1.05"],
])  # fmt: skip
TEXT = f"""{ORG}
2024年度部门决算
第一部分 {ORG}概况
一、部门职责
（一）观测河湖水位。
二、机构设置
内设科室4个，核定事业编制12名，无下属单位。
第二部分 2024年度部门决算表
收入支出决算总表
部门：{ORG}\t单位：万元
{T01}
一般公共预算财政拨款支出决算表
部门：{ORG}\t单位：元
{T05}
财政拨款“三公”经费支出决算表
单位：万元
{T09}
第三部分 2024年度部门决算情况说明
一、收入支出决算总体情况说明
2024年度收、支总计85.00万元，与上年相比，减少4.00万元，下降4.49%，主要原因是测站改造完工。
二、“三公”经费支出决算情况说明
公务接待费支出预算为1.50万元，支出决算为1.05万元，完成预算的70%。全年接待来访团组9个、来宾40余人次。
三、机关运行经费情况说明
机关运行经费支出9,00万元。测船租用另付2.00万元。
第四部分 名词解释
一、基本支出：指为保障机构正常运转发生的支出。
"""


def write_reports(folder: Path, reports: Mapping[str, str], catalogue: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in reports.items():
        (folder / name).write_text(text, encoding="utf-8")
    if catalogue:
        (folder / "reports.csv").write_text(catalogue, encoding="utf-8")
    return folder


def read_all(folder: Path) -> list[Report]:
    """Every report of a folder, in this process."""
    return [read_report(folder, source) for source in find_sources(folder)]


def catalogue_of(folder: Path) -> Catalogue:
    return arrange(read_all(folder))


def of_org(name: str, year: int = 2024) -> str:
    """The same report of another unit or year."""
    return TEXT.replace(ORG, name).replace("2024", str(year))


def write_data(
    catalogue: Catalogue,
    problems: Sequence[Problem],
    reports: Path,
    out: Path,
    said: Explanations | None = None,
) -> Path:
    """Everything published of the reports, below `out`."""
    publish.write_data(catalogue, problems, out, Writing(reports, said=said or {}))
    return out


def draw_pictures(catalogue: Catalogue, data: Path, kept: Path, which: Which = "all") -> int:
    """The pictures of all reports, beside their published data."""
    wanted = [one for version in catalogue.versions() for one in wanted_pictures(version, which)]
    return publish.write_pictures(wanted, data, kept, DEFAULT_LIMITS, lambda *_: None)
