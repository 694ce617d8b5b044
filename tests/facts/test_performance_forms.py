"""The self-evaluation forms as different provinces print them: merged cells, heads over two rows, pages, names."""

from __future__ import annotations

from collections.abc import Sequence

from builder.facts import state_facts
from builder.model import Cell, Place, Row, TablePart
from tests.facts.made import facts_of, stated
from tests.recognise.made import recognised

#: Text, columns, rows.
Spanned = str | tuple[str, int, int]
Page = Sequence[Sequence[Spanned]]


def form(*pages: Page, table: str = "P3", unit: str = "") -> TablePart:
    """A table of one grid for each page; cells are laid like those of a word processor's table."""
    rows: list[Row] = []
    for number, page in enumerate(pages, start=1):
        taken: set[tuple[int, int]] = set()
        made: list[list[Cell]] = []
        for at, printed in enumerate(page):
            cells, column = [], 0
            for each in printed:
                text, columns, deep = each if isinstance(each, tuple) else (each, 1, 1)
                while (at, column) in taken:
                    column += 1
                taken |= {(at + down, column + right) for down in range(deep) for right in range(columns)}
                cells.append(Cell(text, at, column, Place(page=number), deep, columns))
                column += columns
            made.append(cells)
        width = max(column for _, column in taken) + 1
        rows += [Row(tuple(cells), exact=True, width=width) for cells in made if cells]
    return TablePart(table, "自评表", Place(page=1), unit, tuple(rows), ())


def lines(*pages: Page, table: str = "P3", unit: str = "") -> list[str]:
    """item|measure|value|unit of every fact, nothing left unread."""
    part = form(*pages, table=table, unit=unit)
    assert stated(part).unread == []
    return [text.removeprefix("||") for text in facts_of(part)]


INDICATOR_HEADS: list[Spanned] = [
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析",
]
STAGES = ["年初预算", "调整后预算数", "预算执行数", "预算执行率", "权重", "得分", "原因"]
PARTS = ["指标性质", "指标值", "度量单位", "完成值", "权重", "得分", "未完成原因分析"]
MONEY: list[list[Spanned]] = [
    [("项目资金\n（万元）", 1, 3), ("", 2, 1), "年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"],
    [("年度资金总额：", 2, 1), "40.00", "38.50", "37.73", "10", "98.00%", "9.8"],
    [("其中：当年财政拨款", 2, 1), "40.00", "38.50", "37.73", "-", "98.00%", "-"],
]  # fmt: skip
MONEY_FACTS = [
    "年度资金总额|年初预算数|40.00|万元",
    "年度资金总额|全年预算数|38.50|万元",
    "年度资金总额|全年执行数|37.73|万元",
    "年度资金总额|分值|10|分",
    "年度资金总额|执行率|98.00|%",
    "年度资金总额|得分|9.8|分",
    "当年财政拨款|年初预算数|40.00|万元",
    "当年财政拨款|全年预算数|38.50|万元",
    "当年财政拨款|全年执行数|37.73|万元",
    "当年财政拨款|执行率|98.00|%",
]


def test_the_common_form_with_vertical_labels_and_merged_levels() -> None:
    found = lines([
        [("项目名称", 3, 1), ("河道测绘专项", 6, 1)],
        *MONEY,
        [("年度总体目标", 1, 2), ("预期目标", 4, 1), ("实际完成情况", 4, 1)],
        [("完成测绘120公里", 4, 1), ("完成测绘100", 4, 1)],
        [("绩效指标", 1, 4), "一级\n指标", *INDICATOR_HEADS[1:]],
        [("产出指标\n（50分）", 1, 2), ("数量指标", 1, 2), "测绘里程", "≥120公里", "100公里", "30", "25", "雨季停工12天"],
        ["提交图件", "24幅", "24幅", "20", "20", ""],
        ["满意度指标（10 分）", "服务对象满意度", "群众满意度", "≥95%", "满意", "10", "10", ""],
        [("总分", 6, 1), "100", "94.8", ""],
    ])  # fmt: skip
    assert found == [
        *(f"河道测绘专项：{text}" for text in MONEY_FACTS),
        "河道测绘专项：产出指标|分值|50|分",
        "河道测绘专项：产出指标/数量指标/测绘里程|年度指标值|120|公里",
        "河道测绘专项：产出指标/数量指标/测绘里程|实际完成值|100|公里",
        "河道测绘专项：产出指标/数量指标/测绘里程|分值|30|分",
        "河道测绘专项：产出指标/数量指标/测绘里程|得分|25|分",
        "河道测绘专项：产出指标/数量指标/提交图件|年度指标值|24|幅",
        "河道测绘专项：产出指标/数量指标/提交图件|实际完成值|24|幅",
        "河道测绘专项：产出指标/数量指标/提交图件|分值|20|分",
        "河道测绘专项：产出指标/数量指标/提交图件|得分|20|分",
        "河道测绘专项：满意度指标|分值|10|分",
        "河道测绘专项：满意度指标/服务对象满意度/群众满意度|年度指标值|95|%",
        "河道测绘专项：满意度指标/服务对象满意度/群众满意度|实际完成值|?|",
        "河道测绘专项：满意度指标/服务对象满意度/群众满意度|分值|10|分",
        "河道测绘专项：满意度指标/服务对象满意度/群众满意度|得分|10|分",
        "河道测绘专项：总分|分值|100|分",
        "河道测绘专项：总分|得分|94.8|分",
    ]


