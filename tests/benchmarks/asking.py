"""One question from the command line, from start to answer: seconds, the processor's time, and memory.

    python -m benchmarks.asking [--times N] [--index FOLDER] [QUESTION]

Memory is told three ways: the most at once as the system counts it, and the most, looked at every 10 ms, of what is the
process's own and of what it has in memory of files, which the system may drop and read again. To compare two versions,
run it in turns in the folders of both.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from support.locations import ROOT, SEEDS

WENBAO = [sys.executable, "-c", "import sys; from rag.commands.main import main; sys.exit(main())"]
QUESTION = "城北水库是哪个单位建成的?"
LOOK_SECONDS = 0.01


def measured(command: Sequence[str]) -> dict[str, float]:
    """What running `command` took. Raises CalledProcessError where it fails."""
    started, own, of_files = time.perf_counter(), 0, 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT) as process:
        while True:
            ended, status, used = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
            now = memory(process.pid)
            own, of_files = max(own, now[0]), max(of_files, now[1])
            time.sleep(LOOK_SECONDS)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return {
        "s": time.perf_counter() - started,
        "s of the processor": used.ru_utime + used.ru_stime,
        "MB at most": used.ru_maxrss / 1024,
        "MB of its own": own / 1024,
        "MB of files": of_files / 1024,
    }


def memory(process: int) -> tuple[int, int]:
    """KiB of a process's own and of files, as Linux tells them; nothing for one that has just ended."""
    try:
        rows = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    except OSError:
        return 0, 0
    told = {name: value.split()[0] for name, _, value in (row.partition(":") for row in rows) if name.startswith("Rss")}
    return int(told.get("RssAnon", 0)), int(told.get("RssFile", 0))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("question", nargs="?", default=QUESTION)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--times", type=int, default=5)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = told.index or Path(folder) / "index"
        if told.index is None:
            built = [*WENBAO, "build", "--source", str(SEEDS), "--index", str(index)]
            subprocess.run(built, check=True, cwd=ROOT, capture_output=True)
        runs = [measured([*WENBAO, "ask", told.question, "--index", str(index)]) for _ in range(told.times)]
    for name in runs[0]:
        figures = [run[name] for run in runs]
        print(f"{name:20} median {statistics.median(figures):8.2f}   {min(figures):.2f} to {max(figures):.2f}")


if __name__ == "__main__":
    main()
