"""The English words and sentences of the interface: what a Chinese text on a page is called in English.

A pattern is a sentence with holes (`{a}`); a hole takes a figure, a link or words that hold no mark of a clause. The
same rule, in the browser, fits them to a page. What the checks say has a file of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from builder.knowledge.files import read_toml, require

FILE, CHECKS_FILE, METHODS_FILE = "english.toml", "english_checks.toml", "english_methods.toml"
#: What only some pages say, each in a file of its own: names of accounts, pages about using the data, pages with figures.
PARTS = {
    "accounts": "english_accounts.toml",
    "data": "english_data.toml",
    "year": "english_year.toml",
}
HOLE = re.compile(r"\{(\w)\}")
#: A hole for words (`a` to `m`) ends where a clause ends; one for figures, links and counts (`n` to `z`) holds no Chinese
#: but a unit; one in capitals holds what is printed, to the end of its sentence. The browser takes them from here.
WORDS_HOLE = "([^，。；｜·]+?)"
FIGURE_HOLE = (
    "([^，。；｜·：《》“”\u3400-\u9fff]+?(?:万元|亿元|元|人次|人|个|处|辆|批次|批|次|分|台|家|平方米)?)"
)
PRINTED_HOLE = "([^。]+?)"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sentence with holes in both languages, and a text that it fits."""

    zh: str
    en: str
    example: str

    def fits(self, text: str) -> bool:
        """Whether the whole text is this sentence; spaces count for nothing."""
        pieces = HOLE.split(self.zh)
        source = "".join(
            _hole(piece) if at % 2 else re.escape(tight(piece)) for at, piece in enumerate(pieces)
        )
        return re.fullmatch(source, tight(text)) is not None


def _hole(name: str) -> str:
    if name.isupper():
        return PRINTED_HOLE
    return WORDS_HOLE if name < "n" else FIGURE_HOLE


@dataclass(frozen=True, slots=True)
class English:
    """`names`: of checks and of pages of the method; `keep`: a selector of what stays Chinese as it stands;
    `singular`: what counted words become after a one.
    """

    words: dict[str, str]
    names: dict[str, str]
    patterns: tuple[Pattern, ...]
    keep: str
    singular: dict[str, str]


@dataclass(frozen=True, slots=True)
class EnglishPart:
    """What only some pages say."""

    words: dict[str, str]
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class EnglishChecks:
    """What the checks say: `plain` and `formula` by the id of a check, innocent reasons and `words` by their Chinese."""

    plain: dict[str, str]
    formula: dict[str, str]
    innocent: dict[str, str]
    words: dict[str, str]
    patterns: tuple[Pattern, ...]


def tight(text: str) -> str:
    """Without spaces, but for those between Latin words.

    >>> tight("支出 {a}， 共 two words")
    '支出{a}，共two words'
    """
    text = re.sub(r"\s+", " ", text.strip())
    return re.sub(r"(?<![\x21-\x7e]) | (?![\x21-\x7e])", "", text)


@cache
def load_english() -> English:
    """The catalogue; a mistake in it is a KnowledgeError that names the entry."""
    data = read_toml(FILE)
    groups = [*data["words"].values(), *data["names"].values()]
    every = [(zh, en) for group in groups for zh, en in group.items()]
    require(len(dict(every)) == len(every), f"{FILE} 里有重复的词", f"{FILE}: a word is given twice", FILE)
    for zh, en in every:
        _is_sound(zh, en)
    patterns = tuple(_pattern(entry) for entry in data["pattern"])
    return English(
        _merged(data["words"]), _merged(data["names"]), patterns, ", ".join(data["keep"]), data["singular"]
    )


@cache
def load_english_part(name: str) -> EnglishPart:
    """One of PARTS; a mistake in it is a KnowledgeError that names the entry.

    A number may stand in its English where it stands in the Chinese: names of files and standards.
    """
    data = read_toml(PARTS[name])
    words = _merged(data["words"])
    every = [pair for group in data["words"].values() for pair in group.items()]
    require(
        len(words) == len(every), f"{PARTS[name]} 里有重复的词", f"{PARTS[name]}: a word is given twice", FILE
    )
    for zh, en in every:
        _is_english(zh, en)
        numbers = set(re.findall(r"\d+", en)) - set(re.findall(r"\d+", zh))
        require(not numbers, f"英文里有中文没有的数字：{zh}", f"a number in the English of {zh}", PARTS[name])
    return EnglishPart(words, tuple(_pattern(entry) for entry in data["pattern"]))


@cache
def load_english_checks() -> EnglishChecks:
    """What the checks say in English; a mistake in it is a KnowledgeError that names the entry."""
    data = read_toml(CHECKS_FILE)
    for zh, en in [*data["plain"].items(), *data["words"].items()]:
        _is_sound(zh, en)
    for zh, en in [*data["formula"].items(), *data["innocent"].items()]:
        _is_english(zh, en)
    patterns = tuple(_pattern(entry) for entry in data["pattern"])
    return EnglishChecks(data["plain"], data["formula"], data["innocent"], data["words"], patterns)


@cache
def load_english_methods() -> dict[str, str]:
    """What each page of the method says in short, by the name of its file; a mistake is a KnowledgeError."""
    said: dict[str, str] = read_toml(METHODS_FILE)
    for page, text in said.items():
        _is_sound(page, text)
    return said


def _merged(groups: dict[str, dict[str, str]]) -> dict[str, str]:
    return {zh: en for group in groups.values() for zh, en in group.items()}


def _pattern(entry: dict[str, Any]) -> Pattern:
    made = Pattern(entry["zh"], entry["en"], entry["example"])
    _is_sound(made.zh, made.en)
    holes = [sorted(HOLE.findall(text)) for text in (made.zh, made.en)]
    require(holes[0] == holes[1] and len(set(holes[0])) == len(holes[0]), f"两边的空不一样：{made.zh}",
            f"the holes differ: {made.zh}", FILE)  # fmt: skip
    require(made.fits(made.example), f"例子不合句式：{made.zh}", f"the example does not fit: {made.zh}", FILE)
    return made


def _is_sound(zh: str, en: str) -> None:
    """No number of its own, no Chinese left over."""
    require(not re.search(r"[0-9０-９]", en), f"英文里有数字：{zh}", f"a number in the English of {zh}", FILE)
    _is_english(zh, en)


def _is_english(zh: str, en: str) -> None:
    require(bool(en.strip()), f"没有英文：{zh}", f"no English for {zh}", FILE)
    require(not re.search(r"[\u3000-\u9fff，。；：（）]", en), f"英文里有中文：{zh}", f"Chinese in the English of {zh}",
            FILE)  # fmt: skip
