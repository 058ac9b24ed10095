"""Files that are passed over: each kind is one notice, with its first file, how many they are, and a way out."""

from pathlib import PurePosixPath
from typing import Final

from rag.errors import Notice
from rag.pages.names import SUFFIXES

FORMS: Final[dict[str, tuple[str, ...]]] = {
    "passed-word": (".doc", ".dot", ".rtf", ".odt", ".wps", ".wpt", ".pages", ".docm"),
    "passed-sheet": (".xls", ".xlsx", ".xlsm", ".xlsb", ".et", ".ods", ".numbers", ".dbf", ".mdb", ".accdb"),
    "passed-slides": (".ppt", ".pptx", ".pps", ".ppsx", ".dps", ".odp", ".key"),
    "passed-layout": (
        ".ofd",
        ".caj",
        ".kdh",
        ".nh",
        ".ceb",
        ".cebx",
        ".djvu",
        ".xps",
        ".ps",
        ".eps",
        ".indd",
        ".idml",
        ".qxd",
        ".fit",
        ".s2",
        ".s72",
        ".ai",
    ),
    "passed-archive": (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".cab", ".iso"),
    "passed-picture": (
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".png",
        ".tif",
        ".tiff",
        ".bmp",
        ".gif",
        ".webp",
        ".heic",
        ".heif",
        ".jp2",
        ".psd",
        ".svg",
        ".ico",
        ".raw",
        ".pdg",
    ),
    "passed-sound": (
        ".mp3",
        ".wav",
        ".m4a",
        ".aac",
        ".amr",
        ".flac",
        ".ogg",
        ".wma",
        ".mp4",
        ".m4v",
        ".mov",
        ".avi",
        ".mkv",
        ".wmv",
        ".flv",
        ".webm",
    ),
    "passed-web": (".mht", ".mhtml", ".webarchive", ".xml", ".xhtml", ".shtml", ".url", ".aspx", ".php"),
    "passed-book": (".epub", ".mobi", ".azw", ".azw3", ".fb2", ".chm"),
    "passed-mail": (".eml", ".msg", ".mbox", ".pst"),
}
"""The wording of each kind, and how the names of its files end."""

_BY_SUFFIX: Final = {suffix: key for key, suffixes in FORMS.items() for suffix in suffixes}


class PassedOver:
    """What was passed over so far."""

    def __init__(self) -> None:
        self._kinds: dict[str, tuple[str, int]] = {}

    def add(self, key: str, name: str) -> None:
        """Note that `name` was passed over for the reason that `key` words."""
        first, count = self._kinds.get(key, (name, 0))
        self._kinds[key] = (first, count + 1)

    def add_form(self, name: str) -> None:
        """Note a file that was passed over for its form."""
        self.add(_form_of(name), name)

    def notices(self) -> tuple[Notice, ...]:
        """One notice a kind, in the order in which they were met."""
        return tuple(
            Notice(key, files=named(first, count), known=" ".join(SUFFIXES))
            for key, (first, count) in self._kinds.items()
        )


def named(first: str, count: int) -> str | Notice:
    """What a notice calls `count` files of which one is named `first`."""
    return first if count == 1 else Notice("passed-several", name=first, count=count)


def _form_of(name: str) -> str:
    """The wording for a file of this name; a dot in 第1版.要闻 or 2023.3.5 is not the dot of a form."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    letters = suffix[1:]
    return "passed-other" if letters.isascii() and letters.isalnum() and not letters.isdigit() else "passed-no-suffix"
