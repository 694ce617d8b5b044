"""Where the files are that the program brings with it: templates, glossary, method pages, workflows, one sample.

In a checkout they stand in it; in an installed package, where `setup.py` has put them. Both have the same layout.
"""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent
_INSTALLED = _HERE / "packaged"
#: The folder that holds `templates/`, `content/`, `.github/` and `mkdocs.yml`.
ROOT = _INSTALLED if _INSTALLED.is_dir() else _HERE.parent


def own_or_packaged(content: Path, name: str) -> Path:
    """A portal's own file or folder in its `content/`, or the one that comes with the program where it has none."""
    own = content / name
    return own if own.exists() else ROOT / "content" / name
