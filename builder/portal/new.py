"""A fresh portal in an empty folder: settings, one sample report, the workflows, and a README that says what to do.

Everything is copied from what comes with the program; templates, glossary and method pages stay with the program, and
a portal that wants its own puts them into its `content/`.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

from builder.errors import UsageError
from builder.packaged import ROOT
from builder.portal.program import FILE as PROGRAM
from builder.portal.program import Program, marked_place
from builder.publish.accepted import ACCEPTED, COLUMNS
from builder.sources import CATALOGUE
from builder.sources import COLUMNS as SOURCE_COLUMNS

#: What GitHub needs, without what tests the program itself.
_GITHUB = (
    ".github/workflows",
    ".github/shards",
    ".github/actions/mingbai",
    ".github/ISSUE_TEMPLATE",
    ".github/dependabot.yml",
)
_NOT_FOR_PORTALS = {"test.yml"}
_ONLY_OURS = re.compile(r"  - package-ecosystem: npm\n(?:    .*\n|\n)*")
_IGNORED = ("/build/", "/site/", "/.venv/", "__pycache__/")


def new_portal(folder: Path, name: str, region: str, program: Program) -> list[str]:
    """Write the portal; the files written, in order. Raises UsageError when there is anything in the folder.

    `program`: where pip takes the program from; without a line for pip, the place where it belongs is marked.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            "这里已经有东西，请给一个空的或新的文件夹",
            "there is something here; give an empty or a new folder",
            source=str(folder),
        )
    if any(ord(char) < ord(" ") for char in name + region + program.line):
        raise UsageError("名称只能写一行", "a name is one line")
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "mkdocs.yml", _settings(name, region))
    _write(folder / "README.md", _readme(name))
    _write(folder / ".gitignore", "".join(f"{line}\n" for line in _IGNORED))
    _write(folder / PROGRAM, f"{program.line}\n" if program.line else marked_place(program))
    shutil.copyfile(ROOT / "requirements.lock", folder / "requirements.lock")
    _write(folder / "content" / ACCEPTED, ",".join(COLUMNS) + "\n")
    _copy_sample(folder / "content" / "reports")
    _copy_github(folder)
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _copy_sample(reports: Path) -> None:
    """The smallest of our samples that is a whole report in one file, with its row; of a fork without samples, no report."""
    ours = ROOT / "content" / "reports"
    rows = []
    if (ours / CATALOGUE).is_file():
        with (ours / CATALOGUE).open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            rows = [row for row in reader if row.get("sample") == "yes" and row.get("kind") == "部门决算"]
    row = min(
        (row for row in rows if (ours / row["file"]).suffix == ".html"),
        key=lambda row: row["file"],
        default=None,
    )
    reports.mkdir(parents=True)
    with (reports / CATALOGUE).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(row or SOURCE_COLUMNS), lineterminator="\n")
        writer.writeheader()
        if row:
            writer.writerow(
                row | {"predecessors": "", "successors": ""}
            )  # units that this portal does not have
            shutil.copyfile(ours / row["file"], reports / row["file"])


def _copy_github(folder: Path) -> None:
    for name in _GITHUB:
        source, target = ROOT / name, folder / name
        files = [source] if source.is_file() else sorted(source.iterdir())
        for path in files:
            if path.name not in _NOT_FOR_PORTALS:
                where = target if source.is_file() else target / path.name
                _write(where, _ONLY_OURS.sub("", path.read_text(encoding="utf-8")))


