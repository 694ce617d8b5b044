"""What the panel of a figure is told: names, places, pictures that are there, findings, and the line of a text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from builder.documents.page_pictures import draw_pages
from builder.pages.figures import Links
from builder.pages.published import read_report
from builder.pages.traces import FROM_TEXT, PROOF, traces_json
from tests.documents.made import MadePdf, Table
from tests.pages import made_data


def told(tmp_path: Path, made: made_data.Json) -> Any:
    made_data.write_data(tmp_path, [made])
    folder = tmp_path / made["path"]
    report = read_report(folder)
    return json.loads(traces_json(report, Links(report, "../../", ""), folder))


def test_a_figure_of_a_text_is_told_with_its_line(tmp_path: Path) -> None:
    made = made_data.report("jia-sb", "甲市中心", 2023)
    made["source_text"][5] = "数" * 60 + "9.50万元" + "数" * 60
    made["facts"][5] |= {"raw": "9.50万元"}
    known = told(tmp_path, made)
    fact = known["facts"]["f6"]
    assert fact["quote"] == "…" + "数" * 40 + "9.50万元" + "数" * 40 + "…"
    assert (fact["t"], fact["name"], fact["place"]) == ("T01", "支出 · 住房保障支出 · 决算数", "第 6 行")
    assert "picture" not in fact
    assert "read" not in fact
    assert known["tables"]["T01"]["proof"] == PROOF[True]
    assert known["text"] == FROM_TEXT
    assert known["sha256"] == made["source"]["sha256"]


def test_findings_that_concern_a_figure_are_told(tmp_path: Path) -> None:
    facts = told(tmp_path, made_data.report("jia-sb", "甲市中心", 2023))["facts"]
    assert facts["f1"]["found"] == [["#finding-a1-00000001", "不一致：总表收支两边相等"]]
    assert "found" not in facts["f9"]


def test_a_picture_is_told_only_where_it_is_there(tmp_path: Path) -> None:
    pdf = MadePdf()
    pdf.table(Table((("1", "2"), ("3", "4"))))
    ((_, png),) = draw_pages(pdf.data(), [(1, 0)])
    made = made_data.report("jia-sb", "甲市中心", 2023)
    made["source"] |= {"format": "pdf", "pages": 2, "lines": None}
    for number, fact in enumerate(made["facts"]):
        fact |= {"line": None, "page": 1 + number % 2, "box": [0.1, 0.2, 0.3, 0.25]}
    (tmp_path / "jia-sb/2023/pages").mkdir(parents=True)
    (tmp_path / "jia-sb/2023/pages/1.png").write_bytes(png)
    known = told(tmp_path, made)
    assert known["pictures"] == {"1": ["data/jia-sb/2023/pages/1.png", 910, 1287]}
    assert known["facts"]["f1"]["picture"] == "1"
    assert known["facts"]["f1"]["box"] == [0.1, 0.2, 0.3, 0.25]
    assert not {"picture", "box"} & set(known["facts"]["f2"])
    assert known["facts"]["f2"]["place"] == "第 2 页"


def test_a_recognised_figure_says_how_it_was_read(tmp_path: Path) -> None:
    made = made_data.report("jia-sb", "甲市中心", 2023)
    made["facts"][0] |= {"read": "识别未核对", "scanned": True}
    assert "以原件为准" in told(tmp_path, made)["facts"]["f1"]["read"]
