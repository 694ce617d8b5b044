"""What every worker that reads reports needs, loaded once: imported by the process that they are forked from.

What it holds is frozen: a collection of garbage in a worker need not look at it, which would copy its memory.
"""

from __future__ import annotations

import gc
from contextlib import suppress

from builder import reports  # noqa: F401 - all that reads, recognises, states and checks
from builder.errors import KnowledgeError
from builder.knowledge import (
    load_accounts,
    load_checks,
    load_narrative,
    load_performance,
    load_placing,
    load_tables,
)
from builder.knowledge.narrative import load_phrasings
from builder.knowledge.wordings import load_wordings

with suppress(
    KnowledgeError
):  # a wrong declaration is told by the worker that needs it, as an error of its own
    for load in (
        load_accounts, load_checks, load_narrative, load_performance, load_phrasings, load_placing, load_tables, load_wordings,
    ):  # fmt: skip
        load()
gc.collect()
gc.freeze()
