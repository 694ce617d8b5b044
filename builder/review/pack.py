"""The published data as one archive to attach to a release: the same data gives the same bytes."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

from builder.errors import UsageError

_WHEN = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # the earliest that the format knows: the time of the build is not part of the data
#: Pictures of pages are for looking, and most of the bytes.
_LEFT_OUT = {".webp", ".png", ".jpg"}


def pack(data: Path, target: Path) -> str:
    """Write the archive and give its SHA-256; pictures of pages are left out."""
    if not (data / "index.json").is_file():
        raise UsageError(
            "还没有数据，请先运行 mingbai build", "no data yet; run mingbai build first", source=str(data)
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(data.rglob("*")):
            if path.is_file() and path.suffix not in _LEFT_OUT:
                info = zipfile.ZipInfo(f"data/{path.relative_to(data).as_posix()}", _WHEN)
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                archive.writestr(info, path.read_bytes())
    return hashlib.sha256(target.read_bytes()).hexdigest()
