"""A plan -> the articles that it names: all of them, each once, in the order of their issues.

Days, reporters, pages and kinds are looked up; a subject is every word of it in headline or body. Left out: what is
said of them (see `reply`), and which words may be left out of a subject (see `together`).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from rag.answering.scope import Scope
from rag.planning import rules
from rag.planning.catalogue import Catalogue, Chosen, Entry
from rag.planning.plan import Plan
from rag.planning.spellings import EITHER, alternatives, kinds_like
from rag.planning.together import FEW, SHARE, fewer_words
from rag.text.terms import STOP_WORDS, Terms

_BEFORE_KIND: Final = 4
"""Characters before the word for a small piece in its headline, without a 关于: 停水通知, 失物招领启事."""

_COUNTING: Final = 2
"""Figures of a number that counts: those of years and telephones are something by themselves."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a plan came to.

    `plan` is the one that was carried out: its window may be of the printed day where nothing happened on the day that
    is named, its subject cut into words where no article holds it as it stands, some of them left out where none holds
    all. `counts` are its subject's words with the number of articles that hold each, where none holds all.
    """

    plan: Plan
    entries: tuple[Entry, ...]
    counts: tuple[tuple[str, int], ...] = ()


def find(plan: Plan, catalogue: Catalogue, terms: Terms, scope: Scope | None = None) -> Found:
    """The articles that `plan` names, in the order of their issues, as far as a piece of them is within `scope`."""
    held = catalogue.held
    for each in (plan.scope, scope):
        if each is not None and each.narrows:
            held = held & catalogue.within(each)
    plan, held = _in_window(plan, held, catalogue)
    for word in plan.without:
        held = held & ~catalogue.holding([word])
    if plan.each:
        return Found(plan, catalogue.in_order(held & _any_of(plan, catalogue)))
    found = held & _called(plan.subject, held, catalogue) if plan.held_in == "name" else np.zeros_like(held)
    if plan.held_in == "name" and not found.any():
        plan = replace(plan, held_in="text")
    holding = catalogue.titled_with_all if plan.held_in == "title" else catalogue.holding
    if not found.any():
        found = held & holding(plan.subject)
    if plan.subject and not found.any():
        plan, found = _in_words(plan, held, holding, terms)
    counts: tuple[tuple[str, int], ...] = ()
    if plan.subject and not found.any():
        counts = tuple((word, int((held & holding([word])).sum())) for word in plan.subject)
    return Found(plan, catalogue.in_order(found), counts)


def _any_of(plan: Plan, catalogue: Catalogue) -> Chosen:
    """Those that hold any word of the subject; all where it has none."""
    chosen = [catalogue.holding([word]) for word in plan.subject]
    every: Chosen = np.logical_or.reduce(chosen) if chosen else np.ones_like(catalogue.held)
    return every


def _in_words(
    plan: Plan, held: Chosen, holding: Callable[[Iterable[str]], Chosen], terms: Terms
) -> tuple[Plan, Chosen]:
    """The plan with its subject cut into words, and without those that stand in no article beside the others."""
    phrases = [_words([phrase], terms) or (phrase,) for phrase in plan.subject]
    words = tuple(dict.fromkeys(word for phrase in phrases for word in phrase))
    found = held & holding(words)
    if not found.any():
        most = max(FEW, int(SHARE * held.sum()))
        for kept in fewer_words(phrases, terms, only_general=plan.operation == "count"):
            less = held & holding(kept)
            if 0 < less.sum() <= most:
                left = tuple(word for word in words if word not in kept)
                return replace(plan, subject=kept, left_out=tuple(dict.fromkeys((*plan.left_out, *left)))), less
    return replace(plan, subject=words), found


def of_word(word: str, found: Sequence[Entry], catalogue: Catalogue) -> tuple[Entry, ...]:
    """Those of the articles that hold the word, in their order."""
    holding = catalogue.holding([word])
    return tuple(entry for entry in found if holding[entry.place])


def day_of_entry(entry: Entry) -> str:
    """The ISO day of what the article reports, or else of its issue; "" where neither is known."""
    return entry.day or entry.printed.date


def _in_window(plan: Plan, held: Chosen, catalogue: Catalogue) -> tuple[Plan, Chosen]:
    """Those of the plan's days, and the plan with the days that were looked at.

    The day of an event is the article's own. Where no article is of a single day, the issue of that day is meant, and
    where there is none, whatever names the day.
    """
    window = plan.window
    if window is None:
        return plan, held
    printed = held & catalogue.printed.where(window.holds)
    if window.of == "printed":
        return plan, printed
    single = window.first == window.last
    own = held & (catalogue.event if single else catalogue.event_or_printed).where(window.holds)
    if own.any() or not single:
        return plan, own
    if printed.any():
        return replace(plan, window=replace(window, of="printed")), printed
    return plan, held & catalogue.naming(window.holds)


def _called(subject: Sequence[str], held: Chosen, catalogue: Catalogue) -> Chosen:
    """The articles that are of the kind that the subject's last word names, and hold its other words: 停水通知.

    Where none is called so, those that have the other words for a headline: 征婚广告.
    """
    small = rules.SMALL_PIECE.search(subject[-1]) if subject else None
    if small is None:
        return np.zeros_like(held)
    if EITHER in subject[-1]:
        one = [_called((*subject[:-1], kind), held, catalogue) for kind in alternatives(subject[-1])]
        any_of: Chosen = np.logical_or.reduce(one)
        return any_of
    others = [word for word in (*subject[:-1], subject[-1][: small.start()]) if word]
    found = np.zeros_like(held)
    for kind in kinds_like(small[0]):
        titled = held & catalogue.titled_with(kind)
        for entry in catalogue.entries(titled):
            titled[entry.place] = _is_titled(kind, catalogue.title(entry))
        found = found | (held & (titled | catalogue.called(kind)) & catalogue.holding(others))
    if found.any() or not others:
        return found
    titled = held
    for word in others:
        titled = titled & catalogue.titled_with(word)
    return titled


def _is_titled(kind: str, title: str) -> bool:
    """Whether the headline is that of such a piece: 更正, 停水通知, 关于停航的通告, and not 市里发出停航通知."""
    return title.startswith(kind) or bool(re.search(rf"(?:^.{{0,{_BEFORE_KIND}}}|关于.*的){kind}\W*$", title))


def _words(subject: Sequence[str], terms: Terms) -> tuple[str, ...]:
    """The subject's words, the long ones cut as the search cuts them."""
    cut: list[str] = []
    for phrase in subject:
        if EITHER in phrase:
            cut.append(phrase)
            continue
        figure = ""
        for word in terms.words(phrase):
            figure += word
            if not word.isdecimal() or len(word) > _COUNTING:  # such a number is nothing without what it counts
                cut.append(figure)
                figure = ""
        if figure:
            cut.append(figure)
    return tuple(dict.fromkeys(word for word in cut if word not in STOP_WORDS))
