"""Set-up with nothing but Python and git: `python3 -m builder.bootstrap demo` or `test`. Standard library only.

demo  makes .venv, installs the locked requirements and builds the demonstration portal into site/
      (and, when npm is there, SQLite for the query page)
test  makes .venv, installs the locked development requirements and runs lint, types and tests
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_ENVIRONMENT = ROOT / ".venv"
_USAGE = "用法 usage: python3 -m builder.bootstrap demo|test"
_QUERY = ROOT / "templates" / "query"
_NPM_SECONDS = 300
_LOCKS = {"demo": "requirements.lock", "test": "requirements-dev.lock"}


def main(arguments: list[str]) -> int:
    """Run one of the two; the exit code is that of the first step that fails."""
    if len(arguments) != 1 or arguments[0] not in _LOCKS:
        print(_USAGE, file=sys.stderr)
        return 2
    if sys.version_info < (3, 11):  # noqa: UP036  whoever runs this may have an older Python
        print("需要 Python 3.11 或更高版本 / Python 3.11 or newer is needed", file=sys.stderr)
        return 2
    python = _python()
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    steps = [
        [*install, "--require-hashes", "--requirement", str(ROOT / _LOCKS[arguments[0]])],
        [*install, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
        *(_demo(python) if arguments[0] == "demo" else _test(python)),
    ]
    _query_engine()
    for step in steps:
        print("·", " ".join(step).replace(f"{ROOT}{os.sep}", ""), flush=True)
        if code := subprocess.run(step, cwd=ROOT, check=False).returncode:
            return code
    if arguments[0] == "demo":
        command = Path(python).with_name("mingbai").relative_to(ROOT)
        print(f"看网站 look at it: {command} serve   → http://127.0.0.1:8000/")
    return 0


def _python() -> str:
    """The environment's own Python; the environment is made when it is not there."""
    folder, name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    python = _ENVIRONMENT / folder / name
    if not python.exists():
        venv.create(_ENVIRONMENT, with_pip=True)
    return str(python)


def _query_engine() -> None:
    """SQLite for the query page comes from npm. Without it the site is complete but for queries in the browser."""
    npm = shutil.which("npm")
    if npm is None or (_QUERY / "node_modules").exists():
        return
    print("· npm ci --prefix templates/query --ignore-scripts", flush=True)
    step = [npm, "ci", "--prefix", str(_QUERY), "--ignore-scripts", "--silent"]
    try:
        is_there = subprocess.run(step, cwd=_QUERY, check=False, timeout=_NPM_SECONDS).returncode == 0
    except subprocess.TimeoutExpired:
        is_there = False
    if not is_there:
        print(
            "没有从 npm 装上浏览器里的 SQLite，网站上就不能自己写查询；其他都一样"
            " / SQLite for the browser was not installed from npm: the site is built without queries in the browser",
            file=sys.stderr,
        )


def _demo(python: str) -> list[list[str]]:
    return [[python, "-m", "builder", "build"]]


def _test(python: str) -> list[list[str]]:
    return [
        [python, "-m", "ruff", "check", "."],
        [python, "-m", "mypy"],
        [python, "-m", "pytest", "--numprocesses=auto", "--dist=loadfile"],  # on every core, each file on one
    ]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
