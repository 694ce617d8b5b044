"""What the portal knows, as data (TOML, CSV) that tests itself; here only the loading and its types.

Every `load_` raises KnowledgeError for a declaration that is wrong, before any report is read.
"""

from builder.knowledge.accounts import Account, load_accounts
from builder.knowledge.checks import Check, load_checks
from builder.knowledge.narrative import Narrative, load_narrative
from builder.knowledge.performance import PerformanceKnowledge, load_performance
from builder.knowledge.placing import Placing, load_placing
from builder.knowledge.tables import TableForm, TableKnowledge, load_tables

__all__ = [
    "Account",
    "Check",
    "Narrative",
    "PerformanceKnowledge",
    "Placing",
    "TableForm",
    "TableKnowledge",
    "load_accounts",
    "load_checks",
    "load_narrative",
    "load_performance",
    "load_placing",
    "load_tables",
]
