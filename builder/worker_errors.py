"""What is said of a report whose process met a bound, did not start or failed."""

from __future__ import annotations

import signal

from builder.documents import Limits
from builder.errors import SourceError


def name_of_signal(number: int) -> str:
    known = {one.value: one.name for one in signal.Signals}
    return known.get(number, f"exit {-number}")


def too_slow(name: str, place: str, limits: Limits) -> SourceError:
    return SourceError(
        f"读取超时（{limits.seconds} 秒），已停下；确要读它，请用 --time-limit 调高",
        f"reading took more than {limits.seconds} seconds and was stopped; raise --time-limit to read it",
        source=name,
        place=place,
    )


def too_much_memory(name: str, place: str, limits: Limits) -> SourceError:
    return SourceError(
        f"读取要用的内存超过 {limits.memory_mib} MB，已停下；确要读它，请用 --memory-limit 调高",
        f"reading needs more than {limits.memory_mib} MB of memory and was stopped; raise --memory-limit to read it",
        source=name,
        place=place,
    )


def cannot_start(name: str, limits: Limits) -> SourceError:
    return SourceError(
        f"读取进程起不来，多半是内存上限 {limits.memory_mib} MB 太低；请用 --memory-limit 调高",
        f"the reading process does not start; a memory limit of {limits.memory_mib} MB is probably too low; "
        "raise --memory-limit",
        source=name,
    )


def crashed(name: str, words: str) -> SourceError:
    return SourceError(
        f"程序读这份报告时出错（{words}），请把文件报给维护者",
        f"internal error ({words}); send the file to the maintainers",
        source=name,
    )
