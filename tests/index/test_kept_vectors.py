"""A build that is stopped goes on where it was: what it had encoded is kept, and nothing that is kept is taken wrongly."""

import errno
import json

import numpy as np
import pytest
from support.building import HOSPITAL, LIBRARY, PARK, WORDS, never
from support.fakes import FakeEncoder
from support.stored import read_all

from rag.errors import IndexMissing
from rag.index import build, kept_vectors
from rag.index.build import build_index
from rag.index.encoding import encode_texts, text_key
from rag.index.kept_vectors import FOLDER, KeptVectors, count_kept
from rag.index.saved import read_index, read_manifest
from rag.settings import Settings

pytestmark = pytest.mark.usefixtures("jieba_loaded_once")

SETTINGS = Settings(encoder_batch=2)
BRIDGE = """青石桥修好通车

本报讯 青石桥昨日修好通车。桥长一百二十米。桥面比从前宽了四米。两岸的居民上午走上新桥。公园门口的车站也移到桥头。
"""


class BatchEncoder(FakeEncoder):
    """A text's vector depends on what is encoded beside it, as with padded batches; `stop` is raised at call `at`."""

    def __init__(self, at=None, stop=KeyboardInterrupt, name="fake"):
        super().__init__(WORDS, name)
        self.at, self.stop, self.calls = at, stop, 0

    def encode_passages(self, texts, progress=lambda *step: None):
        if self.calls == self.at:
            raise self.stop
        self.calls += 1
        vectors = super().encode_passages(texts, progress)
        vectors[:, -1] += np.float32(sum(map(len, texts)) * 1e-3)
        return vectors


@pytest.fixture
def source(source):
    """One page more than there is otherwise: eleven texts."""
    (source / "003.txt").write_text(BRIDGE, "utf-8")
    return source


@pytest.fixture(autouse=True)
def kept_at_once(monkeypatch):
    """Every batch is kept as soon as it is encoded."""
    monkeypatch.setattr(kept_vectors, "KEEP_SECONDS", 0.0)


def made(source, folder, encoder, **named):
    return build_index(source, folder, SETTINGS, encoder, encoder.name, **named)


@pytest.fixture
def whole(source, tmp_path):
    """The index of the pages that was built without a stop, what was told of it, and how many batches there were."""
    encoder = BatchEncoder()
    report = made(source, tmp_path / "whole", encoder)
    return read_all(tmp_path / "whole"), report, encoder.calls


def stopped(source, folder, at=2, **named):
    with pytest.raises(KeyboardInterrupt):
        made(source, folder, BatchEncoder(at), **named)
    return sorted((folder / FOLDER).iterdir())


# ---- going on


def test_stopped_at_any_batch_a_build_goes_on_and_writes_the_same_bytes(source, tmp_path, whole):
    files, report, batches = whole
    assert batches > 3
    for at in range(1, batches):
        folder = tmp_path / f"stopped-{at}"
        stopped(source, folder, at)
        assert count_kept(folder, "fake") == 2 * at
        rest = BatchEncoder()
        second = made(source, folder, rest)
        assert (second.encoded, rest.calls) == (report.encoded - 2 * at, batches - at)
        assert second.reused == report.reused + 2 * at
        assert read_all(folder) == files  # the parts are gone, too


def test_stopped_again_and_again_a_build_comes_to_its_end(source, folder, whole):
    files, _, batches = whole
    for done in range(1, batches + 1):
        with pytest.raises(KeyboardInterrupt):
            made(source, folder, BatchEncoder(1) if done < batches else BatchEncoder(), progress=_stop_writing)
        assert not (folder / "manifest.json").exists()
    assert made(source, folder, BatchEncoder(0)).changed  # all is there: nothing is encoded any more
    assert read_all(folder) == files


def _stop_writing(stage, done, total):
    if stage == "progress-write":
        raise KeyboardInterrupt


def test_where_an_index_is_built_for_the_first_time_nobody_opens_the_half_of_it(source, folder):
    stopped(source, folder)
    with pytest.raises(IndexMissing):
        read_index(folder)


