"""Examples in words (`checks_shown.toml`) for the checks that no set of figures can show."""

from __future__ import annotations

from functools import cache

from builder.knowledge.checks import load_checks
from builder.knowledge.files import read_toml, require

_FILE = "checks_shown.toml"


@cache
def load_shown() -> dict[str, str]:
    """Id of the check → the example. Raises KnowledgeError for an id that no check has."""
    shown: dict[str, str] = dict(read_toml(_FILE)["shown"])
    unknown = sorted(set(shown) - {check.id for check in load_checks()})
    require(
        not unknown, f"没有这些核对：{'、'.join(unknown)}", f"no such checks: {', '.join(unknown)}", _FILE
    )
    return shown