def test_heads_over_two_rows_with_mark_value_and_unit_apart() -> None:
    found = lines([
        [("绩效指标", 3, 1), ("年度指标值", 3, 1), ("实际完成值", 1, 2), ("分值", 1, 2), ("得分", 1, 2), ("偏差原因", 1, 2)],
        ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"],
        ["产出指标", "质量指标", "验收合格率", "≥", "96", "%", "97", "20.00", "19.00", ""],
        ["", "时效指标", "按期完成率", "=", "100", "%", "100%", "20", "20", ""],
    ])  # fmt: skip
    assert found == [
        "产出指标/质量指标/验收合格率|年度指标值|96|%",
        "产出指标/质量指标/验收合格率|实际完成值|97|%",
        "产出指标/质量指标/验收合格率|分值|20.00|分",
        "产出指标/质量指标/验收合格率|得分|19.00|分",
        "产出指标/时效指标/按期完成率|年度指标值|100|%",
        "产出指标/时效指标/按期完成率|实际完成值|100|%",
        "产出指标/时效指标/按期完成率|分值|20|分",
        "产出指标/时效指标/按期完成率|得分|20|分",
    ]


def test_level_heads_above_and_the_parts_of_the_target_below() -> None:
    upper: list[Spanned] = [(name, 1, 2) for name in ("一级指标", "二级指标", "三级指标")]
    found = lines([
        [*upper, ("年度指标值", 3, 1), ("全年实际值（B）", 1, 2), ("分值", 1, 2), ("自评得分", 1, 2)],
        ["指标性质", "指标值（A）", "计量单位"],
        ["效益指标", "社会效益指标", "服务人次", ">=", "3000", "人次", "3120", "15", "15"],
    ])  # fmt: skip
    assert found == [
        "效益指标/社会效益指标/服务人次|年度指标值|3000|人次",
        "效益指标/社会效益指标/服务人次|实际完成值|3120|人次",
        "效益指标/社会效益指标/服务人次|分值|15|分",
        "效益指标/社会效益指标/服务人次|得分|15|分",
    ]


def test_the_form_with_weights_and_reasons_of_its_money() -> None:
    found = lines([
        [("项目名称", 2, 1), ("52010023T-设备更新", 7, 1)],
        [("预算执行情况（10分）", 1, 3), "年度预算数（万元）", *STAGES],
        ["总额", "23.80", "25.10", "25.10", "100.00%", "10", "10", ""],
        ["其中：财政资金", "23.80", "25.10", "25.10", "100.00%", "/", "/", ""],
        [("绩效指标（90分）", 1, 2), *INDICATOR_HEADS[:3], *PARTS],
        ["产出指标", "数量指标", "更新设备", "=", "8", "台", "8", "60", "60", ""],
        [("合计", 8, 1), "100", "98", ""],
        [("评价结论", 2, 1), ("自评总分98分，较好完成", 9, 1)],
    ])  # fmt: skip
    project = "52010023T-设备更新："
    assert found == [
        f"{project}年度资金总额|年初预算数|23.80|万元",
        f"{project}年度资金总额|全年预算数|25.10|万元",
        f"{project}年度资金总额|全年执行数|25.10|万元",
        f"{project}年度资金总额|执行率|100.00|%",
        f"{project}年度资金总额|分值|10|分",
        f"{project}年度资金总额|得分|10|分",
        f"{project}财政资金|年初预算数|23.80|万元",
        f"{project}财政资金|全年预算数|25.10|万元",
        f"{project}财政资金|全年执行数|25.10|万元",
        f"{project}财政资金|执行率|100.00|%",
        f"{project}产出指标/数量指标/更新设备|年度指标值|8|台",
        f"{project}产出指标/数量指标/更新设备|实际完成值|8|台",
        f"{project}产出指标/数量指标/更新设备|分值|60|分",
        f"{project}产出指标/数量指标/更新设备|得分|60|分",
        f"{project}总分|分值|100|分",
        f"{project}总分|得分|98|分",
    ]


