"""Which files a visitor has uploaded: an event may name these and no others.

gradio knows whether a file was uploaded, not by whom. A visitor is told by a cookie of a random number.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, Final

VISITORS: Final = 1000
"""Whose uploads are remembered, those of the latest: gradio deletes files after a day anyway."""

FILES: Final = 1000
"""Of one visitor, the latest."""


class Uploads:
    """Paths of files by visitor, bounded in number. Threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._files: OrderedDict[str, OrderedDict[str, None]] = OrderedDict()

    def add(self, visitor: str, paths: list[str]) -> None:
        """Remember that the visitor uploaded these."""
        with self._lock:
            files = self._files.setdefault(visitor, OrderedDict())
            self._files.move_to_end(visitor)
            files.update(dict.fromkeys(paths))
            while len(files) > FILES:
                files.popitem(last=False)
            while len(self._files) > VISITORS:
                self._files.popitem(last=False)

    def holds(self, visitor: str, path: str) -> bool:
        """Whether this visitor uploaded that file."""
        with self._lock:
            return path in self._files.get(visitor, ())

    def holds_of_another(self, visitor: str, path: str) -> bool:
        """Whether the file is an upload, and not this visitor's."""
        with self._lock:
            return path not in self._files.get(visitor, ()) and any(path in files for files in self._files.values())


def files_named(value: Any) -> Iterator[Any]:
    """What stands for the path wherever `value`, the JSON of an event, describes a file as gradio does."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if "path" in one:
                yield one["path"]
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
