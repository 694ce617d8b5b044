"""The mapping to COFOG and GFSM: every known account has a class, every class is one of theirs, the nearest line counts."""

from __future__ import annotations

import re

import pytest

from builder.knowledge.accounts import load_accounts
from builder.knowledge.classifications import SCHEMES, load_classifications

KNOWN = load_classifications()
#: Repaying a loan is no expense there.
NO_CLASS = {("functional", "231")}


def test_every_account_that_we_know_has_a_class() -> None:
    without = [a.code for a in load_accounts().values() if not KNOWN.target(a.kind, a.code)]
    assert without == []


def test_an_account_is_named_as_in_the_list_of_accounts() -> None:
    for key, mapped in KNOWN.accounts.items():
        account = load_accounts().get(mapped.code)
        assert account is None or (account.kind, account.name) == (mapped.kind, mapped.name)
        assert bool(mapped.target) == (key not in NO_CLASS)


def test_codes_have_the_form_of_their_classification_and_stand_under_one_that_is_named() -> None:
    forms = {"COFOG": r"\d\d(\.\d)?", "GFSM 2014": r"\d{1,3}"}
    assert set(forms) == set(SCHEMES.values())
    for scheme, code in KNOWN.names:
        assert re.fullmatch(forms[scheme], code)
        above = code.partition(".")[0] if scheme == "COFOG" else code[:-1]
        assert (scheme, above or code) in KNOWN.names


@pytest.mark.parametrize(
    ("kind", "code", "target"),
    [
        ("functional", "2050202", "09.1"),  # a line of its own
        ("functional", "2080505", "10.2"),  # as the 款 above it
        ("functional", "2149999", "04.5"),  # as the 类 above it
        ("functional", "208", "10"),
        ("functional", "999", ""),
        ("functional", "20", ""),
        ("economic", "30103", "211"),
        ("economic", "30201", "22"),
        ("economic", "", ""),
    ],
)
def test_an_account_goes_with_the_nearest_line_above_it(kind: str, code: str, target: str) -> None:
    assert KNOWN.target(kind, code) == target
