"""Vectors of texts: known ones are taken again, and the encoder is the one that was expected."""

import shutil

import numpy as np
import pytest
from support.building import WORDS
from support.fakes import FakeEncoder
from support.locations import DATA
from support.stored import OLD

from rag.index.encoding import FORMER_FORMATS, encode_texts, known_vectors, text_key, vectors_of_former_format
from rag.index.manifest import FORMAT
from rag.index.saved import read_index


def test_a_key_tells_encoders_and_texts_apart():
    keys = {text_key("a", "bc"), text_key("ab", "c"), text_key("a", "c"), text_key("a", "bc\0")}
    assert len(keys) == 4
    assert {len(key) for key in keys} == {32}


def test_rows_come_in_the_order_of_the_texts():
    encoder = FakeEncoder(WORDS)
    texts = ["图书", "公园", "图书", "花灯"]
    known = {text_key("fake", "公园"): FakeEncoder(WORDS).encode_passages(["公园"])[0]}
    encoded = encode_texts(texts, lambda: encoder, "fake", known, lambda *call: None)
    assert (encoded.vectors == FakeEncoder(WORDS).encode_passages(texts)).all()
    assert encoder.encoded == ["图书", "花灯"]
    assert (encoded.new, encoded.reused) == (2, 1)
    assert [row.tobytes() for row in encoded.keys] == [text_key("fake", text) for text in texts]


def test_an_encoder_of_another_name_or_shape_is_a_mistake():
    with pytest.raises(ValueError, match="expected the encoder real, got fake"):
        encode_texts(["图书"], lambda: FakeEncoder(WORDS), "real", {}, lambda *call: None)
    wrong = FakeEncoder(WORDS)
    wrong.encode_passages = lambda texts: np.zeros((2, 5), np.float32)
    with pytest.raises(ValueError, match="expected vectors of shape"):
        encode_texts(["图书"], lambda: wrong, "fake", {}, lambda *call: None)


# ---- vectors of an index of a format before


@pytest.mark.parametrize("number", sorted(FORMER_FORMATS))
def test_the_vectors_of_a_former_format_are_those_that_it_was_written_with(number):
    found = vectors_of_former_format(DATA / f"index-format-{number}")
    rows = [*OLD.passage_vectors.vectors, *OLD.sentence_vectors.vectors]
    keys = [key.tobytes() for key in (*OLD.passage_keys, *OLD.sentence_keys)]
    assert found.keys() == set(keys)
    assert all((found[key] == row).all() for key, row in zip(keys, rows, strict=True))
    assert found.keys() == known_vectors(read_index(DATA / f"index-format-{FORMAT}").segments).keys()


def test_there_are_none_in_an_older_format_a_damaged_index_and_an_empty_folder(tmp_path):
    oldest = min(FORMER_FORMATS) - 1
    assert vectors_of_former_format(DATA / f"index-format-{oldest}") == {}
    assert vectors_of_former_format(tmp_path) == {}
    for name in ("passage-keys.npy", "sentence-vectors.faiss", "manifest.json"):
        copy = tmp_path / name
        shutil.copytree(DATA / f"index-format-{max(FORMER_FORMATS)}", copy)
        (file,) = copy.rglob(name)
        file.write_bytes(file.read_bytes()[:-1] + b"!")
        assert vectors_of_former_format(copy) == {}