def test_a_weight_column_beside_each_level() -> None:
    found = lines([
        ["一级指标", "分值", "二级指标", "分值", "三级指标", "分值", "评分标准", "得分"],
        [("投入", 1, 2), ("15", 1, 2), ("目标设定", 1, 2), ("15", 1, 2), "绩效目标合理性", "8", "合理得8分", "7"],
        ["绩效指标明确性", "7", "明确得7分", "7"],
        ["过程", "25", "预算执行", "25", "预算完成率", "25", "每少1%扣1分", "24"],
        [("总分", 5, 1), "100", "", "96"],
    ], table="P2")  # fmt: skip
    assert found == [
        "投入|分值|15|分",
        "投入/目标设定|分值|15|分",
        "投入/目标设定/绩效目标合理性|分值|8|分",
        "投入/目标设定/绩效目标合理性|得分|7|分",
        "投入/目标设定/绩效指标明确性|分值|7|分",
        "投入/目标设定/绩效指标明确性|得分|7|分",
        "过程|分值|25|分",
        "过程/预算执行|分值|25|分",
        "过程/预算执行/预算完成率|分值|25|分",
        "过程/预算执行/预算完成率|得分|24|分",
        "总分|分值|100|分",
        "总分|得分|96|分",
    ]


INDICATOR_HEADS = [
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析",
]


def test_a_form_broken_over_pages_without_its_heads_and_with_other_columns() -> None:
    first: Page = [
        *MONEY,
        [("绩效指标", 1, 2), *INDICATOR_HEADS],
        [("产出指标（50分）", 1, 1), "数量指标", "巡查次数", "12次", "12次", "20", "20", ""],
    ]  # fmt: skip
    second: Page = [
        [("", 1, 3), "", "", "巡查覆盖率", "100%", "98%", "20", "19", "个别点位封路"],
        ["", "时效指标", "按月完成", "每月1次", "每月1次", "10", "10", ""],
        [("总分", 5, 1), "100", "98.8", ""],
    ]
    found = lines(first, second, table="P2")
    assert found[len(MONEY_FACTS) :] == [
        "产出指标|分值|50|分",
        "产出指标/数量指标/巡查次数|年度指标值|12|次",
        "产出指标/数量指标/巡查次数|实际完成值|12|次",
        "产出指标/数量指标/巡查次数|分值|20|分",
        "产出指标/数量指标/巡查次数|得分|20|分",
        "产出指标/数量指标/巡查覆盖率|年度指标值|100|%",
        "产出指标/数量指标/巡查覆盖率|实际完成值|98|%",
        "产出指标/数量指标/巡查覆盖率|分值|20|分",
        "产出指标/数量指标/巡查覆盖率|得分|19|分",
        "产出指标/时效指标/按月完成|年度指标值|?|",
        "产出指标/时效指标/按月完成|实际完成值|?|",
        "产出指标/时效指标/按月完成|分值|10|分",
        "产出指标/时效指标/按月完成|得分|10|分",
        "总分|分值|100|分",
        "总分|得分|98.8|分",
    ]


def test_a_next_page_that_repeats_the_heads_goes_on() -> None:
    first: Page = [INDICATOR_HEADS, ["产出指标", "数量指标", "巡查次数", "12次", "12次", "20", "20", ""]]
    second: Page = [INDICATOR_HEADS, ["效益指标", "社会效益", "投诉件数", "≤5件", "3件", "30", "30", ""]]
    found = lines(first, second, table="P2")
    assert found[4:] == [
        "效益指标/社会效益/投诉件数|年度指标值|5|件",
        "效益指标/社会效益/投诉件数|实际完成值|3|件",
        "效益指标/社会效益/投诉件数|分值|30|分",
        "效益指标/社会效益/投诉件数|得分|30|分",
    ]


