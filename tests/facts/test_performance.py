"""P1 to P3: base data, the whole unit, and single projects."""

from __future__ import annotations

from tests.facts.made import MadeRows, facts_of, part, stated

BASE: MadeRows = [
    ["财政供养人员情况（人）", "编制数", "2024年实际在职人数", "控制率"],
    ["", "12", "11", "91.67%"],
    ["经费控制情况", "2023年决算数", "2024年预算数", "2024年决算数"],
    ["三公经费", "4.20", "3.80", "3.35"],
    ["1、公务用车购置和维护经费", "2.50", "2.30", "2.30"],
    ["其中：公车购置", "——", "——", "无"],
    ["公车运行维护", "2.50", "2.30", "2.30"],
    ["2、公务接待", "1.70", "1.50", "1.05"],
    ["项目支出：（一个专项一行）", "20.00", "12.80", "12.82"],
    ["1、水位观测专项", "8.00", "", "7.50"],
    ["……", "", "", ""],
    ["公用经费", "9.00", "8.50", "8.40"],
    ["其中：办公费", "1.00", "1,200.50", "0.90"],
    ["楼堂馆所控制情况", ("批复规模", 2), "实际规模（㎡）"],
    ["厉行节约保障措施", ("制定公务接待管理办法，严格审批", 3)],
]


def test_base_data_follow_their_block_and_their_path() -> None:
    assert facts_of(part("P1", BASE, unit="")) == [
        "||财政供养人员情况（人）|编制数|12|人",
        "||财政供养人员情况（人）|2024年实际在职人数|11|人",
        "||财政供养人员情况（人）|控制率|91.67|%",
        "||三公经费|2023年决算数|4.20|",
        "||三公经费|2024年预算数|3.80|",
        "||三公经费|2024年决算数|3.35|",
        "||三公经费/公务用车购置和维护经费|2023年决算数|2.50|",
        "||三公经费/公务用车购置和维护经费|2024年预算数|2.30|",
        "||三公经费/公务用车购置和维护经费|2024年决算数|2.30|",
        "||三公经费/公务用车购置和维护经费/公车运行维护|2023年决算数|2.50|",
        "||三公经费/公务用车购置和维护经费/公车运行维护|2024年预算数|2.30|",
        "||三公经费/公务用车购置和维护经费/公车运行维护|2024年决算数|2.30|",
        "||三公经费/公务接待|2023年决算数|1.70|",
        "||三公经费/公务接待|2024年预算数|1.50|",
        "||三公经费/公务接待|2024年决算数|1.05|",
        "||项目支出|2023年决算数|20.00|",
        "||项目支出|2024年预算数|12.80|",
        "||项目支出|2024年决算数|12.82|",
        "||项目支出/水位观测专项|2023年决算数|8.00|",
        "||项目支出/水位观测专项|2024年决算数|7.50|",
        "||公用经费|2023年决算数|9.00|",
        "||公用经费|2024年预算数|8.50|",
        "||公用经费|2024年决算数|8.40|",
        "||公用经费/办公费|2023年决算数|1.00|",
        "||公用经费/办公费|2024年预算数|1200.50|",
        "||公用经费/办公费|2024年决算数|0.90|",
    ]


def test_dashes_and_none_give_no_row_in_base_data() -> None:
    assert not any("公车购置" in text for text in facts_of(part("P1", BASE)))


def test_a_misprint_in_base_data_is_reported() -> None:
    made: MadeRows = [["经费控制情况", "2023年决算数", "2024年决算数"], ["三公经费", "4,2", "3.35"]]
    out = stated(part("P1", made))
    assert [unread.raw for unread in out.unread] == ["4,2"]
    assert [str(fact.value) for fact in out.facts if fact.value is not None] == ["3.35"]


