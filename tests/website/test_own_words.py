"""What a portal says of itself stands in its citations, its linked data, its catalogue and its data packages."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from builder.knowledge.columns import load_columns
from builder.pages.linked_data import LICENCE, NAME_OF_PORTAL, PUBLISHER, in_page
from builder.publish.json_file import indented
from builder.website.dcat import _licensed, _reached
from builder.website.own_words import OwnWords, own_words, put_licence, with_own_words
from builder.website.planned import Planned, content_of

OWN = OwnWords(
    "云岭<明账>&", "云岭日报", "编辑部 a@example.org，电话见报", "CC BY 4.0", "https://example.org/by/"
)
CITED = "甲。<!--portal-->整理 @misc{x,\n  howpublished = {<!--portal in bibtex-->整理},\n}"


def test_the_name_stands_in_both_forms_of_a_citation() -> None:
    assert with_own_words(CITED, OWN) == (
        "甲。云岭&lt;明账&gt;&amp;整理 @misc{x,\n  howpublished = {云岭&lt;明账&gt;\\&amp;整理},\n}"
    )


def linked(own: OwnWords) -> dict[str, Any]:
    told = {"name": NAME_OF_PORTAL, "creator": {"@type": "Organization", "name": PUBLISHER, "url": "../about/"},
            "license": LICENCE, "dataset": [{"name": f"{NAME_OF_PORTAL}：数字", "license": LICENCE}]}  # fmt: skip
    (found,) = re.findall(r"json\">(.*?)</script>", with_own_words(f"<p>{in_page(told)}</p>", own))
    value: dict[str, Any] = json.loads(found)
    return value


def test_linked_data_names_the_portal_who_runs_it_and_its_licence() -> None:
    told = linked(OWN)
    assert told["name"] == OWN.name
    assert told["dataset"][0] == {"name": f"{OWN.name}：数字", "license": OWN.licence_url}
    assert told["license"] == OWN.licence_url
    assert told["creator"] == {
        "@type": "Organization", "name": "云岭日报", "url": "../about/",
        "contactPoint": {"@type": "ContactPoint", "email": "a@example.org"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("own", "licence"),
    [
        (OwnWords("甲"), load_columns().license["path"]),
        (OwnWords("甲", licence="署名即可"), {"@type": "CreativeWork", "name": "署名即可"}),
    ],
)
def test_a_licence_without_an_address_is_told_by_name_and_none_is_that_of_the_program(
    own: OwnWords, licence: object
) -> None:
    assert linked(own)["license"] == licence
    assert linked(own)["creator"]["name"] == "甲"
    assert "contactPoint" not in linked(own)["creator"]


@pytest.mark.parametrize(
    ("contact", "card"),
    [
        ("a@example.org", {"hasEmail": "mailto:a@example.org"}),
        ("见 https://example.org/us", {"hasURL": "https://example.org/us"}),
        ("来信寄云岭路一号", {}),
    ],
)
def test_the_catalogue_has_the_contact_as_it_is_written(contact: str, card: dict[str, str]) -> None:
    told = _reached(OwnWords("甲", contact=contact))
    assert told == {"contactPoint": {"@type": "vcard:Kind", "fn": contact, **card}}
    assert _licensed(OwnWords("甲", licence="署名即可")) == {"rights": "署名即可"}
    assert _licensed(OWN) == {"license": OWN.licence_url}


@pytest.mark.parametrize(
    ("own", "base", "licences"),
    [
        (OwnWords("甲"), "", [load_columns().license]),
        (OWN, "", [{"title": "CC BY 4.0", "path": "https://example.org/by/"}]),
        (OwnWords("甲", licence="CC BY 4.0"), "", [{"name": "CC-BY-4.0", "title": "CC BY 4.0"}]),
        (OwnWords("甲", licence="署名即可"), "https://a.example/", [{"title": "署名即可", "path": "https://a.example/about/"}]),
        (OwnWords("甲", licence="署名即可"), "", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_ours", [True, False])
def test_data_packages_have_the_licence_and_the_file_of_the_build_is_left_alone(
    tmp_path: Path, own: OwnWords, base: str, licences: list[dict[str, str]] | None, is_ours: bool
) -> None:
    package = {"name": "a", "licenses": [load_columns().license],
               "resources": [{"name": "b", "path": "b.csv"}]}  # fmt: skip
    made, published = tmp_path / "made.json", tmp_path / "data" / "a" / "datapackage.json"
    made.write_text(indented(package) + "\n" if is_ours else json.dumps(package), encoding="utf-8")
    published.parent.mkdir(parents=True)
    os.link(made, published)
    site = Planned(tmp_path.stat().st_dev)
    site.link_tree(tmp_path / "data", "data")
    put_licence(site, own, base)
    put = site.planned("data/a/datapackage.json")
    assert put
    told = json.loads(content_of(put))
    assert (
        told == {**package, "licenses": licences}
        if licences
        else told.keys() == package.keys() - {"licenses"}
    )
    if is_ours:
        assert content_of(put).decode() == indented(told) + "\n"
    assert json.loads(made.read_text(encoding="utf-8")) == package


def test_settings_without_a_word_name_the_portal_by_the_site() -> None:
    assert own_words("甲", {"contact": None}) == OwnWords("甲")
    assert own_words("甲", {"portal": "乙", "contact": " 丙 "}) == OwnWords("乙", contact="丙")
