"""T06 in blocks side by side, T09 across and downwards."""

from __future__ import annotations

import pytest

from tests.facts.made import MadeRows, part, stated, values

THREE_BLOCKS: MadeRows = [
    [("人员经费", 3), ("公用经费", 6)],
    ["经济分类科目编码", "科目名称", "决算数"] * 3,
    ["301", "工资福利支出", "40.00", "302", "商品和服务支出", "9.00", "307", "债务利息及费用支出", ""],
    ["30101", "基本工资", "25.00", "30201", "办公费", "4.00", "30701", "国内债务付息", "0.00"],
    ["30102", "津贴补贴", "15.00", "30202", "印刷费", "5.00", "310", "资本性支出", "2.00"],
    ["303", "对个人和家庭的补助", "3.00", "30203", "咨询费", "", "31002", "办公设备购置", "2.00"],
    [("人员经费合计", 2), "43.00", ("公用经费合计", 5), "11.00"],
]
T06_FACTS = {
    "|301|工资福利支出|决算数|40.00", "|302|商品和服务支出|决算数|9.00", "|30101|基本工资|决算数|25.00",
    "|30201|办公费|决算数|4.00", "|30701|国内债务付息|决算数|0.00", "|30102|津贴补贴|决算数|15.00",
    "|30202|印刷费|决算数|5.00", "|310|资本性支出|决算数|2.00", "|303|对个人和家庭的补助|决算数|3.00",
    "|31002|办公设备购置|决算数|2.00", "||人员经费合计|决算数|43.00", "||公用经费合计|决算数|11.00",
}  # fmt: skip


@pytest.mark.parametrize("exact", [True, False])
def test_three_blocks_side_by_side(exact: bool) -> None:
    out = stated(part("T06", THREE_BLOCKS, exact=exact))
    assert set(values(part("T06", THREE_BLOCKS, exact=exact))) == T06_FACTS
    assert out.unread == []


@pytest.mark.parametrize("exact", [True, False])
def test_two_blocks_side_by_side(exact: bool) -> None:
    made: MadeRows = [
        ["科目编码", "科目名称", "金额"] * 2,
        ["301", "工资福利支出", "40.00", "302", "商品和服务支出", "9.00"],
        ["30101", "基本工资", "40.00", "30201", "办公费", "9.00"],
        ["303", "对个人和家庭的补助", "3.00", "", "", ""],
        [("人员经费合计", 2), "43.00", ("公用经费合计", 2), "9.00"],
    ]
    assert values(part("T06", made, exact=exact)) == [
        "|301|工资福利支出|决算数|40.00", "|302|商品和服务支出|决算数|9.00", "|30101|基本工资|决算数|40.00",
        "|30201|办公费|决算数|9.00", "|303|对个人和家庭的补助|决算数|3.00", "||人员经费合计|决算数|43.00",
        "||公用经费合计|决算数|9.00",
    ]  # fmt: skip


def test_a_blank_figure_does_not_take_the_next_code_for_one() -> None:
    made: MadeRows = [["30203", "咨询费", "", "30701", "国内债务付息", "1.00"]]
    assert values(part("T06", made)) == ["|30701|国内债务付息|决算数|1.00"]


@pytest.mark.parametrize("cells", [["30101", "基本工资"], ["301 01", "基本工资"], ["301", "01", "基本工资"]])
def test_a_code_is_whole_however_it_is_printed(cells: list[str]) -> None:
    assert values(part("T06", [[*cells, "25.00"]])) == ["|30101|基本工资|决算数|25.00"]


def test_a_code_glued_to_its_name_is_parted() -> None:
    assert values(part("T06", [["30101 基本工资", "25.00", "30201办公费", "4.00"]])) == [
        "|30101|基本工资|决算数|25.00", "|30201|办公费|决算数|4.00",
    ]  # fmt: skip


