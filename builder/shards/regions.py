"""Which report belongs to which shard: by the region that `reports.csv` gives it, known before anything is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from builder.errors import UsageError
from builder.model import Source

#: The shard of reports without a region in `reports.csv`, whatever region is recognised in them later.
NO_REGION = "no-region"
#: Between the regions of a shard that has several.
BETWEEN = ","


def split(sources: Iterable[Source]) -> dict[str, list[Source]]:
    """Region → its reports; every report is in exactly one. Raises UsageError for a region that cannot be named."""
    found: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        region = source.region or NO_REGION
        if BETWEEN in region:
            raise UsageError(
                f"地区“{region}”的名称里有半角逗号，不能分片；请在 reports.csv 里改写",
                f"the region {region!r} has a comma in its name; write it without in reports.csv",
                source=source.file,
            )
        found[region].append(source)
    return dict(sorted(found.items()))


def of_shard(shard: str, regions: dict[str, list[Source]]) -> tuple[Source, ...]:
    """The reports of a shard, named by its regions, in the order of all. Raises UsageError for one that is not there."""
    wanted = names(shard)
    if unknown := [name for name in wanted if name not in regions]:
        raise UsageError(
            f"reports.csv 里没有地区“{'、'.join(unknown)}”，现有：{'、'.join(regions)}",
            f"no report is of the region {', '.join(unknown)}; there are: {', '.join(regions)}",
            source="--shard",
        )
    return tuple(sorted((one for name in wanted for one in regions[name]), key=lambda source: source.file))


def names(shard: str) -> tuple[str, ...]:
    """The regions of a shard, in order.

    >>> names("云岭市, 平川市,")
    ('云岭市', '平川市')
    """
    return tuple(sorted({name.strip() for name in shard.split(BETWEEN)} - {""}))


def grouped(regions: Mapping[str, Sequence[Source]], at_most: int) -> list[str]:
    """Names of shards, of several regions each where there are more than `at_most`, by bytes about as large as each other.

    The same reports give the same shards; a further report may move regions from one shard to another.
    """
    sizes = {name: sum(source.size for source in sources) for name, sources in regions.items()}
    shards: list[list[str]] = [[] for _ in range(min(at_most, len(sizes)))]
    filled = [0] * len(shards)
    for name in sorted(sizes, key=lambda name: (-sizes[name], name)):
        least = min(range(len(shards)), key=lambda at: (filled[at], len(shards[at]), at))
        shards[least].append(name)
        filled[least] += sizes[name]
    return sorted(BETWEEN.join(sorted(own)) for own in shards)
