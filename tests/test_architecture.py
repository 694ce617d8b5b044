"""The shape of the code: one direction, few libraries in few places, no binary numbers, short files."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BUILDER = ROOT / "builder"
#: Examples for readers are shown and run, not imported.
FILES = sorted(path for path in BUILDER.rglob("*.py") if path.parent.name != "examples")
LONGEST_FILE = 400

#: Each stage may import itself and what stands before it.
ORDER = (
    "packaged", "errors", "text", "printed", "model", "knowledge", "documents", "sources", "recognise", "facts", "checks",
    "readings", "copies", "worker_errors", "workers", "at_once", "keeping", "outlines", "cache", "reports", "ready", "cluster",
    "publish", "pages", "website", "locking", "collecting", "pipeline",
)  # fmt: skip
HELPERS = {
    "check_report",
    "cli",
    "closing",
    "commands",
    "explain",
    "extract",
    "intake",
    "lookup",
    "places",
    "portal",
    "progress",
    "review",
    "shards",
    "snapshot",
    "__main__",
}
#: Tools of their own that nothing else imports.
APART = {"typeset", "bootstrap"}
MAY_IMPORT = {"typeset": {"errors", "text", "knowledge", "typeset"}, "bootstrap": set[str]()}
#: Library → where alone it may be used.
ONLY_IN = {
    "pdfplumber": ("documents/pdfplumber_reading.py",),
    "pdfminer": ("documents/pdfplumber_reading.py",),
    "pandas": ("publish/", "pages/"),
    "plotly": ("publish/", "pages/"),
    "pyarrow": ("publish/parquet.py",),
    "reportlab": ("typeset/",),
    "lxml": ("documents/", "typeset/"),
    "openpyxl": ("documents/", "publish/", "typeset/"),
    "xlrd": ("documents/",),
    "pypdfium2": ("documents/", "typeset/"),
    "rapidocr": ("documents/",),
    "cv2": ("documents/", "typeset/"),
    "pebble": ("workers.py",),
    "dask": ("cluster.py",),
    "distributed": ("cluster.py",),
    "mkdocs": ("website/",),
    "yaml": ("website/",),
    "jinja2": ("pages/", "website/"),
    "click": ("cli.py", "closing.py", "commands/"),
}


def stage_of(path: Path) -> str:
    return path.relative_to(BUILDER).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def stages_imported(path: Path) -> set[str]:
    inside = [name.split(".") for name in imported(path) if name.split(".")[0] == "builder"]
    return {parts[1] for parts in inside if len(parts) > 1} - {"__version__"}


each_file = pytest.mark.parametrize("path", FILES, ids=[path.relative_to(ROOT).as_posix() for path in FILES])


def test_every_part_of_the_builder_has_its_place_in_the_order() -> None:
    assert {stage_of(path) for path in FILES} - {"__init__"} == {*ORDER, *HELPERS, *APART}


@each_file
def test_imports_point_backwards_only(path: Path) -> None:
    stage, used = stage_of(path), stages_imported(path)
    if stage in ORDER:
        assert used <= set(ORDER[: ORDER.index(stage) + 1]), f"{stage} imports {used}"
    elif stage in APART:
        assert used <= MAY_IMPORT[stage]
    elif stage in HELPERS:
        assert used <= {*ORDER, *HELPERS}
    else:
        assert used == set()


@each_file
def test_each_library_is_used_only_in_its_place(path: Path) -> None:
    inside = path.relative_to(BUILDER).as_posix()
    for name in imported(path):
        places = ONLY_IN.get(name.split(".")[0])
        assert places is None or inside.startswith(places), f"{inside} imports {name}"


@each_file
def test_no_binary_number_is_made(path: Path) -> None:
    """Positions on a page and in a drawing are points, not money: the PDF reader and the typesetter may."""
    inside = path.relative_to(BUILDER).as_posix()
    if inside.startswith(("documents/pdfplumber_reading.py", "documents/ofd_numbers.py", "typeset/")):
        return
    calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    names = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
    assert "float" not in names


@each_file
def test_no_decimal_is_made_from_a_binary_number(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Decimal":
            assert not any(
                isinstance(arg, ast.Constant) and isinstance(arg.value, float) for arg in node.args
            )


def evaluated_on_import(node: ast.AST) -> Iterator[ast.Call]:
    """Calls that happen when a module is loaded: not those in the bodies of functions."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return
    if isinstance(node, ast.Call):
        yield node
    for part in ast.iter_child_nodes(node):
        yield from evaluated_on_import(part)


def test_no_knowledge_is_loaded_on_import() -> None:
    """A wrong declaration is told as such by the command that needs it, which must have begun by then."""
    for path in FILES:
        for call in evaluated_on_import(ast.parse(path.read_text(encoding="utf-8"))):
            assert not ast.unparse(call.func).rpartition(".")[2].startswith("load_"), (path, call.lineno)


@each_file
def test_no_error_is_swallowed(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"{path.name}:{node.lineno} bare except"
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            names = {name.id for name in caught if isinstance(name, ast.Name)}
            assert not names & {"Exception", "BaseException"}, f"{path.name}:{node.lineno}"


@each_file
def test_every_module_says_what_it_does(path: Path) -> None:
    assert ast.get_docstring(tree(path)), path.name


@pytest.mark.parametrize(
    "path",
    [*FILES, *sorted((ROOT / "tests").rglob("*.py"))],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_no_file_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@each_file
def test_no_report_is_known_by_name(path: Path) -> None:
    """What is read must follow from the report, never from which report it is."""
    text = path.read_text(encoding="utf-8")
    for sample in (ROOT / "content" / "samples").iterdir():
        if sample.is_dir():
            assert sample.name not in re.sub(r'"""[\s\S]*?"""', "", text)


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))
