"""A plan -> the articles that it names: all of them, each once, in the order of their issues.

Days, reporters, pages and kinds are looked up; a subject is every word of it in headline or body. Left out: what is
said of them (see `reply`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from rag.answering.scope import Scope
from rag.planning import rules
from rag.planning.catalogue import Catalogue, Entry, folded
from rag.planning.plan import Plan, Window
from rag.text.terms import STOP_WORDS, Terms

_NO_DAY: Final = "9999-99-99"
_BEFORE_KIND: Final = 4
"""Characters before the word for a small piece in its headline, without a 关于: 停水通知, 失物招领启事."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a plan came to.

    `plan` is the one that was carried out: its window may be of the printed day where nothing happened on the day that
    is named, its subject cut into words where no article holds it as it stands. `counts` are its subject's words with
    the number of articles that hold each, where none holds all.
    """

    plan: Plan
    entries: tuple[Entry, ...]
    counts: tuple[tuple[str, int], ...] = ()


def find(plan: Plan, catalogue: Catalogue, terms: Terms, scope: Scope | None = None) -> Found:
    """The articles that `plan` names, in the order of their issues, as far as a piece of them is within `scope`."""
    held: Sequence[Entry] = catalogue.entries
    for each in (plan.scope, scope):
        if each is not None and each.narrows:
            at_once = not replace(each, papers=(), kinds=(), reporters=()).narrows
            held = [
                entry
                for entry in held
                if _may_hold(each, entry)
                and ((at_once and len(entry.article.parts) == 1) or _holds(each, entry, catalogue))
            ]
    plan, held = _in_window(plan, held)
    entries = _called(plan.subject, held, catalogue) if plan.held_in == "name" else []
    if not entries:
        plan = replace(plan, held_in="text")
        entries = _about(plan.subject, held, catalogue)
    if plan.subject and not entries:
        words = _words(plan.subject, terms)
        if words != plan.subject:
            plan, entries = replace(plan, subject=words), _about(words, held, catalogue)
    counts = (
        ()
        if entries or not plan.subject
        else tuple((word, len(_about([word], held, catalogue))) for word in plan.subject)
    )
    return Found(plan, tuple(sorted(entries, key=_place)), counts)


def of_word(word: str, found: Sequence[Entry], catalogue: Catalogue) -> tuple[Entry, ...]:
    """The articles that hold the word, in the order of their issues."""
    return tuple(sorted(_about([word], found, catalogue), key=_place))


def day_of_entry(entry: Entry) -> str:
    """The ISO day of what the article reports, or else of its issue; "" where neither is known."""
    return entry.day or entry.printed.date


def _holds(scope: Scope, entry: Entry, catalogue: Catalogue) -> bool:
    return any(scope.holds(part, catalogue.index.pages_by_name[part.source]) for part in entry.article.parts)


def _may_hold(scope: Scope, entry: Entry) -> bool:
    """Whether the scope can hold a piece of the article: what its papers, kinds and reporters tell at once.

    Of an article in one piece they tell it for sure. Looking at every piece takes some ten times as long.
    """
    if scope.reporters and not any(name in scope.reporters for name in entry.reporters):
        return False
    if len(entry.article.parts) > 1:
        return True
    return (not scope.papers or entry.issue.paper in scope.papers) and (
        not scope.kinds or entry.article.parts[0].kind in scope.kinds
    )


def _in_window(plan: Plan, held: Sequence[Entry]) -> tuple[Plan, list[Entry]]:
    """Those of the plan's days, and the plan with the days that were looked at.

    The day of an event is the article's own. Where no article is of a single day, the issue of that day is meant, and
    where there is none, whatever names the day.
    """
    window = plan.window
    if window is None:
        return plan, list(held)
    if window.of == "printed":
        return plan, [entry for entry in held if window.holds(entry.printed.date)]
    single = window.first == window.last
    own = [entry for entry in held if window.holds(entry.day if single else day_of_entry(entry))]
    if own or not single:
        return plan, own
    printed = [entry for entry in held if window.holds(entry.printed.date)]
    if printed:
        return replace(plan, window=replace(window, of="printed")), printed
    return plan, [entry for entry in held if names_day(entry, window)]


def names_day(entry: Entry, window: Window) -> bool:
    """Whether the article names a day of the window."""
    return any(window.holds(mention.date) for part in entry.article.parts for mention in part.mentions)


def _about(subject: Sequence[str], held: Sequence[Entry], catalogue: Catalogue) -> list[Entry]:
    words = [folded(word) for word in subject]
    return [entry for entry in held if all(word in catalogue.text(entry) for word in words)] if words else list(held)


def _called(subject: Sequence[str], held: Sequence[Entry], catalogue: Catalogue) -> list[Entry]:
    """The articles that are of the kind that the subject's last word names, and hold its other words: 停水通知.

    Where none is called so, those that have the other words for a headline: 征婚广告.
    """
    small = rules.SMALL_PIECE.search(subject[-1]) if subject else None
    if small is None:
        return []
    others = [folded(word) for word in (*subject[:-1], subject[-1][: small.start()]) if word]
    kind = folded(small[0])
    found = [
        entry
        for entry in held
        if (_is_titled(kind, catalogue.title(entry)) or kind in catalogue.name(entry))
        and all(word in catalogue.text(entry) for word in others)
    ]
    return found or [entry for entry in held if others and all(word in catalogue.title(entry) for word in others)]


def _is_titled(kind: str, title: str) -> bool:
    """Whether the headline is that of such a piece: 更正, 停水通知, 关于停航的通告, and not 市里发出停航通知."""
    return title.startswith(kind) or bool(re.search(rf"(?:^.{{0,{_BEFORE_KIND}}}|关于.*的){kind}\W*$", title))


def _words(subject: Sequence[str], terms: Terms) -> tuple[str, ...]:
    """The subject's words, the long ones cut as the search cuts them."""
    cut = (word for phrase in subject for word in terms.words(phrase))
    return tuple(dict.fromkeys(word for word in cut if word not in STOP_WORDS))


def _place(entry: Entry) -> tuple[str, str, int, str, int]:
    head = entry.article.parts[0]
    first = head.spans[0][0] if head.spans else 0
    return (entry.printed.date or _NO_DAY, entry.issue.paper, entry.number or 0, head.source, first)
