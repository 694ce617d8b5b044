"""Writing one JSON file the way all published ones are."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from json.encoder import encode_basestring
from pathlib import Path

_Write = Callable[..., str]
#: What holds no other values. A number that is infinite or none at all is not among what is published.
_WRITE: dict[type, _Write] = {
    str: encode_basestring,
    int: repr,
    float: repr,
    bool: {True: "true", False: "false"}.__getitem__,
    type(None): {None: "null"}.__getitem__,
}


def write_json(path: Path, value: Mapping[str, object]) -> None:
    """UTF-8 without escapes, one space of indent, a line end at the end."""
    path.write_text(indented(value) + "\n", encoding="utf-8")


def indented(value: object, line: str = "\n") -> str:
    """What `json.dumps(value, ensure_ascii=False, indent=1)` gives, in half of its time. Every key must be a text.

    `line`: the line break before what closes the value, with its indent.

    >>> print(indented({"金额": [1.50, None], "空": {}}))
    {
     "金额": [
      1.5,
      null
     ],
     "空": {}
    }
    """
    inner = line + " "
    if isinstance(value, dict) and value:
        members = (
            f"{encode_basestring(key)}: {write(each) if (write := _WRITE.get(type(each))) else indented(each, inner)}"
            for key, each in value.items()
        )
        return f"{{{inner}{f',{inner}'.join(members)}{line}}}"
    if isinstance(value, list | tuple) and value:
        items = (
            write(each) if (write := _WRITE.get(type(each))) else indented(each, inner) for each in value
        )
        return f"[{inner}{f',{inner}'.join(items)}{line}]"
    return json.dumps(value, ensure_ascii=False)
