"""The self-evaluation forms' declarations: every example reads as it says, nothing is declared twice."""

import pytest

from builder.knowledge import load_performance

KNOWN = load_performance()


@pytest.mark.parametrize(("printed", "value", "unit"), KNOWN.examples)
def test_an_example_gives_its_quantity(printed: str, value: str, unit: str) -> None:
    found = KNOWN.quantity(printed)
    assert found is not None
    assert (str(found.value), found.unit) == (value, unit)


@pytest.mark.parametrize("printed", KNOWN.counterexamples)
def test_words_and_dates_give_none(printed: str) -> None:
    assert KNOWN.quantity(printed) is None


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("全年预算数（A）", "全年预算数"),
        ("执行率\n(B/A)", "执行率"),
        ("权重（分）", "分值"),
        ("印象分", "印象分"),
    ],
)
def test_a_head_takes_one_name_for_all_its_spellings(printed: str, name: str) -> None:
    assert KNOWN.head(printed) == name


def test_no_head_of_words_is_a_head_of_figures() -> None:
    assert not KNOWN.words & set(KNOWN.measure)
