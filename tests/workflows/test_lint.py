"""The workflows: valid, pinned, with no more rights than they need, and with no stranger's word in a shell."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from builder import cli
from builder.intake.form import FIELDS
from builder.review.comment import MARK

ROOT = Path(__file__).parents[2]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted([*(GITHUB / "workflows").glob("*.yml"), GITHUB / "shards" / "publish.yml"])
SHARDED = GITHUB / "shards" / "publish.yml"
ACTIONS = sorted((GITHUB / "actions").glob("*/action.yml"))
PINNED = re.compile(r"uses: (?:[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\./\.github/[\w./-]+)$")
#: What a run step may hold of the expressions: nothing. Strangers' words come as variables only.
EXPRESSION = "${{"
#: Who may write what, and nothing else. Whoever adds a right here says why in the workflow.
WRITES = {
    ("comment.yml", "comment"): {"pull-requests"},
    ("publish.yml", "deploy"): {"pages", "id-token"},
    ("publish.yml", "release"): {"contents"},
    ("weekly.yml", "tell"): {"issues"},
    ("weekly.yml", "rebuild"): {"contents", "pages", "id-token"},
    ("submission.yml", "propose"): {"actions", "contents", "issues", "pull-requests"},
}


def parsed(path: Path) -> dict[Any, Any]:
    """YAML reads the key `on` as true."""
    value: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return value


def jobs() -> list[tuple[str, str, dict[str, Any]]]:
    return [(path.name, name, job) for path in WORKFLOWS for name, job in parsed(path)["jobs"].items()]


def runs() -> list[tuple[str, str]]:
    found = [(file, step["run"]) for file, _, job in jobs() for step in job.get("steps", ()) if "run" in step]
    return found + [
        (a.parent.name, s["run"]) for a in ACTIONS for s in parsed(a)["runs"]["steps"] if "run" in s
    ]


def test_zizmor_finds_nothing() -> None:
    zizmor = Path(sys.executable).with_name("zizmor")
    done = subprocess.run(
        [zizmor, "--offline", "--no-progress", "--color=never", GITHUB, SHARDED], capture_output=True, encoding="utf-8", check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("github-workflows", WORKFLOWS),
        ("github-actions", ACTIONS),
        ("github-issue-forms", sorted((GITHUB / "ISSUE_TEMPLATE").glob("*.yml"))),
        ("dependabot", [GITHUB / "dependabot.yml"]),
    ],
)
def test_each_file_is_of_its_schema(schema: str, files: list[Path]) -> None:
    assert files
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *files],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", [*WORKFLOWS, *ACTIONS], ids=lambda path: f"{path.parent.name} {path.stem}")
def test_actions_are_pinned_by_the_hash_of_a_commit_with_its_tag(path: Path) -> None:
    used = [line.strip(" -") for line in path.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    for line in used:
        assert PINNED.match(line), line


def test_one_action_has_one_pin_everywhere() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in [*WORKFLOWS, *ACTIONS])
    pins = {(name.split("/")[1], pin) for name, pin in re.findall(r"uses: ([\w./-]+)@(\w{40})", text)}
    assert len({name for name, _ in pins}) == len(pins)


def test_no_job_has_rights_that_are_not_listed_here() -> None:
    for path in WORKFLOWS:
        assert parsed(path)["permissions"] in ({}, {"contents": "read"}), path.name
    found = {
        (file, name): {right for right, kind in job.get("permissions", {}).items() if kind == "write"}
        for file, name, job in jobs()
    }
    assert {at: rights for at, rights in found.items() if rights} == WRITES


def test_what_runs_a_stranger_s_change_has_no_right_to_write_and_no_secret() -> None:
    preview = (GITHUB / "workflows" / "preview.yml").read_text(encoding="utf-8")
    assert "pull_request_target" not in preview
    for word in ("secrets.", "github.token", "write", "actions/cache@", "cache/save"):
        assert word not in re.sub(r"#.*", "", preview), word


def test_no_workflow_uses_secrets_or_the_dangerous_trigger() -> None:
    for path in WORKFLOWS:
        text = path.read_text(encoding="utf-8")
        assert "secrets." not in text
        assert "pull_request_target" not in text
        assert "persist-credentials: false" in text or "actions/checkout@" not in text


def test_nothing_is_interpolated_into_a_shell() -> None:
    assert runs()
    for file, script in runs():
        assert EXPRESSION not in script, file


def test_every_job_ends_by_itself_and_every_workflow_runs_once_at_a_time() -> None:
    for file, name, job in jobs():
        assert "timeout-minutes" in job or "uses" in job, (file, name)
    for path in WORKFLOWS:
        assert "concurrency" in parsed(path), path.name


def test_every_mingbai_command_in_a_workflow_is_one_with_these_options() -> None:
    used = set()
    for file, script in runs():
        for line in re.sub(r"\\\n", " ", script).splitlines():
            for words in re.findall(r"\bmingbai ([a-z]+(?: [^|;>&]+)?)", line):
                name, *rest = words.split()
                assert name in cli.main.commands, (file, line)
                known = {option for one in cli.main.commands[name].params for option in one.opts}
                assert {word for word in rest if word.startswith("--")} <= known, (file, line)
                used.add(name)
    assert {"build", "summary", "snapshot", "problems", "pack", "sources", "intake", "submit"} <= used


def test_the_form_asks_what_is_read_from_it() -> None:
    form = parsed(GITHUB / "ISSUE_TEMPLATE" / "report.yml")
    labels = {one["id"]: one["attributes"]["label"] for one in form["body"] if "id" in one}
    assert set(labels) == set(FIELDS)
    for name, begins in FIELDS.items():
        assert labels[name].startswith(begins)
        assert [other for other in FIELDS.values() if labels[name].startswith(other)] == [begins]
    assert form["labels"] == ["submission"]
    taken = parsed(GITHUB / "workflows" / "submission.yml")["jobs"]["take"]["if"]
    (title,) = re.findall(r"startsWith\(github\.event\.issue\.title, '([^']+)'\)", taken)
    assert form["title"].startswith(title)


def test_the_comment_is_found_again_by_its_mark() -> None:
    assert MARK in (GITHUB / "workflows" / "comment.yml").read_text(encoding="utf-8")


def test_what_is_kept_from_build_to_build_is_the_same_for_both_and_nobody_writes_into_it() -> None:
    """A cache is found again by its list of paths; and our own files must not lie in folders of the pipeline."""
    lists = []
    for file, job in (("publish.yml", "build"), ("preview.yml", "preview")):
        steps = parsed(GITHUB / "workflows" / file)["jobs"][job]["steps"]
        (kept,) = [step["with"]["path"] for step in steps if "actions/cache" in step.get("uses", "")]
        lists.append(kept.split())
        written = re.findall(r"build/[\w./-]+", "\n".join(step.get("run", "") for step in steps))
        assert written
        assert not [path for path in written if path.startswith(tuple(f"{folder}/" for folder in lists[-1]))]
        assert not set(written) & set(lists[-1])
    assert lists[0] == lists[1]


def test_no_step_that_opens_reports_or_submissions_has_a_token() -> None:
    opening = re.compile(r"mingbai (?:build|snapshot|intake|extract)")
    for file, name, job in jobs():
        for step in job.get("steps", ()):
            if opening.search(step.get("run", "")):
                assert "token" not in str({**job.get("env", {}), **step.get("env", {})}), (file, name)


def test_the_publishing_of_shards_differs_from_the_other_only_in_how_the_site_is_made() -> None:
    """Two files that say the same must not drift apart."""
    one, sharded = parsed(GITHUB / "workflows" / "publish.yml"), parsed(SHARDED)
    for job in ("deploy", "release", "reports"):
        assert one["jobs"][job] == sharded["jobs"].pop(job)
    assert {key: value for key, value in one.items() if key != "jobs"} == {
        key: value for key, value in sharded.items() if key != "jobs"
    }
    steps = {
        name: {str(step) for step in told["jobs"]["build"]["steps"]}
        for name, told in (("one", one), ("shards", sharded))
    }
    assert (
        len(steps["one"] - steps["shards"]) == len(steps["shards"] - steps["one"]) == 2
    )  # the cache or the shards; Build
    assert set(sharded["jobs"]) == {"list", "shard", "build"}
