"""Writes the samples as reports, each in its format: `python -m builder.typeset [--font PATH[:index]] [SAMPLE ...]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from builder.typeset.errors import SampleError
from builder.typeset.formats.samples import sample_files
from builder.typeset.sample import read_sample

SAMPLES = Path("content/samples")
REPORTS = Path("content/reports")


def main(arguments: Sequence[str] | None = None) -> int:
    """Set the named samples, or all of them; one that fails does not stop the others."""
    options = _parser().parse_args(arguments)
    folders = [options.samples / name for name in options.names] or sample_folders(options.samples)
    failed = 0
    options.reports.mkdir(parents=True, exist_ok=True)
    for folder in folders:
        try:
            _write_report(folder, options.reports, options.font)
        except SampleError as error:
            failed += 1
            print(f"未生成 / not written: {error}", file=sys.stderr)
    return 1 if failed else 0


def sample_folders(samples: Path) -> list[Path]:
    """List the folders that hold a sample."""
    return sorted(path.parent for path in samples.glob("*/report.toml"))


def _write_report(folder: Path, reports: Path, font: str | None) -> None:
    sample = read_sample(folder)
    for file, data in sample_files(sample, font).items():
        path = reports / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(f"已生成 / written: {path}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m builder.typeset",
        description="把样本写成报告，各用各的格式 / write the samples as reports, each in its format",
    )
    parser.add_argument(
        "names", nargs="*", metavar="SAMPLE", help="样本文件夹名，不写则全部 / sample folders, all if none"
    )
    parser.add_argument(
        "--font",
        metavar="PATH[:index]",
        help="排 PDF 用的中文 TrueType 字体文件 / Chinese TrueType font file for PDFs",
    )
    parser.add_argument(
        "--samples", type=Path, default=SAMPLES, help="样本所在文件夹 / where the samples are"
    )
    parser.add_argument("--reports", type=Path, default=REPORTS, help="报告写到哪里 / where the reports go")
    return parser


if __name__ == "__main__":
    sys.exit(main())
