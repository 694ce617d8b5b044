"""Tables in text that lost its rules: set with spaces, drawn with pipes, or only in order."""

from pathlib import Path

import pytest

from builder.documents.plain_text import read_plain_text
from builder.model import Grid, Line
from builder.pipeline import read_report
from builder.sources import source_of

HEAD = "青澜市测试中心2023年度部门决算\n"
TITLE = "支出决算表\n单位：万元\n"
NOTE = "注：本表反映部门本年度各项支出情况。\n"
PIPES = """| 项目 |  | 本年支出合计 | 基本支出 | 项目支出 |
| --- | --- | --- | --- | --- |
| 科目编码 | 科目名称 |  |  |  |
| 合计 |  | 12.00 | 7.00 | 5.00 |
| 2130304 | 水利行业业务管理 | 12.00 | 7.00 | 5.00 |
"""
ALIGNED = """科目编码    科目名称          本年支出合计      基本支出      项目支出
合计                              12.00          7.00         5.00
2130304     水利行业业务管理         5.00                       5.00
2130399     其他水利支出             7.00          7.00
"""
ORDERED = """科目编码 科目名称 本年支出合计 基本支出 项目支出
合计 12.00 7.00 5.00
2130304 水利行业业务管理 5.00 5.00
2130399 其他水利支出 7.00 7.00
"""
BROKEN = """科目编码 科目名称 本年支出合计 基本支出 项目支出
合计 12.00 7.00 5.00
机关事业单位基本养老保险缴
2080505 12.00 7.00 5.00
费支出
"""


def grids(text: str) -> list[Grid]:
    return [block for block in read_plain_text(text.encode(), "x.txt").blocks if isinstance(block, Grid)]


def figures(tmp_path: Path, body: str) -> dict[str, str]:
    path = tmp_path / "report.txt"
    path.write_text(HEAD + TITLE + body + NOTE, encoding="utf-8")
    report = read_report(tmp_path, source_of(tmp_path, path.name, {}))
    return {f"{f.code}{f.item}|{f.measure}": str(f.value) for f in report.content.facts if f.table == "T03"}


def test_pipes_give_exact_columns_with_the_heads_spans() -> None:
    (grid,) = grids(PIPES)
    assert grid.exact
    first = next(iter(grid.rows()))
    assert (first[0].text, first[0].column_span) == ("项目", 2)


def test_pipes_are_read_by_their_heads(tmp_path: Path) -> None:
    found = figures(tmp_path, PIPES)
    assert found["2130304水利行业业务管理|项目支出"] == "5.00"
    assert found["合计|本年支出合计"] == "12.00"


def test_words_set_with_wide_spaces_are_read_where_they_stand(tmp_path: Path) -> None:
    found = figures(tmp_path, ALIGNED)
    assert found["2130304水利行业业务管理|项目支出"] == "5.00"
    assert "2130304水利行业业务管理|基本支出" not in found
    assert found["2130399其他水利支出|基本支出"] == "7.00"


def test_rows_that_lost_their_blanks_are_placed_by_their_sums(tmp_path: Path) -> None:
    found = figures(tmp_path, ORDERED)
    assert found["2130304水利行业业务管理|本年支出合计"] == "5.00"
    assert found["2130304水利行业业务管理|项目支出"] == "5.00"
    assert "2130304水利行业业务管理|基本支出" not in found
    assert found["2130399其他水利支出|基本支出"] == "7.00"
    assert found["合计|项目支出"] == "5.00"  # a full row is no riddle


def test_figures_that_lost_their_column_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    open_rows = ORDERED.replace("12.00 7.00 5.00", "12.00 6.00 6.00")
    open_rows = open_rows.replace("5.00 5.00", "6.00 6.00").replace("7.00 7.00", "6.00 6.00")
    path.write_text(HEAD + TITLE + open_rows + NOTE, encoding="utf-8")
    report = read_report(tmp_path, source_of(tmp_path, path.name, {}))
    stated = {(f.code, f.measure) for f in report.content.facts if f.table == "T03" and f.code}
    assert stated == {("2130304", "本年支出合计"), ("2130399", "本年支出合计")}
    assert sorted(entry.raw for entry in report.content.unread) == ["6.00", "6.00"]


def test_a_name_broken_over_lines_is_joined_when_the_code_confirms_it(tmp_path: Path) -> None:
    found = figures(tmp_path, BROKEN)
    assert found["2080505机关事业单位基本养老保险缴费支出|基本支出"] == "7.00"


def test_a_name_that_the_code_does_not_confirm_is_not_guessed(tmp_path: Path) -> None:
    found = figures(tmp_path, BROKEN.replace("费支出\n", "费开销\n"))
    assert not [key for key in found if key.startswith("2080505")]


def test_prose_with_amounts_is_no_table() -> None:
    text = "本年收入合计12.00万元，其中 财政拨款收入 12.00万元。\n支出合计 12.00 万元，占 100.00%。\n" * 3
    assert grids(text) == []


@pytest.mark.parametrize("width", [28, 33, 40])
def test_lines_wrapped_to_a_measure_run_on(width: int) -> None:
    sentence = "本年度完成了各项工作任务并按规定使用了资金" * 20
    wrapped = "\n".join(sentence[i : i + width] for i in range(0, len(sentence), width))
    lines = [b for b in read_plain_text(wrapped.encode(), "x.txt").blocks if isinstance(b, Line)]
    assert all(line.runs_on for line in lines[:-1])


def test_short_lines_of_their_own_do_not_run_on() -> None:
    text = "一、部门职责\n负责本市水利工作。\n二、机构设置\n内设三个科室。\n" * 5
    lines = [b for b in read_plain_text(text.encode(), "x.txt").blocks if isinstance(b, Line)]
    assert not any(line.runs_on for line in lines)
