"""Measures the site as a telephone on a slow line finds it, by Lighthouse, and writes `content/method/craft.json`.

`python benchmarks/lighthouse.py SITE` serves a built site with compression, runs Lighthouse (`npx lighthouse`, preset for
mobile) on the first page, on each department's newest page and on its page itself, and on paper. The best of `--times` runs
is kept: other work on the machine only ever makes a run slower. `npx` and Chromium have to be there; not a test, since times
depend on the machine: its own measure of speed stands beside them.
"""

from __future__ import annotations

import argparse
import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from functools import partial
from pathlib import Path
from typing import Any

OUT = Path(__file__).parents[1] / "content" / "method" / "craft.json"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TEXT = {".html", ".css", ".js", ".json", ".svg", ".xml", ".csv"}


class Compressing(http.server.SimpleHTTPRequestHandler):
    """Files as a usual server sends them: text by gzip, with a time to keep them."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        found = path.is_file()
        body = (path if found else Path(self.directory) / "404.html").read_bytes()
        self.send_response(200 if found else 404)
        if path.suffix in TEXT or not found:
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(path) if found else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=604800")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """No line for each request."""


def main() -> None:
    options = _options()
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Compressing, directory=str(options.site))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    measured = []
    for kind, path in _pages(options.site, options.department):
        runs = [_lighthouse(options.lighthouse, address + path) for _ in range(options.times)]
        best = max(runs, key=lambda run: run["categories"]["performance"]["score"] or 0)
        measured.append({"kind": kind} | _kept(best))
        print(json.dumps(measured[-1], ensure_ascii=False))
    server.shutdown()
    written = {"schema": "mingbai-craft/1", "lighthouse": best["lighthouseVersion"], "pages": measured}
    options.out.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _pages(site: Path, wanted: str) -> list[tuple[str, str]]:
    """The first page, the page of a department, and of its newest year: the department with the largest page if none is named."""
    index = json.loads((site / "data" / "index.json").read_text(encoding="utf-8"))
    reports = [r for d in index["departments"] for r in d["reports"] if not wanted or d["org_id"] == wanted]
    largest = max(reports, key=lambda r: (site / r["path"] / "index.html").stat().st_size)
    return [("首页", ""), ("部门", largest["path"].split("/")[0] + "/"), ("年度报告", largest["path"] + "/")]


def _lighthouse(command: str, url: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        subprocess.run(
            [*command.split(), url, "--quiet", "--output=json", f"--output-path={report}",
             "--chrome-flags=--no-sandbox --headless=new --disable-gpu", f"--only-categories={','.join(CATEGORIES)}"],
            check=True, env=os.environ | {"CHROME_PATH": shutil.which("chromium") or ""}, stdout=sys.stderr,
        )  # fmt: skip
        found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return found


def _kept(run: dict[str, Any]) -> dict[str, Any]:
    audits = run["audits"]
    return {
        **{name.replace("-", "_"): round(run["categories"][name]["score"] * 100) for name in CATEGORIES},
        "bytes": round(audits["total-byte-weight"]["numericValue"]),
        "first_paint_s": f"{audits['first-contentful-paint']['numericValue'] / 1000:.1f}",
        "largest_paint_s": f"{audits['largest-contentful-paint']['numericValue'] / 1000:.1f}",
        "blocked_ms": round(audits["total-blocking-time"]["numericValue"]),
        "shift": f"{audits['cumulative-layout-shift']['numericValue']:.3f}",
        "machine": round(run["environment"]["benchmarkIndex"]),
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--department", default="", help="org_id; without it, that with the largest page")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--lighthouse", default="npx --yes lighthouse", help="the command")
    parser.add_argument("--out", type=Path, default=OUT)
    return parser.parse_args()


if __name__ == "__main__":
    main()
