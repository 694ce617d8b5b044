"""A portal built in parts: each shard has the departments of some regions, wherever it is built; all make one site.

A shard is a folder of what a build keeps of its reports: what they state, their published data and their finished pages.
Putting shards together is a build that finds all of that made already. What only the whole can know, such as two units
with one name in pinyin, or a unit that is in two shards, makes the departments it touches be written anew there: the site is
the one that a single build would have made, byte for byte.
"""

from builder.shards.assembling import Assembled, assemble, build_shard
from builder.shards.regions import NO_REGION, grouped, split

__all__ = ["NO_REGION", "Assembled", "assemble", "build_shard", "grouped", "split"]
