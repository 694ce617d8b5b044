"""Whole addresses where the site knows its own, none made up where it does not."""

from __future__ import annotations

import json
import re

from builder.pages.linked_data import in_page
from builder.website.addresses import with_addresses

SITE = "https://example.org/kan/"
CITED = "甲<!--address ，|jia/2023/versions/1a/-->乙 @misc{x,\n<!--bibtex jia/2023/versions/1a/-->}"


def test_a_citation_gets_the_address_of_the_site() -> None:
    assert with_addresses(CITED, SITE, f"{SITE}jia/2023/") == (
        "甲，https://example.org/kan/jia/2023/versions/1a/乙 @misc{x,\n"
        "  url = {https://example.org/kan/jia/2023/versions/1a/},\n}"
    )


def test_without_an_address_a_citation_does_without() -> None:
    assert with_addresses(CITED, "", "") == "甲乙 @misc{x,\n}"


def test_linked_data_gets_whole_addresses_and_only_they_change() -> None:
    told = {"@id": "#dataset", "url": "./", "name": "../x</script>",
            "distribution": [{"contentUrl": "../../data/a.csv"}], "isBasedOn": {"url": "http://b.test/x"}}  # fmt: skip
    page = f"<article>{in_page(told)}</article>"
    (found,) = re.findall(r"json\">(.*?)</script>", with_addresses(page, SITE, f"{SITE}jia/2023/"))
    assert json.loads(found) == {
        "@id": f"{SITE}jia/2023/#dataset", "url": f"{SITE}jia/2023/", "name": "../x</script>",
        "distribution": [{"contentUrl": f"{SITE}data/a.csv"}], "isBasedOn": {"url": "http://b.test/x"},
    }  # fmt: skip
    assert with_addresses(page, "", "") == page
