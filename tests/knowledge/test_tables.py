"""The forms of the tables: every example is told, every counterexample is not."""

import pytest

from builder.knowledge import load_accounts, load_tables
from builder.knowledge.tables import OFFICIAL, TableForm
from builder.text import fold_punctuation

FORMS = load_tables().forms


def test_the_nine_tables_are_declared_in_order() -> None:
    assert [form.id for form in FORMS if form.id.startswith("T")] == list(OFFICIAL)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_examples_name_this_table_and_no_other(form: TableForm) -> None:
    for title in form.examples:
        assert load_tables().identify(title) is form, title


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_counterexamples_do_not_name_this_table(form: TableForm) -> None:
    assert form.counterexamples
    for title in form.counterexamples:
        assert load_tables().identify(title) is not form, title


@pytest.mark.parametrize("text", load_tables().no_data_examples)
def test_a_statement_that_a_table_is_empty_is_told(text: str) -> None:
    assert load_tables().no_data.search(fold_punctuation(text))


@pytest.mark.parametrize("text", load_tables().no_data_counterexamples)
def test_other_notes_do_not_say_that_a_table_is_empty(text: str) -> None:
    assert not load_tables().no_data.search(fold_punctuation(text))


def test_no_alias_joins_two_lines_of_the_form() -> None:
    """结余分配 is not 年末结转和结余: an alias must not be a canonical name of its own."""
    alias = load_tables().alias
    assert not set(alias) & set(alias.values())


def test_accounts_have_their_parents_or_stand_alone_as_class() -> None:
    accounts = load_accounts()
    for code, account in accounts.items():
        if account.level != "类":
            assert code[:3] in accounts, code
