"""Spoilt files of every format: none brings the reader down, none hangs it, and none gives other figures in silence.

`python benchmarks/fuzz.py --count 2000` spoils made reports, one after the other through all formats and ways; the same
numbers spoil the same files. `--first 300 --count 100` takes a part. A file is read in a child process; of what comes out
it is said whether it is the same, was refused with a message, differs and says so (a finding, a notice, something left
unread, a table that is not there), prints the changed digit or the changed line, or differs in silence. Anything but a
message is a crash.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import multiprocessing.connection
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from types import FrameType

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.spoil import BYTES, DIGIT, WAYS, packed
from builder.checks import run_checks
from builder.documents import read_bytes
from builder.documents.limits import DEFAULT_LIMITS
from builder.errors import SourceError
from builder.facts import state_facts
from builder.model import Checked, Document, Grid, ReportFacts
from builder.recognise import recognise
from builder.text import squeeze
from builder.typeset.formats.content import made_content
from builder.typeset.formats.ofd import write_ofd
from builder.typeset.formats.web_page import web_axes, write_web_page
from builder.typeset.formats.word import write_word
from builder.typeset.formats.workbook import write_workbook
from builder.typeset.generate import generate

#: Made reports that are short and state the same facts in every format.
SEEDS = (33, 49)
FORMATS = tuple(WAYS)
#: Formats whose bytes are what is seen: left out, they leave a whole file that says less or other things.
TEXTS = ("html", "txt")
#: Seconds of computing that one spoilt file may take, reading and checks; a stopped process is given longer.
SECONDS = 30
#: Reading letters from pictures of pages is not looked at here: it takes seconds a page.
LIMITS = replace(DEFAULT_LIMITS, scanned_pages=0)
MEMORY = 2 << 30
#: What may come of a spoilt file, the best first; the last three are faults.
FINE = ("unspoilt", "same", "refused", "told", "printed")
FAULTS = ("silent", "crash", "hang")


@dataclass(frozen=True)
class Reading:
    """What came of reading one file."""

    document: Document
    content: ReportFacts
    checked: Checked


@dataclass(frozen=True)
class Result:
    """One spoilt file: which, how it was spoilt, what came of it, and in what it differs."""

    number: int
    format: str
    seed: int
    way: str
    outcome: str
    told: str = ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Spoil and read; print what came of it, and every fault."""
    options = _parser().parse_args(arguments)
    counted: Counter[tuple[str, str]] = Counter()
    ways: Counter[tuple[str, str, str]] = Counter()
    started = time.monotonic()
    for result in in_children(
        range(options.first, options.first + options.count), options.formats, options.slice
    ):
        counted[result.format, result.outcome] += 1
        ways[result.format, result.way, result.outcome] += 1
        if result.outcome in FAULTS or options.show:
            print(f"{result.outcome}: {json.dumps(result.__dict__, ensure_ascii=False)}", flush=True)
    for name in options.formats:
        told = ", ".join(f"{outcome} {counted[name, outcome]}" for outcome in (*FINE, *FAULTS))
        print(f"{name}: {told}")
    if options.record:
        record(options.record, options.first, options.count, counted)
    print(f"{options.count} files, {time.monotonic() - started:.0f} s")
    return 1 if any(outcome in FAULTS for _, outcome in counted) else 0


