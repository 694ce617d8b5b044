"""The ready questions to the published database (`queries.toml`), and how large a database a browser is asked to hold
and a build makes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from builder.knowledge.files import read_toml, require

FILE = "queries.toml"


@dataclass(frozen=True, slots=True)
class Query:
    """A question: what is asked in plain words, and the SQL that answers it."""

    id: str
    name: str
    plain: str
    sql: str


@dataclass(frozen=True, slots=True)
class Queries:
    """`largest_bytes`: the page does not offer to load a database above this. `largest_facts`: of more figures than this
    none is made; it depends on nothing but the data."""

    all: tuple[Query, ...]
    largest_bytes: int
    largest_facts: int


@cache
def load_queries() -> Queries:
    """Read the declarations; two of one id, or one that does not only read, is a KnowledgeError."""
    toml = read_toml(FILE)
    queries = tuple(
        Query(entry["id"], entry["name"], entry["plain"], entry["sql"].strip()) for entry in toml["query"]
    )
    require(len({query.id for query in queries}) == len(queries), "编号重复", "an id stands twice", FILE)
    for query in queries:
        require(query.sql.startswith("SELECT"), f"{query.id} 不是查询", f"{query.id} is no query", FILE)
    return Queries(queries, toml["largest_mb"] * 1024 * 1024, toml["largest_facts"])


def is_small(facts: int) -> bool:
    """Whether one database is made of so many figures."""
    return facts <= load_queries().largest_facts
