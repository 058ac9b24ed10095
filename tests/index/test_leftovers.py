"""What other runs have left: a change that is still being made, planted notes, a killed process's page, a build's files."""

import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support.locations import ROOT
from support.shelving import BOOKS, LIGHTS, SETTINGS
from support.unfinished import begin, killed, rebuilt

from rag.errors import SourceError
from rag.index.build import is_current
from rag.index.saved import read_manifest
from rag.index.unfinished import settle
from rag.index.writing import remove_leftovers, writer_lock

posix = pytest.mark.skipif(os.name != "posix", reason="a process is killed as POSIX systems do it")


# ---- nobody else's


def test_a_change_that_is_being_made_is_left_alone(place):
    change = begin(place)
    change.move(place.source / "001.txt", change.place / "001.txt")
    settle(place.source)
    assert place.names() == [change.place.name, "002.txt"]
    change.undo()
    change.end()
    assert place.names() == ["001.txt", "002.txt"]


@pytest.mark.parametrize(
    "notes",
    [
        [{"put": "../outside/secret.txt", "sha256": "SHA"}],
        [{"from": "taken.txt", "to": "../outside/secret.txt"}],
        [{"from": "../outside/planted.txt", "to": "001.txt"}],
        [{"put": "link/secret.txt", "sha256": "SHA"}],
        [{"from": "taken.txt", "to": "link/secret.txt"}],
        [{"from": "link/planted.txt", "to": "001.txt"}],
        [{"from": "\0", "to": "001.txt"}],
        [["put"]],
        [{"put": 3}],
        ["[" * 5000],
    ],
)
def test_a_planted_change_reaches_nothing_outside_the_folder(place, tmp_path, notes):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("mine")
    (place.source / "link").symlink_to(outside)
    planted = place.source / ".wenbao-planted"
    planted.mkdir()
    sha256 = hashlib.sha256(b"mine").hexdigest()
    generation = read_manifest(place.index).generation
    lines = [{"index": str(place.index), "generation": generation}, *notes]
    (planted / ".change").write_text(
        "".join((line if isinstance(line, str) else json.dumps(line).replace("SHA", sha256)) + "\n" for line in lines)
    )
    settle(place.source)
    assert [path.name for path in outside.iterdir()] == ["secret.txt"]
    assert (outside / "secret.txt").read_text() == "mine"
    assert (place.source / "001.txt").read_text("utf-8") == BOOKS
    assert not planted.exists()


@posix
def test_a_link_among_what_is_left_is_not_followed(place, tmp_path):
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "file.txt").write_text("mine")
    (place.source / ".wenbao-abcdefgh").symlink_to(tmp_path / "far")
    settle(place.source)
    assert (tmp_path / "far" / "file.txt").read_text() == "mine"


def test_a_page_that_cannot_be_put_back_is_named(place, monkeypatch):
    change = begin(place)
    change.move(place.source / "001.txt", change.place / "001.txt")
    killed(change)

    def full(*_):
        raise OSError(28, "No space left on device", "001.txt")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(SourceError) as caught:
            rebuilt(place)
    assert caught.value.key == "source-unsettled"
    assert "001.txt" in caught.value.sentence("zh") and "No space" in caught.value.sentence("en")
    rebuilt(place)
    assert place.names() == ["001.txt", "002.txt"]


@pytest.mark.slow
@posix
def test_a_real_process_that_is_killed_in_a_removal_loses_no_page(place):
    program = (
        "import os, signal, sys; from pathlib import Path\n"
        "from rag.index.unfinished import Change\n"
        "change = Change.begin(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "change.move(Path(sys.argv[1], '001.txt'), change.place / '001.txt')\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(place.source), str(place.index)],
        timeout=300,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == -signal.SIGKILL
    assert not (place.source / "001.txt").exists()
    assert not rebuilt(place).changed
    assert place.names() == ["001.txt", "002.txt"]
    assert (place.source / "002.txt").read_text("utf-8") == LIGHTS


# ---- beside the index


def test_what_killed_builds_left_beside_the_index_is_removed_though_nothing_changed(place):
    before = place.stored()
    for name in ("g-staging", "g-0123456789abcdef"):
        (place.index / name).mkdir()
        (place.index / name / "passages.jsonl").write_text("half")
    (place.index / "manifest.json.new").write_text("{")
    assert not rebuilt(place).changed
    assert place.stored() == before
    (place.index / "manifest.json.new").write_text("{")
    assert is_current(place.source, place.index, SETTINGS, "fake")
    assert place.stored() == before


def test_what_is_being_written_is_no_leftover(place):
    with writer_lock(place.index):
        (place.index / "g-staging").mkdir()
        remove_leftovers(place.index)
        assert (place.index / "g-staging").exists()
