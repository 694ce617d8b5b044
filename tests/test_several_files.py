"""A report of several files: which files are one report, each fact with its own file, no table counted twice."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from builder.errors import KnowledgeError
from builder.model import Fact, Report
from builder.reports import read_report, read_reports
from builder.sources import find_sources
from builder.typeset.formats.content import made_content
from builder.typeset.formats.workbook import workbook_axes, write_workbook
from builder.typeset.generate import generate
from tests.documents.made_archive import zipped
from tests.publish.made import ORG, T01, T05, T09, TEXT, of_org

HEAD, _, REST = TEXT.partition("第二部分 2024年度部门决算表\n")
NARRATIVE = "第三部分 2024年度部门决算情况说明\n" + REST.partition("第三部分 2024年度部门决算情况说明\n")[2]
PROSE = HEAD + NARRATIVE
TABLES = (
    f"收入支出决算总表\n部门：{ORG}\t单位：万元\n{T01}\n一般公共预算财政拨款支出决算表\n部门：{ORG}\t单位：元\n{T05}\n"
    f"财政拨款“三公”经费支出决算表\n单位：万元\n{T09}\n"
)  # fmt: skip


def write(folder: Path, files: dict[str, str | bytes], catalogue: str = "") -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    if catalogue:
        (folder / "reports.csv").write_text(catalogue, encoding="utf-8")
    return folder


def only(folder: Path) -> Report:
    (source,) = find_sources(folder)
    return read_report(folder, source)


def figures(report: Report) -> set[tuple[tuple[str, ...], Decimal | None]]:
    return {(fact.key, fact.value) for fact in report.content.facts}


def of_table(report: Report, table: str) -> list[Fact]:
    return [fact for fact in report.content.facts if fact.table == table]


FORMS: dict[str, tuple[dict[str, str | bytes], str]] = {
    "archive": ({"甲.zip": zipped({"说明.txt": PROSE.encode(), "附表.txt": TABLES.encode()}, "gbk")}, ""),
    "folder by its name": ({"甲.report/说明.txt": PROSE, "甲.report/附表.txt": TABLES}, ""),
    "folder by its row": ({"甲/说明.txt": PROSE, "甲/表/附表.txt": TABLES}, "file,org_id\n甲/,jia\n"),
    "attachments": ({"说明.txt": PROSE, "附表.txt": TABLES}, "file,attachments\n说明.txt, 附表.txt ;\n"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_prose_and_tables_in_two_files_say_what_one_file_says(tmp_path: Path, form: str) -> None:
    whole = only(write(tmp_path / "one", {"a.txt": TEXT}))
    several = only(write(tmp_path / "several", *FORMS[form]))
    assert figures(several) == figures(whole)
    assert len(several.content.facts) == len(whole.content.facts)
    assert (several.org, several.year, several.kind) == (whole.org, whole.year, whole.kind)
    assert {fact.place.file.rsplit("/", 1)[-1] for fact in of_table(several, "N")} == {"说明.txt"}
    assert {fact.place.file.rsplit("/", 1)[-1] for fact in of_table(several, "T05")} == {"附表.txt"}
    lines = {part.file: part.text_lines or () for part in several.document.parts}
    for fact in several.content.facts:
        printed = lines[fact.place.file][(fact.place.line or 0) - 1]
        assert fact.raw.replace(" ", "") in printed.replace(" ", "")


def test_nothing_runs_on_from_one_file_into_the_next(tmp_path: Path) -> None:
    """A table at the end of one file does not take what the next begins with, nor a sentence its words."""
    cut = TABLES.rstrip().rsplit("\n", 1)[0]
    more = "部门预算绩效表\n\t甲\t900.00\n\t乙\t800.00\n"
    report = only(
        write(tmp_path, {"甲.report/1.txt": PROSE, "甲.report/2.txt": cut, "甲.report/3.txt": more})
    )
    assert not {fact.raw for fact in report.content.facts} & {"900.00", "800.00"}
    assert len(of_table(report, "T09")) > 4


def test_the_same_table_in_two_files_is_published_once(tmp_path: Path) -> None:
    whole = only(write(tmp_path / "one", {"a.txt": TEXT}))
    both = only(write(tmp_path / "both", {"甲.report/全文.txt": TEXT, "甲.report/附表.txt": TABLES + "\n"}))
    assert figures(both) == figures(whole)
    assert len(both.content.facts) == len(whole.content.facts)
    assert {fact.place.file for fact in both.content.facts} == {"甲.report/全文.txt"}
    assert both.content.tables[0].place.file == "甲.report/全文.txt"
    (told,) = both.content.notices
    assert told.place.file == "甲.report/附表.txt"
    assert "收入支出决算总表" in told.zh
    assert "数相同，只取一次" in told.zh
    assert checks_but_notices(both) == checks_but_notices(whole)


def checks_but_notices(report: Report) -> list[str]:
    return [finding.check for finding in report.checked.findings if finding.check != "R3"]


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return generate(33).pdf


def test_a_workbook_beside_the_pdf_doubles_no_fact_and_is_told(tmp_path: Path, pdf: bytes) -> None:
    book = write_workbook(made_content(33))
    whole = only(write(tmp_path / "one", {"决算.pdf": pdf}))
    both = only(write(tmp_path / "both", {"甲.report/决算.pdf": pdf, "甲.report/附表.xlsx": book}))
    assert len(both.content.facts) == len(whole.content.facts)
    assert figures(both) == figures(whole)
    assert any("数相同，只取一次" in notice.zh for notice in both.content.notices)
    assert checks_but_notices(both) == checks_but_notices(whole)


def test_where_the_workbook_prints_another_figure_both_are_told(tmp_path: Path, pdf: bytes) -> None:
    content = made_content(33)
    axes = {**workbook_axes(content), "figures": "text"}
    book = load_workbook(io.BytesIO(write_workbook(content, axes)))
    total = next(fact for fact in content.facts if fact.table == "T03" and fact.item == "合计")
    cell = next(
        cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
        if cell.value == total.raw and "本年支出合计" in str([*sheet.values])
    )  # fmt: skip
    cell.value = f"{total.raw[:-1]}{(int(total.raw[-1]) + 5) % 10}"
    changed = io.BytesIO()
    book.save(changed)
    both = only(write(tmp_path, {"甲.report/决算.pdf": pdf, "甲.report/附表.xlsx": changed.getvalue()}))
    found = [fact.raw for f in both.checked.findings if f.check == "G11" for fact in f.facts]
    left = [entry.raw for entry in both.content.unread if entry.place.file == "甲.report/附表.xlsx"]
    assert cell.value in found + left


def test_a_copy_of_the_whole_report_in_another_file_adds_nothing(tmp_path: Path) -> None:
    whole = only(write(tmp_path / "one", {"a.txt": TEXT}))
    both = only(write(tmp_path / "both", {"甲.report/a.txt": TEXT, "甲.report/b.md": TEXT + "\n\n"}))
    assert len(both.content.facts) == len(whole.content.facts)
    assert len(both.recognised.duties) == len(whole.recognised.duties)
    assert len(both.recognised.glossary) == len(whole.recognised.glossary)
    assert checks_but_notices(both) == checks_but_notices(whole)


def test_a_figure_that_two_files_print_differently_is_a_finding_with_both_places(tmp_path: Path) -> None:
    other = TABLES.replace("\t1.50", "\t1.60", 1).replace("\t3.80", "\t3.90", 1)
    report = only(write(tmp_path, {"甲.report/全文.txt": TEXT, "甲.report/附表.txt": other}))
    found = [finding for finding in report.checked.findings if finding.check == "G11"]
    assert [[(fact.raw, fact.place.file) for fact in finding.facts] for finding in found] == [
        [("3.80", "甲.report/全文.txt"), ("3.90", "甲.report/附表.txt")],
        [("1.50", "甲.report/全文.txt"), ("1.60", "甲.report/附表.txt")],
    ]
    assert {finding.level for finding in found} == {"不一致"}
    assert any("印得不同的数两处都列出" in notice.zh for notice in report.content.notices)
    assert len(of_table(report, "T01")) == len(
        of_table(only(write(tmp_path / "one", {"a.txt": TEXT})), "T01")
    )


def test_of_two_tables_that_whose_sums_hold_is_taken(tmp_path: Path) -> None:
    wrong = TEXT.replace("\t60.00\n", "\t16.00\n")
    assert wrong != TEXT
    report = only(write(tmp_path, {"甲.report/全文.txt": wrong, "甲.report/附表.txt": TABLES}))
    assert {fact.place.file for fact in of_table(report, "T01")} == {"甲.report/附表.txt"}
    assert report.checked.proven["T01"]
    (left,) = [entry for entry in report.content.unread if entry.table == "T01"]
    assert left.place.file == "甲.report/全文.txt"
    assert "加不拢" in left.zh


def test_the_table_of_another_unit_in_the_folder_is_not_mixed_in(tmp_path: Path) -> None:
    digits = str.maketrans("0123456789", "1357924680")
    strange = "收入支出决算总表\n单位：万元\n" + T01.translate(digits) + "\n"
    report = only(write(tmp_path, {"甲.report/全文.txt": TEXT, "甲.report/别.txt": strange}))
    whole = only(write(tmp_path / "one", {"a.txt": TEXT}))
    assert figures(report) == figures(whole)
    assert any("另一" in entry.zh for entry in report.content.unread)


def test_a_file_of_the_report_that_cannot_be_read_is_a_problem_of_its_own(tmp_path: Path) -> None:
    folder = write(tmp_path, {"甲.report/全文.txt": TEXT, "甲.report/坏.pdf": b"%PDF-1.4\nnothing"})
    reports, problems = read_reports(folder, find_sources(folder), lambda *_: None)
    assert len(reports) == 1
    assert [problem.source for problem in problems] == ["甲.report/坏.pdf"]


# --- which files are one report --------------------------------------------------------------------------


def test_other_files_of_a_folder_are_listed_and_hidden_ones_left_out(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"甲.report/{name}": "x" for name in ("a.txt", "b.psd", ".c.txt", "_d.txt")
    }
    (source,) = find_sources(write(tmp_path, {**files, "甲.report/里/e.txt": "y"}))
    assert source.file == "甲.report/"
    assert [one.file for one in source.files] == ["甲.report/a.txt", "甲.report/里/e.txt"]
    assert source.ignored == ("甲.report/b.psd",)


def test_the_hash_of_a_folder_follows_its_bytes_not_its_names(tmp_path: Path) -> None:
    (first,) = find_sources(write(tmp_path / "1", {"甲.report/a.txt": "x", "甲.report/b.txt": "y"}))
    (renamed,) = find_sources(write(tmp_path / "2", {"乙.report/c.txt": "y", "乙.report/d.txt": "x"}))
    (other,) = find_sources(write(tmp_path / "3", {"甲.report/a.txt": "x", "甲.report/b.txt": "z"}))
    assert first.sha256 == renamed.sha256 != other.sha256
    assert first.size == 2


def test_an_attachment_is_no_report_of_its_own(tmp_path: Path) -> None:
    folder = write(tmp_path, {"a.txt": "x", "b.xls": "y", "c.txt": "z"}, "file,attachments\na.txt,b.xls\n")
    assert [source.file for source in find_sources(folder)] == ["a.txt", "c.txt"]


@pytest.mark.parametrize("row", ["a.txt,gone.xls", "a.txt,a.txt", "a.txt,../a.txt"])
def test_an_attachment_that_is_not_there_is_refused(tmp_path: Path, row: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        find_sources(write(tmp_path, {"a.txt": "x"}, f"file,attachments\n{row}\n"))
    assert "附件" in caught.value.zh


def test_a_row_for_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    with pytest.raises(KnowledgeError):
        find_sources(write(tmp_path, {}, "file\n空/\n"))


def test_the_same_file_twice_is_taken_once_and_said(tmp_path: Path) -> None:
    (source,) = find_sources(write(tmp_path, {"a.txt": "x", "b.txt": "x", "c/a.txt": "x"}))
    assert (source.file, source.copies) == ("a.txt", ("b.txt", "c/a.txt"))


def test_of_the_same_file_twice_that_with_a_row_is_taken_and_two_rows_keep_both(tmp_path: Path) -> None:
    folder = write(tmp_path, {"a.txt": "x", "b.txt": "x"}, "file,org_id\nb.txt,jia\n")
    assert [(source.file, source.copies) for source in find_sources(folder)] == [("b.txt", ("a.txt",))]
    write(folder, {}, "file,org_id\na.txt,jia\nb.txt,yi\n")
    assert [source.file for source in find_sources(folder)] == ["a.txt", "b.txt"]


def test_two_reports_of_one_folder_stay_two(tmp_path: Path) -> None:
    folder = write(tmp_path, {"2024/a.txt": TEXT, "2024/b.txt": of_org("云岭市水利局")})
    assert [source.file for source in find_sources(folder)] == ["2024/a.txt", "2024/b.txt"]
