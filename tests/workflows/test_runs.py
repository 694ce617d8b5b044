"""Each workflow run step by step in a temporary clone of a fresh portal: what is said, proposed, published and released."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from builder.intake.form import FIELDS
from builder.portal.new import new_portal
from builder.portal.program import Program
from builder.review.comment import MARK
from builder.sources import find_sources
from tests.publish.made import ORG, TEXT, of_org
from tests.website.made_site import GLOSSARY
from tests.workflows.runner import Machine, Ran

#: A stranger's file name: nothing of it may run, and nothing of it may become a command of a workflow.
EVIL = "$(touch hacked);`touch hacked`\n::warning::x.txt"
BASE = "github.event_name == 'pull_request' && 'HEAD^1' || format('origin/{0}', github.event.repository.default_branch)"
LABELLED = "(contains(github.event.issue.labels.*.name, 'submission') || startsWith(github.event.issue.title, '提交报告'))"
PAGES = [("repos/office/portal/pages", "https://office.example/portal")]


def git(folder: Path, *words: str) -> str:
    person = ["-c", "user.name=a", "-c", "user.email=a", "-c", "init.defaultBranch=main"]
    done = subprocess.run(
        ["git", *person, *words], cwd=folder, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh portal on its server: `main`, and a branch that adds a good report, a broken one and one with a wild name."""
    folder = tmp_path_factory.mktemp("origin")
    portal = folder / "portal"
    new_portal(portal, "云岭明账", "", Program("mingbai==1"))
    (portal / "content" / "glossary.csv").write_text(GLOSSARY, encoding="utf-8")
    (portal / "content" / "method").mkdir()
    for name in ("index", "reading", "checks"):
        (portal / "content" / "method" / f"{name}.md").write_text(f"# {name}\n", encoding="utf-8")
    git(portal, "init", "--quiet")
    git(portal, "add", ".")
    git(portal, "commit", "--quiet", "--message", "Begin")
    git(portal, "switch", "--quiet", "--create", "add")
    reports = portal / "content" / "reports"
    (reports / "a.txt").write_text(TEXT, encoding="utf-8")
    (reports / "b.txt").write_text("", encoding="utf-8")
    (reports / EVIL).write_text(of_org("石门县档案馆"), encoding="utf-8")
    git(portal, "add", ".")
    git(portal, "commit", "--quiet", "--message", "Add")
    git(portal, "switch", "--quiet", "main")
    git(folder, "clone", "--quiet", "--bare", str(portal), "bare.git")
    return folder / "bare.git"


def machine(
    origin: Path, folder: Path, told: dict[str, str], answers: list[tuple[str, str | None]]
) -> Machine:
    """A runner with a clone of its own."""
    folder.mkdir(exist_ok=True)
    git(folder, "clone", "--quiet", str(origin), "work")
    return Machine(folder, folder / "work", told, answers)


@pytest.fixture(scope="module")
def previewed(origin: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Machine, Ran]:
    runner = machine(origin, tmp_path_factory.mktemp("preview"), {BASE: "HEAD^1"}, [])
    git(runner.workspace, "merge", "--quiet", "--no-ff", "--no-edit", "origin/add")
    return runner, runner.run("preview", "preview")


def not_hacked(runner: Machine) -> bool:
    return not list(runner.folder.rglob("hacked*"))


# --- preview and comment ---------------------------------------------------------------------------------


def test_a_preview_builds_tells_and_fails_for_the_report_that_cannot_be_read(
    previewed: tuple[Machine, Ran],
) -> None:
    runner, ran = previewed
    failed = [name for name, ended in ran.steps.items() if ended != "success"]
    assert failed == ["Every report can be read"], ran.printed
    assert "::error file=content/reports/b.txt::b.txt：文件是空的" in ran.printed
    page = (runner.folder / "page.md").read_text(encoding="utf-8")
    for words in (
        f"`{ORG}`",
        "`石门县档案馆`",
        "`b.txt`",
        "推测，请核对",
        "没有变化的报告 reports as before: 1",
    ):
        assert words in page, words
    assert (runner.artifact("site") / "index.html").is_file()
    assert not_hacked(runner)
    assert not re.search(r"^::warning", ran.printed, re.MULTILINE)


def comment(
    previewed: tuple[Machine, Ran], origin: Path, folder: Path, *answers: tuple[str, str | None]
) -> Machine:
    archive = folder / "given.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.write(previewed[0].artifact("summary") / "summary.json", "summary.json")
    told = {
        "github.token": "t", "github.event.workflow_run.id": "5", "github.event.workflow_run.head_sha": "b" * 40,
        "github.event.workflow_run.head_repository.owner.login": "stranger",
        "github.event.workflow_run.head_branch": "add;$(touch hacked)",
    }  # fmt: skip
    known = [*answers, ("runs/5/artifacts", "9"), ("artifacts/9/zip", f"@{archive}"), ("/pulls ", "3")]
    return machine(origin, folder / "runner", told, known)


