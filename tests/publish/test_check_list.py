"""The list of checks for the site: every check explains itself, with an example that the check itself worked out."""

from __future__ import annotations

from typing import Any

import pytest

from builder.knowledge import load_checks
from builder.knowledge.across import load_across
from builder.publish.check_list import checks_json

Json = dict[str, Any]


def listed() -> list[Json]:
    checks = checks_json({})["checks"]
    assert isinstance(checks, list)
    return checks


CHECKS = listed()


def test_all_declared_checks_are_listed_in_their_order() -> None:
    assert [c["id"] for c in CHECKS] == [*(check.id for check in load_checks()), load_across().check.id]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: str(check["id"]))
def test_each_check_is_explained_with_an_example(check: Json) -> None:
    for name in ("name", "family", "level", "plain", "formula", "innocent"):
        assert check[name], name
    example = check["example"]
    assert example is not None
    assert example["explanation"], "the example gives no finding of this check"
    assert not any(word in str(example) for word in ("错误", "违规"))
    assert not any(f"T0{number} " in check["formula"] for number in range(1, 10))
    assert check["measured"] or not example["tolerance"]
