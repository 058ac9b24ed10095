"""What can be asked on from an answer: questions about the article that it cites, each of which the corpus answers.

Left out: questions of fact, of which nobody can say beforehand whether the article answers them.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from rag.planning.catalogue import Catalogue, Entry
from rag.planning.quotations import quoted_words
from rag.planning.words import FILLERS
from rag.text.labels import date_label
from rag.text.terms import STOP_WORDS, Terms
from rag.wording import Language, say

MOST: Final = 3
"""Questions that are offered: what each kind below gives, once, the first kinds before the others."""
_TITLE_CHARACTERS: Final = 24
"""Of a headline that a question can be made of: a longer one is no question that anybody reads."""
_TITLED: Final = frozenset({"news", "feature", "commentary"})
"""Kinds of pieces that are called by their headlines: those of a column are alike."""
_ARTICLES: Final = (2, 30)
"""Articles that hold a word worth asking on about: one is the article itself, and a word of many says nothing."""
_PASSAGES: Final = 10 * _ARTICLES[1]
"""Passages beyond which a word is of too many articles, so that they need not be looked at: ten for each."""
_SPOKEN_OF: Final = 2
"""Times that an article says a word of what it is about, its headline among them."""
_NAMING: Final = re.compile(r"(?!.*[一二三四五六七八九十百千万两几])[\u3400-\u9fff]{3,8}")
"""Words of three characters on are mostly things and names; those of two are often verbs, or say nothing alone."""


def onward_questions(cited: Sequence[str], catalogue: Catalogue, terms: Terms, language: Language) -> tuple[str, ...]:
    """Questions to go on with after an answer that cites pieces of these ids, the first of them mostly; () for none."""
    entry = next((entry for id in cited if (entry := catalogue.entry(id))), None)
    if entry is None:
        return ()
    title = entry.article.title
    questions: list[str] = []
    if 0 < len(title) <= _TITLE_CHARACTERS and entry.article.kind in _TITLED:
        question = say("onward-summary", language, title=title)
        questions += [question] if calls(question, entry, catalogue) else []
    topic = _topic(entry, catalogue, terms)
    if topic:
        questions.append(say("onward-topic", language, word=topic))
    reporter = next((name for name in entry.reporters if catalogue.reporters[name] > 1), "")
    if reporter:
        questions.append(say("onward-reporter", language, name=reporter))
    day = _day(entry, catalogue, language)
    if day:
        questions.append(say("onward-day", language, date=date_label(day, language)))
    return tuple(questions[:MOST])


def _day(entry: Entry, catalogue: Catalogue, language: Language) -> str:
    """The day that other articles are of, too, as a question in the language means it: in Chinese that of the paper, in
    English that of what is reported; "" where there is none.
    """
    if language == "zh":
        day, counts = entry.printed.date, catalogue.printed_days
    else:
        day, counts = entry.day, catalogue.reported_days
    return day if day and counts[day] > 1 else ""


def calls(question: str, entry: Entry, catalogue: Catalogue) -> bool:
    """Whether the headline in the question calls this article: another may have the same, or a mark without its pair
    may cut it.
    """
    quoted = quoted_words(unicodedata.normalize("NFKC", question))
    return len(quoted) == 1 and catalogue.titled(quoted[0]) == entry


def _topic(entry: Entry, catalogue: Catalogue, terms: Terms) -> str:
    """The word of the headline that fewest other articles hold, one of which is of it, too; "" where there is none."""
    fewest, most = _ARTICLES
    found: list[tuple[int, int, str]] = []
    for place, word in enumerate(dict.fromkeys(terms.words(entry.article.title))):
        if not _NAMING.fullmatch(word) or word in FILLERS or word in STOP_WORDS:
            continue
        passages = catalogue.index.terms.passages_with(word)
        if len(passages) > _PASSAGES:
            continue
        articles = {catalogue.index.passages[position].article for position in passages}
        if fewest <= len(articles) <= most and _is_spoken_of(word, entry, articles, catalogue):
            found.append((len(articles), place, word))
    return min(found, default=(0, 0, ""))[2]


def _is_spoken_of(word: str, entry: Entry, articles: Iterable[str], catalogue: Catalogue) -> bool:
    """Whether the article says the word more than once, and another does or has it in its headline.

    What each says once, in passing, is no subject that they have in common: 年轻人, 卡脖子.
    """
    if catalogue.text(entry).count(word) < _SPOKEN_OF:
        return False
    others = (other for id in articles if (other := catalogue.entry(id)) and other != entry)
    return any(word in catalogue.title(other) or catalogue.text(other).count(word) >= _SPOKEN_OF for other in others)
