"""A question and a passage as one row of tokens, as the reader takes them: <s> question </s> </s> passage </s>.

Every token of the passage keeps the characters that it was made of, so that a span of tokens is a span of text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rag.models.bundled.tokenizer import BundledTokenizer

BEGIN, PAD, END = 0, 1, 2  # XLM-R's ids of <s>, <pad>, </s>

QUESTION_TOKENS: Final = 96
"""Tokens of a question that are read; 300 Chinese characters have about 200, but a question that long names its
subject early or late, so that its first and last half of these are kept."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One row: `ids`, and for the tokens from `first` on, up to the last but one, their `offsets` in the passage."""

    ids: tuple[int, ...]
    first: int
    offsets: tuple[tuple[int, int], ...]


def make_pairs(
    tokenizer: BundledTokenizer, questions: Sequence[str], passages: Sequence[str], limit: int = 512
) -> list[Pair]:
    """A row for each question with the passage of the same place; what is beyond `limit` tokens is left out.

    Passages are read up to 512 tokens by the tokenizer itself; longer ones are to be cut before.
    """
    different = list(dict.fromkeys(questions))  # mostly one
    tokens = tokenizer.pieces([*different, *passages])
    asked = {text: _within(ids) for text, (ids, _) in zip(different, tokens, strict=False)}
    rows: list[Pair] = []
    for text, (ids, offsets) in zip(questions, tokens[len(different) :], strict=True):
        question = asked[text]
        room = limit - len(question) - 4
        rows.append(Pair((BEGIN, *question, END, END, *ids[:room], END), len(question) + 3, tuple(offsets[:room])))
    return rows


def padded(pairs: Sequence[Pair], step: int = 32) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """`ids` and their mask, both of shape (pairs, the longest's length rounded up to a multiple of `step`).

    oneDNN compiles its bfloat16 kernels anew for every shape, which takes seconds for a network: so there are few.
    """
    longest = -(-max(len(pair.ids) for pair in pairs) // step) * step
    ids = np.full((len(pairs), longest), PAD, np.int64)
    mask = np.zeros_like(ids)  # by length: a text that prints "<pad>" holds that token
    for row, marked, pair in zip(ids, mask, pairs, strict=True):
        row[: len(pair.ids)] = pair.ids
        marked[: len(pair.ids)] = 1
    return ids, mask


def token_span(pair: Pair, start: int, end: int) -> tuple[int, int] | None:
    """The places in `pair.ids` of the first and last token of characters `start` to `end`; None where cut off."""
    touched = [place for place, (low, high) in enumerate(pair.offsets) if low < end and high > start]
    if not touched or pair.offsets[-1][1] < end:
        return None
    return pair.first + touched[0], pair.first + touched[-1]


def _within(ids: list[int]) -> list[int]:
    half = QUESTION_TOKENS // 2
    return ids if len(ids) <= QUESTION_TOKENS else ids[:half] + ids[-half:]
