"""Where an index is kept: what is loaded for it."""

import os

import pytest
from support.building import LIBRARY
from support.locations import ROOT, TESTS
from support.python import python

PROGRAM = """
import sys
from pathlib import Path
from support.building import SETTINGS, WORDS
from support.fakes import FakeEncoder
from rag.stores import build_index, open_index
place = Path({place!r})
build_index(place / "pages", place / "index", SETTINGS, FakeEncoder(WORDS), "fake")
open_index(place / "index", SETTINGS, "fake")
print([name for name in sys.modules if name.startswith(("pymilvus", "milvus_lite", "rag.milvus", "grpc"))])
"""


@pytest.mark.slow
def test_nothing_of_milvus_is_imported_where_the_settings_do_not_ask_for_it(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "001.txt").write_text(LIBRARY, "utf-8")
    found = python(PROGRAM.format(place=str(tmp_path)), PYTHONPATH=f"{ROOT}{os.pathsep}{TESTS}")
    assert (found.stdout.strip(), found.returncode) == ("[]", 0), found.stderr
