"""What is missing or wrong in a portal and on a machine: each thing named, with what to do, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder import cli
from builder.portal import machine
from builder.portal.advice import Advice
from builder.portal.contents import look_over_content
from builder.portal.program import FILE
from builder.publish.accepted import COLUMNS
from tests.publish.made import TEXT, of_org, write_reports

PROGRAM = f"mingbai @ git+https://example.org/x@{'a' * 40}"
TERMS = "id,term,aliases,plain,why,not_to_confuse_with,items\n"


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    """Everything in order: one report with a row and an address."""
    write_reports(tmp_path / "content" / "reports", {"a.txt": TEXT}, "file,url\na.txt,https://example.org/\n")
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    (tmp_path / ".github" / "workflows" / "publish.yml").write_text("", encoding="utf-8")
    (tmp_path / "requirements.lock").write_text("", encoding="utf-8")
    (tmp_path / FILE).write_text(f"{PROGRAM}\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: 甲\nsite_url: https://example.org/\n"
        "extra: {operator: 乙, contact: a@example.org, report_error: a@example.org, licence: CC BY}\n",
        encoding="utf-8",
    )
    return tmp_path


def write(portal: Path, name: str, text: str | bytes) -> None:
    data = text.encode() if isinstance(text, str) else text
    (portal / "content" / name).write_bytes(data)


def told(portal: Path) -> list[Advice]:
    return [advice for advice in look_over_content(portal) if advice.level != "well"]


def run(portal: Path) -> Result:
    return CliRunner().invoke(cli.main, ["doctor", "--portal", str(portal)])


def test_a_portal_in_order_has_nothing_to_tell(portal: Path) -> None:
    assert told(portal) == []
    result = run(portal)
    assert result.exit_code == 0
    assert "这台机器 this machine" in result.output


@pytest.mark.parametrize(
    ("name", "text", "level", "words"),
    [
        ("reports/reports.csv", "file,url\na.txt,https://x.example\nb.txt,\n", "wrong", ("第 3 行", "b.txt", "no file")),
        ("reports/reports.csv", "file,orgid\na.txt,x\n", "wrong", ("orgid", "wrong columns")),
        ("reports/reports.csv", "file,published_on\na.txt,2025/9/1\n", "wrong", ("第 2 行", "published_on", "2025/9/1")),
        ("reports/reports.csv", "file,year\na.txt,24\n", "wrong", ("year",)),
        ("reports/reports.csv", "file,org_id\na.txt,甲\n", "wrong", ("org_id",)),
        ("reports/reports.csv", "file\na.txt\na.txt\n", "wrong", ("第 3 行", "重复")),
        ("reports/reports.csv", "file,attachments\na.txt,gone.txt\n", "wrong", ("gone.txt",)),
        ("reports/reports.csv", b"\xff\xfe\xff", "wrong", ("UTF-8",)),
        ("reports/reports.csv", "file\na.txt\n", "missing", ("a.txt", "url", "weekly")),
        ("reports/b.txt", of_org("云岭市水利局"), "missing", ("b.txt", "没有登记", "not listed")),
        ("reports/c.txt", TEXT, "missing", ("c.txt", "同一个文件", "the same file as a.txt")),
        ("accepted.csv", "a,b\n1,2\n", "wrong", ("accepted.csv", "列名")),
        ("accepted.csv", ",".join(COLUMNS) + "\nx,2024,A1,,说明,甲,昨天,\n", "wrong", ("第 2 行", "YYYY-MM-DD")),
        ("glossary.csv", "id,term\na,甲\n", "wrong", ("glossary.csv", "aliases")),
        ("glossary.csv", f"{TERMS}a,甲,,乙,,gone,\na,丙,,丁,,,\n", "wrong", ("a", "gone")),
        ("../mkdocs.yml", "site_name: 甲\nextra: {contct: a}\n", "wrong", ("contct",)),
        ("../mkdocs.yml", "site_name: 甲\n", "missing", ("site_url",)),
        ("../mkdocs.yml", "site_name: 甲\n", "missing", ("report_error", "报告错误")),
        (f"../{FILE}", "# mingbai==1\n", "wrong", (FILE, "没有写程序从哪里装", "git+https")),
        (f"../{FILE}", "-e .\n", "wrong", (FILE, "没有程序")),
        (f"../{FILE}", "mingbai @ file:///home/x/mingbai\n", "wrong", (FILE, "自己电脑")),
        (f"../{FILE}", "mingbai @ git+https://example.org/x@main\n", "missing", (FILE, "提交")),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_content_is_named(
    portal: Path, name: str, text: str | bytes, level: str, words: tuple[str, ...]
) -> None:
    write(portal, name, text)
    lines = [advice.line() for advice in told(portal) if advice.level == level]
    assert any(all(word in line for word in words) for line in lines), lines
    for advice in told(portal):
        assert advice.do_zh
        assert advice.do_en
    assert run(portal).exit_code == (1 if level == "wrong" else 0)


def test_all_faults_of_the_list_are_told_at_once(portal: Path) -> None:
    write(portal, "reports/reports.csv", "file,year,published_on\na.txt,24,x\nb.txt,25,\n")
    assert len([advice for advice in told(portal) if advice.level == "wrong"]) == 4


def test_a_folder_without_anything_is_told_what_to_do(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code == 1
    assert "没有这个文件夹" in result.output
    assert "mingbai new" in result.output


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda m: m.setattr(machine, "is_installed", lambda: False), "mingbai[ocr]"),
        (lambda m: m.setattr(machine, "chinese_face", lambda: None), "fonts-noto-cjk"),
        (lambda m: m.setattr("shutil.which", lambda _: None), "libreoffice-writer-nogui"),
        (lambda m: m.setattr(machine, "total_memory_mib", lambda: 512), "--memory-limit 256"),
    ],
)
def test_what_the_machine_lacks_is_named(
    portal: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[pytest.MonkeyPatch], None], words: str
) -> None:
    change(monkeypatch)
    assert words in run(portal).output


@pytest.mark.parametrize(("free", "level"), [(10_000, "well"), (1_000, "missing"), (10, "wrong")])
def test_room_on_the_disk(free: int, level: str) -> None:
    assert machine._disk(free).level == level


def test_every_line_is_in_both_languages(portal: Path) -> None:
    write(portal, "reports/reports.csv", "file,year\na.txt,24\n")
    for advice in told(portal):
        assert re.search(r"[\u4e00-\u9fff]", advice.zh + advice.do_zh)
        assert re.search(r"[a-z]{3}", advice.en + advice.do_en)
