"""What a question most likely asks for, by the encoder's vector of it, where no rule tells.

A multinomial logistic regression over the bundled encoder's vectors, trained by `rag.training.operations` on questions
that were written for it. It only ever turns what the rules take for a plain question into something else, and only
where it is sure. Talk is told by its kinds. Left out: which words, days and names are meant, which the rules tell.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from rag.errors import EncoderError
from rag.models.bundled.name import bundled_name
from rag.models.bundled.weights import weights_name
from rag.planning.plan import OPERATIONS, Operation
from rag.planning.talk import TALKS, Talk

FILE: Final = Path(__file__).parent / "operations.safetensors"
PLAIN: Final[Operation] = "answer"
TALK: Final = "talk/"
"""What the names of talk's kinds begin with among the classes."""
CLASSES: Final = (*(name for name in OPERATIONS if name != "talk"), *(f"{TALK}{kind}" for kind in TALKS))
SURE: Final = 0.3
"""Probability of a plain question below which it is another one. In five folds of what it was trained on none of 2,294
plain questions about news is then taken for something else, 0.05 of 458 plain ones that were written to look like
others or as people talk, and 0.67 of 934 others are told; with 0.2 it is 0.02 and 0.61, with 0.4 0.07, 0.70, and two in
a thousand of the news questions."""
SURE_IN_CONVERSATION: Final = 0.05
"""The same for talk within a conversation, where a short question goes on from the one before: in five folds none of
the 2,294 plain questions and 0.004 of the 458 are below it, and 0.38 of the talk."""


@dataclass(frozen=True, slots=True, eq=False)
class OperationLikeness:
    """`weights`, shape (classes, dimensions), and `intercepts` belong to `classes`, in that order: see CLASSES."""

    classes: tuple[str, ...]
    weights: NDArray[np.float32]
    intercepts: NDArray[np.float32]

    def guess(self, vector: NDArray[np.float32], sure: float = SURE) -> tuple[Operation, Talk | Literal[""]]:
        """The operation that a question with this unit vector, shape (dimensions,), asks for, and its kind of talk.

        A plain question unless the probability of one is below `sure`.
        """
        scores = self.weights @ vector + self.intercepts
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        plain = self.classes.index(PLAIN)
        if shares[plain] >= sure:
            return PLAIN, ""
        shares[plain] = 0.0
        name = self.classes[int(shares.argmax())]
        for kind in TALKS:
            if name == f"{TALK}{kind}":
                return "talk", kind
        return next(operation for operation in OPERATIONS if operation == name), ""


def save_likeness(path: Path, likeness: OperationLikeness) -> None:
    """Write it in the form that `load_likeness` reads, for the bundled encoder as it is."""
    tensors = {"weights": likeness.weights.astype(np.float16), "intercepts": likeness.intercepts.astype(np.float16)}
    save_file(tensors, path, {"encoder": weights_name(), "classes": " ".join(likeness.classes)})


def load_likeness(encoder: str, path: Path = FILE) -> OperationLikeness | None:
    """What was trained for the encoder of this name; None for any other than the bundled one, or another of it."""
    try:
        if encoder != bundled_name():
            return None
        with safe_open(path, "numpy") as opened:
            facts: dict[str, str] = opened.metadata() or {}
            weights, intercepts = (_floats(opened.get_tensor(name)) for name in ("weights", "intercepts"))
    except (OSError, SafetensorError, EncoderError):
        return None
    names = facts.get("classes", "").split()
    classes = tuple(name for name in CLASSES if name in names)
    fits = facts.get("encoder") == weights_name() and weights.shape[0] == len(names) == len(intercepts)
    if not fits or list(classes) != names or PLAIN not in classes:
        return None
    return OperationLikeness(classes, weights, intercepts)


def _floats(values: Any) -> NDArray[np.float32]:
    return np.asarray(values, np.float32)
