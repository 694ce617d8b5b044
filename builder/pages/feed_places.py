"""Where the Atom feeds stand: pages name them, and the site writes them there."""

from __future__ import annotations

from collections import defaultdict

from builder.pages.published import Department, Index
from builder.publish.regions import region_ids

ALL, CHANGES = "feed.xml", "corrections/feed.xml"


def of_department(org_id: str) -> str:
    """
    >>> of_department("jia-sb")
    'jia-sb/feed.xml'
    """
    return f"{org_id}/feed.xml"


def of_regions(index: Index) -> dict[str, str]:
    """Region → its feed, under the id that its data have; none for departments without a region."""
    names = {department.region for department in index.departments} - {""}
    return {name: f"regions/{region_id}/feed.xml" for name, region_id in region_ids(names).items()}


def by_feed(index: Index) -> dict[str, list[Department]]:
    """The departments that each feed tells of; the two feeds of everything are not among them."""
    regions = of_regions(index)
    found: dict[str, list[Department]] = defaultdict(list)
    for department in index.departments:
        found[of_department(department.org_id)].append(department)
        if department.region:
            found[regions[department.region]].append(department)
    return found
