"""Milvus's embedded form as a server of its own process, which can be killed and started again."""

import importlib.util
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

PACKAGES = ("pymilvus", "milvus_lite")
LACKING = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
needs_milvus = pytest.mark.skipif(bool(LACKING), reason=f"{', '.join(LACKING)} is not installed: make test-milvus")


class MilvusServer:
    """A server upon the data in a folder. Call `start` before anything is asked of it."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))
            self._port = held.getsockname()[1]
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.uri = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        words = ["server", "--data-dir", str(self._folder), "--host", "127.0.0.1", "--port", str(self._port)]
        with (self._folder.parent / "milvus.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", "import sys; from milvus_lite.cmdline import main; sys.exit(main())", *words],
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + 300
        while time.monotonic() < end and self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the embedded Milvus does not start")

    def kill(self) -> None:
        """End it as a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
