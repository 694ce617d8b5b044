"""Where a portal takes the program from: found out for `new`, and judged for `doctor`.

What is written into a portal must be there for GitHub's machines too: an address on the web and one state of it. A name and
version alone is never guessed: such a release need not exist, or a package of that name may be somebody else's.
"""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import builder
from builder.packaged import ROOT

FILE = "requirements-program.txt"
NAME = "mingbai"
_SECONDS = 20
_SSH = re.compile(r"(?:ssh://)?git@(?P<host>[\w.-]+)[:/](?P<path>[\w./~-]+)")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_PINNED_GIT = re.compile(r"git\+https://\S+@[0-9a-f]{40}(?:#\S*)?")


@dataclass(frozen=True, slots=True)
class Program:
    """A line for pip, with what is to be noted of it if anything; or "" with the reason why none is known."""

    line: str
    zh: str = ""
    en: str = ""


def program_here() -> Program:
    """Where the program that runs was taken from: its clone's server and commit, or what its installer noted."""
    if (ROOT / ".git").exists():
        return _of_clone(ROOT)
    return _of_installed(_noted())


def _noted() -> dict[str, Any] | None:
    """What pip and others note of a package that was given by its address (`direct_url.json`); None without."""
    try:
        found = distribution(NAME)
        is_ours = Path(str(found.locate_file("builder"))).resolve() == Path(builder.__file__).resolve().parent
        text = found.read_text("direct_url.json") if is_ours else None
        told = json.loads(text) if text else None
    except (PackageNotFoundError, OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None


def _of_installed(told: dict[str, Any] | None) -> Program:
    address = _on_the_web(str((told or {}).get("url", "")))
    commit = str(((told or {}).get("vcs_info") or {}).get("commit_id", ""))
    if told is None:
        return Program("", "程序不是从一个网址装的", "the program was not installed from an address")
    if not address:
        return Program(
            "", "程序是从这台机器上的文件装的", "the program was installed from a file of this machine"
        )
    if _COMMIT.fullmatch(commit):
        return Program(f"{NAME} @ git+{address}@{commit}")
    digest = ((told.get("archive_info") or {}).get("hashes") or {}).get("sha256")
    return Program(f"{NAME} @ {address}{f'#sha256={digest}' if digest else ''}")


def _of_clone(folder: Path) -> Program:
    """The commit that is checked out, at a server that has it."""
    commit = _git(folder, "rev-parse", "HEAD").strip()
    if not _COMMIT.fullmatch(commit):
        return Program("", "程序的 git 仓库读不出来", "the program's git repository cannot be read")
    branches = _git(
        folder, "for-each-ref", "--contains", commit, "--format=%(refname:lstrip=2)", "refs/remotes"
    )
    holding = sorted(
        {name.split("/")[0] for name in branches.split()}, key=lambda name: (name != "origin", name)
    )
    for remote in holding:
        if address := _on_the_web(_git(folder, "config", "--get", f"remote.{remote}.url").strip()):
            return _as_committed(folder, f"{NAME} @ git+{address}@{commit}")
    if not holding:
        return Program(
            "",
            f"程序的提交 {commit[:12]} 还没有推到服务器上",
            f"the program's commit {commit[:12]} is on no server yet",
        )
    return Program("", "程序的 git 仓库没有网址", "the program's git repository has no address on the web")


def _as_committed(folder: Path, line: str) -> Program:
    if not _git(folder, "status", "--porcelain", "--untracked-files=no").strip():
        return Program(line)
    return Program(line, "这里没有提交的改动不在里面", "changes that are not committed are not in it")


def _git(folder: Path, *words: str) -> str:
    """What git says; "" when it fails or is not there."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words], capture_output=True, encoding="utf-8", check=False, timeout=_SECONDS
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ""
    return done.stdout if done.returncode == 0 else ""


def _on_the_web(address: str) -> str:
    """The address as https without name and password; "" for one of this machine, or of no known form.

    >>> _on_the_web("git@example.org:office/mingbai.git"), _on_the_web("https://me:secret@example.org/a.git")
    ('https://example.org/office/mingbai.git', 'https://example.org/a.git')
    >>> _on_the_web("/srv/mingbai.git"), _on_the_web("file:///srv/mingbai.git")
    ('', '')
    """
    if found := _SSH.fullmatch(address):
        return f"https://{found['host']}/{found['path']}"
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or re.search(r"\s", address):
        return ""
    host = parts.hostname + (f":{parts.port}" if parts.port else "")
    return urlunsplit(("https", host, parts.path, parts.query, ""))


def marked_place(why: Program) -> str:
    """The file's text where nothing is known: no line for pip, and what is to be written."""
    return f"""# 请在最后写一行：程序从哪里装。不写，GitHub 上装不了程序，工作流会停下并指到这里；mingbai doctor 也会说。
# Please add one line at the end: where pip takes the program from. Without it the workflows stop and point here.
#   {NAME} @ git+https://github.com/…/….git@COMMIT
# 没有写，是因为{why.zh}。 Nothing is written because {why.en}.
"""


# --- judging what is written -----------------------------------------------------------------------------


def lines_of(text: str) -> list[str]:
    """The lines that pip would take.

    >>> lines_of("# a word\\n\\nmingbai @ git+https://example.org/x@abc  # why\\n")
    ['mingbai @ git+https://example.org/x@abc']
    """
    lines = (re.sub(r"(?:^|\s)#.*", "", line).strip() for line in text.splitlines())
    return [line for line in lines if line]


def is_own_folder(line: str) -> bool:
    """Whether the program is taken from the portal's own folder: a fork that holds the program itself."""
    return line.split()[-1] == "." and line.split()[:-1] in ([], ["-e"], ["--editable"])


def is_on_this_machine(line: str) -> bool:
    """Whether it is a file or a folder, which GitHub's machines do not have."""
    where = line.partition("@")[2].strip() if re.match(r"[\w.-]+\s*@", line) else line.split()[-1]
    return where.startswith((".", "/", "~", "file:", "git+file:", "git+/")) or "\\" in where


def is_pinned(line: str) -> bool:
    """Whether it is one state for ever: a commit, a version, an archive with its hash.

    >>> is_pinned("mingbai @ git+https://example.org/x@main"), is_pinned("mingbai==1.2")
    (False, True)
    """
    if "git+" in line:
        return _PINNED_GIT.search(line) is not None
    return re.search(r"==\s*\d|#sha256=", line) is not None
