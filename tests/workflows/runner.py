"""Runs the steps of a job of a workflow in order, as GitHub would: `run` by bash, `uses` by what stands in for the action.

Expressions come from what the test gives, and from outputs of earlier steps; one that neither has fails the test.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
_OUTPUT = re.compile(r"steps\.(\w+)\.(?:outputs\.(\w+)|(outcome))")
#: Actions that change nothing that a later step could see here.
_SILENT = {
    "actions/checkout", "actions/setup-python", "actions/cache", "actions/cache/restore", "actions/deploy-pages",
    "./.github/actions/mingbai",
}  # fmt: skip


@dataclass
class Ran:
    """How a job ended: each step's name or action with success, failure or skipped, and all that was printed."""

    steps: dict[str, str] = field(default_factory=dict)
    printed: str = ""
    outputs: dict[str, str] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        return "failure" in self.steps.values()


@dataclass
class Machine:
    """One runner: the workspace it works in, what its expressions mean, and where artifacts are kept."""

    folder: Path
    workspace: Path
    told: dict[str, str]
    answers: list[tuple[str, str | None]] = field(default_factory=list)

    def run(self, workflow: str, job: str) -> Ran:
        path = self.workspace / ".github" / "workflows" / f"{workflow}.yml"
        declared = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"][job]
        ran, known = Ran(), dict[str, str]()
        if not self._holds(declared.get("if", "always()"), known):
            return ran
        for number, step in enumerate(declared["steps"]):
            name = step.get("name") or step.get("uses", "").split("@")[0] or f"step {number}"
            if ran.failed or not self._holds(step.get("if", "always()"), known):
                ran.steps[name] = "skipped"
                continue
            fine, printed = self._step(step, known)
            ran.printed += printed
            if "id" in step:
                known[f"steps.{step['id']}.outcome"] = "success" if fine else "failure"
            ran.steps[name] = "success" if fine or step.get("continue-on-error") else "failure"
        ran.outputs = {name: self._text(text, known) for name, text in declared.get("outputs", {}).items()}
        return ran

    @property
    def calls(self) -> list[dict[str, Any]]:
        """How `gh` was called, in order."""
        path = self.folder / "gh" / "calls.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [json.loads(line) for line in lines]

    def artifact(self, name: str) -> Path:
        return self.folder / "artifacts" / name

    # --- one step --------------------------------------------------------------------------------------

    def _step(self, step: dict[str, Any], known: dict[str, str]) -> tuple[bool, str]:
        if "uses" in step:
            given = {name: self._text(str(text), known) for name, text in step.get("with", {}).items()}
            return self._uses(step["uses"].split("@")[0], given), ""
        output = self.folder / "output"
        output.write_text("", encoding="utf-8")
        env = {name: self._text(str(text), known) for name, text in step.get("env", {}).items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.workspace, env=self._environment() | env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        for line in output.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            known[f"steps.{step.get('id')}.outputs.{name}"] = value
        return done.returncode == 0, done.stdout.decode("utf-8", "replace")

    def _environment(self) -> dict[str, str]:
        told, stubs = self.folder / "gh", self.folder / "bin"
        for folder in (told, stubs):
            folder.mkdir(exist_ok=True)
        (told / "answers.json").write_text(json.dumps(self.answers), encoding="utf-8")
        for name, module in (("gh", "gh"), ("mingbai", "quick")):
            script = (
                f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m tests.workflows.{module} "$@"\n'
            )
            (stubs / name).write_text(script, encoding="utf-8")
            (stubs / name).chmod(0o755)
        person = {f"GIT_{who}_{what}": "a" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        return {
            "PATH": f"{stubs}:{os.environ['PATH']}", "HOME": str(self.folder), "LANG": "C.UTF-8", "GH_TOLD": str(told),
            "GITHUB_REPOSITORY": "office/portal", "GITHUB_OUTPUT": str(self.folder / "output"), "GITHUB_SHA": "a" * 40,
            "GITHUB_STEP_SUMMARY": str(self.folder / "page.md"), "GITHUB_EVENT_PATH": str(self.folder / "event.json"),
            "RUNNER_TEMP": str(self.folder), "GIT_CONFIG_GLOBAL": os.devnull, **person,
        }  # fmt: skip

    def _uses(self, action: str, given: dict[str, str]) -> bool:
        if action.startswith("./"):
            assert (self.workspace / action).is_dir(), action
        if action == "actions/upload-artifact":
            source, target = self.workspace / given["path"], self.artifact(given["name"])
            shutil.rmtree(target, ignore_errors=True)
            target.mkdir(parents=True)
            if source.is_dir():
                shutil.copytree(source, target, dirs_exist_ok=True, symlinks=True)
            else:
                shutil.copyfile(source, target / source.name)
        elif action == "actions/download-artifact":
            target = self.workspace / given.get("path", ".")
            if "name" in given:
                shutil.copytree(self.artifact(given["name"]), target, dirs_exist_ok=True, symlinks=True)
            for one in self.artifact("").glob(given.get("pattern", "")) if "pattern" in given else ():
                shutil.copytree(one, target / one.name, dirs_exist_ok=True, symlinks=True)
        elif action == "actions/upload-pages-artifact":
            assert (self.workspace / given["path"] / "index.html").is_file()
        else:
            assert action in _SILENT, action
        return True

    # --- expressions -----------------------------------------------------------------------------------

    def _text(self, text: str, known: dict[str, str]) -> str:
        return _EXPRESSION.sub(lambda found: self._value(found[1], known), text)

    def _value(self, expression: str, known: dict[str, str]) -> str:
        told = {"github.run_id": "1", **self.told}
        if expression in told:
            return told[expression]
        assert _OUTPUT.fullmatch(expression), f"the test does not say what this is: {expression}"
        return known.get(expression, "")

    def _holds(self, condition: str, known: dict[str, str]) -> bool:
        return all(self._holds_one(part.strip(), known) for part in condition.split("&&"))

    def _holds_one(self, part: str, known: dict[str, str]) -> bool:
        if part == "always()":
            return True
        left, sign, right = part.partition(" == ")
        value = self._value(left, known)
        return value == right.strip("'") if sign else value == "true"
