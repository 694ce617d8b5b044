"""Step 3: a document → its outline, tables, narrative, profile and glossary. States nothing yet."""

from __future__ import annotations

from dataclasses import replace

from builder.documents.several import by_file
from builder.knowledge import load_narrative, load_tables
from builder.model import Document, Recognised
from builder.recognise.captions import find_captions
from builder.recognise.joining import joined
from builder.recognise.outline import find_headings, gather_passages
from builder.recognise.profile import (
    find_attachments,
    find_glossary,
    find_kind,
    find_org,
    find_region,
    find_statements,
    find_year,
)
from builder.recognise.tables import find_tables, tables_in_attachment, tables_in_pictures

__all__ = ["recognise"]


def recognise(document: Document) -> Recognised:
    """Find everything that a report of final accounts may hold; what is not there stays empty.

    Each file of a report is recognised by itself: no table and no sentence runs on from one into the next. Who
    publishes, for which year, is told from all of them.
    """
    org = find_org(document)
    found = [_in_one_file(file, org) for file in by_file(document)]
    whole = found[0] if len(found) == 1 else joined(found)
    kind = find_kind(document, whole.tables)
    return replace(whole, year=find_year(document), kind=kind)


def _in_one_file(document: Document, org: str) -> Recognised:
    tables, narrative = load_tables(), load_narrative()
    parts, unknown, used = find_tables(document, tables)
    headings = find_headings(document, used, narrative)
    outline = tuple(found.heading for found in headings)
    passages = gather_passages(document, used, narrative, headings)
    return Recognised(
        org=org,
        year=None,
        region=find_region(org),
        kind="",
        tables=parts,
        unknown_titles=unknown,
        outline=outline,
        passages=passages,
        duties=find_statements(passages, "duties"),
        bodies=find_statements(passages, "bodies"),
        units=find_statements(passages, "units"),
        glossary=find_glossary(passages),
        attachments=find_attachments(document, outline),
        tables_in_attachment=tables_in_attachment(document, outline, tables),
        tables_as_pictures=tables_in_pictures(document, outline),
        captions=find_captions(document),
    )
