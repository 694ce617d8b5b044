"""Ways to spoil a file that know how its format is built: bytes, members of a zip, XML, text, objects of a PDF, digits.

Each takes the bytes and a random generator and gives other bytes, or the same where there is nothing to spoil. What
changes a digit that is seen says so by its name: that file is whole and prints another number.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from random import Random

Spoil = Callable[[bytes, Random], bytes]

DIGIT = "digit"
_MOMENT = (2024, 8, 30, 9, 0, 0)
_VALUES = (
    "", "0", "1", "2", "-1", "3", "7", "1000000000", "99999999999999999999", "1e300", "NaN", "x", "A1", "ZZZ1",
    "XFD1048576", "A1:XFD1048576", "B2:C3", "../../etc/passwd", "&#x202e;", "true",
)  # fmt: skip
#: Attributes that decide where something stands, or what it is.
_TELLING = (
    "w:val", "w:w", "colspan", "rowspan", "ref", "r", "s", "t", "count", "Boundary", "CTM", "DeltaX", "X", "Y", "Size", "ID",
    "BaseLoc", "ResourceID", "numFmtId", "formatCode", "style", "class", "r:id", "Target", "sheetId", "width", "span",
)  # fmt: skip
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"<>]*)"')
_TAG = re.compile(r"</?[\w:]+[^<>]*>")
_TEXT = re.compile(r">([^<>]*\d[^<>]*)<")
_OBJECT = re.compile(rb"\d+ 0 obj.*?endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


# --- bytes -----------------------------------------------------------------------------------------------


def _cut_off(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data))]


def _flipped(data: bytes, random: Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(random.choice((1, 1, 4, 40))):
        spoilt[random.randrange(len(spoilt))] ^= 1 << random.randrange(8)
    return bytes(spoilt)


def _zeroed(data: bytes, random: Random) -> bytes:
    start, size = random.randrange(len(data)), random.choice((1, 16, 512, 4096))
    return data[:start] + bytes(len(data[start : start + size])) + data[start + size :]


def _left_out(data: bytes, random: Random) -> bytes:
    start, size = random.randrange(len(data)), random.choice((1, 7, 512, 4096))
    return data[:start] + data[start + size :]


def _twice(data: bytes, random: Random) -> bytes:
    start, size = random.randrange(len(data)), random.choice((1, 100, 4096))
    return data[: start + size] + data[start:]


BYTES: Mapping[str, Spoil] = {
    "cut off": _cut_off, "bits": _flipped, "zeroed": _zeroed, "left out": _left_out, "twice": _twice,
}  # fmt: skip


# --- members of a zip ------------------------------------------------------------------------------------


def unpacked(data: bytes) -> dict[str, bytes]:
    """Give the members of a zip by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return {name: container.read(name) for name in container.namelist()}


