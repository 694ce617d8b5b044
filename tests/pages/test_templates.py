"""Templates hold words, never numbers: an amount, rate or year on a page comes from a fact."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.pages.environment import TEMPLATES

JINJA = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
CODE = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
NUMBER = re.compile(r"[0-9０-９]|[一二三四五六七八九十百千万〇]+(?:万元|亿元|年度?(?![之间]))|百分之")
FILES = sorted(
    path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".svg"} and "assets" not in path.parts
)


def text_nodes(source: str) -> str:
    return TAG.sub("\n", CODE.sub("", JINJA.sub("", source)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_literal_number_in_a_template(path: Path) -> None:
    words = text_nodes(path.read_text(encoding="utf-8"))
    # “一年” in running words is no year of a report.
    found = [hit for hit in NUMBER.findall(words) if hit not in {"一年"}]
    assert not found, f"{path.name}: {found}"


def test_the_lint_sees_amounts_rates_and_years() -> None:
    assert NUMBER.search(text_nodes("<p>共 {{ x }} 元，2024 年度</p>"))
    assert NUMBER.search(text_nodes("<p>增长百分之五</p>"))
    assert not NUMBER.search(text_nodes('<p class="h2">{{ "2024" }}</p>'))