def test_an_index_stays_as_it_was_until_the_new_one_is_whole(source, folder):
    made(source, folder, BatchEncoder())
    (source / "000.txt").write_text(HOSPITAL, "utf-8")
    before = read_manifest(folder)
    stopped(source, folder, 1)
    assert read_manifest(folder) == before
    assert [page.name for page in read_index(folder).pages] == ["001.txt", "002.txt", "003.txt"]


def test_of_other_pages_what_they_need_is_taken_and_the_rest_thrown_away(source, folder, tmp_path):
    stopped(source, folder, 3)
    kept = count_kept(folder, "fake")
    (source / "001.txt").unlink()
    (source / "000.txt").write_text(HOSPITAL, "utf-8")
    encoder = FakeEncoder(WORDS)
    report = made(source, folder, encoder)
    full = made(source, tmp_path / "full", FakeEncoder(WORDS))
    assert 0 < full.encoded - report.encoded < kept
    assert not (folder / FOLDER).exists()


def test_what_is_not_needed_any_more_goes_with_a_build_that_has_nothing_to_do(source, folder):
    made(source, folder, BatchEncoder())
    (source / "000.txt").write_text(HOSPITAL, "utf-8")
    stopped(source, folder, 1)
    (source / "000.txt").unlink()
    assert not build_index(source, folder, SETTINGS, never, "fake").changed
    assert not (folder / FOLDER).exists()


def test_an_encoder_that_fails_leaves_what_was_encoded_before(source, folder, whole):
    with pytest.raises(MemoryError):
        made(source, folder, BatchEncoder(3, MemoryError))
    assert made(source, folder, BatchEncoder()).encoded == whole[1].encoded - 6
    assert read_all(folder) == whole[0]


# ---- when it is written


