"""The database engine of the query page: fetched from npm into the working folder, by the program's own list with its hash.

A checkout may hold it in `templates/query` already; an installed program has the list only, and each portal fetches its own.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from builder.errors import BuildError
from builder.pages.data_help import LISTED, engine_in
from builder.text import one_line

_LISTS = ("package.json", "package-lock.json", ".npmrc")
_SECONDS = 300
_TOLD = 300


def fetch_engine(work: Path) -> Path:
    """Where the engine is; npm is asked when it is not there yet, and runs no script of a package.

    Raises BuildError, with what to do, without npm or when npm fails; a site can be built all the same.
    """
    if found := engine_in(work):
        return found
    npm = shutil.which("npm")
    if npm is None:
        raise _not_there("没有 npm", "npm is not installed")
    folder = work / "query"
    shutil.rmtree(folder, ignore_errors=True)  # whatever an interrupted run left
    folder.mkdir(parents=True)
    for name in _LISTS:
        if (LISTED / name).is_file():
            shutil.copyfile(LISTED / name, folder / name)
    try:
        done = subprocess.run(
            [npm, "ci", "--ignore-scripts", "--silent"], cwd=folder, capture_output=True, check=False, timeout=_SECONDS
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise _not_there("npm 一直没有装完", "npm did not come to an end") from error
    if done.returncode == 0 and (found := engine_in(work)):
        return found
    told = one_line(done.stderr.decode("utf-8", "replace"))[-_TOLD:]
    raise _not_there(f"npm 没有装上 {told}".strip(), "npm did not install it")


def _not_there(zh: str, en: str) -> BuildError:
    return BuildError(
        f"{zh}，网站上就不能自己写查询，其他都一样；要有，请装 Node.js（带 npm）、能上网，再运行 mingbai engine",
        f"{en}: the site is built without queries in the browser; for them, install Node.js (with npm) and run mingbai engine",
    )
