"""One question of the report as HTML: its gold, and what each run answered, cited and found.

Left out: the list of questions with its filters (see `page`).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from rag.answering.markers import object_places, span_place
from rag.evaluation.report.html.markup import (
    date_text,
    escaped,
    found,
    lines_text,
    marked,
    one_figure,
    said,
    scrolling,
)
from rag.wording import Language, say

State = Literal["right", "partly", "wrong", "refused-rightly", "refused-wrongly", "unjudged"]
"""What became of a question."""

PassageBody = Callable[[Mapping[str, Any], Sequence[tuple[int, int]]], str]
"""A passage and the ranges of its matched terms -> the HTML of its headline and text."""

SIGNS: dict[State, str] = {"right": "✓", "partly": "◐", "wrong": "✗", "refused-rightly": "○", "refused-wrongly": "⊘",
                           "unjudged": "–"}


def state_of(result: Mapping[str, Any]) -> State:
    """What became of a question in one run: by answer_correct, or by Success@1 where answers were not judged."""
    figures = result["figures"]
    if "unanswerable_refused" in figures:
        return "refused-rightly" if result["refused"] else "wrong"
    if result["refused"] and "answer_correct" in figures:
        return "refused-wrongly"
    value = figures.get("answer_correct", figures.get("Success@1"))
    if value is None:
        return "unjudged"
    return "right" if value >= 1 else "partly" if value > 0 else "wrong"


def state_mark(state: State, language: Language) -> str:
    """The state as a sign and a word, so that colour is not needed to tell it."""
    return (f'<span class="state {state}"><span aria-hidden="true">{SIGNS[state]}</span> '
            f'{said(f"report-state-{state}", language)}</span>')


def question_view(question: Mapping[str, Any], language: Language) -> str:
    """All about one question of the report object, as an HTML fragment of its own."""
    def body(passage: Mapping[str, Any], ranges: Sequence[tuple[int, int]]) -> str:
        return (f'{passage_head(passage, language)}'
                f'<p class="text" lang="zh-CN">{marked(passage["text"], ranges)}</p>')

    return question_body(question, language, body)


def question_body(question: Mapping[str, Any], language: Language, passage_body: PassageBody) -> str:
    """The same, with passages shown by `passage_body`."""
    runs = question["runs"]
    views = "".join(_run(name, result, question["gold"], language, passage_body) for name, result in runs.items())
    return (f'<div class="question">{_history(question, language)}{_gold(question["gold"], language)}'
            f'<div class="runs">{views}</div>{_figures(runs, language)}</div>')


def passage_head(passage: Mapping[str, Any], language: Language) -> str:
    """The title of a passage, and where and when it was printed."""
    return (f'<p class="head"><cite lang="zh-CN">{_title(passage, language)}</cite> {_place(passage, language)}</p>')


def _title(printed: Mapping[str, Any], language: Language) -> str:
    return escaped(printed.get("title") or say("title-none", language))


def _place(printed: Mapping[str, Any], language: Language) -> str:
    return (f'<span class="place">{escaped(date_text(printed.get("date"), language))} · '
            f'<bdi>{escaped(printed["source"])}</bdi> {escaped(lines_text(printed["lines"], language))}</span>')


def _history(question: Mapping[str, Any], language: Language) -> str:
    turns = "".join(f'<dt>{escaped(asked)}</dt><dd>{escaped(answered)}</dd>'
                    for asked, answered in question.get("history") or ())
    return f'<h4>{said("report-history", language)}</h4><dl class="history" lang="zh-CN">{turns}</dl>' if turns else ""


def _gold(gold: Mapping[str, Any], language: Language) -> str:
    """The accepted answers, a list's items, the numbered evidence, and the documents judged relevant."""
    rows = []
    relevant = gold.get("relevant") or {}
    if gold.get("answers"):
        rows.append(("report-gold", _listed(gold["answers"])))
    else:
        rows.append(("report-gold", said("report-gold-unstated" if relevant else "report-gold-none", language)))
    if gold.get("items"):
        rows.append(("report-items", _listed(gold["items"])))
    if gold.get("evidence"):
        missing = set(gold.get("unprinted") or ())
        pieces = "".join(f"<li>{escaped(piece)}{_unprinted(language) if piece in missing else ''}</li>"
                         for piece in gold["evidence"])
        rows.append(("report-evidence", f'<ol lang="zh-CN">{pieces}</ol>'))
    if relevant:
        rows.append(("report-relevant", _listed([say("report-grade", language, document=document, grade=grade)
                                                 for document, grade in dict(relevant).items()])))
    inner = "".join(f"<div><dt>{said(key, language)}</dt><dd>{shown}</dd></div>" for key, shown in rows)
    return f'<dl class="gold">{inner}</dl>'


def _unprinted(language: Language) -> str:
    """The mark of a piece of evidence that no page holds."""
    return f' <span class="check no"><span aria-hidden="true">✗</span> {said("report-unprinted", language)}</span>'


def _listed(values: Sequence[str]) -> str:
    return "".join(f'<span class="value" lang="zh-CN">{escaped(value)}</span> ' for value in values)