def test_vectors_are_written_when_they_took_as_long_as_may_be_lost(tmp_path, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(kept_vectors, "KEEP_SECONDS", 20.0)
    monkeypatch.setattr(kept_vectors.time, "monotonic", lambda: now[0])
    kept = KeptVectors(tmp_path, "fake")
    assert kept.find([b"a" * 32]) == {}
    for second, files in ((19.0, 0), (20.5, 1), (21.0, 1), (40.0, 1), (41.0, 2)):
        now[0] = second
        kept.add([f"{second:032}".encode()], np.ones((1, 3), np.float32))
        assert len(list(tmp_path.rglob("*.part"))) == files
    assert count_kept(tmp_path, "fake") == 5
    now[0] = 41.5
    kept.add([b"b" * 32], np.ones((1, 3), np.float32))
    kept.stop()
    assert count_kept(tmp_path, "fake") == 5  # half a second is not worth a file
    now[0] = 42.5
    kept.stop()
    assert count_kept(tmp_path, "fake") == 6


def test_a_quick_build_keeps_nothing_even_where_it_is_stopped(source, folder, monkeypatch):
    monkeypatch.setattr(kept_vectors, "KEEP_SECONDS", 20.0)
    with pytest.raises(KeyboardInterrupt):
        made(source, folder, BatchEncoder(3))
    assert not (folder / FOLDER).exists()


# ---- what is kept and cannot be used


def cut_short(part):
    part.write_bytes(part.read_bytes()[:-7])


def turned(part):
    content = bytearray(part.read_bytes())
    content[-100] ^= 1
    part.write_bytes(content)


def emptied(part):
    part.write_bytes(b"")


def retold(part, **changes):
    header, rest = part.read_bytes().split(b"\n", 1)
    part.write_bytes(json.dumps({**json.loads(header), **changes}).encode() + b"\n" + rest)


@pytest.mark.parametrize(
    "spoil",
    [
        cut_short,
        turned,
        emptied,
        lambda part: part.write_bytes(b"[" * 100_000),
        lambda part: retold(part, form="wenbao-vectors-0"),
        lambda part: retold(part, encoder="another"),
        lambda part: retold(part, rows=10**15),
        lambda part: retold(part, dimensions=-1),
        lambda part: retold(part, more=1),
        lambda part: part.rename(part.with_name(".wenbao-half-0123456789abcdef")),
        lambda part: (part.unlink(), part.mkdir()),
    ],
)
@pytest.mark.slow
def test_a_part_that_is_not_what_was_written_is_encoded_again(source, folder, whole, spoil):
    parts = stopped(source, folder, 3)
    assert len(parts) == 3
    spoil(parts[1])
    encoder = BatchEncoder()
    assert made(source, folder, encoder).encoded == whole[1].encoded - 4
    assert read_all(folder) == whole[0]


def test_vectors_of_another_encoder_are_not_taken(source, folder):
    stopped(source, folder, 3)
    encoder = BatchEncoder(name="another")
    made(source, folder, encoder)
    assert encoder.encoded and not (folder / FOLDER).exists()


@pytest.mark.parametrize("texts", [["图书", "公园"], ["公园", "图书"]])
@pytest.mark.parametrize("known", [{}, {text_key("fake", "公园"): FakeEncoder(WORDS).encode_passages(["公园"])[0]}])
def test_vectors_of_another_length_than_the_encoder_gives_are_not_taken(tmp_path, texts, known):
    kept = KeptVectors(tmp_path, "fake")
    kept.add([text_key("fake", "图书")], np.ones((1, 99), np.float32))
    encoder = FakeEncoder(WORDS)
    encoded = encode_texts(texts, lambda: encoder, "fake", known, lambda *step: None, kept=kept)
    assert (encoded.vectors == FakeEncoder(WORDS).encode_passages(texts)).all()
    assert encoded.new == 2 - len(known)


@pytest.mark.parametrize("failing", ["mkdir", "write"])
def test_where_vectors_cannot_be_kept_the_build_goes_on_without(source, folder, whole, failing, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    if failing == "mkdir":
        folder.mkdir()
        (folder / FOLDER).write_text("a file is in the way")
    else:
        monkeypatch.setattr(kept_vectors, "replace_file", full)
    with pytest.raises(KeyboardInterrupt):
        made(source, folder, BatchEncoder(3))
    assert count_kept(folder, "fake") == 0
    made(source, folder, BatchEncoder())
    assert {name: file for name, file in read_all(folder).items() if name != FOLDER} == whole[0]


def test_what_could_not_be_written_once_is_written_with_what_follows(tmp_path, monkeypatch):
    kept = KeptVectors(tmp_path, "fake")
    with monkeypatch.context() as patch:
        patch.setattr(kept_vectors, "replace_file", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
        kept.add([b"a" * 32], np.ones((1, 3), np.float32))
    kept.add([b"b" * 32], np.zeros((1, 3), np.float32))
    found = KeptVectors(tmp_path, "fake").find([b"a" * 32, b"b" * 32, b"c" * 32])
    assert {key[:1]: vector.tolist() for key, vector in found.items()} == {b"a": [1, 1, 1], b"b": [0, 0, 0]}


# ---- all vectors anew


def test_vectors_that_are_to_be_computed_again_are_not_those_that_an_ordinary_build_kept(source, folder):
    stopped(source, folder, 3)
    encoder = BatchEncoder()
    report = made(source, folder, encoder, anew=True)
    assert report.encoded == len(set(encoder.encoded)) and report.reused == 0


def test_computing_all_vectors_again_goes_on_where_it_was_too(source, folder, whole):
    made(source, folder, BatchEncoder())
    stopped(source, folder, 3, anew=True)
    assert made(source, folder, BatchEncoder(), anew=True).encoded == whole[1].encoded - 6
    assert read_all(folder) == whole[0]


# ---- two who build


def test_whoever_is_overtaken_by_another_build_looks_again(source, folder, monkeypatch):
    made(source, folder, FakeEncoder(WORDS))
    (source / "000.txt").write_text(HOSPITAL, "utf-8")
    look, overtaking = build.look, []

    def overtaken(*given, **named):
        found = look(*given, **named)
        if not overtaking:
            overtaking.append("another process")
            (source / "004.txt").write_text(PARK + LIBRARY, "utf-8")
            made(source, folder, FakeEncoder(WORDS))
        return found

    monkeypatch.setattr(build, "look", overtaken)
    report = build_index(source, folder, SETTINGS, never, "fake")
    assert (report.pages, report.changed) == (5, False)
