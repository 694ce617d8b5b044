"""The top of a year page: few sentences, each number from facts, and amounts that a person can picture."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from builder.pages.figures import Computed, Figure
from builder.pages.glance import Tile
from builder.pages.magnitude import in_spoken_unit, per_day, per_head
from builder.pages.published import Fact
from builder.pages.sentences import plain
from tests.pages import made_data
from tests.pages.test_views import full, view_of


def money(value: str, unit: str = "万元") -> Figure:
    return Figure("a", "支出", Decimal(value), value, unit, "", "", "")


def people(value: str, unit: str = "人") -> Fact:
    made = made_data.facts()[0] | {"unit": unit}
    fields = {name: made[name] for name in ("id", "table", "side", "code", "item", "measure", "unit", "raw")}
    return Fact(**fields, value=Decimal(value), place=None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("1159138.90", "115.91 亿元"),
        ("10000.00", "1.00 亿元"),
        ("9999.99", ""),
        ("1.00", ""),
        ("0.40", "4,000 元"),
        ("-0.15", "-1,500 元"),
        ("0.00", ""),
    ],
)
def test_amounts_are_also_said_in_the_unit_that_people_speak_in(value: str, said: str) -> None:
    spoken = in_spoken_unit(money(value))
    assert (spoken.spoken if spoken else "") == said


def test_only_money_in_wan_is_converted() -> None:
    assert in_spoken_unit(money("0.40", "元")) is None
    assert per_day(money("36.50", "元"), 2023) is None
    assert per_head(money("36.50", "%"), people("3")) is None


@pytest.mark.parametrize(("year", "each", "unit"), [(2023, "1.00", "万元"), (2024, "9973", "元")])
def test_a_day_is_one_of_as_many_as_the_year_has(year: int, each: str, unit: str) -> None:
    day = per_day(money("365.00"), year)
    assert day is not None
    assert (day.value, day.unit) == (Decimal(each), unit)
    assert "天" in day.sum


@pytest.mark.parametrize(("amount", "each"), [("0.36", "10"), ("0.03", "0.82")])
def test_a_small_daily_amount_is_told_in_yuan_and_is_not_nothing(amount: str, each: str) -> None:
    day = per_day(money(amount), 2023)
    assert day == Computed(Decimal(each), "元", f"{amount} 万元 × 10000 ÷ 365 天")


def test_nothing_is_shared_among_nobody() -> None:
    assert per_head(money("100.00"), people("0")) is None
    assert per_head(money("100.00"), people("3", "户")) is None
    assert per_head(money("0.00"), people("3")) is None
    each = per_head(money("100.00"), people("3"))
    assert each is not None
    assert (each.value, each.sum) == (Decimal("33.33"), "100.00 ÷ 3 人")


def test_the_year_in_three_to_five_sentences(tmp_path: Path) -> None:
    said = [plain(sentence) for sentence in view_of(tmp_path, full()).glance.sentences]
    assert 3 <= len(said) <= 5
    assert said[1] == "按用途分，最大的一项是社会保障和就业支出，70.50 万元，占 70.5%。"
    assert (
        said[2] == "其中人员经费（养人）50.00 万元；公用经费（办公）10.00 万元；项目支出（办事）40.00 万元。"
    )


def beside(tmp_path: Path, label: str, *more: made_data.Json) -> list[str]:
    made = full()
    made["facts"] += more
    tiles: tuple[Tile, ...] = view_of(tmp_path, made).glance.tiles
    (tile,) = [tile for tile in tiles if tile.figure.label == label]
    return [plain(sentence) for sentence in tile.beside]


def counted(line: str) -> made_data.Json:
    return made_data.facts(line)[0] | {"id": "f999", "unit": "人"}


def test_spending_is_told_by_the_day(tmp_path: Path) -> None:
    assert beside(tmp_path, "本年支出") == ["平均每天 2,740 元"]


@pytest.mark.parametrize("line", ["N|||在职人数|数量|4", "P1|||财政供养人员情况（人）|2023年实际在职人数|4"])
def test_people_are_counted_where_the_report_counts_them(tmp_path: Path, line: str) -> None:
    assert beside(tmp_path, "人员经费", counted(line)) == ["按在职 4 人算，人均 12.50 万元"]


@pytest.mark.parametrize(
    "line", ["", "N|||编制人数|数量|4", "P1|||财政供养人员情况（人）|2022年实际在职人数|4"]
)
def test_other_counts_are_not_taken_for_people_in_post(tmp_path: Path, line: str) -> None:
    assert beside(tmp_path, "人员经费", *([counted(line)] if line else [])) == []


def test_the_sentence_on_checks_counts_what_could_be_compared(tmp_path: Path) -> None:
    view = view_of(tmp_path, full())
    count = view.checks.count
    ran = count["held"] + count["rounding"] + count["findings"]
    last = plain(view.glance.sentences[-1])
    assert f"核对了 {ran} 处" in last
    assert ("都对得上" in last) == (count["findings"] == 0)


def told(tmp_path: Path, changes: dict[str, str], *more: str) -> list[str]:
    """The sentences of a year whose facts, by the name of their line, have other values or are gone (“”)."""
    made = full()
    for fact in list(made["facts"]):
        name = f"{fact['table']}|{fact['item']}|{fact['measure']}"
        if name in changes:
            fact["value"] = fact["raw"] = changes[name]
            if not changes[name]:
                made["facts"].remove(fact)
    for at, line in enumerate(more):
        made["facts"].append(made_data.facts(line)[0] | {"id": f"f9{at:02d}"})
    return [plain(sentence) for sentence in view_of(tmp_path, made).glance.sentences]


def test_a_change_of_the_grand_total_is_not_told_as_one_of_what_was_spent(tmp_path: Path) -> None:
    said = told(tmp_path, {"N|支出总计|金额": "110.00"})
    assert said[0] == (
        "2023 年度，甲市社会保险服务中心收入 100.00 万元，支出 100.00 万元；"
        "连同结转和结余，支出总计 110.00 万元，比上年减少 4.00 万元（报告写的是下降 3.85%）。"
    )
    assert "支出总计比上年减少 4.00 万元" in told(tmp_path, {"N|支出总计|金额": ""})[0]


def test_the_change_of_what_was_spent_comes_before_that_of_the_grand_total(tmp_path: Path) -> None:
    said = told(tmp_path, {"N|支出总计|金额": "110.00"}, "N|||支出合计|比上年增减额|7.00")
    assert said[0].endswith("支出 100.00 万元，比上年增加 7.00 万元。")


def test_purposes_of_some_of_the_money_say_of_which(tmp_path: Path) -> None:
    gone = {f"T01|{name}|决算数": "" for name in ("社会保障和就业支出", "卫生健康支出", "住房保障支出")}
    more = ("T04|支出||教育支出|合计|30.00", "T04|支出||本年支出合计|合计|40.00")
    said = told(tmp_path, gone, *more)
    assert said[1] == "财政拨款支出按用途分，只有一项：教育支出，30.00 万元。"


def test_parts_that_do_not_make_the_whole_say_so(tmp_path: Path) -> None:
    said = told(tmp_path, {"T03|合计|项目支出": "30.00"})
    assert said[2].endswith("项目支出（办事）30.00 万元。三项口径不全一样，加起来不等于支出。")


def test_a_budget_that_is_not_published_is_said_once(tmp_path: Path) -> None:
    made = full()
    made["facts"] = [fact for fact in made["facts"] if fact["measure"] != "年初预算"]
    (chart,) = view_of(tmp_path, made).sections["gap"].charts
    assert plain(chart.sentences[0]) == "一般公共预算财政拨款支出实际花了 100.00 万元；报告没有公开年初预算。"
