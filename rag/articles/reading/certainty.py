"""How certain a labelled page is: probabilities of cuts, by the forward-backward algorithm over the chain's scores.

A row is cut off from what stands above it where its label opens something; any other label goes on with it.
"""

from typing import Final

import numpy as np

from rag.articles.reading.chain import Label, Scores

OPENING: Final = (Label.ALONE, Label.TITLE, Label.OPENS)
GOING_ON: Final = (Label.MORE_TITLE, Label.WITHIN)


class Certainty:
    """Of a page whose rows and steps have these scores (see `chain.scores_of`).

    `cut` is the probability, in [0, 1], that each row is cut off from the one above it.
    """

    def __init__(self, rows: Scores, steps: Scores) -> None:
        self._rows, self._steps = rows, steps
        self._forward, self._backward = rows.copy(), np.zeros(rows.shape)
        for place in range(1, len(rows)):
            self._forward[place] += _sum(self._forward[place - 1][:, None] + steps[place], 0)
        for place in range(len(rows) - 2, -1, -1):
            self._backward[place] = _sum(steps[place + 1] + rows[place + 1] + self._backward[place + 1], 1)
        joint = self._forward + self._backward
        self._all = float(_sum(joint[0], 0)) if len(rows) else 0.0
        self.cut: Scores = np.exp(joint - self._all)[:, OPENING].sum(axis=1)

    def stretch(self, first: int, last: int) -> float:
        """The logarithm of the probability that the rows from `first` to `last` are one stretch: cut off from what is
        above and below them, and nowhere within.
        """
        opening, going_on = np.array(OPENING), np.array(GOING_ON)
        sums, labels = self._forward[first][opening], opening
        for place in range(first + 1, last + 1):
            sums = _sum(sums[:, None] + self._steps[place][np.ix_(labels, going_on)], 0) + self._rows[place][going_on]
            labels = going_on
        if last + 1 == len(self._rows):
            return float(_sum(sums, 0)) - self._all
        below = (self._rows[last + 1] + self._backward[last + 1])[opening]
        ends = sums[:, None] + self._steps[last + 1][np.ix_(labels, opening)] + below
        return float(_sum(ends.ravel(), 0)) - self._all


def _sum(scores: Scores, axis: int) -> Scores:
    """The logarithm of the sum of what the scores are logarithms of."""
    found: Scores = np.logaddexp.reduce(scores, axis=axis)
    return found