def packed(members: Mapping[str, bytes]) -> bytes:
    """Write members into a zip whose bytes depend on nothing else."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in members.items():
            container.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _member(data: bytes, random: Random, change: Spoil) -> bytes:
    """Spoil one member, a large one rather than a small one."""
    members = unpacked(data)
    names = sorted(members)
    name = random.choices(names, [len(members[name]) + 50 for name in names])[0]
    return packed({**members, name: change(members[name], random)})


def _member_gone(data: bytes, random: Random) -> bytes:
    members = unpacked(data)
    members.pop(random.choice(sorted(members)))
    return packed(members)


def _member_empty(data: bytes, random: Random) -> bytes:
    members = unpacked(data)
    return packed({**members, random.choice(sorted(members)): b""})


def _members_swapped(data: bytes, random: Random) -> bytes:
    members = unpacked(data)
    one, other = random.sample(sorted(members), 2)
    return packed({**members, one: members[other], other: members[one]})


def _in_member(change: Spoil) -> Spoil:
    return lambda data, random: _member(data, random, change) if data else data


# --- XML and web pages -----------------------------------------------------------------------------------


def _as_text(change: Callable[[str, Random], str]) -> Spoil:
    """A change of characters; what is no UTF-8 stays as it is."""

    def spoil(data: bytes, random: Random) -> bytes:
        try:
            return change(data.decode("utf-8"), random).encode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            return data

    return spoil


def _attribute(text: str, random: Random) -> str:
    found = list(_ATTRIBUTE.finditer(text))
    telling = [each for each in found if each[1] in _TELLING]
    if not found:
        return text
    one = random.choice(telling if telling and random.random() < 0.8 else found)
    manner = random.choice(("another", "another", "gone", "borrowed"))
    if manner == "gone":
        return text[: one.start()] + text[one.end() :]
    value = random.choice(_VALUES) if manner == "another" else random.choice(found)[2]
    return f'{text[: one.start()]}{one[1]}="{value}"{text[one.end() :]}'


def _element(text: str, random: Random) -> str:
    """One element left out, twice, or exchanged with what follows; or one tag of it gone."""
    tags = [each for each in _TAG.finditer(text) if not each[0].startswith("</")]
    if not tags:
        return text
    tag = random.choice(tags)
    name = re.match(r"<([\w:]+)", tag[0])
    close = text.find(f"</{name[1]}>", tag.end()) if name else -1
    end = tag.end() if tag[0].endswith("/>") or close < 0 or name is None else close + len(name[1]) + 3
    manner = random.choice(("out", "twice", "tag", "moved"))
    if manner == "out":
        return text[: tag.start()] + text[end:]
    if manner == "twice":
        return text[:end] + text[tag.start() :]
    if manner == "tag":
        return text[: tag.start()] + text[tag.end() :]
    behind = text.find(">", end + 1) + 1 or end
    return text[: tag.start()] + text[end:behind] + text[tag.start() : end] + text[behind:]


def _put_in(text: str, random: Random) -> str:
    at = random.choice([each.end() for each in _TAG.finditer(text)] or [0])
    what = random.choice(
        ("&bomb;", "\0", "\u202e", "<x/>", "<w:p>", "<td>", "]]>", "<!--", "<?a?>", "\ud800", "\x07", "&#0;")
    )
    return text[:at] + what + text[at:]


XML: Mapping[str, Spoil] = {
    "attribute": _as_text(_attribute), "element": _as_text(_element), "put in": _as_text(_put_in),
}  # fmt: skip


# --- plain text ------------------------------------------------------------------------------------------


def _other_encoding(data: bytes, random: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    half = len(text) // 2
    return random.choice(
        (
            text.encode("utf-16"),
            text.encode("utf-16-le"),
            text.encode("gb18030"),
            text[:half].encode() + text[half:].encode("gb18030"),
            text.encode("gb18030")[1:],
            b"\xef\xbb\xbf" + data,
            data[1:],
        )
    )


def _controls(data: bytes, random: Random) -> bytes:
    start = random.randrange(len(data))
    return (
        data[:start]
        + random.choice((b"\0", b"\x1b[2J", "\u202e".encode(), b"\r", b"\x0c", b"\xff"))
        + data[start:]
    )


def _other_blanks(data: bytes, random: Random) -> bytes:
    old, new = random.choice(
        ((b"\n", b"\r\n"), (b"\t", b"  "), (b"\t", b" "), (b"\n\n", b"\n"), (b"\t", b""))
    )
    return data.replace(old, new)


TEXT: Mapping[str, Spoil] = {
    "encoding": _other_encoding, "controls": _controls, "blanks": _other_blanks,
}  # fmt: skip


# --- objects of a PDF ------------------------------------------------------------------------------------


def _object(data: bytes, random: Random) -> bytes:
    """One object gone, empty, or under another one's number."""
    found = list(_OBJECT.finditer(data))
    if not found:
        return data
    one, other = random.choice(found), random.choice(found)
    new = random.choice((b"", b"1 0 obj\nnull\nendobj", other[0], one[0][: len(one[0]) // 2]))
    return data[: one.start()] + new + data[one.end() :]


def _dictionary(data: bytes, random: Random) -> bytes:
    """A number or a name outside the streams."""
    head = list(re.finditer(rb"/(\w+) (\[?[\d.]+)", data))
    if not head:
        return data
    one = random.choice(head)
    value = random.choice((b"0", b"-1", b"99999999", b"1 0 R", b"null", b"[]", b"1e9"))
    return data[: one.start(2)] + value + data[one.end(2) :]


def _inflated(stream: bytes) -> bytes:
    return zlib.decompress(base64.a85decode(b"<~" + stream.strip(), adobe=True))


def _in_stream(change: Callable[[bytes, Random], bytes]) -> Spoil:
    """A change of what a page draws, packed again as it was."""

    def spoil(data: bytes, random: Random) -> bytes:
        found = list(_STREAM.finditer(data))
        if not found:
            return data
        one = random.choice(found)
        try:
            drawn = change(_inflated(one[1]), random)
        except (ValueError, zlib.error, binascii.Error):
            return data
        packed_again = base64.a85encode(zlib.compress(drawn), adobe=True)[2:]
        return data[: one.start(1)] + packed_again + data[one.end(1) :]

    return spoil


def _operators(drawn: bytes, random: Random) -> bytes:
    lines = drawn.split(b"\n")
    at = random.randrange(len(lines))
    new = random.choice(([], [lines[at]] * 2, [random.choice(lines)], [b"q " * 4000], [lines[at][::-1]]))
    return b"\n".join([*lines[:at], *new, *lines[at + 1 :]])


def _letters(drawn: bytes, random: Random) -> bytes:
    found = list(re.finditer(rb"\\000(\d)", drawn))
    return _other_digit(drawn, random, [each.start(1) for each in found], b"\\000")


PDF: Mapping[str, Spoil] = {
    "object": _object, "dictionary": _dictionary, "drawing": _in_stream(_operators),
    "stream": _in_stream(lambda drawn, random: _left_out(drawn, random)),
}  # fmt: skip


# --- digits ----------------------------------------------------------------------------------------------


def _other_digit(data: bytes, random: Random, places: list[int], before: bytes = b"") -> bytes:
    """One of the digits changed, or gone with what introduces it."""
    if not places:
        return data
    at = random.choice(places)
    if random.random() < 0.4:
        return data[: at - len(before)] + data[at + 1 :]
    digit = (data[at] - 48 + random.randrange(1, 10)) % 10
    return data[:at] + bytes([48 + digit]) + data[at + 1 :]


def _digit_of_markup(tags: bytes) -> Spoil:
    """A digit between the tags that hold what is seen; `tags` is a pattern of their names."""
    pattern = re.compile(rb"<(?:" + tags + rb")(?: [^<>]*)?>([^<>]+)</")

    def spoil(data: bytes, random: Random) -> bytes:
        places = [
            found.start(1) + at
            for found in pattern.finditer(data)
            for at, byte in enumerate(found[1])
            if 48 <= byte <= 57
        ]
        return _other_digit(data, random, places)

    return spoil


def _digit_of_text(data: bytes, random: Random) -> bytes:
    return _other_digit(data, random, [at for at, byte in enumerate(data) if 48 <= byte <= 57])


def _zipped(more: Mapping[str, Spoil]) -> dict[str, Spoil]:
    inside = {f"{name} in a member": _in_member(change) for name, change in {**BYTES, **more}.items()}
    return {
        **BYTES, **inside, "member gone": _member_gone, "member empty": _member_empty, "members swapped": _members_swapped,
    }  # fmt: skip


#: The ways to spoil each format, by their names.
WAYS: Mapping[str, Mapping[str, Spoil]] = {
    "pdf": {**BYTES, **PDF, DIGIT: _in_stream(_letters)},
    "docx": {**_zipped(XML), DIGIT: _in_member(_digit_of_markup(rb"w:t"))},
    "xlsx": {**_zipped(XML), DIGIT: _in_member(_digit_of_markup(rb"v|t"))},
    "ofd": {**_zipped(XML), DIGIT: _in_member(_digit_of_markup(rb"(?:\w+:)?TextCode"))},
    "html": {**BYTES, **XML, **TEXT, DIGIT: _digit_of_markup(rb"(?i:td|th|p|span|div|h\d|strong)")},
    "txt": {**BYTES, **TEXT, DIGIT: _digit_of_text},
    # An archive without one of its files is a smaller report, not a damaged one.
    "zip": {name: way for name, way in _zipped({}).items() if name != "member gone"},
}