def record(path: Path, first: int, count: int, counted: Counter[tuple[str, str]]) -> None:
    """Add the counts of a part to those of the parts before it; the first part begins anew."""
    measured = json.loads(path.read_text(encoding="utf-8"))
    before = measured.get("fuzz", {}) if first else {}
    if before.get("inputs", 0) != first:
        raise SystemExit(f"the parts before {first} are not recorded in {path}")
    total = Counter(before)
    total.update(inputs=count, **Counter(outcome for _, outcome in counted.elements()))
    measured["fuzz"] = {name: total[name] for name in ("inputs", *FINE, *FAULTS)}
    path.write_text(json.dumps(measured, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def in_children(numbers: range, formats: Sequence[str], size: int) -> Iterator[Result]:
    """The results, read by one child process after the other; a child that dies is the crash of its file."""
    context = multiprocessing.get_context("fork")
    at = numbers.start
    while at < numbers.stop:
        ours, theirs = context.Pipe(duplex=False)
        child = context.Process(
            target=_child, args=(theirs, range(at, min(at + size, numbers.stop)), tuple(formats))
        )
        child.start()
        theirs.close()
        try:
            while True:
                if not ours.poll(20 * SECONDS):
                    child.kill()
                    raise EOFError
                result = ours.recv()
                at = result.number + 1
                yield result
        except EOFError:
            child.join()
            if child.exitcode:
                name, seed, way = drawn(at, formats)
                yield Result(at, name, seed, way, "crash", f"the process ended with {child.exitcode}")
                at += 1


def _child(pipe: multiprocessing.connection.Connection, numbers: range, formats: Sequence[str]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for number in numbers:
        pipe.send(spoilt(number, formats))


def drawn(number: int, formats: Sequence[str] = FORMATS) -> tuple[str, int, str]:
    """Give the format, seed and way of one number: all formats in turn, then their ways in turn."""
    name = formats[number % len(formats)]
    turn = number // len(formats)
    ways = sorted(WAYS[name])
    return name, SEEDS[turn // len(ways) % len(SEEDS)], ways[turn % len(ways)]


def spoilt(number: int, formats: Sequence[str] = FORMATS) -> Result:
    """Spoil the file of one number, read it and judge."""
    name, seed, way = drawn(number, formats)
    whole = made_file(name, seed)
    data = WAYS[name][way](whole, Random(f"{name} {way} {number}"))
    if data == whole:
        return Result(number, name, seed, way, "unspoilt")
    signal.signal(signal.SIGVTALRM, _too_long)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        outcome, told = _judged(data, name, seed, way)
    except SourceError as error:
        outcome, told = "refused", error.zh
    except TimeoutError:
        outcome, told = "hang", f"more than {SECONDS} s"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
        outcome, told = "crash", f"{type(error).__name__}: {error}"[:300]
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return Result(number, name, seed, way, outcome, told)


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError


# --- files -----------------------------------------------------------------------------------------------


@cache
def made_file(name: str, seed: int) -> bytes:
    """Give the whole file of a made report in one format."""
    content = made_content(seed)
    if name == "pdf":
        return generate(seed).pdf
    if name == "ofd":
        return write_ofd(seed)[0]
    if name == "docx":
        return write_word(content)
    if name == "xlsx":
        return write_workbook(content)
    if name == "html":
        axes = {**web_axes(content), "encoding": "utf-8", "source": "a_tag_a_line"}
        return write_web_page(content, axes)
    if name == "txt":
        return "\n".join(read_bytes(write_word(content), "a.docx").text_lines or ()).encode()
    members = {"说明.docx": write_word(content), "附件.xlsx": write_workbook(content)}
    return packed(members)


@cache
def whole_reading(name: str, seed: int) -> Reading:
    """Give what the whole file says."""
    return _read(made_file(name, seed), name)


def _read(data: bytes, name: str) -> Reading:
    return _reading(read_bytes(data, f"a.{name}", LIMITS))


def _reading(document: Document) -> Reading:
    content = state_facts(recognise(document))
    return Reading(document, content, run_checks(content))


# --- judgement -------------------------------------------------------------------------------------------


def _judged(data: bytes, name: str, seed: int, way: str) -> tuple[str, str]:
    truth = whole_reading(name, seed)
    document = read_bytes(data, f"a.{name}", LIMITS)
    if document.blocks == truth.document.blocks:
        return "same", ""
    read = _reading(document)
    was: Counter[tuple[object, ...]] = Counter((*fact.key, fact.value) for fact in truth.content.facts)
    now: Counter[tuple[object, ...]] = Counter((*fact.key, fact.value) for fact in read.content.facts)
    if was == now:
        return "same", ""
    differs = f"lost {sorted(map(str, (was - now).elements()))[:3]}, new {sorted(map(str, (now - was).elements()))[:3]}"
    if told := _says_so(truth, read):
        return "told", f"{told}: {differs}"
    if way == DIGIT and _is_one_digit(truth, read, was, now):
        return "printed", differs
    prints_less = (way in BYTES and name in TEXTS) or way.startswith("element")
    if prints_less and _is_printed(truth, read, was - now, now - was):
        return "printed", differs
    return "silent", differs


def _says_so(truth: Reading, read: Reading) -> str:
    """What a reader of the published report is told that the whole one did not tell; "" when nothing."""
    if len(read.document.notices) > len(truth.document.notices):
        return f"notice {read.document.notices[-1].zh}"
    if sum(part.failed for part in read.document.parts) > sum(part.failed for part in truth.document.parts):
        return "a file that was not read"
    before = {(finding.check, finding.explanation) for finding in truth.checked.findings}
    for finding in read.checked.findings:
        if (finding.check, finding.explanation) not in before:
            return f"finding {finding.check} {finding.explanation}"[:120]
    if len(read.content.unread) > len(truth.content.unread):
        return f"unread {read.content.unread[-1].raw}"[:60]
    if len(read.content.unmatched) > len(truth.content.unmatched):
        return f"unmatched {read.content.unmatched[-1].text}"[:60]
    was = {table.table: table.status for table in truth.content.tables}
    for table in read.content.tables:
        if was.get(table.table) != table.status:
            return f"status {table.table} {table.status}"
    return ""


def _is_one_digit(
    truth: Reading, read: Reading, was: Counter[tuple[object, ...]], now: Counter[tuple[object, ...]]
) -> bool:
    """Whether what is new differs by one digit from what is lost: in its characters, or in its code."""
    lost = [fact for fact in truth.content.facts if (was - now)[(*fact.key, fact.value)]]
    new = [fact for fact in read.content.facts if (now - was)[(*fact.key, fact.value)]]
    return len(new) <= len(lost) and all(
        any(
            (fact.key == other.key and _one_digit(other.raw, fact.raw))
            or (fact.value == other.value and _one_digit("|".join(other.key), "|".join(fact.key)))
            for other in lost
        )
        for fact in new
    )


def _is_printed(
    truth: Reading, read: Reading, lost: Counter[tuple[object, ...]], new: Counter[tuple[object, ...]]
) -> bool:
    """Whether the file now prints the characters of what is lost less often, and those of what is new more often.

    A figure whose name alone is other is right where the file prints that name, and the whole one did not.
    """
    before, after = _printed(truth.document), _printed(read.document)
    gone = [fact for fact in truth.content.facts if lost[(*fact.key, fact.value)]]
    come = [fact for fact in read.content.facts if new[(*fact.key, fact.value)]]
    renamed = {
        (fact.table, fact.measure, fact.value)
        for fact in come
        for name in [squeeze(fact.item.rsplit("/", 1)[-1])]
        if name in after and name not in before
    }
    return all(
        after.count(squeeze(f.raw)) < before.count(squeeze(f.raw)) or (f.table, f.measure, f.value) in renamed
        for f in gone
    ) and all(
        after.count(squeeze(f.raw)) > before.count(squeeze(f.raw)) or (f.table, f.measure, f.value) in renamed
        for f in come
    )


def _printed(document: Document) -> str:
    """All that a document prints, without blanks."""
    cells = (
        "|".join(cell.text for cell in block.cells) if isinstance(block, Grid) else getattr(block, "text", "")
        for block in document.blocks
    )
    return squeeze("\n".join(cells))


def _one_digit(before: str, after: str) -> bool:
    """Whether one character was changed or left out."""
    if len(before) == len(after):
        return sum(one != other for one, other in zip(before, after, strict=True)) == 1
    return after in {before[:at] + before[at + 1 :] for at in range(len(before))}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--slice", type=int, default=100, help="files that one child process reads")
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=list(FORMATS))
    parser.add_argument("--record", type=Path, help="a JSON file whose part `fuzz` the counts are added to")
    parser.add_argument("--show", action="store_true", help="print every file's outcome")
    return parser


if __name__ == "__main__":
    sys.exit(main())