def test_a_name_over_two_lines_stays_whole_and_a_repeated_one_is_taken_once() -> None:
    made: MadeRows = [
        ["30108", "机关事业单位基本\n养老保险缴费", "3.00"],
        ["30239", "其他交通费用\n其他交通费用", "2.00"],
    ]
    assert values(part("T06", made)) == [
        "|30108|机关事业单位基本养老保险缴费|决算数|3.00", "|30239|其他交通费用|决算数|2.00",
    ]  # fmt: skip


def test_a_misprint_and_a_figure_without_account_are_reported() -> None:
    out = stated(part("T06", [["30101", "基本工资", "173,59"], ["", "", "5.55"]]))
    assert [(unread.raw, unread.place.line) for unread in out.unread] == [("173,59", 1), ("5.55", 2)]


def test_a_detail_table_in_yuan_is_told_in_wan() -> None:
    assert values(part("T06", [["30101", "基本工资", "128218.80"]], unit="元")) == [
        "|30101|基本工资|决算数|12.821880"
    ]


# --- T09 -------------------------------------------------------------------------------------------------

ITEMS = [
    "合计",
    "因公出国（境）费",
    "公务用车购置及运行维护费",
    "公务用车购置费",
    "公务用车运行维护费",
    "公务接待费",
]
FIGURES = ["3.80", "0.10", "2.20", "0.00", "2.20", "1.50", "3.35", "0.20", "2.10", "0.05", "2.05", "1.05"]
EXPECTED = {
    f"||{item}|{measure}|{FIGURES[at + shift]}"
    for shift, measure in ((0, "预算数"), (6, "决算数"))
    for at, item in enumerate(ITEMS)
}
BLOCK_HEADS: MadeRows = [
    [("预算数", 6), ("决算数", 6)],
    ["合计", "因公出国（境）费", ("公务用车购置及运行维护费", 3), "公务接待费"] * 2,
    ["", "", "小计", "公务用车购置费", "公务用车运行维护费", ""] * 2,
    [str(number) for number in range(1, 13)],
]


def test_two_blocks_across() -> None:
    assert set(values(part("T09", [*BLOCK_HEADS, FIGURES]))) == EXPECTED


def test_two_blocks_across_rebuilt() -> None:
    heads: MadeRows = [["预算数", "决算数"], ["小计", "购置费", "运行费"] * 2, BLOCK_HEADS[3]]
    assert set(values(part("T09", [*heads, FIGURES], exact=False))) == EXPECTED


def pairs() -> list[str]:
    return [FIGURES[at + shift] for at in range(6) for shift in (0, 6)]


def test_pairs_across() -> None:
    heads: MadeRows = [
        [("合计", 2), ("因公出国（境）费", 2), ("公务用车购置及运行维护费", 6), ("公务接待费", 2)],
        ["", "", "", "", ("小计", 2), ("公务用车购置费", 2), ("公务用车运行维护费", 2), "", ""],
        ["预算数", "决算数"] * 6,
    ]
    assert set(values(part("T09", [*heads, pairs()]))) == EXPECTED


def test_pairs_across_rebuilt() -> None:
    heads: MadeRows = [["合计", "因公出国（境）费", "公务接待费"], ["预算数", "决算数"] * 6]
    assert set(values(part("T09", [*heads, pairs()], exact=False))) == EXPECTED


@pytest.mark.parametrize("exact", [True, False])
def test_printed_downwards(exact: bool) -> None:
    numbering = ["", "1.", "2.", "（1）", "（2）", "3."]
    labels = [number + item for number, item in zip(numbering, ITEMS, strict=True)]
    made: MadeRows = [
        ["项目", "预算数", "决算数"],
        *([label, FIGURES[at], FIGURES[at + 6]] for at, label in enumerate(labels)),
    ]
    assert set(values(part("T09", made, exact=exact))) == EXPECTED


