"""What a portal needs for GitHub to publish it: the workflows, and a program that they can install."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from builder.portal.advice import Advice, well
from builder.portal.program import FILE, NAME, is_on_this_machine, is_own_folder, is_pinned, lines_of

_LOCK = "requirements.lock"
_EXAMPLE = f"{NAME} @ git+https://github.com/…/….git@COMMIT"


def look_over_publishing(portal: Path) -> Iterator[Advice]:
    """The workflows; and where there are some, what they install."""
    folder = portal / ".github" / "workflows"
    if not any(folder.glob("publish.y*ml")):
        yield Advice(
            "missing",
            "自动发布 publishing",
            "没有 GitHub 的工作流",
            "no workflows for GitHub",
            "用 mingbai new 新建的网站里有",
            "a portal made by mingbai new has them",
        )
        return
    yield well("自动发布 publishing", folder.as_posix())
    yield _program(portal)
    if not (portal / _LOCK).is_file():
        yield Advice(
            "wrong",
            _LOCK,
            "没有，工作流装不了程序用的软件包",
            "missing: the workflows cannot install what the program needs",
            "从 mingbai new 新建的网站里拷来",
            "copy it from a portal made by mingbai new",
        )


def _program(portal: Path) -> Advice:
    """Whether GitHub can install the program from what the file says, and whether it stays the same."""
    path = portal / FILE
    lines = lines_of(path.read_text(encoding="utf-8", errors="replace")) if path.is_file() else []
    if not lines:
        return Advice(
            "wrong",
            FILE,
            "没有写程序从哪里装，工作流会停在这里",
            "it does not say where the program is taken from: the workflows stop there",
            f"加一行 {_EXAMPLE}",
            "add such a line",
        )
    line = lines[-1]
    if is_own_folder(line):
        if _holds_program(portal):
            return well(FILE, "网站和程序在同一个仓库 portal and program in one repository")
        return _unusable(line, "这个文件夹里没有程序", "the program is not in this folder")
    if is_on_this_machine(line):
        return _unusable(
            line, "这是自己电脑上的位置，GitHub 上没有", "a place on this machine, which GitHub does not have"
        )
    if not is_pinned(line):
        return Advice(
            "missing",
            FILE,
            f"没有写明是哪个提交：{line}",
            "no commit is named",
            "写 40 位的提交号，程序才不会自己变",
            "name the commit by its 40 digits, or the program changes by itself",
        )
    return well(FILE, line)


def _unusable(line: str, zh: str, en: str) -> Advice:
    return Advice("wrong", FILE, f"{zh}：{line}", en, f"改成 {_EXAMPLE}", "change it to that form")


def _holds_program(portal: Path) -> bool:
    path = portal / "pyproject.toml"
    return path.is_file() and bool(
        re.search(rf'^name = "{NAME}"$', path.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
    )
