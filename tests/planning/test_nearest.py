"""Words near to one that occurs nowhere, by vectors that can be worked out."""

import numpy as np
from support.fakes import index_content

from rag.planning.nearest import nearest_words
from rag.text.terms import Terms


class Meanings:
    """Vectors by hand: words for water are alike, all others alike among themselves."""

    def encode_questions(self, texts):
        return np.array([[1, 0] if text in ("水灾", "决口", "洪水") else [0, 1] for text in texts], np.float32)


def test_only_words_that_mean_something_alike_are_proposed_and_no_part_of_the_word():
    passages = index_content("石湾堤岸昨夜决口。灾情由食堂通报。").passages
    assert nearest_words("水灾", passages, Meanings(), Terms()) == ["决口"]
    assert nearest_words("水灾", [], Meanings(), Terms()) == ()
