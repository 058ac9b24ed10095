"""What the browser kept -> conversations again, as `storage` wrote them.

What comes back from a browser may be anything. It is read field by field; what has not the form that it was written
in is left out, and nothing of it is believed about the corpus: words that stand no longer where they were cited are
shown as they were kept, and said to be gone. Left out: the browser's side (see `store`).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar, get_args

from fastapi.datastructures import QueryParams

from rag import (
    ANSWER_KINDS,
    Answer,
    AnswerKind,
    Citation,
    DateSource,
    Fragment,
    Hit,
    Language,
    ListedArticle,
    Passage,
    Plan,
    PrintedDay,
    QuestionError,
    Sentence,
    plan_object,
    plan_of,
)
from ui.ask.conversations import DELETED, TITLE_CHARACTERS, Conversation, Shelf
from ui.ask.responding import Turn, answer_text, headline_of, left
from ui.ask.storage import CHARACTERS, CONVERSATIONS, FORMAT, LISTED, SOURCES, TURNS
from ui.browse.scope_links import scope_of_link
from ui.kept_values import UnreadableError, read_fragment, read_number, read_object, read_span, read_text
from ui.newspaper import Imprint, Newspaper, fragments_of, imprint_of, listed_article
from ui.wording import is_known, values_of

FORMER_FORMAT: Final = 1
"""Of all conversations in one piece, without times; it is read still."""

ONWARD: Final = 5
"""Questions to go on with that are read back of one answer."""
REPLY_CHARACTERS: Final = 40_000
"""Of one reply: a list of a hundred articles has half as many."""

_ID: Final = re.compile(r"[0-9a-f]{12}")
_TURN_ID: Final = re.compile(r"[0-9]{13}-[0-9a-f]{6}")
_Read = TypeVar("_Read")


def restored(value: object, assistant: Newspaper, language: Language) -> Shelf:
    """The shelf that was kept, as far as `value` is one; an empty one else. Never raises."""
    if not isinstance(value, dict) or value.get("format") not in (FORMAT, FORMER_FORMAT):
        return Shelf()
    conversations: dict[str, Conversation] = {}
    listed = _listed(value.get("conversations"), CONVERSATIONS)
    for place, written in enumerate(listed):
        conversation = _readable(lambda given: _conversation(given, assistant, language), written)
        if conversation and conversation.turns:
            # Formerly they were kept in their order, the last one first.
            began = conversation.begun or len(listed) - place
            conversations.setdefault(conversation.id, replace(conversation, begun=began))
    ordered = sorted(conversations.values(), key=lambda each: -each.begun)
    return Shelf(tuple(ordered), deleted=deletions(value.get("deleted"))).with_open(value.get("current"))


def deletions(value: object) -> dict[str, int]:
    """The ids of conversations that were deleted, with their times, as far as `value` tells. Never raises."""
    given = list(value.items())[:DELETED] if isinstance(value, dict) else []
    return {
        id: when
        for id, when in given
        if isinstance(id, str) and _ID.fullmatch(id) and _readable(_time, when) is not None
    }


def _conversation(written: object, assistant: Newspaper, language: Language) -> Conversation:
    fields = read_object(written)
    turns = [
        _readable(lambda given: _turn(given, assistant, language), turn) for turn in _listed(fields.get("turns"), TURNS)
    ]
    id = _text(fields.get("id"))
    if not _ID.fullmatch(id):
        raise UnreadableError
    known = {turn.id or f"{0:013}-{place:06x}": turn for place, turn in enumerate(turns) if turn}
    return Conversation(
        id,
        _text(fields.get("name"))[:TITLE_CHARACTERS],
        tuple(replace(known[each], id=each) for each in sorted(known)),
        _time(fields.get("begun", 0)),
        _time(fields.get("named", 0)),
        fields.get("pinned") is True,
        _time(fields.get("pinned_at", 0)),
    )


def _turn(written: object, assistant: Newspaper, language: Language) -> Turn:
    fields = read_object(written)
    id = _text(fields.get("id", ""))
    turn = Turn(
        _text(fields.get("question")),
        "done",
        _text(fields.get("text", ""), REPLY_CHARACTERS),
        plan=_changed_plan(fields.get("plan")),
        alone=fields.get("alone") is True,
        thorough=fields.get("thorough") is True,
        stopped=fields.get("stopped") is True,
        revised=_time(fields.get("revised", 0)),
        scope=scope_of_link(QueryParams(_text(fields.get("scope", "")))),
        id=id if _TURN_ID.fullmatch(id) else "",
    )
    if "text" not in fields:
        return left(turn, language)
    if fields.get("answer") is None:
        return turn
    said = read_object(fields["answer"])
    read = _near if said.get("refused") is True else _cited
    sources = [
        read(read_object(source), assistant)
        for source in _listed(said.get("near" if read is _near else "citations"), SOURCES)
    ]
    citations = tuple(source for source, _, _ in sources if isinstance(source, Citation))
    hits = tuple(hit for _, hit, _ in sources if hit is not None)
    reason, values = _reason(said)
    answer = Answer(
        turn.question,
        read is _near,
        turn.text,
        citations,
        hits,
        0.0,
        reason,
        {},
        _text(said.get("span")),
        kind=_kind(said.get("kind", "refusal" if read is _near else "answer")),
        plan=_plan(said.get("plan", {})),
        reason_values=values,
        continued_from=_text(said.get("continued_from", "")),
        read_as=_text(said.get("read_as", "")),
        onward=tuple(map(_text, _listed(said.get("onward"), ONWARD))),
        count=None if said.get("count") is None else read_number(said["count"], least=0),
        shown=read_number(said.get("shown", 0), least=0),
        articles=_articles(said.get("articles"), citations, assistant),
    )
    return replace(
        turn,
        text=answer_text(answer, language),
        answer=answer,
        imprints={place: imprint for place, imprint in (found for *_, found in sources)},
        continued=headline_of(assistant, answer.continued_from) or _text(said.get("continued", "")),
    )


def _articles(given: object, citations: Sequence[Citation], assistant: Newspaper) -> tuple[ListedArticle, ...]:
    """The articles of a list that the corpus still has, each with the marker of what is cited from it."""
    markers: dict[str, int] = {}
    for citation in citations:
        markers.setdefault(citation.article, citation.marker)
    found = (listed_article(assistant, _text(id), markers.get(_text(id), 0)) for id in _listed(given, LISTED))
    return tuple(article for article in found if article is not None)


def _reason(said: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """The reason of a refusal with its values; ("", {}) for one that there is no sentence for, or not with these."""
    reason = _text(said.get("reason"))
    given = read_object(said.get("reason_values") or {})
    if not reason.startswith("refusal-") or not is_known(reason):
        return "", {}
    values = {name: _text(value) for name, value in given.items()}
    return (reason, values) if values_of(reason) == values.keys() else ("", {})


def _cited(fields: Mapping[str, Any], assistant: Newspaper) -> tuple[Citation, Hit | None, tuple[int, Imprint]]:
    place, source, lines = read_number(fields.get("place")), _text(fields.get("source")), read_span(fields.get("lines"))
    pieces = tuple(map(_fragment, _listed(fields.get("fragments"), SOURCES)))
    if not pieces:
        raise UnreadableError
    citation = Citation(
        place,
        source,
        lines,
        _text(fields.get("article")),
        _text(fields.get("title")),
        _date(fields),
        "".join(piece.text for piece in pieces),
        _text(fields.get("passage")),
        pieces,
        _page(fields),
    )
    known = _passage(assistant, citation.article, citation.passage)
    return (
        citation,
        Hit(known, 0.0, place) if known else None,
        (place, _imprint(fields, imprint_of(assistant, citation.article, source, pieces))),
    )


def _near(fields: Mapping[str, Any], assistant: Newspaper) -> tuple[None, Hit, tuple[int, Imprint]]:
    place, id, source = read_number(fields.get("place")), _text(fields.get("passage")), _text(fields.get("source"))
    spans = tuple(map(read_span, _listed(fields.get("spans"), SOURCES)))
    article = _text(fields.get("article"))
    known = _passage(assistant, article, id)
    if known is None:
        words = Fragment(source, spans[0][0] if spans else 1, 0, _text(fields.get("text")))
        stand_in = Passage(
            id,
            article,
            source,
            _text(fields.get("title")),
            _date(fields),
            spans,
            (Sentence((words,), True),),
        )
        return None, Hit(stand_in, 0.0, place), (place, _imprint(fields, Imprint(kept=False)))
    found = imprint_of(assistant, known.article, known.source, fragments_of(known))
    return None, Hit(known, 0.0, place), (place, found)


def _passage(assistant: Newspaper, article: str, id: str) -> Passage | None:
    """The passage of this id in the article with the piece that is named; None where the corpus has it no longer."""
    try:
        head = assistant.parts(article)[0]
    except KeyError:
        return None
    return next((passage for passage in assistant.holdings.passages(head.id) if passage.id == id), None)


def _imprint(fields: Mapping[str, Any], found: Imprint) -> Imprint:
    """What the corpus tells now; what was kept where it tells nothing more."""
    if found.kept:
        return found
    return Imprint(
        _text(fields.get("paper")),
        _page(fields),
        _text(fields.get("byline")),
        kept=False,
        printed=_day(fields),
        event=_text(fields.get("event", "")),
        section=_text(fields.get("section", "")),
    )


def _day(fields: Mapping[str, Any]) -> PrintedDay:
    """The day of the paper; one of which it was not kept who told it may have been inferred."""
    told = fields.get("told", "text")
    return PrintedDay(_text(fields.get("day", "")), told if told in get_args(DateSource) else "text")


# ---- field by field


def _readable(read: Callable[[object], _Read], given: object) -> _Read | None:
    try:
        return read(given)
    except UnreadableError:
        return None


def _listed(given: object, limit: int) -> list[Any]:
    return given[:limit] if isinstance(given, list) else []


def _text(given: object, most: int = CHARACTERS) -> str:
    return read_text(given, most)


def _time(given: object) -> int:
    """Milliseconds since 1970; 0 where it is not known."""
    return read_number(given, least=0, below=10**13)


def _fragment(given: object) -> Fragment:
    return read_fragment(given, CHARACTERS)


def _kind(given: object) -> AnswerKind:
    if given not in ANSWER_KINDS:
        raise UnreadableError
    return given


def _changed_plan(given: object) -> Plan | None:
    try:
        return None if given is None else plan_of(given)
    except QuestionError as error:
        raise UnreadableError from error


def _plan(given: object) -> dict[str, Any]:
    """The plan as plain data; an answer that was kept before there were plans has none."""
    try:
        return plan_object(plan_of(given)) if given else {}
    except QuestionError as error:
        raise UnreadableError from error


def _date(fields: Mapping[str, Any]) -> str | None:
    return None if fields.get("date") is None else _text(fields["date"])


def _page(fields: Mapping[str, Any]) -> int | None:
    return None if fields.get("page") is None else read_number(fields["page"], least=0)
