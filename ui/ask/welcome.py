"""What a visitor sees before anything is asked: what can be asked, and how much there is to ask about.

Left out: the questions to start with (see `examples`).
"""

from collections import Counter
from typing import Final

from rag import Holdings, Language
from rag.corpus import Library
from ui.markup import period_label
from ui.newspaper import Corpus, Newspaper
from ui.templating import render
from ui.wording import say

PAPERS: Final = 3
"""Named with their days, those with most pages; of the others it is told how many there are."""


def welcome(corpus: Corpus, language: Language, room: bool = False) -> str:
    """What stands in the empty conversation; with `room` below it for questions that are still to come, so that nothing
    moves when they do.
    """
    assistant = corpus.assistant
    if not assistant.holdings.heads:
        nothing = say("page-corpus-none", language)
        return render("ask/welcome", language, heading=nothing, lines=_begin(corpus, language), room=False)
    lines = [
        ("about", say("page-can-ask", language)),
        *(("corpus", line) for line in corpus_lines(assistant, language)),
        ("hint", say("page-welcome-hint", language)),
    ]
    return render("ask/welcome", language, heading=say("page-welcome", language), lines=lines, room=room)


def _begin(corpus: Corpus, language: Language) -> list[tuple[str, str]]:
    """Where pages are to be put while there is none; nothing where visitors may put none."""
    if not isinstance(corpus, Library) or corpus.obstacle:
        return []
    return [
        ("about", say("page-ask-none", language, tab=say("page-tab-corpus", language), forms=" ".join(corpus.forms)))
    ]


def corpus_lines(assistant: Newspaper, language: Language) -> list[str]:
    """The papers by name with their days, as far as they are known, then how many pages and pieces there are."""
    known = assistant.holdings
    papers = Counter(head.issue.paper for head in known.heads.values())
    figures = say("page-ask-corpus", language, pages=len(known.heads), articles=known.piece_count)
    nameless = papers.pop("", 0)
    if not papers:
        return [" · ".join(filter(None, (period_label(known.period, language), figures)))]
    most = sorted(papers, key=lambda paper: -papers[paper])
    lines = [_paper(say("page-ask-paper", language, paper=each), each, known, language) for each in most[:PAPERS]]
    if most[PAPERS:]:
        lines.append(say("page-ask-papers", language, count=len(most) - PAPERS))
    if nameless:
        lines.append(_paper(say("page-ask-nameless", language), "", known, language))
    return [*lines, figures]


def _paper(called: str, paper: str, known: Holdings, language: Language) -> str:
    """A paper and from when to when its pages are, as far as that is known."""
    period = period_label(known.periods.get(paper), language)
    return say("page-ask-days", language, name=called, period=period) if period else called