MONEY: MadeRows = [
    ["年度预算申请（元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["", "年度资金总额", "200000", "128000", "128218.80", "10", "100.17%", "10"],
    ["", "其中：财政拨款", "200000", "128000", "128218.80", "", "", ""],
]
HEADS: MadeRows = [
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"]
]
INDICATORS: MadeRows = [
    ["产出指标（50分）", "数量指标", "观测断面", "12个", "12个", "25", "24.5", ""],
    ["", "", "观测次数", "≥365次", "366次", "15", "15", ""],
    ["", "质量指标", "资料合格率", "95%", "已完成", "10", "10", ""],
    ["效益指标(40分)", "社会效益", "公众知晓度", "提高", "提高", "40", "38", "宣传不足"],
    ["总分", "", "", "", "", "100", "97.5", ""],
]


def test_the_money_block_is_in_wan_and_its_scores_in_points() -> None:
    found = facts_of(part("P2", [*MONEY, *HEADS, *INDICATORS], unit=""))[:8]
    assert found == [
        "||年度资金总额|年初预算数|20.0000|万元", "||年度资金总额|全年预算数|12.8000|万元",
        "||年度资金总额|全年执行数|12.821880|万元", "||年度资金总额|分值|10|分",
        "||年度资金总额|执行率|100.17|%", "||年度资金总额|得分|10|分",
        "||财政拨款|年初预算数|20.0000|万元", "||财政拨款|全年预算数|12.8000|万元",
    ]  # fmt: skip


def test_an_indicator_has_its_path_its_target_and_its_score() -> None:
    found = facts_of(part("P2", [*HEADS, *INDICATORS], unit=""))
    path = "||产出指标/数量指标/观测断面"
    assert "||产出指标|分值|50|分" in found
    assert "||效益指标|分值|40|分" in found
    assert [text for text in found if text.startswith(path)] == [
        f"{path}|年度指标值|12|个", f"{path}|实际完成值|12|个", f"{path}|分值|25|分", f"{path}|得分|24.5|分",
    ]  # fmt: skip
    assert "||产出指标/数量指标/观测次数|实际完成值|366|次" in found
    assert "||产出指标/质量指标/资料合格率|年度指标值|95|%" in found
    assert "||总分|分值|100|分" in found
    assert "||总分|得分|97.5|分" in found


def test_a_total_without_its_last_cells_gives_points_to_win_before_points_won() -> None:
    rows: MadeRows = [*HEADS, *INDICATORS[:-1], ["总分", "", "", "", "", "", "100", "97.5"]]
    found = [text for text in facts_of(part("P2", rows, unit="")) if "总分" in text]
    assert found == ["||总分|分值|100|分", "||总分|得分|97.5|分"]


def test_a_target_in_words_has_no_value_and_keeps_its_words() -> None:
    facts = stated(part("P2", [*HEADS, *INDICATORS], unit="")).facts
    words = [(fact.item, fact.measure, fact.raw) for fact in facts if fact.value is None]
    assert words == [
        ("产出指标/质量指标/资料合格率", "实际完成值", "已完成"),
        ("效益指标/社会效益/公众知晓度", "年度指标值", "提高"),
        ("效益指标/社会效益/公众知晓度", "实际完成值", "提高"),
    ]


def test_a_threshold_gives_its_number_and_keeps_its_mark() -> None:
    facts = stated(part("P2", [*HEADS, *INDICATORS], unit="")).facts
    found = [(str(fact.value), fact.unit, fact.raw) for fact in facts if "观测次数" in fact.item]
    assert found[0] == ("365", "次", "≥365次")


def test_remarks_are_no_figures() -> None:
    facts = stated(part("P2", [*HEADS, *INDICATORS])).facts
    assert not any("偏差" in fact.measure for fact in facts)


def test_a_line_inside_its_label_s_cell_is_read() -> None:
    made: MadeRows = [MONEY[0], ["", ("其中：基本支出：1030930.18", 7)]]
    assert facts_of(part("P2", made)) == ["||基本支出|全年执行数|103.093018|万元"]


def test_every_row_of_a_project_names_the_project() -> None:
    made: MadeRows = [["项目支出名称", ("水位观测专项", 7)], *MONEY, *HEADS, *INDICATORS]
    facts = stated(part("P3", made)).facts
    assert facts
    assert all(fact.item.startswith("水位观测专项：") for fact in facts)


def test_other_words_for_the_same_column_take_one_name() -> None:
    heads: MadeRows = [["一级指标", "二级指标", "三级指标", "指标值", "全年完成值", "分值", "自评得分"]]
    made: MadeRows = [["产出指标", "数量指标", "观测断面", "12个", "11个", "25", "24"]]
    assert [text.split("|")[3] for text in facts_of(part("P2", [*heads, *made]))] == [
        "年度指标值", "实际完成值", "分值", "得分",
    ]  # fmt: skip


def test_a_score_that_is_no_number_is_reported() -> None:
    made: MadeRows = [["产出指标", "数量指标", "观测断面", "12个", "12个", "25", "24,5", ""]]
    out = stated(part("P2", [*HEADS, *made]))
    assert [unread.raw for unread in out.unread] == ["24,5"]


def test_money_that_is_no_number_is_reported() -> None:
    made: MadeRows = [MONEY[0], ["", "年度资金总额", "200,00", "128000", "128218.80", "10", "100%", "10"]]
    assert [unread.raw for unread in stated(part("P2", made)).unread] == ["200,00"]
