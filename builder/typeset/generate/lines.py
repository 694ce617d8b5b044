"""The money of a made department: one line for each account and the budget it is paid from, in fen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from random import Random

from builder.knowledge import load_accounts
from builder.typeset.generate.amounts import WAN_STEP, draw_amount
from builder.typeset.generate.words import load_words

OWN_INCOME = ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
OWN_SPENDING = ("上缴上级支出", "经营支出", "对附属单位补助支出")
MAIN_CLASSES = ("201", "204", "205", "206", "207", "212", "215", "216", "220")
SCALE = {"small": (0.8, 60.0), "medium": (4.0, 900.0), "large": (40.0, 26000.0)}
STAFF_CLASSES = ("208", "210", "221")


@dataclass(frozen=True)
class Line:
    """What one account took in and spent from one budget: `general`, `funds`, `capital` or `own` money."""

    code: str
    budget: str
    basic: int = 0
    project: int = 0
    opening: int = 0
    closing: int = 0
    other: tuple[str, int] = ("", 0)
    own_income: str = "其他收入"
    used: int = 0  # 使用非财政拨款结余
    distributed: int = 0  # 结余分配

    @property
    def spent(self) -> int:
        """Give all spending of the line."""
        return self.basic + self.project + self.other[1]

    @property
    def income(self) -> int:
        """Give what came in during the year: what went out or is left, less what was there before."""
        return self.spent + self.distributed + self.closing - self.opening - self.used


@dataclass(frozen=True)
class Purse:
    """All lines of a department, with the names of its accounts."""

    lines: tuple[Line, ...]
    names: Mapping[str, str]

    def total(self, amount: Callable[[Line], int], *budgets: str, code: str = "") -> int:
        """Add up one amount over the lines of some budgets (all, if none is named) and under one code."""
        return sum(amount(line) for line in self.of(*budgets) if line.code.startswith(code))

    def of(self, *budgets: str) -> tuple[Line, ...]:
        """Give the lines paid from some budgets."""
        return tuple(line for line in self.lines if not budgets or line.budget in budgets)

    def codes(self, *budgets: str, every_level: bool = True) -> tuple[str, ...]:
        """Give the codes of the accounts paid from some budgets, with their 类 and 款 above them."""
        items = {line.code for line in self.of(*budgets)}
        above = {code[:length] for code in items for length in (3, 5)} if every_level else set()
        return tuple(sorted(items | above))


def draw_purse(random: Random, axes: Mapping[str, str]) -> Purse:
    """Draw accounts that go together, and money for each of them."""
    step = 1 if axes["sums"] == "tails" else WAN_STEP
    low, high = SCALE[axes["size"]]
    lines = [_general(random, code, low, high, step) for code in _draw_codes(random)]
    if axes["negative"] == "yes":
        lines = _corrected(random, lines, step)
    if axes["own_money"] == "some":
        lines += [_own(random, line.code, low, high, step) for line in random.sample(lines, 2)]
    words = load_words()
    if axes["funds"] == "some":
        lines += [_fund(random, code, low, high, step) for code in _items(words.funds, random)]
    if axes["capital"] == "some":
        code = _items(words.capital, random)[0]
        lines.append(Line(code, "capital", project=draw_amount(random, low, high, step)))
    made = dict((*words.funds, *words.capital))
    known = {code: account.name for code, account in load_accounts().items() if account.kind == "functional"}
    return Purse(tuple(lines), {**made, **known})


def _items(pairs: Iterable[tuple[str, str]], random: Random) -> list[str]:
    codes = [code for code, _ in pairs if len(code) == 7]
    return random.sample(codes, random.randint(1, len(codes)))


def _draw_codes(random: Random) -> list[str]:
    """Draw a main task with its accounts, and those for the staff: pensions, medical care, housing."""
    items = [code for code, account in load_accounts().items() if account.level == "项"]
    main = random.sample(MAIN_CLASSES, random.choice((1, 1, 2)))
    chosen: set[str] = set()
    for start in main:
        under = [code for code in items if code.startswith(start)]
        chosen.update(random.sample(under, min(len(under), random.randint(2, 5))))
    for start, least, most in (("208", 1, 5), ("210", 1, 3), ("221", 1, 2)):
        under = [code for code in items if code.startswith(start)]
        chosen.update(random.sample(under, random.randint(least, most)))
    return sorted(chosen)


def _general(random: Random, code: str, low: float, high: float, step: int) -> Line:
    """Draw a line of the general public budget; accounts for the staff and 行政运行 are basic expenditure."""
    staff = code[:3] in STAFF_CLASSES or code.endswith(("01", "50"))
    basic = draw_amount(random, low, high, step) if staff else 0
    project = draw_amount(random, low, high, step) if not staff or random.random() < 0.2 else 0
    opening = draw_amount(random, low / 8, low, step) if random.random() < 0.2 else 0
    closing = draw_amount(random, low / 8, low, step) if random.random() < 0.2 else 0
    opening = min(opening, (basic + project) // 2 // step * step)
    return Line(code, "general", basic, project, opening, closing)


def _corrected(random: Random, lines: list[Line], step: int) -> list[Line]:
    """Turn one project into a correction of the year before: a negative amount, smaller than its class."""
    places = [place for place, line in enumerate(lines) if line.project and not line.basic]
    if not places:
        return lines
    place = random.choice(places)
    old = lines[place]
    correction = -draw_amount(random, 0.02, 2.5, step)
    return [*lines[:place], Line(old.code, "general", project=correction), *lines[place + 1 :]]


def _own(random: Random, code: str, low: float, high: float, step: int) -> Line:
    """Draw a line paid from the department's own money."""
    amount = draw_amount(random, low, high / 4, step)
    kind = random.choice(("basic", "project", "project", "other"))
    closing = draw_amount(random, low / 8, low, step) if random.random() < 0.3 else 0
    return Line(
        code,
        "own",
        used=min(amount // 2 // step * step, draw_amount(random, low / 9, low, step)) if closing else 0,
        distributed=draw_amount(random, low / 9, low / 2, step) if random.random() < 0.3 else 0,
        basic=amount if kind == "basic" else 0,
        project=amount if kind == "project" else 0,
        closing=closing,
        other=(random.choice(OWN_SPENDING), amount) if kind == "other" else ("", 0),
        own_income=random.choice(OWN_INCOME),
    )


def _fund(random: Random, code: str, low: float, high: float, step: int) -> Line:
    """Draw a line of the government-managed funds, often with something left over."""
    project = draw_amount(random, low, high, step)
    opening = min(project, draw_amount(random, low, high, step)) if random.random() < 0.5 else 0
    closing = draw_amount(random, low / 4, low, step) if random.random() < 0.5 else 0
    return Line(code, "funds", project=project, opening=opening, closing=closing)
