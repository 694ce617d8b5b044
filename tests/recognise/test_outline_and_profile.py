"""Headings, sections, who publishes and for which year, terms and attachments."""

from __future__ import annotations

import pytest

from builder.recognise.profile import find_region
from tests.recognise.made import CODED, ORG, outline, recognised, sections

REPORT = f"""{ORG}
2024年度部门决算
目录
第一部分 {ORG}概况
第二部分 部门决算表
第三部分 2024年度部门决算情况说明
第四部分 名词解释
第一部分 {ORG}概况
一、部门职责
（一）观测河湖水位。
（二）整编水文资料。
二、机构设置
内设科室4个。决算单位构成包括中心本级，无下属单位。
第二部分 部门决算表
支出决算表
单位：万元
{CODED}
第三部分 2024年度部门决算情况说明
一、收入支出决算总体情况说明
2024年度收、支总计9.00万元。
二、收入决算情况说明
本年收入合计9.00万元。
三、一般公共预算财政拨款支出决算情况说明
（一）财政拨款支出决算总体情况
财政拨款支出9.00万元。
（二）财政拨款支出决算结构情况
1.农林水支出9.00万元，占100%。
（三）财政拨款支出决算具体情况
1.农林水支出（类）水利（款）防汛（项）
年初预算为8.00万元。
四、“三公”经费支出决算情况说明
（一）总体情况
三公经费支出预算为1.00万元。
第四部分 名词解释
一、基本支出：指为保障机构正常运转发生的支出。
二、“三公”经费：指出国、用车和接待
三项的支出。
"""


def test_headings_have_their_levels_and_the_contents_are_left_out() -> None:
    found = outline(REPORT)
    assert found[0] == (1, f"第一部分{ORG}概况")
    assert [level for level, _ in found].count(1) == 4
    assert (2, "一、部门职责") in found
    assert (3, "（一）财政拨款支出决算总体情况") in found
    assert (4, "1.农林水支出（类）水利（款）防汛（项）") in found


def test_a_short_part_title_does_not_swallow_the_heading_below_it() -> None:
    assert outline("第五部分 附件\n一、自评表\n") == [(1, "第五部分附件"), (2, "一、自评表")]
    assert outline("第一部分 概况\n一、部门职责\n")[1:] == [(2, "一、部门职责")]


def test_a_part_title_over_two_lines_is_put_together() -> None:
    assert outline("第四部分\n名词解释\n") == [(1, "第四部分 名词解释")]


def test_titles_and_rows_of_tables_are_no_headings() -> None:
    assert "支出决算表" not in [title for _, title in outline(REPORT)]


def test_a_numbered_sentence_is_no_heading() -> None:
    assert outline("一、本年度全面完成各项观测任务，资料整编质量稳步提高。\n") == []


def test_every_passage_has_the_section_above_it() -> None:
    of = {text: section for section, text in sections(REPORT)}
    assert of["2024年度收、支总计9.00万元。"] == "overview"
    assert of["本年收入合计9.00万元。"] == "income"
    assert of["财政拨款支出9.00万元。"] == "general"
    assert of["1.农林水支出9.00万元，占100%。"] == "general_structure"
    assert of["年初预算为8.00万元。"] == "general_detail"
    assert of["三公经费支出预算为1.00万元。"] == "three_public"


def test_the_details_under_a_number_are_a_section_of_their_own_behind_the_structure() -> None:
    text = (
        "（五）一般公共预算财政拨款支出决算情况说明\n2.一般公共预算财政拨款支出决算结构情况\n教育支出9.00万元。\n"
        "3.一般公共预算财政拨款支出决算具体情况\n（1）教育支出（类）普通教育（款）小学教育（项）。年初预算为8.00万元。\n"
    )
    assert [section for section, _ in sections(text)] == ["general_structure", "general_detail"]


def test_a_table_ends_the_section_before_it() -> None:
    text = f"一、收入决算情况说明\n本年收入合计9.00万元。\n支出决算表\n{CODED}\n完成后另行说明情况。\n"
    assert [section for section, _ in sections(text)] == ["income", ""]


def test_text_behind_a_heading_on_its_line_is_a_passage_of_that_section() -> None:
    text = (
        "（一）内设机构设置。本单位内设科室4个，分别负责观测、整编、运行维护和综合事务，人员按编制配备到位。"
    )
    found = sections(f"二、机构设置\n{text}\n")
    assert len(found) == 1
    section, text = found[0]
    assert section == "bodies"
    assert text.startswith("本单位内设科室4个")


def test_passages_know_their_lines() -> None:
    passage = next(p for p in recognised(REPORT).passages if p.text.startswith("2024年度收、支"))
    number = REPORT.split("\n").index("2024年度收、支总计9.00万元。") + 1
    assert passage.place_at(0).line == number


def test_the_report_says_who_when_and_what() -> None:
    found = recognised(REPORT)
    assert (found.org, found.year, found.region, found.kind) == (ORG, 2024, "青澜市", "部门决算")


@pytest.mark.parametrize(
    "text",
    [
        f"部门：{ORG}\t单位：万元\n",
        f"编制单位：{ORG}\n",
        f"2024年度{ORG}部门决算\n",
        f"第一部分 {ORG}概况\n",
    ],
)
def test_the_unit_is_named_wherever_the_form_has_a_place_for_it(text: str) -> None:
    assert recognised(text).org == ORG


