"""Which files a visitor has uploaded: an event may name these and no others.

gradio knows whether a file was uploaded, not by whom. A visitor is told by a cookie of a random number. And gradio
calls a file by its path on the machine; outside it goes by a name that says nothing of the machine.
"""

import json
import os
import re
import threading
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, Final

VISITORS: Final = 1000
"""Whose uploads are remembered, those of the latest: gradio deletes files after a day anyway."""

FILES: Final = 1000
"""Of one visitor, the latest."""


PLACE: Final = "/files"
"""What stands for gradio's folder of files outside."""


class Uploads:
    """The names of files by visitor, bounded in number. Threads may share it. `folder` is gradio's folder of files."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._told = json.dumps(folder, ensure_ascii=False)[1:-1].encode()  # as it stands in JSON
        self._lock = threading.Lock()
        self._files: OrderedDict[str, OrderedDict[str, None]] = OrderedDict()

    def add(self, visitor: str, paths: list[str]) -> None:
        """Remember that the visitor uploaded the files of these names."""
        with self._lock:
            files = self._files.setdefault(visitor, OrderedDict())
            self._files.move_to_end(visitor)
            files.update(dict.fromkeys(paths))
            while len(files) > FILES:
                files.popitem(last=False)
            while len(self._files) > VISITORS:
                self._files.popitem(last=False)

    def holds(self, visitor: str, name: object) -> bool:
        """Whether this visitor uploaded the file of that name."""
        with self._lock:
            return isinstance(name, str) and name in self._files.get(visitor, ())

    def holds_of_another(self, visitor: str, name: str) -> bool:
        """Whether the file is an upload, and not this visitor's."""
        with self._lock:
            return name not in self._files.get(visitor, ()) and any(name in files for files in self._files.values())

    def named(self, told: bytes) -> bytes:
        """JSON of gradio's with names in place of paths."""
        return told.replace(self._told, PLACE.encode())

    def path(self, name: str) -> str | None:
        """The path of the file of that name: it lies in a folder named by its content's hash. None for other names."""
        inside = re.fullmatch(rf"{PLACE}[/\\]([0-9a-f]{{64}})[/\\]([^/\\\0]+)", name)
        if inside is None or inside[2] in (".", ".."):
            return None
        path = os.path.join(self._folder, *inside.groups())
        linked = os.path.realpath(path) != os.path.join(os.path.realpath(self._folder), *inside.groups())
        return None if linked else path


def files_named(value: Any) -> Iterator[dict[str, Any]]:
    """Whatever in `value`, the JSON of an event, describes a file as gradio does, by its `path`."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if "path" in one:
                yield one
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
