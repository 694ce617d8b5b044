"""What a rate is a rate of, and what a part is a part of: the words decide, and where they do not, nothing is said."""

from __future__ import annotations

from builder.checks import run_checks
from builder.model import Checked, Fact, Place, ReportFacts, Wording
from tests.checks.made import count, findings
from tests.facts.made import fact

ITEM = "N|||一般公共预算财政拨款支出|"


def spent(*, initial: str, year: str = "", rate: str) -> list[Fact]:
    facts = [fact(f"{ITEM}年初预算|{initial}"), fact(f"{ITEM}支出决算|76.00")]
    facts += [fact(f"{ITEM}全年预算|{year}")] if year else []
    return [*facts, fact(f"{ITEM}完成率|{rate}", unit="%")]


def said(facts: list[Fact], subject: str = "", value: str = "") -> Checked:
    wordings = (Wording("base", "完成……", Place(page=1), subject, (value,)),) if subject else ()
    return run_checks(ReportFacts(tuple(facts), (), (), (), (), wordings=wordings))


def test_a_rate_of_the_whole_year_s_budget_is_fine_though_the_initial_one_is_zero() -> None:
    result = said(spent(initial="0", year="80.00", rate="95.00"))
    assert findings(result, "G3") == findings(result, "G4") == []


def test_a_rate_said_to_be_of_an_initial_budget_of_zero_is_told_with_the_base_that_fits() -> None:
    (found,) = findings(said(spent(initial="0", year="80.00", rate="95.00"), "年初预算", "95.00"), "G4")
    assert found.level == "不一致"
    assert "76.00 ÷ 80.00" in found.explanation


def test_words_about_another_rate_do_not_count() -> None:
    assert findings(said(spent(initial="0", year="80.00", rate="95.00"), "年初预算", "91.00"), "G4") == []


def test_a_rate_of_an_adjusted_budget_that_is_not_printed_cannot_be_compared() -> None:
    result = said(spent(initial="50.00", rate="95.00"), "全年预算", "95.00")
    assert findings(result, "G3") == []
    assert count(result, "G3").not_comparable == 1


def test_without_such_words_the_printed_budget_is_the_base() -> None:
    assert len(findings(said(spent(initial="50.00", rate="95.00")), "G3")) == 1


# --- figures of another basis -----------------------------------------------------------------------------


def told(*lines: str) -> Checked:
    return said([fact(line) for line in lines])


ALL, GENERAL = "T03|||合计|本年支出合计|{}", "T05|||合计|本年支出|{}"


def test_a_figure_of_all_money_is_no_finding_against_the_general_budget() -> None:
    result = told(ITEM + "金额|98.00", ALL.format("98.00"), GENERAL.format("83.00"))
    assert findings(result, "F5") == []
    assert "口径" in count(result, "F5").reason


def test_where_all_money_is_of_the_general_budget_there_is_no_other_basis() -> None:
    same = [ALL.format("98.00"), GENERAL.format("98.00")]
    basic = [
        "T03|||合计|基本支出|60.00",
        "T05|||合计|基本支出|38.00",
        "N|||一般公共预算财政拨款基本支出|金额|60.00",
    ]
    assert len(findings(told(*same, *basic), "F7")) == 1
    assert findings(told(ALL.format("98.00"), GENERAL.format("76.00"), *basic), "F7") == []


def paragraph(line: int | None, inside: str) -> Checked:
    place = Place(line=line) if line else Place(page=3)
    text = [("公用经费", "金额", "17.00"), ("三公经费合计", "决算数", "3.00")]
    facts = [fact("T06|||公用经费合计|决算数|17.00"), fact(f"T06||30217|公务接待费|决算数|{inside}")]
    for item, measure, value in text:
        own = fact(f"N|||{item}|{measure}|{value}")
        facts.append(Fact(*own.key, own.value, own.unit, own.raw, place))
    return said(facts)


def test_three_public_told_as_a_part_of_operating_funds_must_be_in_the_detail() -> None:
    (found,) = findings(paragraph(7, "1.00"), "F14")
    assert (found.level, "2.00" in found.explanation) == ("值得追问", True)
    assert findings(paragraph(7, "3.00"), "F14") == []


def test_on_a_page_of_many_paragraphs_the_two_may_have_nothing_to_do_with_each_other() -> None:
    assert findings(paragraph(None, "1.00"), "F14") == []
