"""Which segments are written anew together with the pages that are added.

Segments of about one size are merged when there are more than a few of them, and those of which most is dead are
written anew: Lucene's tiered merging (McCandless, "Visualizing Lucene's segment merges", 2011; `TieredMergePolicy`).
There are then few segments, and each passage is written again once for each tier that it rises. Left out: merging.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

SMALL: Final = 500
"""Passages of a segment that is always merged with what is added: some sixty pages."""

OF_A_SIZE: Final = 8
"""Segments of a tier that may stand side by side; a tier holds those up to that many times as large as the last."""


def to_merge(live: Sequence[int], whole: Sequence[int], added: int) -> frozenset[int]:
    """The numbers of the segments to be written anew with `added` passages.

    `live` are the passages of each segment that are still in the index, `whole` those that it holds.
    """
    merged = {
        number
        for number, (alive, all_of_it) in enumerate(zip(live, whole, strict=True))
        if 2 * alive < all_of_it or not alive or (alive < SMALL and (added or alive < all_of_it))
    }
    while True:
        tiers: dict[int, set[int]] = defaultdict(set)
        for number, alive in enumerate(live):
            if number not in merged:
                tiers[_tier(alive)].add(number)
        size = added + sum(live[number] for number in merged)
        new = _tier(size)
        full = [tier for tier, held in tiers.items() if len(held) + (tier == new and size > 0) > OF_A_SIZE]
        if not full:
            return frozenset(merged)
        merged |= tiers[min(full)]


def _tier(passages: int) -> int:
    """0 for a small segment, and one more for each that is `OF_A_SIZE` times as large."""
    tier, limit = 0, SMALL
    while passages >= limit:
        tier, limit = tier + 1, limit * OF_A_SIZE
    return tier
