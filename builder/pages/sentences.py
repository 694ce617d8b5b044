"""Generated sentences. A sentence is a row of pieces: words, figures with their place, and computed numbers.

The numbers in a sentence are facts or sums of facts, never typed here; a template only sets the pieces.
"""

from __future__ import annotations

from decimal import Decimal

from builder.pages.figures import Computed, Figure, share_pct
from builder.pages.published import Fact, Report

Piece = str | Figure | Computed
Sentence = tuple[Piece, ...]


def plain(sentence: Sentence) -> str:
    """The sentence as text, for descriptions and for readers who hear it."""
    return "".join(piece if isinstance(piece, str) else piece.spoken for piece in sentence)


def of_basis(sentence: Sentence, basis: str) -> Sentence:
    """The sentence with the kind of money that it counts; as it is where it says nothing or that is not known."""
    return (*sentence, f"口径：{basis.split('：', 1)[0]}。") if sentence and basis else sentence


def share(part: Figure | Fact, whole: Figure | Fact) -> Computed | None:
    """`part` in per cent of `whole`; None where units differ, a number was not read, or no share exists."""
    if part.value is None or whole.value is None or part.unit != whole.unit:
        return None
    value = share_pct(part.value, whole.value)
    return None if value is None else Computed(value, "%", f"{part.value:f} ÷ {whole.value:f}")


def difference(actual: Figure, budget: Figure) -> Computed | None:
    """Actual minus budget, in their common unit."""
    if actual.value is None or budget.value is None or actual.unit != budget.unit:
        return None
    return Computed(actual.value - budget.value, actual.unit, f"{actual.value:f} − {budget.value:f}")


def change(amount: Figure | None, rate: Figure | None) -> Sentence:
    """“比上年增加…（增长…）” as far as the report prints it."""
    if amount is None or amount.value is None:
        return ()
    if amount.value == 0:
        return ("和上年持平",)
    word = "增加" if amount.value > 0 else "减少"
    said: Sentence = (f"比上年{word} ", _unsigned(amount))
    if rate is not None and rate.value is not None:
        said += (f"（报告写的是{'增长' if rate.value > 0 else '下降'} ", _unsigned(rate), "）")
    return said


def _unsigned(figure: Figure) -> Figure:
    """“减少 0.15”, not “减少 -0.15”: the sign is in the word."""
    assert figure.value is not None
    return Figure(
        figure.fact_id, figure.label, abs(figure.value), figure.raw, figure.unit, figure.basis,
        figure.href, figure.place, figure.flags,
    )  # fmt: skip


def totals(report: Report, income: Figure | None, spending: Figure | None, moved: Sentence) -> Sentence:
    """“某某一年收入…，支出…。” with what of it is published; `moved`: what follows the spending."""
    who = f"{report.year} 年度，{report.org}"
    if income and spending:
        return (f"{who}收入 ", income, "，支出 ", spending, *moved, "。")
    if spending:
        return (f"{who}支出 ", spending, *moved, "；收入总数报告没有公开。")
    if income:
        return (f"{who}收入 ", income, *moved, "；支出总数报告没有公开。")
    return ()


def largest(parts: list[Figure], whole: Figure | None, *, lead: str) -> Sentence:
    """The largest of several parts, with its computed share of the whole."""
    known = [part for part in parts if part.value is not None and part.value > 0]
    if not known:
        return ()
    top = max(known, key=lambda part: part.value or Decimal(0))
    said: Sentence = (f"{lead}{top.label}，", top)
    part = share(top, whole) if whole else None
    return (*said, "，占 ", part, "。") if part else (*said, "。")


def only_one(part: Figure, *, lead: str) -> Sentence:
    return (f"{lead}只有一项：{part.label}，", part, "。")


def against_budget(
    name: str, budget: Figure | None, actual: Figure | None, budgeted: str = "预算"
) -> Sentence:
    """“预算…，实际…，比预算少…。” `budgeted`: what the report calls the budget."""
    if budget is None or actual is None:
        if only := actual or budget:
            said = "实际花了" if actual else budgeted
            missing = budgeted if actual else "实际花了多少"
            return (f"{name}{said} ", only, f"；报告没有公开{missing}。")
        return ()
    gap = difference(actual, budget)
    if gap is None:
        return (f"{name}{budgeted} ", budget, "，实际花了 ", actual, "。")
    if gap.value == 0:
        return (f"{name}{budgeted} ", budget, "，实际花的也是 ", actual, "。")
    word = "多" if gap.value > 0 else "少"
    unsigned = Computed(abs(gap.value), gap.unit, gap.sum)
    return (f"{name}{budgeted} ", budget, "，实际花了 ", actual, f"，比预算{word} ", unsigned, "。")
