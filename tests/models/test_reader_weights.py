"""The reader's weights on disk: what is stored comes back, and a file that is not whole is refused in clear words."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors import safe_open
from safetensors.numpy import save_file

from rag.errors import ReaderError
from rag.models.reader.weights import ReaderWeights, _digest, load_weights, save_weights

ENCODER = "bundled:small@1"
FACTS = {"calibration": {"margin": 0.5}, "steps": 2400}
SMALLEST = 2.0**-24  # the smallest float16 above zero


def tensors(seed: int = 0) -> dict[str, np.ndarray]:
    chance = np.random.default_rng(seed)
    return {
        "layer.4.w": chance.normal(0, 0.05, (8, 32)).astype(np.float32),
        "layer.4.b": chance.normal(0, 1, 32).astype(np.float32),
        "span.weight": chance.normal(0, 3, (2, 32)).astype(np.float32),
    }


def saved(path, values=None, encoder=ENCODER, frozen=4, facts=FACTS) -> ReaderWeights:
    save_weights(path, tensors() if values is None else values, encoder, frozen, facts)
    return load_weights(path, ENCODER)


def refused(path, encoder=ENCODER) -> ReaderError:
    with pytest.raises(ReaderError) as caught:
        load_weights(path, encoder)
    return caught.value


def steps(values: np.ndarray) -> np.ndarray:
    """The scale of each row as it is stored."""
    return np.maximum(np.abs(values).max(axis=1, keepdims=True) / 127, SMALLEST).astype(np.float16).astype(np.float64)


def test_a_matrix_comes_back_within_half_a_step_of_its_row_and_a_vector_within_a_float16(tmp_path):
    found = saved(tmp_path / "w")
    given_ = tensors()
    assert found.tensors.keys() == given_.keys()
    for name, values in given_.items():
        assert found.tensors[name].dtype == np.float32
        assert found.tensors[name].shape == values.shape
        error = np.abs(found.tensors[name].astype(np.float64) - values)
        # rounding the scale down by 2^-11 of it shifts the largest weight, 127 steps, by 127 x 2^-11 < 0.07 steps
        allowed = steps(values) / 2 * (1 + 1e-6) if values.ndim == 2 else np.abs(values) * 2.0**-11 + SMALLEST
        assert (error <= allowed).all()


def test_what_is_stored_is_bytes_with_a_scale_for_each_row(tmp_path):
    saved(tmp_path / "w")
    with safe_open(tmp_path / "w", framework="numpy") as file:
        kinds = {name: (file.get_tensor(name).dtype.name, file.get_tensor(name).shape) for name in file.keys()}  # noqa: SIM118
    assert kinds == {
        "layer.4.w": ("int8", (8, 32)),
        "layer.4.w.scale": ("float16", (8, 1)),
        "layer.4.b": ("float16", (32,)),
        "span.weight": ("int8", (2, 32)),
        "span.weight.scale": ("float16", (2, 1)),
    }


def test_what_is_said_beside_the_tensors_comes_back(tmp_path):
    found = saved(tmp_path / "w", frozen=7)
    assert (found.encoder, found.frozen, found.facts) == (ENCODER, 7, FACTS)


@given(st.lists(st.sampled_from([0.0, 1e-9, 3e-6, 1e-3, 1.0, -1.0, 300.0, -7e6]), min_size=2, max_size=6))
def test_rows_of_any_size_come_back_beside_each_other(tmp_path_factory, row):
    values = np.array([row, [0.0] * len(row)], np.float32)
    with np.errstate(all="raise", under="ignore"):
        found = saved(tmp_path_factory.mktemp("weights") / "w", {"w": values}).tensors["w"]
    step = steps(values)
    clipped = np.maximum(0, np.abs(values) - 127 * step)  # where the scale itself is at the end of float16
    assert (np.abs(found - values) <= step / 2 * (1 + 1e-6) + clipped).all()
    assert not found[1].any()


def test_a_matrix_that_lies_otherwise_in_memory_comes_back_alike(tmp_path):
    plain = tensors()["layer.4.w"]
    found = saved(tmp_path / "a", {"w": plain})
    turned = saved(tmp_path / "b", {"w": np.asfortranarray(plain)})
    assert np.array_equal(found.tensors["w"], turned.tensors["w"])
    assert found.digest == turned.digest


@pytest.mark.parametrize("values", [np.full((1, 2), 1e7), np.full(2, 7e4), np.full((2, 2), np.nan)])
def test_weights_that_the_form_cannot_hold_are_not_written(tmp_path, values):
    with pytest.raises(ValueError, match="w: "):
        save_weights(tmp_path / "w", {"w": values.astype(np.float32)}, ENCODER, 4, {})
    assert not (tmp_path / "w").exists()


def test_the_same_tensors_have_the_same_digest_and_others_another(tmp_path):
    first = saved(tmp_path / "a")
    backwards = dict(reversed(tensors().items()))
    assert saved(tmp_path / "b", backwards).digest == first.digest
    assert saved(tmp_path / "c", tensors(1)).digest != first.digest
    renamed = {name.replace("4", "5"): values for name, values in tensors().items()}
    assert saved(tmp_path / "d", renamed).digest != first.digest
    assert len(first.digest) == 12


# ---- files that cannot be used


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.9, 0.999])
def test_a_file_cut_short_is_damaged(tmp_path, share):
    saved(tmp_path / "w")
    whole = (tmp_path / "w").read_bytes()
    (tmp_path / "w").write_bytes(whole[: int(len(whole) * share)])
    assert refused(tmp_path / "w").key == "reader-damaged"


@pytest.mark.parametrize("from_end", [1, 64, 300, 500])
def test_a_flipped_bit_of_the_tensors_is_damage(tmp_path, from_end):
    saved(tmp_path / "w")
    data = bytearray((tmp_path / "w").read_bytes())
    data[-from_end] ^= 1
    (tmp_path / "w").write_bytes(data)
    assert refused(tmp_path / "w").key == "reader-damaged"


@pytest.mark.parametrize("content", [b"", b"no weights", b"\x80\x04\x95", bytes(1000), b"\xff" * 1000])
@pytest.mark.slow
def test_a_file_of_another_form_is_damaged(tmp_path, content):
    (tmp_path / "w").write_bytes(content)
    assert refused(tmp_path / "w").key == "reader-damaged"


def test_no_file_or_a_folder_is_damaged(tmp_path):
    assert refused(tmp_path / "w").key == refused(tmp_path).key == "reader-damaged"


def rewritten(path, without="", stored=None, **changes) -> None:
    """A file with other metadata, or other stored tensors and their right digest."""
    saved(path)
    with safe_open(path, framework="numpy") as file:
        metadata = dict(file.metadata())
        if stored is None:
            stored = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        else:
            metadata["sha256"] = _digest(stored, {name: said for name, said in metadata.items() if name != "sha256"})
    metadata = {name: value for name, value in (metadata | changes).items() if name != without}
    save_file(stored, path, metadata=metadata or None)


@pytest.mark.parametrize("name", ["format", "encoder", "frozen", "facts", "sha256"])
def test_missing_metadata_is_damage(tmp_path, name):
    rewritten(tmp_path / "w", without=name)
    assert refused(tmp_path / "w").key == "reader-damaged"


@pytest.mark.parametrize(
    "changes", [{"format": "wenbao-reader-0"}, {"sha256": "0" * 64}, {"frozen": "four"}, {"facts": "{"}]
)
def test_metadata_that_says_something_else_is_damage(tmp_path, changes):
    rewritten(tmp_path / "w", **changes)
    assert refused(tmp_path / "w").key == "reader-damaged"


@pytest.mark.parametrize(
    "stored",
    [{"w": np.zeros((2, 3), np.int8)}, {"w": np.zeros((2, 3), np.int8), "w.scale": np.ones((5, 1), np.float16)}],
)
def test_a_matrix_without_a_scale_that_fits_is_damage(tmp_path, stored):
    rewritten(tmp_path / "w", stored=stored)
    assert refused(tmp_path / "w").key == "reader-damaged"


def test_a_file_with_no_metadata_at_all_is_damaged(tmp_path):
    save_file({"w": np.zeros(3, np.float16)}, tmp_path / "w")
    assert refused(tmp_path / "w").key == "reader-damaged"


def test_a_pickle_is_never_unpacked(tmp_path):
    import pickle

    class Trap:
        def __reduce__(self):
            return (tmp_path.joinpath("sprung").write_text, ("boom",))

    for name, content in (("plain", pickle.dumps(Trap())), ("array", b"\x93NUMPY\x01\x00" + pickle.dumps(Trap()))):
        (tmp_path / name).write_bytes(content)
        assert refused(tmp_path / name).key == "reader-damaged"
    assert not (tmp_path / "sprung").exists()


def test_weights_of_another_encoder_are_foreign(tmp_path):
    saved(tmp_path / "w")
    error = refused(tmp_path / "w", "bundled:small@2")
    assert error.key == "reader-foreign"
    for language in ("zh", "en"):
        assert all(part in error.sentence(language) for part in (str(tmp_path / "w"), ENCODER, "bundled:small@2"))


def test_damage_is_said_in_both_languages_with_what_to_do(tmp_path):
    (tmp_path / "w").write_bytes(b"")
    error = refused(tmp_path / "w")
    assert str(tmp_path / "w") in error.sentence("zh")
    assert "重新安装" in error.sentence("zh")
    assert str(tmp_path / "w") in error.sentence("en")
    assert "reinstall" in error.sentence("en")


def test_facts_are_any_json(tmp_path):
    facts = {"说": ["一", 2, None, {"三": True}]}
    assert saved(tmp_path / "w", facts=facts).facts == json.loads(json.dumps(facts))
