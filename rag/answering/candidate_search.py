"""What an index does that finds the passages that may come first itself, where not all of them can be compared here.

Left out: who does it (see `rag/milvus/`), and what is made of what it finds (see `retriever`).
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.answering.fusion import Scores
from rag.answering.scope import Scope
from rag.answering.shortlist import Rows
from rag.index.vector_index import Vectors


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """The `rows` of the passages that may come first, rising, and in that order their cosines (`dense`) and the shares
    of the question's terms that they hold (`covered`).
    """

    rows: Rows
    dense: Scores
    covered: Scores


class CandidateSearch(ABC):
    """An index that finds candidates."""

    @abstractmethod
    def candidates(
        self,
        vector: Vectors,
        weights: Mapping[str, float],
        within: NDArray[np.bool_] | None = None,
        scope: Scope | None = None,
        besides: NDArray[np.bool_] | None = None,
    ) -> Candidates:
        """The passages nearest to `vector` and those that hold most of the terms, which count their `weights`.

        Only passages `within` are found, shape (passages,), None for all; all of them are of articles in the `scope`,
        where there is one. Those `besides` are among the candidates however far they are.
        """
