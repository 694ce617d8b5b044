"""The files of a sample in the format that its `report.toml` names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from builder.typeset.errors import SampleError
from builder.typeset.formats.sample_pieces import tables_of_sample, whole_sample, words_of_sample
from builder.typeset.formats.web_page import WEB_AXES, write_web_page
from builder.typeset.formats.word import write_word
from builder.typeset.formats.word_axes import plain_word_form
from builder.typeset.formats.workbook import WORKBOOK_AXES, write_workbook
from builder.typeset.report import refuse_unused, render_report
from builder.typeset.sample import Sample

Files = dict[str, bytes]


def sample_files(sample: Sample, font: str | None = None) -> Files:
    """Give the bytes of each file of a report by its path below the reports folder; the same for the same sample.

    Raises SampleError for a format that is not known, and for a figure that is printed nowhere.
    """
    write = _FORMATS.get(sample.format)
    if write is None:
        known = "、".join(_FORMATS)
        raise SampleError(
            sample.name, f"format 应是 {known} 之一", f"the format must be one of {', '.join(_FORMATS)}"
        )
    files = write(sample, font)
    refuse_unused(sample)
    return files


def _pdf(sample: Sample, font: str | None) -> Files:
    return {f"{sample.name}.pdf": render_report(sample, font)}


def _word(sample: Sample, _font: str | None) -> Files:
    return {f"{sample.name}.docx": write_word(whole_sample(sample), plain_word_form({}))}


def _web_page(sample: Sample, _font: str | None) -> Files:
    return {f"{sample.name}.html": write_web_page(whole_sample(sample), _first(WEB_AXES))}


def _several(sample: Sample, _font: str | None) -> Files:
    """The nine tables in a workbook, all else in a Word document beside it."""
    words, tables = words_of_sample(sample), tables_of_sample(sample)
    folder = f"{sample.name}.report"
    return {
        f"{folder}/决算说明.docx": write_word(words, plain_word_form({})),
        f"{folder}/部门决算公开表.xlsx": write_workbook(tables, _first(WORKBOOK_AXES)),
    }


def _first(axes: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The plain form: the first value of each axis."""
    return {axis: values[0] for axis, values in axes.items()}


_FORMATS: Mapping[str, Callable[[Sample, str | None], Files]] = {
    "pdf": _pdf,
    "docx": _word,
    "html": _web_page,
    "docx+xlsx": _several,
}
