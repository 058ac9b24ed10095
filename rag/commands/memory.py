"""How the C library gives out memory, for a program that runs for days in many threads."""

import ctypes
import platform
from typing import Final

ARENAS: Final = 2
"""Places that threads take memory from. With glibc's own number, eight for each core, every thread keeps what it has
let go of for itself: with twenty people asking while others evaluate and add pages, a page had 1,766 MB after four
minutes and still grew; with two it had 1,233 and did not."""

_ARENA_MAX: Final = -8
_TRIM_THRESHOLD: Final = -1
_TRIM_BYTES: Final = 65536
"""What lies free at the end of an arena beyond this goes back to the system at once."""


def share_arenas() -> bool:
    """Have all threads that are started from now on share ARENAS; whether the C library is one that can be asked to."""
    if platform.libc_ver()[0] != "glibc":
        return False
    mallopt = ctypes.CDLL(None).mallopt
    return bool(mallopt(_ARENA_MAX, ARENAS)) and bool(mallopt(_TRIM_THRESHOLD, _TRIM_BYTES))