def _run(name: str, result: Mapping[str, Any], gold: Mapping[str, Any], language: Language,
         passage_body: PassageBody) -> str:
    about = []
    if result.get("confidence") is not None:
        about.append(said("report-confidence", language, value=f"{result['confidence']:.2f}"))
    total = (result.get("timings_ms") or {}).get("total")
    if total:
        about.append(said("report-milliseconds", language, value=total))
    answer = (f'<p class="answer" lang="zh-CN">{_answer(result)}</p>' if result["answer"] else "")
    return (f'<section class="run"><h4>{escaped(name)} {state_mark(state_of(result), language)} '
            f'<span class="about">{" · ".join(about)}</span></h4>{answer}'
            f'{_citations(result, language)}{_passages(result, gold, language, passage_body)}</section>')


def _answer(result: Mapping[str, Any]) -> str:
    """The answer with the exact span emphasised and each citation's marker raised."""
    text, places = result["answer"], object_places(result)
    exact = span_place(text, result.get("span") or "", places.values())
    pieces = {begin: (end, f"<sup>{escaped(marker)}</sup>") for marker, (begin, end) in places.items()}
    if exact[1]:
        pieces[exact[0]] = (exact[1], f'<strong class="exact">{escaped(text[slice(*exact)])}</strong>')
    shown, position = [], 0
    for begin, (end, piece) in sorted(pieces.items()):
        shown += [escaped(text[position:begin]), piece]
        position = end
    return "".join([*shown, escaped(text[position:])])


def _citations(result: Mapping[str, Any], language: Language) -> str:
    """The quotations, each with its place and whether it is printed so and proves the answer."""
    cards = []
    for place, citation in enumerate(result["citations"]):
        checks = [(kind, values[place]) for kind in ("verbatim", "supporting")
                  if place < len(values := result.get(f"citations_{kind}") or ())]
        marks = "".join(
            f'<span class="check {"yes" if held else "no"}"><span aria-hidden="true">{"✓" if held else "✗"}</span> '
            f'{said(f"report-{kind}" if held else f"report-not-{kind}", language)}</span>' for kind, held in checks)
        cards.append(f'<li><span class="number">{escaped(citation["marker"])}</span><div>'
                     f'<blockquote lang="zh-CN">{escaped(citation["quote"])}</blockquote>'
                     f'<p class="head"><cite lang="zh-CN">{_title(citation, language)}</cite> '
                     f'{_place(citation, language)} {marks}</p></div></li>')
    if not cards:
        return ""
    return f'<ul class="citations" aria-label="{said("report-citations", language)}">{"".join(cards)}</ul>'


def _passages(result: Mapping[str, Any], gold: Mapping[str, Any], language: Language, passage_body: PassageBody) -> str:
    passages = result["passages"]
    if not passages:
        return ""
    ranks = list(zip(range(1, len(gold.get("evidence") or ()) + 1), result.get("evidence_ranks") or (), strict=False))
    told = " · ".join(
        said("report-evidence-at", language, number=_number(number, ranks), rank=rank) if rank else
        said("report-evidence-missed", language, number=_number(number, ranks)) for number, rank in ranks)
    items = "".join(_passage(passage, language, passage_body) for passage in passages)
    return (f'<details class="passages"><summary>{said("report-passages", language, count=len(passages))}'
            f'{f" <span>{told}</span>" if told else ""}</summary><ol>{items}</ol></details>')


def _number(number: int, ranks: Sequence[Any]) -> str:
    return f" {number}" if len(ranks) > 1 else ""


def _passage(passage: Mapping[str, Any], language: Language, passage_body: PassageBody) -> str:
    ranges = found(passage["text"], passage.get("matched") or ())
    stages = "".join(f"<span>{escaped(name)} {_score(value)}</span>"
                     for name, value in (passage.get("scores") or passage.get("parts") or {}).items())
    carried = passage.get("evidence") or ()
    badge = ""
    if carried:
        numbers = say("list-comma", language).join(str(number + 1) for number in carried)
        badge = f'<span class="carries">{said("report-carries", language, numbers=numbers)}</span>'
    score = said("report-score", language, value=_score(passage["score"]))
    return (f'<li{" class=proof" if carried else ""}><p class="scores"><b>{escaped(passage["rank"])}</b> {badge}'
            f'<span>{score}</span>{stages}</p>{passage_body(passage, ranges)}</li>')


def _score(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, int | float) else escaped(value)


def _figures(runs: Mapping[str, Mapping[str, Any]], language: Language) -> str:
    """What each measure says of this question, one row a run."""
    names = list(dict.fromkeys(name for result in runs.values() for name in result["figures"]))
    if not names:
        return ""
    heads = "".join(f'<th scope="col" class="figure"><code>{escaped(name)}</code></th>' for name in names)
    rows = "".join(
        f'<tr><th scope="row">{escaped(name)}</th>' + "".join(
            f'<td class="figure">{one_figure(result["figures"][measure]) if measure in result["figures"] else "–"}</td>'
            for measure in names) + "</tr>" for name, result in runs.items())
    label = say("report-question-figures", language)
    table = (f'<table><thead><tr><th scope="col">{said("report-setting", language)}</th>{heads}</tr></thead>'
             f"<tbody>{rows}</tbody></table>")
    return f'<details class="own"><summary>{escaped(label)}</summary>{scrolling(table, label)}</details>'
