"""The installed package: what stands outside the code comes with it, and a site is built from another folder."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this checkout, unpacked; made without asking any index."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    ).stdout.decode()  # fmt: skip
    for name in tracked.split("\0"):
        if name and not name.startswith("tests/") and (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "--wheel-dir", str(folder), str(source)], check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site-packages")
    return folder / "site-packages"


def test_the_wheel_holds_what_the_program_needs_beside_its_code(installed: Path) -> None:
    packaged = installed / "builder" / "packaged"
    for folder in ("templates", "content/method", "content/reports"):
        ours = {
            p.relative_to(ROOT).as_posix()
            for p in (ROOT / folder).rglob("*")
            if p.is_file() and "node_modules" not in p.parts
        }
        theirs = {p.relative_to(packaged).as_posix() for p in (packaged / folder).rglob("*") if p.is_file()}
        assert ours == theirs
    for name in ("mkdocs.yml", "content/glossary.csv", "templates/theme/partials/footer.html"):
        assert (packaged / name).read_bytes() == (ROOT / name).read_bytes()
    knowledge = {path.name for path in (ROOT / "builder" / "knowledge").iterdir() if path.suffix != ".pyc"}
    assert knowledge - {"__pycache__"} <= {
        path.name for path in (installed / "builder" / "knowledge").iterdir()
    }


def test_the_wheel_builds_a_site_in_a_folder_of_one_s_own(installed: Path, tmp_path: Path) -> None:
    from tests.publish.made import ORG, TEXT, write_reports

    write_reports(tmp_path / "content" / "reports", {"a.txt": TEXT})
    (tmp_path / "mkdocs.yml").write_text("site_name: 云岭明账\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "builder", "build", "--pictures", "none"],
        cwd=tmp_path, env={"PYTHONPATH": str(installed), "PATH": ""}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    home = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert "云岭明账" in home
    assert ORG in (tmp_path / "site" / "departments" / "index.html").read_text(encoding="utf-8")
    assert (tmp_path / "site" / "terms" / "final-accounts" / "index.html").is_file()
    assert (tmp_path / "site" / "method" / "privacy" / "index.html").is_file()