def test_two_projects_in_one_table_keep_their_own_names() -> None:
    def project(name: str, score: str) -> Page:
        return [
            [(f"项目名称：{name}", 8, 1)],
            INDICATOR_HEADS,
            ["产出指标", "数量指标", "采样点位", "30个", "30个", "90", score, ""],
            [("总分", 5, 1), "100", score, ""],
        ]

    found = lines([*project("水质监测", "88"), *project("设备运维", "90")])
    assert [text for text in found if "总分|得分" in text] == [
        "水质监测：总分|得分|88|分",
        "设备运维：总分|得分|90|分",
    ]
    assert "设备运维：产出指标/数量指标/采样点位|得分|90|分" in found


def test_a_score_printed_above_the_form_is_its_total() -> None:
    found = lines([
        [("项目名称", 2, 1), ("水质监测", 2, 1)],
        [("自评得分", 2, 1), "97.5", "优"],
        *MONEY,
    ])  # fmt: skip
    assert found[0] == "水质监测：总分|得分|97.5|分"


def test_two_levels_of_indicators_are_enough() -> None:
    found = lines([
        ["一级指标", "二级指标", "指标值", "完成值", "权重", "得分"],
        ["产出", "出版册数", "5000册", "5000册", "50", "50"],
    ])  # fmt: skip
    assert found == [
        "产出/出版册数|年度指标值|5000|册",
        "产出/出版册数|实际完成值|5000|册",
        "产出/出版册数|分值|50|分",
        "产出/出版册数|得分|50|分",
    ]


def test_empty_places_for_indicators_give_nothing() -> None:
    found = lines([
        INDICATOR_HEADS,
        ["产出指标", "数量指标", "指标1：巡查次数", "12次", "12次", "20", "20", ""],
        ["", "", "指标2：", "", "", "", "", ""],
        ["", "", "……", "", "", "", "", ""],
        ["", "质量指标", "指标1：", "/", "/", "/", "/", ""],
    ])  # fmt: skip
    assert len(found) == 4
    assert found[0] == "产出指标/数量指标/指标1：巡查次数|年度指标值|12|次"


def printed(name: str, score: str) -> str:
    rows = [
        ["一级指标", "二级指标", "三级指标", "指标值", "得分"],
        ["产出指标", "数量指标", "采样点位", "30个", score],
    ]
    grid = "".join("\n".join(f"\t{cell}" for cell in row) + "\n\n" for row in rows)
    return f"项目支出绩效自评表\n（2023年度）\n{name}\n{grid}\n"


def test_two_forms_under_one_title_each_with_its_project_above_the_grid() -> None:
    text = printed("项目名称：水质监测", "88") + printed("项目名称：设备运维", "90")
    facts = state_facts(recognised(text)).facts
    assert [(fact.item, str(fact.value)) for fact in facts if fact.measure == "得分"] == [
        ("水质监测：产出指标/数量指标/采样点位", "88"),
        ("设备运维：产出指标/数量指标/采样点位", "90"),
    ]


def test_a_title_printed_again_without_a_project_goes_on_with_the_same_form() -> None:
    facts = state_facts(recognised(printed("项目名称：水质监测", "88") + printed("（续）", "90"))).facts
    assert {fact.item.split("：")[0] for fact in facts} == {"水质监测"}
    assert len(facts) == 4


def unread(*pages: Page) -> list[str]:
    return [entry.raw for entry in stated(form(*pages)).unread]


def test_a_figure_under_an_unknown_head_is_reported() -> None:
    heads: list[Spanned] = [*INDICATOR_HEADS[:5], "印象分", *INDICATOR_HEADS[5:]]
    row: list[Spanned] = ["产出指标", "数量指标", "巡查次数", "12次", "12次", "3", "20", "20", ""]
    assert unread([heads, row]) == ["3"]
    assert stated(form([heads, row])).unknown == ["印象分"]


def test_a_figure_over_two_columns_is_reported_not_guessed() -> None:
    rows: Page = [INDICATOR_HEADS, [("总分", 5, 1), ("98.50", 2, 1), ""]]
    assert unread(rows) == ["98.50"]


def test_scores_without_an_indicator_are_reported() -> None:
    assert unread([INDICATOR_HEADS, ["产出指标", "数量指标", "", "12次", "12次", "20", "19", ""]]) == [
        "20",
        "19",
    ]


def test_a_next_page_whose_columns_fit_no_head_is_reported() -> None:
    second: Page = [["产出指标", "数量指标", "巡查次数", "12次", "12次", "20", "19", "", "", "", ""]]
    assert unread([INDICATOR_HEADS], second) == ["20", "19"]
