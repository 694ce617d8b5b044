"""The forms of the official and performance tables (`tables.toml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from builder.knowledge.files import pattern, read_toml, require
from builder.text import fold_punctuation

_FILE = "tables.toml"
_FORMS = {"two_sided", "coded", "economic", "three_public", "performance_base", "performance"}
OFFICIAL = tuple(f"T0{number}" for number in range(1, 10))


@dataclass(frozen=True, slots=True)
class Measure:
    """A column that holds figures; `side` restricts it to one half of a two-sided table.

    Under a head of `not_under` the same word names another column. Without a name it is one that is not published.
    """

    name: str
    heads: tuple[str, ...]
    side: str = ""
    not_under: frozenset[str] = frozenset()
    where_printed: bool = False  # not of the official form: a column only where a report prints it


@dataclass(frozen=True, slots=True)
class TableForm:
    """One table: how its title and columns are told."""

    id: str
    name: str
    form: str
    titles: tuple[re.Pattern[str], ...]
    never: tuple[re.Pattern[str], ...]
    notes: tuple[str, ...]
    measures: tuple[Measure, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    proper: str = ""
    other_form: tuple[str, ...] = ()  # heads of another table that goes by the same title
    beside: tuple[str, ...] = ()  # heads of columns that some forms print beside the official ones
    prefer: re.Pattern[str] | None = (
        None  # of two tables with titles of this one, the title that has it is meant
    )

    @property
    def columns(self) -> tuple[Measure, ...]:
        """The measures, and the columns beside them that are told but not published."""
        return (*self.measures, Measure("", self.beside)) if self.beside else self.measures

    def has_title(self, folded: str) -> bool:
        """Whether a title, already folded, is this table's."""
        return any(title.search(folded) for title in self.titles) and not any(
            word.search(folded) for word in self.never
        )

    def is_preferred(self, title: str) -> bool:
        """Whether a title has the words that tell this table from a twin of another basis."""
        return bool(self.prefer and self.prefer.search(fold_punctuation(title)))

    def is_proper(self, title: str) -> bool:
        """Whether a title of this table has its usual words, for tables whose titles are known to slip."""
        return not self.proper or self.proper in fold_punctuation(title)


@dataclass(frozen=True, slots=True)
class TableKnowledge:
    """Everything `tables.toml` declares."""

    forms: tuple[TableForm, ...]
    alias: dict[str, str]
    carry_over_parent: str
    carry_over_children: tuple[str, ...]
    side: dict[str, str]  # a line of 总表 → 收入 or 支出
    opposite: dict[str, str]  # a line of the income half of 总表 → the line of the other half that it faces
    three_public: dict[str, str]  # any spelling → canonical item
    line_number_heads: tuple[str, ...]
    total_names: tuple[str, ...]
    performance_tops: tuple[str, ...]
    performance_blocks: tuple[str, ...]
    no_data: re.Pattern[str]
    no_data_examples: tuple[str, ...]
    no_data_counterexamples: tuple[str, ...]
    blank_is_zero: re.Pattern[str]
    in_attachment: re.Pattern[str]

    def form(self, table: str) -> TableForm:
        return next(form for form in self.forms if form.id == table)

    def identify(self, title: str) -> TableForm | None:
        """The table that a title names; None when it names none that is declared."""
        folded = fold_punctuation(title)
        return next((form for form in self.forms if form.has_title(folded)), None)


@cache
def load_tables() -> TableKnowledge:
    """Read and check the declarations."""
    data = read_toml(_FILE)
    forms = tuple(_form(entry) for entry in data["table"])
    ids = [form.id for form in forms]
    require(len(ids) == len(set(ids)), "表号重复", "duplicate table id", _FILE)
    require(set(OFFICIAL) <= set(ids), "九张表没有写全", "the nine tables are not all declared", _FILE)
    lines, statements = data["lines"], data["statements"]
    three_public = {
        fold_punctuation(name): item for item, names in lines["three_public"].items() for name in names
    }
    return TableKnowledge(
        forms=forms,
        alias=dict(lines["alias"]),
        carry_over_parent=lines["carry_over"]["parent"],
        carry_over_children=tuple(lines["carry_over"]["children"]),
        side={name: side for side, names in lines["side"].items() for name in names},
        opposite=dict(lines["opposite"]),
        three_public=three_public,
        line_number_heads=tuple(data["heads"]["line_number"]),
        total_names=tuple(data["heads"]["total"]),
        performance_tops=tuple(data["performance_base"]["tops"]),
        performance_blocks=tuple(data["performance_base"]["blocks"]),
        no_data=pattern("|".join(statements["no_data"]), _FILE),
        no_data_examples=tuple(statements["no_data_examples"]),
        no_data_counterexamples=tuple(statements["no_data_counterexamples"]),
        blank_is_zero=pattern("|".join(statements["blank_is_zero"]), _FILE),
        in_attachment=pattern("|".join(statements["in_attachment"]), _FILE),
    )


def _form(entry: dict[str, object]) -> TableForm:
    def texts(key: str) -> tuple[str, ...]:
        value = entry[key]
        require(isinstance(value, list), f"{key} 应是列表", f"{key} must be a list", _FILE)
        return tuple(str(item) for item in value) if isinstance(value, list) else ()

    measures = entry["measures"]
    require(isinstance(measures, list), "measures 应是列表", "measures must be a list", _FILE)
    require(entry["form"] in _FORMS, f"不认识的表式 {entry['form']}", f"unknown form {entry['form']}", _FILE)
    return TableForm(
        id=str(entry["id"]),
        name=str(entry["name"]),
        form=str(entry["form"]),
        titles=tuple(pattern(text, _FILE) for text in texts("titles")),
        never=tuple(pattern(text, _FILE) for text in texts("never")),
        notes=tuple(fold_punctuation(text) for text in texts("notes")),
        measures=tuple(
            Measure(
                m["name"],
                tuple(m["heads"]),
                m.get("side", ""),
                frozenset(m.get("not_under", [])),
                m.get("where_printed", False),
            )
            for m in (measures if isinstance(measures, list) else [])
        ),
        examples=texts("examples"),
        counterexamples=texts("counterexamples"),
        proper=str(entry.get("proper", "")),
        other_form=texts("other_form") if "other_form" in entry else (),
        beside=texts("beside") if "beside" in entry else (),
        prefer=pattern(str(entry["prefer"]), _FILE) if "prefer" in entry else None,
    )
