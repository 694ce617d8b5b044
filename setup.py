"""Puts what stands outside the package into it when it is built; everything else is declared in `pyproject.toml`.

`templates/`, `content/` and `.github/` have their fixed places in the repository, and an installed program needs them.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
#: What `mingbai` needs away from the repository; `builder/packaged.py` finds it.
FILES = (
    "mkdocs.yml", "CONTRIBUTING.md", "LICENSE", "templates", "content/glossary.csv", "content/accepted.csv", "content/method",
    "content/reports", ".github", "requirements.lock",
)  # fmt: skip


class BuildWithFiles(build_py):
    """`build_py`, and then a copy of FILES in `builder/packaged/`; an editable install finds them where they are."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        for name in FILES:
            source, target = ROOT / name, Path(self.build_lib) / "builder" / "packaged" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, dirs_exist_ok=True)
            else:
                shutil.copyfile(source, target)


setup(cmdclass={"build_py": BuildWithFiles})
