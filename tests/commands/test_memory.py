"""Memory that threads let go of is for all of them."""

import os
import platform
import subprocess
import sys

import pytest


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the C library is not glibc, whose arenas these are")
def test_threads_share_two_arenas_of_memory():
    def arenas(share: str) -> int:
        script = f"""
import ctypes, os, re, threading
{share}
ready = threading.Barrier(8)
def work():
    ready.wait()
    kept = ctypes.CDLL(None).malloc(100)
    ready.wait()
threads = [threading.Thread(target=work) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
libc = ctypes.CDLL(None)
libc.malloc_stats()
"""
        told = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "MALLOC_ARENA_MAX": ""},
        )
        return told.stderr.count("Arena ")

    assert arenas("from rag.commands.memory import share_arenas; assert share_arenas()") <= 2 < arenas("")
