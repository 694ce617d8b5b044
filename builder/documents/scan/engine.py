"""RapidOCR behind two questions: where print stands on a page, and what a strip of it says.

One session for each process, its models from the wheel: nothing is fetched. Nothing here knows of tables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from builder.documents.limits import Limits
from builder.errors import SourceError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

_PARTS = ("rapidocr", "onnxruntime", "cv2")
#: A build reads as many reports at once as there are cores.
_THREADS = 1
#: The resolution that print is looked for in; what it says is read at the page's own.
_SEARCH_DPI = 105
_SMALLEST = 32
#: Channels, height and least width of a strip: the usual 320 makes a figure cost twice what it needs.
_STRIP_SHAPE = [3, 48, 48]
INSTALL = "pip install 'mingbai[ocr]'"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a strip says: each character with the share of the strip's width where it stands, and how sure it is."""

    text: str
    at: tuple[float, ...]
    sure: tuple[float, ...]

    @property
    def least_sure(self) -> float:
        return min(self.sure, default=0.0)

    @property
    def mean(self) -> float:
        return sum(self.sure) / len(self.sure) if self.sure else 0.0


#: Letters that the model tells from their look-alikes no better than a person could; these reports print the second.
_ALIKE = str.maketrans(
    "決収內岀値別沒戶強減況淨沖汚産換靑黃溫冊呂奬説稅悅脫兌閲倂幷眞查歩毎録緑",
    "决收内出值别没户强减况净冲污产换青黄温册吕奖说税悦脱兑阅并并真查步每录绿",
)
#: The mark between 单位 and a unit of money, whatever it was taken for.
_UNIT_MARK = re.compile(r"(?<=单位)[.．·,，;；:](?=(?:人民币)?[百千万亿]*元)")
NOTHING = Reading("", (), ())


def is_installed() -> bool:
    """Whether the optional parts for reading pictures are there."""
    return all(find_spec(part) is not None for part in _PARTS)


def recognises(limits: Limits) -> bool:
    """Whether pictures are read: the optional parts are there, and the limits allow any page."""
    return limits.scanned_pages > 0 and is_installed()


def missing(name: str, place: str = "") -> SourceError:
    """What to do when they are not."""
    return SourceError(
        f"这是扫描件或图片，没有文字，需要文字识别（未安装）；请运行 {INSTALL} 后再建",
        f"a scan or a picture without text: text recognition is needed and not installed; run {INSTALL}",
        source=name,
        place=place,
    )


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    models = {part: next(_models(part), None) for part in ("det", "rec")}
    own = {f"{part.capitalize()}.model_path": path for part, path in models.items() if path}
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.text_score": 0.0,
            "Global.use_cls": False,
            "Global.use_preprocess_img": False,
            "Det.limit_side_len": _SMALLEST,
            "Rec.rec_img_shape": _STRIP_SHAPE,
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            **own,
        }
    )


def _models(part: str) -> Any:
    """The model files of the wheel for one step, by name."""
    folder = files("rapidocr").joinpath("models")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".onnx"))
    return (str(folder.joinpath(name)) for name in names if f"_{part}_" in name)


def find_print(page: Pixels, dpi: int) -> NDArray[np.float64]:
    """The boxes of print on a grey page as corner points: an array of shape (boxes, 4, 2), in pixels."""
    import cv2
    import numpy as np

    scale = min(_SEARCH_DPI / dpi, 1.0)
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found = _engine()(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None or not len(found.boxes):
        return np.zeros((0, 4, 2))
    return np.asarray(found.boxes, dtype=np.float64) / scale


def read_strips(strips: Sequence[Pixels]) -> list[Reading]:
    """What each grey strip of one line says."""
    return [_read_strip(strip) for strip in strips]


def _read_strip(strip: Pixels) -> Reading:
    import cv2

    if min(strip.shape) < 3:
        return NOTHING
    coloured = cv2.cvtColor(strip, cv2.COLOR_GRAY2BGR)
    found = _engine()(coloured, use_det=False, use_cls=False, use_rec=True, return_word_box=True)
    text = found.txts[0] if found.txts else ""
    if not text.strip():
        return NOTHING
    words = found.word_results[0]
    columns = [column for word in words.word_cols for column in word]
    letters = "".join(letter for word in words.words for letter in word).translate(_ALIKE)
    letters = _UNIT_MARK.sub("：", letters)
    # `confs` counts the blanks between words too
    sure = [each for letter, each in zip(text, words.confs, strict=False) if not letter.isspace()]
    at = tuple((column + 0.5) / words.line_txt_len for column in columns)
    return Reading(letters, at, tuple(sure))