def test_the_comment_is_written_once_and_then_renewed(
    previewed: tuple[Machine, Ran], origin: Path, tmp_path: Path
) -> None:
    runner = comment(previewed, origin, tmp_path)
    assert not runner.run("comment", "comment").failed
    written = runner.calls[-1]
    assert written["call"].startswith("api --method POST repos/office/portal/issues/3/comments")
    assert written["texts"][0].startswith(MARK)
    assert ORG in written["texts"][0]
    assert any("head=stranger:add;$(touch hacked)" in one["call"] for one in runner.calls)
    runner.answers.insert(0, ("--paginate", "77"))
    assert not runner.run("comment", "comment").failed
    assert runner.calls[-1]["call"].startswith("api --method PATCH repos/office/portal/issues/comments/77")
    assert not_hacked(runner)


@pytest.mark.parametrize("answer", [("runs/5/artifacts", ""), ("/pulls ", "")])
def test_without_a_summary_or_a_pull_request_nothing_is_written(
    previewed: tuple[Machine, Ran], origin: Path, tmp_path: Path, answer: tuple[str, str]
) -> None:
    runner = comment(previewed, origin, tmp_path, answer)
    assert not runner.run("comment", "comment").failed
    assert not any("POST" in one["call"] or "PATCH" in one["call"] for one in runner.calls)


def test_an_artifact_that_is_no_summary_is_not_posted(
    previewed: tuple[Machine, Ran], origin: Path, tmp_path: Path
) -> None:
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 no archive")
    runner = comment(previewed, origin, tmp_path, ("artifacts/9/zip", f"@{tmp_path / 'bad.zip'}"))
    ran = runner.run("comment", "comment")
    assert ran.steps["Write the comment"] == "failure"
    assert ran.steps["Comment once"] == "skipped"
    assert "不是一份摘要" in ran.printed


# --- publish ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def published(origin: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Machine, Ran]:
    told = {
        "github.token": "t", "github.repository": "office/portal", "needs.build.outputs.problems": "failure",
        "steps.deployment.outputs.page_url": "",
    }  # fmt: skip
    runner = machine(origin, tmp_path_factory.mktemp("publish"), told, [*PAGES, ("release view data-", None)])
    git(runner.workspace, "merge", "--quiet", "--no-ff", "--no-edit", "origin/add")
    return runner, runner.run("publish", "build")


def test_a_bad_report_fails_the_check_and_never_the_site(published: tuple[Machine, Ran]) -> None:
    runner, ran = published
    assert set(ran.steps.values()) == {"success"}, ran.printed
    assert ran.outputs == {"problems": "failure"}
    assert "b.txt" in ran.printed
    assert "https://office.example/portal/" in (runner.workspace / "site" / "sitemap.xml").read_text(
        encoding="utf-8"
    )
    assert runner.run("publish", "reports").failed
    runner.told["needs.build.outputs.problems"] = "success"
    assert not runner.run("publish", "reports").steps
    assert not_hacked(runner)


def test_the_data_is_released_with_the_date_and_only_when_it_is_new(published: tuple[Machine, Ran]) -> None:
    runner, _ = published
    assert not runner.run("publish", "deploy").failed
    assert not runner.run("publish", "release").failed
    created = runner.calls[-1]["call"]
    assert re.match(r"release create data-\d{4}-\d\d-\d\d mingbai-data.zip --target a{40}", created)
    digest = created.rsplit(" ", 1)[1]
    runner.answers[:0] = [
        ("release list", "data-2000-01-01"),
        ("release view data-2000-01-01", f"SHA-256 {digest}"),
    ]
    before = len(runner.calls)
    assert not runner.run("publish", "release").failed
    assert not any("create" in one["call"] or "upload" in one["call"] for one in runner.calls[before:])
    runner.answers[:0] = [("release view", "SHA-256 another")]
    assert not runner.run("publish", "release").failed
    assert [one["call"].split()[1] for one in runner.calls[-2:]] == ["upload", "edit"]


def test_shards_read_apart_are_published_together(origin: Path, tmp_path: Path) -> None:
    told = {"github.token": "t", "strategy.job-index": "0"}
    runner = machine(origin, tmp_path / "runner", told, [*PAGES])
    git(runner.workspace, "merge", "--quiet", "--no-ff", "--no-edit", "origin/add")
    workspace = tmp_path / "sharded"
    shutil.copytree(runner.workspace, workspace)
    fresh(workspace, runner)
    shards = json.loads(runner.run("publish", "list").outputs["shards"])
    assert len(shards) == 2
    for number, shard in enumerate(shards):  # each on a machine of its own
        runner.told |= {"strategy.job-index": str(number), "matrix.shard": shard}
        fresh(workspace, runner)
        ran = runner.run("publish", "shard")
        assert not ran.failed, ran.printed
    fresh(workspace, runner)
    ran = runner.run("publish", "build")
    assert set(ran.steps.values()) == {"success"}, ran.printed
    assert ran.outputs == {"problems": "failure"}
    assert "b.txt" in ran.printed
    listed = (runner.workspace / "site" / "departments" / "index.html").read_text(encoding="utf-8")
    assert ORG in listed
    assert "普陀区" in listed
    assert not_hacked(runner)


