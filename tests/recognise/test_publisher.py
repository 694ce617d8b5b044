"""Who publishes, told by covers and texts of other forms; the sections that headings of other shapes open."""

from __future__ import annotations

import pytest

from builder.knowledge import load_narrative
from tests.recognise.made import outline, recognised, sections

BODY = "第三部分 决算情况说明\n一、收入支出决算总体情况说明\n2023年度收、支总计412.36万元。\n"


@pytest.mark.parametrize(
    ("cover", "org"),
    [
        ("青澜市人民医院2023年度单位决算", "青澜市人民医院"),
        ("青澜市第一中学\n2023年度部门决算", "青澜市第一中学"),
        ("2023年度\n中共青澜市委组织部部门决算", "中共青澜市委组织部"),
        ("2023年度青澜县白鹭镇人民政府部门决算公开", "青澜县白鹭镇人民政府"),
        ("青澜市人大常委会办公室2023年度部门决算公开说明", "青澜市人大常委会办公室"),
        ("政协青澜市委员会办公室\n2023年度部门决算", "政协青澜市委员会办公室"),
        ("共青团青澜市委员会2023年部门决算", "共青团青澜市委员会"),
        ("青澜市公安局交通警察支队2023年度部门决算", "青澜市公安局交通警察支队"),
        ("青澜县疾病预防控制中心（本级）2023年度单位决算", "青澜县疾病预防控制中心"),
        ("青澜省人力资源和社会保障厅\n2023年度部门决算", "青澜省人力资源和社会保障厅"),
        ("石溪区河口街道办事处2023年度部门决算", "石溪区河口街道办事处"),
        (
            "发布机构：青澜市水库移民管理局\n青澜市水库移民管理局关于2023年度部门决算的公告",
            "青澜市水库移民管理局",
        ),
        ("青澜市国有林场2023年度单位决算", "青澜市国有林场"),
    ],
)
def test_the_publisher_is_named_by_the_cover(cover: str, org: str) -> None:
    found = recognised(f"{cover}\n{BODY}")
    assert (found.org, found.year) == (org, 2023)


def test_the_publisher_is_named_by_the_text_where_there_is_no_cover() -> None:
    text = "第三部分 2023年度部门决算情况说明\n二、收入决算情况说明\n青澜县档案馆2023年度收入合计9.00万元。\n"
    assert recognised(text).org == "青澜县档案馆"


@pytest.mark.parametrize("between", ["　　　　2023年度　　　　", " （2023年度） ", "\t2023年\t"])
def test_the_year_beside_the_publisher_over_a_table_is_no_part_of_the_name(between: str) -> None:
    heads = "".join(
        f"{title}\n编制单位：青澜县政务服务中心{between}金额单位：万元\n"
        for title in ("收入决算表", "支出决算表")
    )
    assert recognised(f"2023年度部门决算\n{BODY}{heads}").org == "青澜县政务服务中心"


@pytest.mark.parametrize(
    ("title", "section"),
    [
        ("2023年度收入支出决算总体及增减变动情况", "overview"),
        ("青澜市审计局2023年度收入决算情况说明", "income"),
        ("2021年度财政拨款支出决算情况", "fiscal"),
        ("一般公共预算支出决算情况说明", "general"),
        ("支出具体情况", "general_detail"),
        ("财政拨款“三公”经费、会议费和培训费支出情况说明", "three_public"),
        ("财政拨款会议费和培训费情况说明", "general_spending"),
        ("机关运行经费支出情况", "operating"),
        ("国有资产占有使用及购置情况说明", "assets"),
        ("部门主要职责及内设机构", "duties"),
        ("部门人员和车辆的编制及实有情况", "bodies"),
        ("收入决算总计", ""),
        ("主要职责为：", ""),
    ],
)
def test_a_heading_opens_its_section(title: str, section: str) -> None:
    text = f"第三部分 决算情况说明\n一、{title}\n测站9个。\n"
    assert sections(text)[-1] == (section, "测站9个。")


def test_a_numbered_line_with_an_amount_is_no_heading() -> None:
    text = "第三部分 决算情况说明\n一、收入支出决算总体情况说明\n（一）收入决算总计9.00万元。包括：\n"
    assert outline(text)[-1] == (2, "一、收入支出决算总体情况说明")
    assert sections(text)[-1] == ("overview", "（一）收入决算总计9.00万元。包括：")


def test_markup_of_a_heading_does_not_hide_it() -> None:
    assert sections("## 一、收入决算情况说明\n**本年收入合计**9.00万元。\n")[-1][0] == "income"


def test_a_class_as_a_heading_stays_in_its_section() -> None:
    text = "五、一般公共预算财政拨款支出决算情况说明\n（一）农林水支出（类）\n1.水利（款）防汛（项）。年初预算3.00万元。\n"
    assert [section for section, _ in sections(text)] == ["general", "general"]


def test_what_begins_like_a_section_is_known_without_its_heading() -> None:
    narrative = load_narrative()
    assert narrative.infer("本部门2023年度机关运行经费支出9.00万元") == "operating"
    assert narrative.infer("机关运行经费是指行政单位的公用经费") == ""
    assert narrative.infer("2023年度财政拨款收、支总计9.00万元") == "appropriation"
    assert narrative.infer("全市财政收入总体平稳") == ""
