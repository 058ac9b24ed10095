"""Regular expressions that are compiled when they are first used.

Compiling all of the program's takes 0.35 s of the 0.7 that importing it took, and a command needs a part of them: a
question none of those that split pages.
"""

import functools
import re
from typing import Any, cast


class _LazyRegex:
    """Stands for a compiled pattern, and hands on whatever is asked of it."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._asked = pattern, flags
        self.pattern = pattern  # others are put together of it

    @functools.cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(*self._asked)

    def __getattr__(self, name: str) -> Any:
        """What the compiled pattern has by that name, kept here, so that it is looked up once."""
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found


def lazy_regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, compiled when a method of it is first asked for; what is wrong with it is raised then.

    The functions of `re` do not take it for a pattern: call its own methods.
    """
    return cast("re.Pattern[str]", _LazyRegex(pattern, flags))