def fresh(workspace: Path, runner: Machine) -> Path:
    """The workspace as it is checked out, with the workflow for shards put in the other's place, as its head says."""
    shutil.rmtree(runner.workspace)
    shutil.copytree(workspace, runner.workspace)
    there = runner.workspace / ".github"
    shutil.copyfile(there / "shards" / "publish.yml", there / "workflows" / "publish.yml")
    return runner.workspace


def test_without_pages_switched_on_the_place_to_do_so_is_named(origin: Path, tmp_path: Path) -> None:
    runner = machine(origin, tmp_path / "runner", {"github.token": "t"}, [("/pages", None)])
    ran = runner.run("publish", "build")
    assert ran.steps["Where the site will stand"] == "failure"
    assert "Settings → Pages" in ran.printed


def test_where_actions_may_not_propose_the_switch_is_named(origin: Path, tmp_path: Path, server: str) -> None:
    _, ran = submitted(origin, tmp_path, f"{server}/report.txt", ("pr create", None))
    assert ran.steps["Propose it"] == "failure"
    assert "Allow GitHub Actions to create" in ran.printed


# --- weekly ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("opened", "call"), [("", "issue create"), ("8", "issue comment 8")])
def test_the_week_tells_what_has_changed_in_one_open_issue(
    origin: Path, tmp_path: Path, opened: str, call: str
) -> None:
    told = {"github.token": "t", "github.repository": "office/portal", "needs.sources.outputs.news": "true"}
    runner = machine(origin, tmp_path / "runner", told, [("issue list", opened)])
    catalogue = runner.workspace / "content" / "reports" / "reports.csv"
    (runner.workspace / "content" / "reports" / "a.txt").write_text(TEXT, encoding="utf-8")
    columns = catalogue.read_text(encoding="utf-8").splitlines()[0].split(",")
    row = {"file": "a.txt", "url": "http://127.0.0.1/report"}
    with catalogue.open("a", encoding="utf-8") as handle:
        handle.write(",".join(row.get(column, "") for column in columns) + "\n")
    ran = runner.run("weekly", "sources")
    assert not ran.failed, ran.printed
    assert ran.outputs == {"news": "true"}
    assert not runner.run("weekly", "tell").failed
    assert runner.calls[-1]["call"].startswith(call)
    assert "`http://127.0.0.1/report`" in runner.calls[-1]["texts"][0]


def test_a_week_without_news_is_quiet(origin: Path, tmp_path: Path) -> None:
    runner = machine(origin, tmp_path / "runner", {"needs.sources.outputs.news": ""}, [])
    ran = runner.run("weekly", "sources")
    assert not ran.failed, ran.printed
    assert ran.outputs == {"news": ""}
    assert not runner.run("weekly", "tell").steps


# --- submission ------------------------------------------------------------------------------------------


def submitted(origin: Path, folder: Path, link: str, *answers: tuple[str, str | None]) -> tuple[Machine, Ran]:
    told = {
        "github.token": "t", "github.repository": "office/portal", "github.event.issue.number": "7",
        "github.event.repository.default_branch": "main", "github.event.issue.state": "open",
        LABELLED: "true",
    }  # fmt: skip
    runner = machine(origin, folder / "runner", told, list(answers))
    given = {"unit": ORG, "year": "2024", "link": link}
    body = "\n\n".join(f"### {words}\n\n{given.get(name, '_No response_')}" for name, words in FIELDS.items())
    event = {"issue": {"number": 7, "title": "$(touch hacked)", "body": body}}
    (runner.folder / "event.json").write_text(json.dumps(event), encoding="utf-8")
    ran = runner.run("submission", "take")
    assert not ran.failed, ran.printed
    shutil.rmtree(runner.workspace)  # the second job is on another machine
    git(runner.folder, "clone", "--quiet", str(origin), "work")
    return runner, runner.run("submission", "propose")


def test_a_submission_becomes_a_pull_request_and_nothing_more(
    origin: Path, tmp_path: Path, server: str
) -> None:
    runner, ran = submitted(origin, tmp_path, f"{server}/report.txt")
    assert not ran.failed, ran.printed
    called = [one["call"] for one in runner.calls]
    assert called[0] == "auth setup-git"
    assert any(call.startswith("pr create --head submission/issue-7 --base main") for call in called)
    assert called[-1] == "workflow run preview.yml --ref submission/issue-7"
    changed = git(origin, "diff", "--name-only", "main", "submission/issue-7").split()
    assert len(changed) == 2
    assert all(name.startswith("content/reports/") for name in changed)
    git(runner.workspace, "switch", "--quiet", "submission/issue-7")
    assert {source.org for source in find_sources(runner.workspace / "content" / "reports")} >= {ORG}
    assert not_hacked(runner)


def test_a_submission_that_cannot_be_taken_is_answered(origin: Path, tmp_path: Path, server: str) -> None:
    runner, ran = submitted(origin, tmp_path, f"{server}/gone")
    assert not ran.failed, ran.printed
    assert [one["call"].split(" --")[0] for one in runner.calls] == ["issue comment 7"]
    assert "HTTP 410" in runner.calls[0]["texts"][0]
    assert ran.steps["Propose it"] == "skipped"
