"""What people are told about submissions and addresses, as Markdown; every word from outside is code."""

from __future__ import annotations

from collections.abc import Sequence

from builder.errors import MingbaiError
from builder.intake.addresses import NEWS, STATES, Asked
from builder.intake.submission import Taken
from builder.review.markdown import page, quoted


def taken_message(taken: Taken, number: int | None) -> str:
    """The text of the pull request that a submission becomes."""
    named = {
        "unit 单位": "org",
        "year 年度": "year",
        "id 编号": "org_id",
        "region 地区": "region",
        "published 公布": "published_on",
    }
    lines = [
        "有人提交了一份报告。合并前请有人看过：单位和年度对不对，文件是不是公开发布的原件。",
        "Somebody has submitted a report. Before it is merged a person must have looked: is it this unit and year, and is",
        "the file what was published?",
        "",
        f"- file 文件: {quoted(taken.file)}",
        *(f"- {words}: {quoted(taken.row[name])}" for words, name in named.items()),
        f"- url 网址: {quoted(taken.row['url'], 300)}",
    ]
    return page([*lines, *(["", f"Closes #{number}"] if number else [])])


def refused_message(error: MingbaiError) -> str:
    """What whoever submitted is told: the field, what is wrong, what to do."""
    place = f"{quoted(error.place)}：" if error.place else ""
    return page([
        "这份提交还不能收。改好上面的内容，会再查一次。",
        "This submission cannot be taken yet. Edit the text above, and it is looked at again.",
        "",
        f"- {place}{quoted(error.zh, 300)}",
        f"- {quoted(error.en, 300)}",
    ])  # fmt: skip


def addresses_message(asked: Sequence[Asked]) -> str:
    """What changed at the addresses; "" when a person need look at nothing."""
    news = [one for one in asked if one.state in NEWS]
    if not news:
        return ""
    unknown = sum(one.state == "unknown" for one in asked)
    rows = [
        f"| {STATES[one.state]} | {quoted(one.file)} | {quoted(one.url, 300)} | {quoted(one.told, 300)} |"
        for one in news
    ]
    return page([
        "公布报告的网址有变化，请看一看：不见了的，保留已收录的文件；内容变了的，可能重新公布过。",
        "Addresses of reports have changed. What is gone: the file that is here stays. What is changed may have been issued again.",
        "",
        "| 状态 state | 文件 file | 网址 address | 说明 |", "| --- | --- | --- | --- |", *rows, "",
        f"共查 asked {len(asked)}，从这里查不到的 not reachable from here {unknown}",
    ])  # fmt: skip