def _settings(name: str, region: str) -> str:
    return f"""# 这个网站自己的设置。可以设的只有下面这些；没有要说的，就留空的引号。
# The settings of this portal: these and no others; what is not said stays an empty text.
site_name: {_quoted(name)}
site_description: "政府部门一年收了多少钱、花到哪里去：看得懂，查得到出处。"
# 网站的地址，以 / 结尾。用 GitHub Pages 发布时不用填。 Where the site will stand; GitHub Pages fills it in by itself.
site_url: ""

extra:
  # 谁在办、收录哪个地区、怎样联系。 Who runs it, which region, how to reach them.
  operator: ""
  # 是不是官方网站：true 或 false。 Whether a government body runs it as its official site.
  official: false
  region: {_quoted(region)}
  contact: ""
  # 数据和文字按什么许可使用。 Licence of data and words, and its address.
  licence: ""
  licence_url: ""
  # 读者报告错误：邮箱，或网页（https://…/issues/new）。 Where readers report errors: an e-mail address or a page.
  report_error: ""
  # 自己的标志（本文件旁边的 svg、png、jpg、webp）。 A logo of your own, a file beside this one.
  logo: ""
  # 链接的颜色，例如 {{light: "#7a1f1f", dark: "#ffb4a8"}}；对比度不够会说。 Colours of links; too little contrast is refused.
  colours: {{}}
"""


def _quoted(text: str) -> str:
    """A JSON text is a YAML text."""
    return json.dumps(text, ensure_ascii=False)


def _readme(name: str) -> str:
    return f"""# {name}

把政府部门公布的决算，变成看得懂、对得上、查得到出处的网站。由“明白账”程序生成。

## 加一份报告

把文件放进 `content/reports/`，可以在 `reports.csv` 里登记单位、年度和网址。或者用一条命令，登记也一起写好：

```
mingbai submit 决算.pdf --unit 某某市某某局 --year 报告的年度 --url https://公布报告的网址
```

`content/reports/` 里现有一份样例（重新排版的，不是原件），有了自己的报告就把它和它那一行删去。

## 在自己的电脑上看

```
python3 -m venv .venv && . .venv/bin/activate
pip install --require-hashes -r requirements.lock
pip install --no-deps --no-build-isolation -r {PROGRAM}
mingbai doctor        # 还缺什么，哪里不对，怎么办
mingbai engine        # 要让读者在网页上自己写查询，运行一次；要有 npm
mingbai build
mingbai serve         # http://127.0.0.1:8000/
```

## 在 GitHub 上自动发布

1. 看 `{PROGRAM}`：里面要有一行，写着程序从哪里装。没有，就照里面说的加上；`mingbai doctor` 也会说。
2. 在 GitHub 上建一个空仓库，把这个文件夹推到它的 `main` 分支：

   ```
   git init --initial-branch main && git add . && git commit --message "Begin"
   git remote add origin https://github.com/自己的名字/仓库.git && git push --set-upstream origin main
   ```

   第一次推上去，publish 会因为还没有打开 Pages 而变红，做完下一步再运行它。
3. Settings → Pages → Build and deployment → Source 选 “GitHub Actions”。自己的域名也在这一页填。
4. Settings → Actions → General：用到的操作都是 GitHub 自己的，只允许 “created by GitHub” 的就够；Approval for running fork pull
   request workflows 选所有外部贡献者都要批准；Workflow permissions 选 “Read repository contents” 就够；勾选
   “Allow GitHub Actions to create and approve pull requests”，别人才能用表单提交。
5. Settings → Environments → github-pages：只允许 `main` 分支部署。Settings → Rules（或 Branches）：`main` 只能经拉取请求改，
   合并前要有人看过。
6. Issues → Labels：加 `submission` 和 `sources` 两个标签，表单和每周检查用它们。
7. 变量和密钥：一个也不用设。
8. Actions → publish → Run workflow。网址在 `deploy` 那个任务上。

六十天没有提交，GitHub 会停掉每周的检查：Actions → weekly → Enable workflow 再打开。

以后：改 `content/` 的拉取请求会得到一段说明（读到什么、推测了什么、哪些数和原来不同）；合并以后自动发布；每周查一次报告的网址。
`{PROGRAM}` 写着程序从哪里装、哪个版本，换版本就改它，`requirements.lock` 也换成那个版本的。

## 设置

名称、地区、标志、颜色、联系方式、许可、报告错误的地址都在 `mkdocs.yml`，每项旁边有说明。没有访问统计，也没有可以打开它的设置。
名词解释和方法页用程序自带的；要自己写，就放 `content/glossary.csv`、`content/method/`，自己的优先。
"""
