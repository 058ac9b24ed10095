"""Which operation a question is likest to: a regression that can be worked out, its file, and the one that is shipped."""

import numpy as np
import pytest

from rag.models.bundled.name import bundled_name
from rag.planning.likeness import FILE, SURE_IN_CONVERSATION, OperationLikeness, load_likeness, save_likeness

TWO = OperationLikeness(("answer", "list"), np.array([[4, 0], [0, 4]], np.float32), np.array([0, 0], np.float32))


@pytest.mark.parametrize(
    ("vector", "operation"),
    [((1, 0), "answer"), ((0, 1), "list"), ((0.6, 0.8), "answer"), ((0.55, 0.84), "list")],
)
def test_a_question_is_another_than_a_plain_one_only_where_that_is_sure(vector, operation):
    # the plain one's share is 1 / (1 + e ** (4 * (y - x))): 0.31 and 0.24 for the last two
    assert TWO.guess(np.array(vector, np.float32)) == (operation, "")


def test_talk_is_told_by_its_kind_and_within_a_conversation_only_where_that_is_surer():
    talk = OperationLikeness(("answer", "talk/praise"), TWO.weights, TWO.intercepts)
    assert talk.guess(np.array((0, 1), np.float32)) == ("talk", "praise")  # a plain one's share is 0.02
    assert talk.guess(np.array((0.5, 0.85), np.float32), SURE_IN_CONVERSATION) == ("answer", "")  # 0.2


def test_what_is_written_is_read_back_for_the_bundled_encoder_alone(tmp_path):
    path = tmp_path / "operations.safetensors"
    save_likeness(path, TWO)
    read = load_likeness(bundled_name(), path)
    assert read is not None and read.classes == TWO.classes
    assert (read.weights == TWO.weights).all() and (read.intercepts == TWO.intercepts).all()
    assert load_likeness("another", path) is None


@pytest.mark.parametrize("content", [b"", b"no tensors", None])
def test_without_its_file_there_is_none(tmp_path, content):
    path = tmp_path / "operations.safetensors"
    if content is not None:
        path.write_bytes(content)
    assert load_likeness(bundled_name(), path) is None


def test_the_one_that_is_shipped_belongs_to_the_bundled_encoder():
    assert load_likeness(bundled_name(), FILE) is not None
