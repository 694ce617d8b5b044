"""A stand-in for the program `gh`: notes how it was called and answers from a list. Run as a program of its own.

`GH_TOLD` is the folder with `answers.json`, pairs of a pattern of the call and an answer (`@FILE`: that file's bytes; null: it
fails), and gets one line in `calls.jsonl` for each call, with the texts of the files that were handed over.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path


def main(words: list[str]) -> int:
    folder = Path(os.environ["GH_TOLD"])
    call = " ".join(words)
    given = [word.removeprefix("body=@") for word in words if word.startswith("body=@")]
    given += [words[at + 1] for at, word in enumerate(words) if word == "--body-file"]
    told = {"call": call, "texts": [Path(name).read_text(encoding="utf-8") for name in given]}
    with (folder / "calls.jsonl").open("a", encoding="utf-8") as handle:
        handle.write(json.dumps(told, ensure_ascii=False) + "\n")
    answers = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
    answer = next((answer for pattern, answer in answers if re.search(pattern, call)), "")
    if answer is None:
        return 1
    out = Path(answer[1:]).read_bytes() if answer.startswith("@") else f"{answer}\n".encode()
    sys.stdout.buffer.write(out if answer else b"")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
