"""Expressions of the workflows: GitHub reads them, and nothing here would notice a slip. What can be known is held here.

A context may stand only where GitHub has it; a step, a job, an output, an entry of the matrix or an input that is named must
be there. The filters of `gh --jq` are run by jq on made answers.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import unavailable
from tests.workflows.test_lint import ACTIONS, WORKFLOWS, parsed, runs

Job = dict[str, Any]
_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_TEXT = re.compile(r"'(?:[^']|'')*'")
_NAME = re.compile(r"(?<![\w.*-])([A-Za-z_][\w-]*)((?:\.(?:[\w-]+|\*))*)(\s*\()?")
_WORDS = {"true", "false", "null"}
_ALWAYS = {"github", "inputs", "vars"}
_JOB = _ALWAYS | {"needs"}
_STEP = _JOB | {"strategy", "matrix", "job", "runner", "env", "steps"}
_FUNCTIONS = {"contains", "startsWith", "endsWith", "format", "join", "toJSON", "fromJSON"}
_STATUS = {"always", "cancelled", "success", "failure"}
#: What steps that are actions give, as far as it is used.
_GIVEN = {"actions/deploy-pages": {"page_url"}}


def expressions(value: object) -> Iterator[str]:
    """All expressions in a part of a workflow, however deep."""
    if isinstance(value, str):
        yield from (found.strip() for found in _EXPRESSION.findall(value))
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from expressions(one)


def condition(part: Job) -> str:
    told = str(part.get("if", "always()"))
    return next(expressions(told), told)


def wrong(expression: str, contexts: set[str], functions: set[str], known: dict[str, set[str]]) -> list[str]:
    """What in an expression GitHub would not know. `known`: what can be named under a context, as `step.output`."""
    found = []
    for name, rest, call in _NAME.findall(_TEXT.sub("''", expression)):
        if call:
            found += [] if name in functions else [f"{name}()"]
        elif name not in _WORDS:
            path = rest.lstrip(".").removesuffix(".*")
            fine = name in contexts and (name not in known or path in known[name])
            found += [] if fine else [name + rest]
    return found


def outputs_of(step: Job) -> set[str]:
    """What a step gives to later ones, as the expressions name it."""
    written = set(re.findall(r'echo "(\w+)=[^\n]*>> "\$GITHUB_OUTPUT"', step.get("run", "")))
    given = written | _GIVEN.get(step.get("uses", "").split("@")[0], set())
    return {f"{step['id']}.outputs.{name}" for name in given} | {
        f"{step['id']}.outcome",
        f"{step['id']}.conclusion",
    }


def faults_of_job(name: str, jobs: dict[str, Job]) -> list[str]:
    job = jobs[name]
    needs = [job["needs"]] if isinstance(job.get("needs"), str) else job.get("needs", [])
    found = [one for one in needs if one not in jobs]
    before = {f"{one}.result" for one in needs} | {
        f"{one}.outputs.{output}" for one in needs for output in jobs.get(one, {}).get("outputs", {})
    }
    known = {"needs": before, "matrix": set(job.get("strategy", {}).get("matrix", {})), "steps": set[str]()}
    found += wrong(condition(job), _JOB, _FUNCTIONS | _STATUS, known)
    for expression in expressions(job.get("strategy")):
        found += wrong(expression, _JOB, _FUNCTIONS, known)
    for step in job.get("steps", ()):
        found += wrong(condition(step), _STEP, _FUNCTIONS | _STATUS | {"hashFiles"}, known)
        for expression in expressions({key: value for key, value in step.items() if key != "if"}):
            found += wrong(expression, _STEP, _FUNCTIONS | {"hashFiles"}, known)
        known["steps"] |= outputs_of(step) if "id" in step else set()
    for expression in expressions([job.get("outputs"), job.get("environment")]):
        found += wrong(expression, _STEP, _FUNCTIONS, known)
    rest = {"needs", "if", "strategy", "steps", "outputs", "environment"}
    for expression in expressions({key: value for key, value in job.items() if key not in rest}):
        found += wrong(expression, _JOB, _FUNCTIONS, known)
    return found


def faults(workflow: dict[Any, Any]) -> list[str]:
    top = {key: value for key, value in workflow.items() if key != "jobs"}
    found = [one for expression in expressions(top) for one in wrong(expression, _ALWAYS, _FUNCTIONS, {})]
    return found + [one for name in workflow["jobs"] for one in faults_of_job(name, workflow["jobs"])]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: f"{path.parent.name} {path.stem}")
def test_every_expression_names_what_is_there(path: Any) -> None:
    assert faults(parsed(path)) == []


@pytest.mark.parametrize("path", ACTIONS, ids=lambda path: path.parent.name)
def test_an_action_names_its_own_inputs(path: Any) -> None:
    action = parsed(path)
    known = {"inputs": set(action["inputs"])}
    for step in action["runs"]["steps"]:
        assert wrong(condition(step), {"inputs", "github", "runner"}, _FUNCTIONS | _STATUS, known) == []


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("needs.take.outputs.fine == 'yes'", "needs.take.outputs.fin == 'yes'"),
        ("needs.take.result", "needs.other.result"),
        ("steps.first.outputs.there", "steps.last.outputs.there"),
        ("steps.first.outputs.there", "steps.first.outputs.their"),
        ("matrix.shard", "matrix.shards"),
        ("github.event.issue.number", "githup.event.issue.number"),
        ("contains(github.event.issue.labels.*.name, 'a.b()')", "contain(github.event.issue.labels.*.name, 'a')"),
        ("fromJSON('[1]')", "secrets.KEY"),
    ],
)  # fmt: skip
def test_a_slip_is_seen(good: str, bad: str) -> None:
    def made(expression: str) -> dict[str, Any]:
        steps = [
            {"id": "first", "run": 'echo "there=1" >> "$GITHUB_OUTPUT"'},
            {"run": "true", "env": {"X": f"${{{{ {expression} }}}}"}},
            {"id": "last", "run": 'echo "there=1" >> "$GITHUB_OUTPUT"'},
        ]
        use = {"needs": "take", "strategy": {"matrix": {"shard": []}}, "steps": steps}
        return {"jobs": {"take": {"outputs": {"fine": "x"}, "steps": []}, "use": use}}

    assert faults(made(good)) == []
    assert len(faults(made(bad))) == 1


# --- the filters of `gh --jq` ----------------------------------------------------------------------------


def filters() -> list[str]:
    scripts = [re.sub(r"\\\n\s*", " ", script) for _, script in runs()]
    return sorted(
        {
            one or other
            for script in scripts
            for one, other in re.findall(r"--jq (?:'([^']*)'|([.\w]+))", script)
        }
    )


def artifact(number: int, name: str, size: int) -> dict[str, object]:
    return {"id": number, "name": name, "size_in_bytes": size}


MARK = "<!-- mingbai-summary -->"
BOT = {"login": "github-actions[bot]"}
#: A piece of the filter, the answer it is run on, and what comes out, line by line.
ANSWERS: list[tuple[str, object, list[str]]] = [
    (".artifacts", {"artifacts": [artifact(1, "site", 9), artifact(2, "summary", 9)]}, ["2"]),
    (".artifacts", {"artifacts": [artifact(2, "summary", 2_000_000)]}, []),
    (".artifacts", {"artifacts": []}, []),
    (".head.sha", [{"number": 3, "head": {"sha": "b"}}, {"number": 4, "head": {"sha": "a"}}], ["4"]),
    (".head.sha", [{"number": 3, "head": {"sha": "b"}}], []),
    (".user.login", [{"id": 5, "user": {"login": "x"}, "body": MARK}, {"id": 6, "user": BOT, "body": f"{MARK}\n表"}], ["6"]),
    (".user.login", [{"id": 7, "user": BOT, "body": f"> {MARK}"}], []),
    (".html_url", {"html_url": "https://office.example/portal/"}, ["https://office.example/portal/"]),
    (".tagName", [{"tagName": "v1"}, {"tagName": "data-2001-01-02"}, {"tagName": "data-2001-01-01"}], ["data-2001-01-02"]),
    (".tagName", [{"tagName": "v1"}], []),
    (".body", {"body": "SHA-256 a"}, ["SHA-256 a"]),
    (".[0].number", [{"number": 8}], ["8"]),
    (".[0].number", [], []),
]  # fmt: skip


@pytest.mark.parametrize(("piece", "answer", "lines"), ANSWERS)
def test_a_filter_gives_what_the_step_goes_on_with(piece: str, answer: object, lines: list[str]) -> None:
    program = shutil.which("jq")
    if program is None:
        unavailable("jq is not installed")
    assert program
    found = [one for one in filters() if piece in one]
    if piece == ".body":  # of a release alone, not the comment's
        found = [one for one in found if one == piece]
    assert len(found) == 1, (piece, found)
    done = subprocess.run(
        [program, "--raw-output", found[0]],
        input=json.dumps(answer), capture_output=True, encoding="utf-8", check=False, env={**os.environ, "SHA": "a"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == lines


def test_every_filter_is_tried() -> None:
    for one in filters():
        assert [piece for piece, _, _ in ANSWERS if piece in one], one
