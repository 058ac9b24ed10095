"""Every error a user can meet, as one tree; each carries a sentence in the user's language.

    WenbaoError
    ├── SourceError      pages that are missing, empty or unusable
    │   └── PageError    one file that cannot be used as a page
    ├── EncoderError     an embedding model that cannot be loaded
    ├── ReaderError      a reader that cannot be loaded
    ├── StoredIndexError a saved index that cannot be used
    │   ├── IndexMissing, IndexDamaged, IndexMismatch, IndexBusy
    │   └── StoreError   the server that holds an index cannot be used
    ├── LibraryError     a change of the corpus that is not made
    │   └── LibraryCancelled
    ├── QuestionError    a question or question file in a wrong form
    ├── SettingsError    a setting that is unknown or out of range
    ├── ReportError      a file of figures that cannot be compared with
    ├── EvaluationError  an evaluation that is not begun
    ├── EvaluationCancelled  an evaluation that was stopped before its end
    ├── FeedbackError    feedback that cannot be kept or read
    ├── TourError        a guided tour that is missing or in a wrong form
    └── ServeError       a port or host that cannot be used

Mistakes of a programmer raise Python's own errors instead.
"""

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Final

from rag.wording import Language, say

_PLACES: Final = ("path", "folder")
"""Values that are always a place on this machine, whatever their type."""

_BEGUN: Final = (
    r"(?:file:/+|(?<![A-Za-z0-9])[A-Za-z]:[\\/]|\\\\|~[\\/]|(?<![\w/])/(?!/)|(?<![A-Za-z0-9_/])"
    r"/(?=(?:data|dev|etc|home|media|mnt|opt|private|proc|root|run|srv|tmp|usr|var|Users|Volumes|work)/))"
)
"""How an absolute path begins, of any system; right after a Chinese character (报纸/2023年 is none) the usual ones."""

_QUOTED: Final = re.compile(rf"""(['"‘“])({_BEGUN}[^'"’”\n]*)(['"’”])""")
_UNQUOTED: Final = re.compile(rf"{_BEGUN}(?:[^\n]*[\\/])?")
"""Names may hold blanks: an unquoted path is all that stands before the last slash of its line."""


class Notice:
    """Something that a person should know though nothing failed, or a part of such a sentence: worded as errors are."""

    def __init__(self, key: str, **values: object) -> None:
        self.key = key
        self.values = values

    def sentence(self, language: Language = "zh", *, public: bool = False) -> str:
        """What was seen and what to do next; a `public` one tells of a path the name alone."""
        return _said(self.key, self.values, language, public)


class WenbaoError(Exception):
    """An error with a clear sentence: `key` names it in the wording, `values` fill it in."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def sentence(self, language: Language = "zh", *, public: bool = False) -> str:
        """One sentence for the user: what was seen and what to do next.

        A `public` one is for visitors, whom the folders of this machine do not concern: of a path it tells the name.
        """
        return _said(self.key, self.values, language, public)

    def __str__(self) -> str:
        return self.sentence()


def _said(key: str, values: Mapping[str, object], language: Language, public: bool) -> str:
    """The sentence of that key; values that have a sentence of their own are said in the same language."""
    spoken = {
        name: value.sentence(language, public=public)
        if isinstance(value, WenbaoError | Notice)
        else _without_place(name, value)
        if public
        else value
        for name, value in values.items()
    }
    return say(key, language, **spoken)


def without_places(text: str) -> str:
    """`text` with the last name alone of every path that it tells."""
    unquoted = _QUOTED.sub(lambda found: found[1] + last_name(found[2]) + found[3], text)
    return _UNQUOTED.sub("", unquoted)


def last_name(path: object) -> str:
    """The last name of a path of any system; "…" where it has none."""
    return re.split(r"[\\/]", str(path).rstrip("\\/"))[-1].removeprefix("~") or "…"


def _without_place(name: str, value: object) -> object:
    """A value of an error as a visitor may see it; numbers keep their type, so that they are formatted as ever."""
    if isinstance(value, PurePath) or name in _PLACES:
        return last_name(value)
    return value if isinstance(value, int | float) else without_places(str(value))


class SourceError(WenbaoError):
    """The pages are missing, empty or all unusable."""


class PageError(SourceError):
    """One file cannot be used as a page."""


class EncoderError(WenbaoError):
    """The embedding model cannot be loaded."""


class EngineError(WenbaoError):
    """The fast engine cannot compute the models' layers; torch does."""


class ReaderError(WenbaoError):
    """The reader cannot be loaded."""


class StoredIndexError(WenbaoError):
    """The saved index cannot be used."""


class IndexMissing(StoredIndexError):
    """There is no index in the folder."""


class IndexDamaged(StoredIndexError):
    """A file of the index is missing or has other content than its manifest says."""


class IndexMismatch(StoredIndexError):
    """The index was built with another model, other settings or another format."""


class IndexBusy(StoredIndexError):
    """Another process is writing the index."""


class StoreError(StoredIndexError):
    """Milvus, which is to hold the index, cannot be used: not installed, not there, or gone."""


class LibraryError(WenbaoError):
    """The corpus is not changed: it may not be, cannot be, or is being changed by someone else."""


class LibraryCancelled(LibraryError):
    """A change of the corpus was cancelled; everything is as it was before."""


class QuestionError(WenbaoError):
    """A question, or a file of questions, has a wrong form."""


class SettingsError(WenbaoError):
    """A setting is unknown or its value does not fit."""


class ReportError(WenbaoError):
    """A file is no report of an evaluation, or of another format."""


class EvaluationError(WenbaoError):
    """An evaluation is not begun: there is nothing to ask, or another is made, from which figures of time suffer."""


class EvaluationCancelled(WenbaoError):
    """An evaluation was stopped before its last question."""


class ServeError(WenbaoError):
    """The page cannot be served at this host and port."""


class FeedbackError(WenbaoError):
    """Readers' feedback cannot be kept or read."""


class TourError(WenbaoError):
    """A guided tour is missing or in a wrong form."""
