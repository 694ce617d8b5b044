"""Working examples of how to load the data (`examples.toml` and the files in `examples/`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from builder.knowledge.files import read_toml

#: What the build puts in: the folder or address of the data, and a department that has reports.
DATA, ORG = "DATA", "ORG"


@dataclass(frozen=True, slots=True)
class Example:
    """A file of code for one tool; `prints` says in words what it prints."""

    file: str
    tool: str
    name: str
    plain: str
    prints: str
    code: str


@cache
def load_examples() -> tuple[Example, ...]:
    """All examples in the order of their declaration. Raises KnowledgeError when the declaration is no TOML."""
    folder = files("builder.knowledge").joinpath("examples")
    return tuple(
        Example(**entry, code=folder.joinpath(entry["file"]).read_text(encoding="utf-8").strip())
        for entry in read_toml("examples.toml")["example"]
    )
