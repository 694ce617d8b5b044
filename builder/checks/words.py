"""Checks of what the words say: each a named function of the facts and wordings of one report."""

from __future__ import annotations

from builder.checks.compare import NamedCheck

WORDS: dict[str, NamedCheck] = {}
