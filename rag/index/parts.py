"""How a large build, which goes on part by part, tells of its progress as of one work.

Left out: which pages are a part, and what is made of them (see `build`).
"""

from collections.abc import Sequence

from rag.progress import Progress


class Parts:
    """Tells of the parts of a build, one after the other, as of one work."""

    def __init__(self, progress: Progress, sizes: Sequence[int], total: int) -> None:
        """`sizes` are those of the parts, in pages, `total` the number of pages with those that stay."""
        self._progress, self._sizes, self._total = progress, sizes, total
        self._number = -1
        self._told: dict[str, tuple[int, int]] = {}  # how much of each stage was done before, and how much is now

    def next(self) -> Progress:
        """What tells of the next part."""
        self._number += 1
        self._told = {stage: (before + now, 0) for stage, (before, now) in self._told.items()}
        return self._tell

    def _tell(self, stage: str, done: int, of: int) -> None:
        before, _ = self._told.get(stage, (0, 0))
        self._told[stage] = (before, done)
        size, left = self._sizes[self._number], sum(self._sizes[self._number + 1 :])
        if stage == "progress-split":
            before += self._total - sum(self._sizes)
            self._progress(stage, before + done, self._total)
        else:  # how much the parts to come have is not known: as much a page as this one
            self._progress(stage, before + done, before + of + round(left * of / max(1, size)))
