"""`wenbao build` is stopped as people and machines stop it, and goes on where it was the next time."""

import os
import signal

import pytest
from support.fakes import FakeEncoder
from support.held import SECONDS, held
from support.newsroom import PAGE, WORDS
from support.stored import read_all

from rag.errors import IndexMissing
from rag.index.build import build_index
from rag.index.kept_vectors import FOLDER, count_kept
from rag.index.saved import read_index, read_manifest
from rag.settings import Settings

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="a process is stopped as POSIX systems do it"),
]

SETTINGS = Settings(encoder_batch=1)


@pytest.fixture
def folders(tmp_path):
    """A folder with a page, of eight texts, and the place for its index."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "001.txt").write_text(PAGE, "utf-8")
    return tmp_path / "pages", tmp_path / "index"


def stopped(source, folder, number, *words, at=4):
    """What a build says, and its exit status, that gets this signal at its batch number `at`."""
    build = ("build", "--source", source, "--index", folder, "--set", "encoder_batch=1", *words)
    process = held(folder.parent / f"mark-{number}", at, *build)
    process.send_signal(number)
    out, err = process.communicate(timeout=SECONDS)
    return process.returncode, out, err.splitlines()


def goes_on(source, folder, kept):
    """Whether the next build encodes what was not kept, and writes what one writes that was not stopped."""
    encoder = FakeEncoder(WORDS)
    report = build_index(source, folder, SETTINGS, encoder, "fake")
    whole = build_index(source, folder.parent / "whole", SETTINGS, FakeEncoder(WORDS), "fake")
    assert len(encoder.encoded) == report.encoded == whole.encoded - kept
    return read_all(folder) == read_all(folder.parent / "whole") and not (folder / FOLDER).exists()


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted_or_terminated_it_says_how_far_it_came_and_goes_on_from_there(folders, number, status):
    code, out, err = stopped(*folders, number)
    assert (code, out) == (status, "")
    assert err[-1].startswith("已停下：算好的 3 条向量都存着（到第 0/1 版），下次 wenbao build 接着算其余的")
    assert not any("Traceback" in line for line in err)
    with pytest.raises(IndexMissing):
        read_index(folders[1])
    assert goes_on(*folders, 3)


def test_killed_it_goes_on_from_what_was_kept(folders):
    source, folder = folders
    assert stopped(source, folder, signal.SIGKILL)[0] == -signal.SIGKILL
    assert count_kept(folder, "fake") == 3
    assert goes_on(source, folder, 3)


def test_killed_while_a_page_is_added_the_index_stays_until_it_is_in(folders):
    source, folder = folders
    first = build_index(source, folder, SETTINGS, FakeEncoder(WORDS), "fake")
    before = read_manifest(folder)
    (source / "002.txt").write_text(PAGE.replace("公园", "花园").replace("医院", "诊所"), "utf-8")
    process = held(
        folder.parent / "mark", 3, "build", "--source", source, "--index", folder, "--set", "encoder_batch=1"
    )
    assert [page.name for page in read_index(folder).pages] == ["001.txt"]  # whoever opens it meanwhile
    process.kill()
    process.communicate(timeout=SECONDS)
    assert read_manifest(folder) == before
    second = build_index(source, folder, SETTINGS, FakeEncoder(WORDS), "fake")
    whole = build_index(source, folder.parent / "whole", SETTINGS, FakeEncoder(WORDS), "fake")
    assert first.encoded + 2 + second.encoded == whole.encoded
    assert [page.name for page in read_index(folder).pages] == ["001.txt", "002.txt"]
