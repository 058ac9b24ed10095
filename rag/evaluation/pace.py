"""How long a question takes with each setting, as it was measured on this machine.

From earlier evaluations, and where there are none from a few questions asked for it. Left out: how many are asked.
"""

import threading
from collections.abc import Sequence
from typing import Final

from rag.errors import QuestionError
from rag.evaluation.compare import PRESETS
from rag.evaluation.history import PastEvaluation, seconds_a_question
from rag.evaluation.run import Answering

PROBED: Final = 3
"""Questions asked to measure; the first only warms up what later ones find warm."""


class Pace:
    """What was measured beside evaluations. Threads may share it; it is measured once."""

    def __init__(self) -> None:
        self._measuring = threading.Lock()
        self._probed: tuple[float, float] | None = None

    def measure(self, assistant: Answering, questions: Sequence[str]) -> None:
        """Ask the questions, where that was not done and is not being done."""
        if self._probed or not self._measuring.acquire(blocking=False):
            return
        try:
            timed = [_timings(assistant, question) for question in questions]
            found = seconds_a_question([times for times in timed[1:] or timed if times.get("total")])
            self._probed = found if found[0] else None
        finally:
            self._measuring.release()

    def of(self, names: Sequence[str], past: Sequence[PastEvaluation]) -> dict[str, float] | None:
        """Seconds a question of each setting, as the newest evaluation tells; None where one was never measured.

        Settings without a reader differ too little to be told apart: any of them tells for the others, and what is left
        of one with a reader does.
        """
        found = {name: self._one(name, past) for name in names}
        return {name: seconds for name, seconds in found.items() if seconds} if all(found.values()) else None

    def _one(self, name: str, past: Sequence[PastEvaluation]) -> float:
        runs = [run for evaluation in past for run in evaluation.runs if run.seconds]
        exact = next((run.seconds for run in runs if run.name == name), 0.0)
        whole, unread = self._probed or (0.0, 0.0)
        if exact or _reads(name):
            return exact or whole
        return next((run.unread for run in runs), 0.0) or unread


def _reads(name: str) -> bool:
    return PRESETS.get(name, {}).get("reader") != "none"


def _timings(assistant: Answering, question: str) -> dict[str, float]:
    try:
        return dict(assistant.ask(question).timings_ms)
    except QuestionError:  # a question that cannot be asked takes no time
        return {}
