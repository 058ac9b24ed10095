"""A plan in words: what an article must be to be found by it, part by part, and the days that are meant."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Final

from rag.planning.plan import HeldIn, Plan, Window
from rag.planning.spellings import alternatives
from rag.text.dates import iso_of_period
from rag.text.labels import date_label
from rag.wording import Language, say

_SUBJECTS: Final[Mapping[HeldIn, str]] = {"text": "plan-subject", "name": "plan-named", "title": "plan-titled"}


def conditions(plan: Plan, language: Language) -> list[tuple[str, str]]:
    """Each part of the plan that asks something, by its name, with what it asks in words.

    The names are "window", "subject", "without", "left_out", "proposed", and those of the scope's fields.
    """
    comma = say("list-comma", language)
    parts: list[tuple[str, str]] = []
    if plan.window:
        key = "plan-printed" if plan.window.of == "printed" else "plan-event"
        parts.append(("window", say(key, language, days=window_label(plan.window, language))))
    if plan.subject:
        key = "plan-each" if plan.each else _SUBJECTS[plan.held_in]
        words = comma.join(word_label(word, language) for word in plan.subject)
        parts.append(("subject", say(key, language, words=words)))
    for name in ("without", "left_out", "proposed"):
        words = comma.join(word_label(word, language) for word in getattr(plan, name))
        if words:
            parts.append((name, say(f"plan-{name.replace('_', '-')}", language, words=words)))
    scope = plan.scope
    named: tuple[tuple[str, Sequence[object]], ...] = (
        ("papers", scope.papers),
        ("sections", scope.sections),
        ("reporters", scope.reporters),
        ("numbers", scope.numbers),
        ("kinds", [say(f"plan-kind-{kind}", language) for kind in scope.kinds]),
    )
    parts += [
        (name, say(f"plan-{name}", language, names=comma.join(map(str, names)))) for name, names in named if names
    ]
    return parts


def word_label(word: str, language: Language) -> str:
    """A word of a subject in quotation marks; of alternatives each, with 或 between them."""
    return say("plan-or", language).join(say("plan-word", language, word=_closed(one)) for one in alternatives(word))


def conditions_label(plan: Plan, language: Language) -> str:
    """What an article must be to be found by the plan, in one phrase."""
    parts = [label for name, label in conditions(plan, language) if name != "proposed"]
    if not plan.narrows:
        parts.insert(0, say("plan-all", language))
    return say("plan-and", language).join(parts)


def done_label(plan: Plan, language: Language) -> str:
    """What is done, in words; for a summary with the number of sentences that was asked for."""
    lists_reporters = plan.operation == "list" and plan.facet == "reporters"
    done = say("plan-do-reporters" if lists_reporters else f"plan-do-{plan.operation}", language)
    if not plan.sentences:
        return done
    return say("plan-dot", language).join((done, say("plan-sentences", language, count=plan.sentences)))


def plan_label(plan: Plan, language: Language) -> str:
    """The plan in one line: what is done, and what an article must be."""
    parts = [done_label(plan, language), *(label for _, label in conditions(plan, language))]
    return say("plan-dot", language).join(parts)


def window_label(window: Window, language: Language) -> str:
    """The days of a window as they are said: a day, a day of any year, a month, a year, or from one day to another."""
    if window.yearly:
        month, day = (int(part) for part in window.first.removeprefix("--").split("-"))
        return say("plan-yearly", language, month=month, day=day)
    return date_label(iso_of_period(*map(datetime.date.fromisoformat, (window.first, window.last))), language)


_SIGNS: Final = ("“”", "‘’", "《》", "「」", "『』")


def _closed(word: str) -> str:
    """A word with the sign that closes its last quotation, which is read as that around the word itself."""
    return word + "".join(end * (word.count(begin) - word.count(end)) for begin, end in _SIGNS)
