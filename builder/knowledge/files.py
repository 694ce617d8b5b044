"""Reading the declarations' files and telling what is wrong with them."""

from __future__ import annotations

import csv
import re
import tomllib
from importlib.resources import files
from typing import Any

from builder.errors import KnowledgeError


def read_toml(name: str) -> dict[str, Any]:
    """A TOML file of this package; duplicate keys and syntax errors are a KnowledgeError."""
    try:
        return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(f"声明写错了：{error}", f"bad declaration: {error}", source=name) from error


def read_rows(name: str) -> list[dict[str, str]]:
    """A CSV file of this package as rows by heading."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8-sig")
    return [dict(row) for row in csv.DictReader(text.splitlines())]


def pattern(source: str, name: str) -> re.Pattern[str]:
    """A regular expression of a declaration."""
    try:
        return re.compile(source)
    except re.error as error:
        raise KnowledgeError(
            f"正则表达式写错了：{source}（{error}）",
            f"bad regular expression: {source} ({error})",
            source=name,
        ) from error


def require(condition: bool, zh: str, en: str, name: str) -> None:
    """One rule of a declaration file."""
    if not condition:
        raise KnowledgeError(zh, en, source=name)
