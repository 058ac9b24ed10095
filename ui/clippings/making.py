"""Clippings made of what a visitor sees: a cited sentence, a whole piece, an answer. No gradio here."""

from rag import Citation, Hit, day_on, whole_of
from ui.ask.referencing import nearest
from ui.ask.responding import Turn
from ui.clippings.clipping import Clipping, Place
from ui.newspaper import Imprint, Newspaper, fragments_of


def of_source(turn: Turn, place: object) -> Clipping | None:
    """The words of the source of this number beside an answer; None where there is none."""
    if turn.answer is None:
        return None
    if turn.answer.refused:
        found = next((hit for hit in nearest(turn.answer) if hit.rank == place), None)
        return None if found is None else Clipping("sentence", found.passage.text, (_of_hit(found, turn),))
    cited = next((each for each in turn.answer.citations if each.marker == place), None)
    return None if cited is None else Clipping("sentence", cited.quote, (_of_citation(cited, turn),))


def of_answer(turn: Turn) -> Clipping | None:
    """A whole answer with its sources; None where nothing was answered."""
    answer = turn.answer
    if answer is None or turn.stage != "done" or not turn.text.strip():
        return None
    places = () if answer.refused else tuple(_of_citation(each, turn) for each in answer.citations)
    return Clipping("answer", turn.text, places, turn.question)


def of_piece(assistant: Newspaper, id: str) -> Clipping:
    """A whole piece with all its parts. Raises KeyError."""
    parts = assistant.parts(id)
    whole, page = whole_of(parts), assistant.page(parts[0].source)
    places = tuple(
        Place(
            part.id,
            part.source,
            whole.title,
            part.spans,
            imprint=Imprint(
                (own := assistant.page(part.source)).issue.paper,
                own.issue.page,
                whole.byline,
                printed=day_on(parts, page if part.source == page.name else own),
                section=own.issue.section,
            ),
        )
        for part in parts
    )
    return Clipping("piece", "\n".join(part.text for part in parts if part.text), places)


def _of_citation(citation: Citation, turn: Turn) -> Place:
    return Place(
        citation.article,
        citation.source,
        citation.title,
        (citation.lines,),
        citation.quote,
        citation.fragments,
        turn.imprints.get(citation.marker, Imprint()),
    )


def _of_hit(hit: Hit, turn: Turn) -> Place:
    passage = hit.passage
    return Place(
        passage.article,
        passage.source,
        passage.title,
        passage.spans,
        passage.text,
        fragments_of(passage),
        turn.imprints.get(hit.rank, Imprint()),
    )