@pytest.mark.parametrize("text", ["本部门决算情况说明\n", "负责观测河湖水位。\n", "收入决算表\n"])
def test_no_unit_is_invented(text: str) -> None:
    assert recognised(text).org == ""


def test_the_year_of_the_report_wins_over_the_year_compared_with() -> None:
    text = "2024年度部门决算\n2024年度收入9.00万元，比2023年度增加1.00万元，2022年建成。\n"
    assert recognised(text).year == 2024


def test_no_year_is_invented() -> None:
    assert recognised("部门决算\n收入稳定。\n").year is None


@pytest.mark.parametrize(
    ("org", "region"),
    [
        ("青澜市河湖观测中心", "青澜市"),
        ("云岭省青澜市河湖观测中心", "云岭省青澜市"),
        ("青澜市柳溪县水利局", "青澜市柳溪县"),
        ("中共青澜市委宣传部", "青澜市"),
        ("青澜市城市管理局", "青澜市"),
        ("柳溪区城市管理和综合执法局", "柳溪区"),
        ("澜州市财政局", "澜州市"),
        ("澜城市城市管理局", "澜城市"),
        ("河湖观测中心", ""),
    ],
)
def test_the_region_is_what_the_name_says_and_no_more(org: str, region: str) -> None:
    assert find_region(org) == region


def test_a_unit_account_is_told_from_a_department_account() -> None:
    assert recognised(REPORT.replace("部门决算", "单位决算")).kind == "单位决算"


def test_performance_material_without_accounts_is_called_so() -> None:
    grid = "\t一级指标\n\t二级指标\n\n\t产出指标\n\t数量指标\n\n"
    assert recognised(f"{ORG}\n2024年度绩效自评材料\n部门整体支出绩效自评表\n{grid}").kind == "绩效自评"


def test_duties_bodies_and_units_are_quoted() -> None:
    found = recognised(REPORT)
    assert [s.text for s in found.duties] == ["（一）观测河湖水位。", "（二）整编水文资料。"]
    assert any("内设科室4个" in s.text for s in found.bodies)
    assert ["无下属单位" in s.text for s in found.units] == [True]


def test_the_glossary_has_each_term_with_its_words_over_lines() -> None:
    found = recognised(REPORT).glossary
    assert [(s.item, s.text) for s in found] == [
        ("基本支出", "指为保障机构正常运转发生的支出。"),
        ("三公经费", "指出国、用车和接待三项的支出。"),
    ]


def test_attachments_are_listed_by_link_number_and_title() -> None:
    text = f"{REPORT}第五部分 附件\n一、整体支出绩效自评表\n[青澜整体自评.pdf]\n附件2\n2024年度项目支出\n绩效自评报告\n"
    found = [statement.text for statement in recognised(text).attachments]
    assert "整体支出绩效自评表" in found
    assert "青澜整体自评.pdf" in found
    assert "2024年度项目支出绩效自评报告" in found


def test_a_report_without_attachments_lists_none() -> None:
    assert recognised(REPORT).attachments == ()


def test_a_heading_that_ends_in_its_kind_opens_its_section_though_a_figure_and_a_colon_follow() -> None:
    text = "（一）收入决算情况。2021年度，收入总计为64.20万元，其中：\n1.财政拨款收入60.10万元。\n"
    found = sections(f"第三部分 决算情况说明\n{text}")
    assert found[0] == ("income", "2021年度，收入总计为64.20万元，其中：")
    assert found[-1][0] == "income"


def test_a_short_line_with_a_figure_and_no_heading_before_it_opens_nothing() -> None:
    found = sections("第三部分 决算情况说明\n四、其他\n1.机关运行经费：12.00万元，其中：\n")
    assert found[-1] == ("", "1.机关运行经费：12.00万元，其中：")


CONTENTS = """封面
公开日期：2024年9月
{entries}
第一部分 单位概况
一、主要职责
负责观测。
"""
ENTRIES = {
    "left by Word": "第一部分 单位概况 PAGEREF _Toc258 h 3\n一、主要职责 PAGEREF _Toc323 h 3\n二、机构设置 PAGEREF _Toc8401 h 3",
    "with dots": "第一部分 单位概况.........( 3 )\n一、主要职责.........( 3 )\n二、机构设置..........( 4 )",
}


@pytest.mark.parametrize("entries", ENTRIES.values(), ids=ENTRIES)
def test_entries_with_the_number_of_a_page_are_no_headings(entries: str) -> None:
    titles = [title for _, title in outline(CONTENTS.format(entries=entries))]
    assert titles == ["第一部分单位概况", "一、主要职责"]


def test_a_table_of_contents_in_an_attached_report_hides_nothing_before_it() -> None:
    body = "第一部分 单位概况\n" + "负责观测。\n" * 70
    titles = [title for _, title in outline(body + ENTRIES["with dots"] + "\n")]
    assert titles[0] == "第一部分单位概况"


def test_an_overall_part_below_the_general_public_budget_is_of_it() -> None:
    text = "三、一般公共预算支出情况说明\n（一）支出总体情况说明\n支出9.00万元。\n四、部门支出总体情况说明\n支出合计9.00万元。\n"
    found = sections(f"第三部分 决算情况说明\n{text}")
    assert found[0] == ("general", "支出9.00万元。")
    assert found[-1] == ("expenditure", "支出合计9.00万元。")