def test_printed_downwards_with_line_numbers() -> None:
    made: MadeRows = [
        ["项目", "行次", "预算数", "决算数"],
        ["合计", "1", "3.80", "3.35"],
        ["公务接待费", "2", "1.50", "1.05"],
    ]
    assert values(part("T09", made)) == [
        "||合计|预算数|3.80", "||合计|决算数|3.35", "||公务接待费|预算数|1.50", "||公务接待费|决算数|1.05",
    ]  # fmt: skip


def test_the_subtotal_under_vehicles_is_both_vehicle_lines() -> None:
    found = values(part("T09", [*BLOCK_HEADS, FIGURES]))
    assert "||公务用车购置及运行维护费|预算数|2.20" in found
    assert len([text for text in found if text.startswith("||合计|")]) == 2


def test_blank_and_zero_are_not_the_same() -> None:
    figures = ["1.00", "", "0.00", "－", "", "1.00", *[""] * 6]
    assert values(part("T09", [*BLOCK_HEADS, figures])) == [
        "||合计|预算数|1.00", "||公务用车购置及运行维护费|预算数|0.00", "||公务用车购置费|预算数|0",
        "||公务接待费|预算数|1.00",
    ]  # fmt: skip


def test_a_figure_whose_item_is_unclear_is_reported() -> None:
    made: MadeRows = [["项目", "预算数", "决算数"], ["合计", "1.00", "2.00"], ["印章费", "0.30", "0.40"]]
    assert [unread.raw for unread in stated(part("T09", made)).unread] == ["0.30", "0.40"]


def test_a_rebuilt_row_of_another_width_is_not_guessed() -> None:
    heads: MadeRows = [["预算数", "决算数"], ["小计", "购置费", "运行费"] * 2]
    out = stated(part("T09", [*heads, FIGURES[:11]], exact=False))
    assert out.facts == []
    assert len(out.unread) == 11


def test_dashes_beside_the_name_of_a_block_are_no_noughts() -> None:
    made = [
        ["项目", "行次", "预算统计数", "决算统计数"],
        ["一、“三公”经费支出", "1", "—", "—"],
        ["（一）支出合计", "2", "5.00", "4.10"],
        ["1．因公出国（境）费", "3", "—", "—"],
        ["3．公务接待费", "7", "5.00", "4.10"],
        ["二、机关运行经费", "22", "—", "—"],
    ]
    assert values(part("T09", made)) == [
        "||合计|预算数|5.00", "||合计|决算数|4.10", "||因公出国（境）费|预算数|0", "||因公出国（境）费|决算数|0",
        "||公务接待费|预算数|5.00", "||公务接待费|决算数|4.10",
    ]  # fmt: skip


RUNNING: MadeRows = [
    ["项目", "预算数", "决算数", "项目", "决算数"],
    ["一、“三公”经费支出", "—", "—", "四、机关运行经费", "88.10"],
    ["（一）支出合计", "5.00", "4.20", "（一）行政单位", "88.10"],
    ["1．公务接待费", "5.00", "4.20", "（一）车辆数合计（辆）", "3"],
    ["5．国内公务接待批次（个）", "—", "14", "1．政府采购货物支出", "20.30"],
]


def test_what_stands_beside_the_three_expenses_is_none_of_them() -> None:
    assert values(part("T09", RUNNING, exact=True)) == [
        "||合计|预算数|5.00",
        "||合计|决算数|4.20",
        "||公务接待费|预算数|5.00",
        "||公务接待费|决算数|4.20",
    ]


def test_two_blocks_without_columns_are_reported_whole() -> None:
    out = stated(part("T09", RUNNING, exact=False))
    assert not out.facts
    assert out.unread


def test_heads_found_over_the_wrong_columns_are_set_over_their_halves() -> None:
    made: MadeRows = [
        [("预算数", 5), ("决算数", 7)],
        ["8.40", "", "8.00", "", "8.00", "0.40", "6.41", "", "6.41", "", "6.41", ""],
    ]
    assert "||公务接待费|预算数|0.40" in values(part("T09", made, exact=True))
    assert not any("公务接待费|决算数" in value for value in values(part("T09", made, exact=True)))
