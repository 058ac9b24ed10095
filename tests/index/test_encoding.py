"""Vectors of texts: known ones are taken again, and the encoder is the one that was expected."""

import numpy as np
import pytest
from support.building import WORDS
from support.fakes import FakeEncoder

from rag.index.encoding import encode_texts, text_key


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
    wrong.encode_passages = lambda texts, progress: np.zeros((2, 5), np.float32)
    with pytest.raises(ValueError, match="expected vectors of shape"):
        encode_texts(["图书"], lambda: wrong, "fake", {}, lambda *call: None)
