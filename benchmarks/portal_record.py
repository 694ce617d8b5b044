"""The file with what was measured, which the page on method is filled from, and the machine that it was measured on.

Several benchmarks write into the one file, each its own sections: what others wrote stays.
"""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Measured = dict[str, Any]
SCHEMA = "mingbai-scale/1"


def record(path: Path | None, sections: Measured) -> None:
    """Put the sections into the file, if one is asked for."""
    if path is None:
        return
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    text = json.dumps({**before, "schema": SCHEMA, **sections}, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def measured_here() -> Measured:
    """The day, and the machine."""
    return {"measured_on": datetime.now(UTC).date().isoformat(), "machine": machine()}


def machine() -> Measured:
    """What it was measured on; no name of the machine. `load`: how busy it was with other things, in processes."""
    return {
        "processor": _from_proc("/proc/cpuinfo", "model name") or platform.processor(),
        "cores": os.cpu_count() or 1,
        "memory_gib": round(int((_from_proc("/proc/meminfo", "MemTotal") or "0 kB").split()[0]) / (1 << 20)),
        "system": platform.system(),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else 0,
        "python": platform.python_version(),
    }


def _from_proc(path: str, name: str) -> str:
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
