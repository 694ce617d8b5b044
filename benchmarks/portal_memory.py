"""How much memory a process and all that it starts take together at most, asked of the system twice a second (Linux)."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from threading import Event, Thread

_EVERY = 0.5


class Watch:
    """Watches a process and what descends from it. `most`: the largest sum, in MiB; `largest`: of one process.

    A page that several processes share counts in each its share (PSS), so that nothing is counted twice.
    """

    def __init__(self, pid: int) -> None:
        self.most = self.largest = 0
        self._pid, self._ended = pid, Event()
        self._thread = Thread(target=self._watch, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop watching."""
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(_EVERY):
            sizes = [_size(pid) for pid in _family(self._pid)]
            self.most = max(self.most, sum(sizes) // 1024)
            self.largest = max(self.largest, max(sizes, default=0) // 1024)


def _family(pid: int) -> list[int]:
    children: dict[int, list[int]] = defaultdict(list)
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        children[int(fields[1])].append(int(path.parent.name))
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children[one]
    return found


def _size(pid: int) -> int:
    """KiB of a process; 0 where it has ended."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0
