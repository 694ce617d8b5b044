"""How fast PDFs are read against plain pdfplumber, and whether both readings state the same facts.

`python benchmarks/reading.py [FOLDER_OR_FILE …] [--made 40] [--rounds 3] [--json FILE]`. Without a name: the reports in
`content/reports`. All in one run and one process, on the same bytes: `naive` is `extract_text` and `extract_tables` of
every page by pdfplumber; `ours` is `read_pdf`, which gives the same, the text and tables of every page, as a document;
`whole` is `read_report`, all the way to figures and findings, with a second reading by pdfplumber where the first is in
doubt. Times are those of the processor, the best of the rounds. Then two processes against one, by the clock and by the
processor, and the memory of a process that reads and checks them all. `scaling` by the clock tells of this machine at
this hour: where others compute too, two processes find no two idle cores. `scaling_of_processor` tells what the processes
cost each other.
"""

from __future__ import annotations

import argparse
import io
import json
import logging
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from builder.checks import run_checks  # noqa: E402
from builder.documents.limits import DEFAULT_LIMITS  # noqa: E402
from builder.documents.pdf import read_by_second, read_pdf  # noqa: E402
from builder.facts import state_facts  # noqa: E402
from builder.recognise import recognise  # noqa: E402
from builder.reports import read_report  # noqa: E402
from builder.sources import source_of  # noqa: E402

#: Pages and tables that are pictures are not recognised: neither side would read them.
TEXT_ONLY = replace(DEFAULT_LIMITS, scanned_pages=0)
#: ru_maxrss counts KiB on Linux and bytes elsewhere.
_PER_MIB = 1024 if sys.platform.startswith("linux") else 1024 * 1024


@dataclass
class Speed:
    """Pages of one file and the best seconds of each way."""

    file: str
    pages: int
    naive: float
    ours: float
    whole: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write the JSON file if one is asked for; 1 when the facts of the two readings differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--made", type=int, default=40, help="so many made reports beside the files")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    files = _files(options.files or [ROOT / "content" / "reports"])
    with tempfile.TemporaryDirectory() as folder:
        files += _make(options.made, Path(folder))
        speeds = [_speed(file, options.rounds) for file in files]
        result = _summary(speeds)
        differing = [file.name for file in files if not _same_facts(file)]
        result |= {"files": len(files), "facts_differ_in": differing}
        result |= _scaling(files, options.rounds)
    print(json.dumps(result, ensure_ascii=False, indent=2))
    if options.json:
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 1 if differing else 0


def _files(named: Sequence[Path]) -> list[Path]:
    return [file for path in named for file in (sorted(path.rglob("*.pdf")) if path.is_dir() else [path])]


def _make(count: int, folder: Path) -> list[Path]:
    from builder.typeset.generate import generate

    made = [folder / f"made-{seed}.pdf" for seed in range(count)]
    for seed, file in enumerate(made):
        file.write_bytes(generate(seed).pdf)
    return made


def _speed(file: Path, rounds: int) -> Speed:
    data = file.read_bytes()
    naive, ours, whole = [], [], []
    source = source_of(file.parent, file.name, {"org": "某单位", "year": "2024"})
    for _ in range(rounds):  # by turns: what else the machine does weighs on both alike
        naive.append(_timed(_naive, data))
        ours += [_timed(_ours, data), _timed(_ours, data)]
        whole.append(_timed(lambda _: len(read_report(file.parent, source, TEXT_ONLY).content.facts), data))
    speed = Speed(file.name, ours[0][1], min(naive)[0], min(ours)[0], min(whole)[0])
    print(
        f"{file.name}: {speed.pages} pages, naive {speed.pages / speed.naive:.1f}/s, "
        f"ours {speed.pages / speed.ours:.1f}/s, ratio {speed.naive / speed.ours:.1f}, "
        f"whole {speed.pages / speed.whole:.1f}/s, ratio {speed.naive / speed.whole:.1f}",
        file=sys.stderr,
    )
    return speed


def _timed(read: Callable[[bytes], int], data: bytes) -> tuple[float, int]:
    begun = time.process_time()
    pages = read(data)
    return time.process_time() - begun, pages


def _naive(data: bytes) -> int:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.extract_tables()
            page.close()
        return len(pdf.pages)


def _ours(data: bytes) -> int:
    return read_pdf(data, "measured.pdf", TEXT_ONLY).pages or 0


def _summary(speeds: Sequence[Speed]) -> dict[str, object]:
    pages, naive, ours, whole = (
        sum(getattr(speed, name) for speed in speeds) for name in ("pages", "naive", "ours", "whole")
    )
    return {
        "pages": pages,
        "naive_pages_per_second": round(pages / naive, 1),
        "pages_per_second": round(pages / ours, 1),
        "ratio": round(naive / ours, 2),
        "whole_pages_per_second": round(pages / whole, 1),
        "whole_ratio": round(naive / whole, 2),
        "least_ratio_of_a_file": round(min(speed.naive / speed.ours for speed in speeds), 2),
    }


def _same_facts(file: Path) -> bool:
    """Whether pdfium and pdfplumber, through the same lattice, give the same document and so the same facts."""
    data = file.read_bytes()
    first, second = read_pdf(data, file.name, TEXT_ONLY), read_by_second(data, file.name)
    if first.blocks == second.blocks:
        return True
    return _facts(recognise(first)) == _facts(recognise(second))


def _facts(found: object) -> list[tuple[object, ...]]:
    content = state_facts(found)  # type: ignore[arg-type]
    return sorted((fact.key, str(fact.value), fact.unit, fact.raw) for fact in content.facts)


def _scaling(files: Sequence[Path], rounds: int) -> dict[str, object]:
    """Pages a second of one process and of two by the clock, and the memory of a process, reading alone and all steps."""
    names = [str(file) for file in files]
    context = get_context("spawn")
    best = {1: 0.0, 2: 0.0}
    computed = {1: 0.0, 2: 0.0}
    for _ in range(rounds):
        for processes in best:
            with ProcessPoolExecutor(processes, mp_context=context) as pool:
                list(pool.map(_warm, range(processes)))
                begun = time.perf_counter()
                read = list(pool.map(_read_one, names, chunksize=max(1, len(names) // (4 * processes))))
                pages = sum(count for _, count in read)
                best[processes] = max(best[processes], pages / (time.perf_counter() - begun))
                rate = processes * pages / sum(seconds for seconds, _ in read)
                computed[processes] = max(computed[processes], rate)
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        reading = pool.submit(_peak_mib, names, False).result()
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        whole = pool.submit(_peak_mib, names, True).result()
    return {
        "one_process_pages_per_second": round(best[1], 1),
        "two_processes_pages_per_second": round(best[2], 1),
        "scaling": round(best[2] / best[1], 2),
        "scaling_of_processor": round(computed[2] / computed[1], 2),
        "reading_peak_mib": reading,
        "whole_worker_peak_mib": whole,
    }


def _warm(_: int) -> None:
    time.sleep(0.3)  # so that every process of the pool has started


def _read_one(name: str) -> tuple[float, int]:
    return _timed(_ours, Path(name).read_bytes())


def _peak_mib(names: Sequence[str], whole: bool) -> float:
    for name in names:
        document = read_pdf(Path(name).read_bytes(), name, TEXT_ONLY)
        if whole:
            run_checks(state_facts(recognise(document)))
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _PER_MIB, 1)


if __name__ == "__main__":
    raise SystemExit(main())
