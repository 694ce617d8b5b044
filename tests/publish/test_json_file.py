"""Published JSON is written by our own few lines: they must give what the standard library gives, byte for byte."""

from __future__ import annotations

import json

from hypothesis import example, given
from hypothesis import strategies as st

from builder.publish.json_file import indented

_PLAIN = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
_VALUES = st.recursive(
    _PLAIN, lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner)
)


@given(_VALUES)
@example({"a": [], "b": {}, "c": [[], {}, ""], "d": (1, 1.5, True, None), "e": '"\\\n\x7f\u2028金额'})
def test_what_is_written_is_what_the_standard_library_writes(value: object) -> None:
    assert indented(value) == json.dumps(value, ensure_ascii=False, indent=1)
