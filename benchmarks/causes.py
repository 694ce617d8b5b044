"""Looks for the causes of failures: the fewest axis values with which a failing report still fails.

`python benchmarks/causes.py --first 0 --seeds 100 --processes 2`: every failing seed is put back to the plain form
axis by axis as long as one kind of difference in one table stays; the causes are listed with their seeds.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from builder.typeset.generate import made_layout, plain_layout
from builder.workers import clean_context
from tests.roundtrip.read_back import Difference, read_back

Symptom = tuple[str, str]
"""The kind of a difference, and its table."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Reduce every failing seed, and print the causes, the commonest first."""
    options = _parser().parse_args(arguments)
    seeds = range(options.first, options.first + options.seeds)
    causes: dict[tuple[str, ...], list[tuple[int, Symptom, str]]] = defaultdict(list)
    with ProcessPoolExecutor(options.processes, mp_context=clean_context()) as pool:
        for seed, found in zip(seeds, pool.map(causes_of, seeds), strict=True):
            for symptom, axes, example in found:
                causes[axes].append((seed, symptom, example))
                print(
                    f"  {seed}: {' '.join(symptom)} ← {' '.join(axes) or 'plain form'}: {example}", flush=True
                )
    for axes, examples in sorted(causes.items(), key=lambda pair: -len(pair[1])):
        symptoms = sorted({" ".join(symptom) for _, symptom, _ in examples})
        listed = sorted({seed for seed, _, _ in examples})
        print(f"{' '.join(axes) or 'plain form'}: {', '.join(symptoms)}; seeds {listed[:8]} ({len(listed)})")
        print(f"    {examples[0][2]}")
    return 0


def causes_of(seed: int) -> list[tuple[Symptom, tuple[str, ...], str]]:
    """Give the fewest axis values for each kind of difference that one seed shows."""
    left = {_symptom(each): each for each in reversed(read_back(seed).differences)}
    found = []
    while left:
        symptom = next(iter(left))
        axes, differences = _reduce(seed, symptom)
        named = tuple(f"{axis}={value}" for axis, value in sorted(axes.items()))
        found.append((symptom, named, str(next(d for d in differences if _symptom(d) == symptom))))
        for each in (symptom, *map(_symptom, differences)):
            left.pop(each, None)
    return found


def _reduce(seed: int, symptom: Symptom) -> tuple[dict[str, str], tuple[Difference, ...]]:
    """Put back halves, quarters … single axes to the plain form while the symptom stays."""
    plain = plain_layout({}).described()
    axes = {axis: value for axis, value in made_layout(seed).described().items() if value != plain[axis]}
    differences = read_back(seed, plain_layout(axes)).differences
    size = max(1, len(axes) // 2)
    while axes:
        names = sorted(axes)
        for start in range(0, len(names), size):
            fewer = {axis: axes[axis] for axis in axes if axis not in names[start : start + size]}
            shown = read_back(seed, plain_layout(fewer)).differences
            if any(_symptom(each) == symptom for each in shown):
                axes, differences = fewer, shown
        if size == 1:
            break
        size //= 2
    return axes, differences


def _symptom(difference: Difference) -> Symptom:
    return difference.kind, difference.key[0]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=int, default=50)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    return parser


if __name__ == "__main__":
    sys.exit(main())
