"""Processes that read an index while others write it: each goes on with what it opened."""

import os
import subprocess
import sys

import pytest
from support.building import HOSPITAL, LIBRARY, PARK, run
from support.held import SECONDS
from support.locations import ROOT, TESTS

from rag.index.saved import read_manifest

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("jieba_loaded_once")]

READER = """
import sys
from support.building import WORDS
from support.fakes import FakeEncoder
from rag.index.saved import read_index

index = read_index(__import__("pathlib").Path(sys.argv[1]))
question = FakeEncoder(WORDS).encode_questions(["图书公园"])[0]
for asked in sys.stdin:  # nothing is read of a record or a vector before it is asked for
    if asked.strip() == "passages":
        print(len(index.passages), *(passage.text.replace("\\n", "") for passage in index.passages), flush=True)
    else:
        scores = index.sentence_vectors.scores(question), index.terms.scores(["公园"])
        print([round(float(score), 4) for some in scores for score in some], flush=True)
"""


class Reader:
    """A process that opened the index in `folder`, and tells what it holds."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            [sys.executable, "-c", READER, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{TESTS}", "PYTHONUTF8": "1"},
        )

    def ask(self, what):
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline()

    def end(self):
        self.process.stdin.close()
        assert self.process.wait(SECONDS) == 0


def test_a_reader_keeps_what_it_opened_while_its_segments_are_written_anew_and_removed(source, folder):
    run(source, folder)
    early = Reader(folder)
    scores = early.ask("scores")
    former = [segment.name for segment in read_manifest(folder).segments]
    for name, text in (("001.txt", HOSPITAL), ("002.txt", HOSPITAL + LIBRARY), ("003.txt", PARK + LIBRARY)):
        (source / name).write_text(text, "utf-8")
        run(source, folder)
    assert not any((folder / name).exists() for name in former)
    late = Reader(folder)
    assert early.ask("scores") == scores != late.ask("scores")
    assert early.ask("passages").startswith("2 ") and "捐书" in early.ask("passages")
    assert late.ask("passages").startswith("5 ")
    early.end()
    late.end()
