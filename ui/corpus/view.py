"""The corpus as HTML: its figures, the table of its pages, and how a change of it stands.

Names of files come from whoever added them and pass through `escaped`, as everything does. Left out: what happens on a
click (see `tab` and corpus.js).
"""

from collections.abc import Sequence
from typing import Final

from rag import Language, LibraryCancelled, Notice, Page
from rag.corpus import CorpusFigures, GivenFile, Holding, Removal
from ui.corpus.work import Work
from ui.markup import date_label, error_sentence, escaped, path_label
from ui.wording import say

ROWS: Final = 300
"""Most pages listed at once; the rest is found by the filter."""

NAMED: Final = 8
"""Pages named when their removal is to be confirmed."""

REMOVED_NAMED: Final = 3
"""Pages named of a removal that can be undone: one line."""

_STAGES: Final = ("progress-read", "progress-split", "progress-encode", "progress-write")
_REACHED: Final = {"progress-read": "page-corpus-was-read", "progress-split": "page-corpus-was-read",
                   "progress-encode": "page-corpus-was-split", "progress-write": "page-corpus-was-encoded"}
_TITLES: Final = {"add": "page-corpus-adding", "remove": "page-corpus-removing", "restore": "page-corpus-restoring",
                  "rebuild": "page-corpus-rebuilding"}


# ---- figures

def figures_view(figures: CorpusFigures, language: Language) -> str:
    """The corpus in sum, as a list of names and values; nothing while there is no page."""
    if not figures.pages:
        return ""
    megabytes = say("page-corpus-megabytes", language, size=figures.index_bytes / 1e6)
    entries = [("page-corpus-pages", f"{figures.pages:,}"), ("page-corpus-pieces", f"{figures.pieces:,}"),
               ("page-corpus-passages", f"{figures.passages:,}"),
               ("page-corpus-characters", f"{figures.characters:,}"), ("page-corpus-index", megabytes),
               ("page-corpus-period", _period(figures, language)), ("page-corpus-encoder", figures.encoder)]
    told = "".join(f'<div class="{key.rpartition("-")[2]}"><dt>{escaped(say(key, language))}</dt>'
                   f"<dd>{escaped(value)}</dd></div>" for key, value in entries)
    return f'<dl class="corpus-figures">{told}</dl>'


def _period(figures: CorpusFigures, language: Language) -> str:
    if figures.first == figures.last:
        return date_label(figures.first, language)
    return say("period", language, first=date_label(figures.first, language),
               last=date_label(figures.last, language))


def passed_view(passed: Sequence[Notice], language: Language) -> str:
    """What was passed over in the folder of pages, one sentence a kind; "" where there is nothing to tell."""
    if not passed:
        return ""
    listed = "".join(f"<li>{escaped(error_sentence(notice, language))}</li>" for notice in passed)
    return (f'<details class="corpus-passed"><summary>{escaped(say("page-corpus-passed", language))}</summary>'
            f"<ul>{listed}</ul></details>")


# ---- the table of pages

def table_view(holdings: Sequence[Holding], language: Language, asked: str = "", *, editable: bool = False) -> str:
    """The pages whose file name or date holds all words of `asked`; `editable` with boxes to choose them."""
    words = asked.casefold().split()
    found = [holding for holding in holdings
             if all(word in _searched(holding.page, language) for word in words)]
    if not holdings:
        return _empty(language, editable=editable)
    if not found:
        return f'<p class="corpus-note">{escaped(say("page-corpus-no-match", language))}</p>'
    columns = ("page-corpus-file", "page-corpus-period", "page-corpus-number", "page-corpus-pieces",
               "page-corpus-passages")
    head = "".join(f'<th scope="col" class="{key.rpartition("-")[2]}">{escaped(say(key, language))}</th>'
                   for key in columns)
    rows = "".join(_row(holding, language, editable) for holding in found[:ROWS])
    rest = len(found) - ROWS
    unlisted = escaped(say("report-unlisted", language, count=rest))
    more = f'<p class="corpus-note">{unlisted}</p>' if rest > 0 else ""
    table = (f'<table class="corpus-pages"><thead><tr>{_box_of_all(language) if editable else ""}{head}</tr></thead>'
             f"<tbody>{rows}</tbody></table>{more}")
    return (_choice_bar(language) if editable else "") + table


def _empty(language: Language, *, editable: bool) -> str:
    """What stands in the place of the table while there is no page."""
    drop = say("page-corpus-none-drop", language, drop=say("page-corpus-drop", language))
    where = f'<p class="corpus-note">{escaped(drop)}</p>' if editable else ""
    return f'<div class="corpus-empty"><p>{escaped(say("page-corpus-none", language))}</p>{where}</div>'


def _searched(page: Page, language: Language) -> str:
    """What the filter looks at, without case."""
    date = page.issue.date or ""
    return f"{page.name} {date} {date_label(date, language) if date else ''}".casefold()


def _row(holding: Holding, language: Language, editable: bool) -> str:
    page = holding.page
    date = date_label(page.issue.date, language) if page.issue.date else "—"
    number = "—" if page.issue.page is None else str(page.issue.page)
    label = escaped(say("page-corpus-choose", language, name=page.name))
    box = (f'<td class="box"><input type="checkbox" data-page="{escaped(page.name)}" aria-label="{label}"></td>'
           if editable else "")
    unit = escaped(say("page-corpus-number", language))
    return (f'<tr>{box}<th scope="row" class="file">{path_label(page.name)}</th><td class="period">{escaped(date)}</td>'
            f'<td class="number" data-name="{unit}">{escaped(number)}</td>'
            f'<td class="pieces" data-name="{escaped(say("page-corpus-pieces", language))}">{holding.pieces:,}</td>'
            f'<td class="passages" data-name="{escaped(say("page-corpus-passages", language))}">'
            f"{holding.passages:,}</td></tr>")


def _box_of_all(language: Language) -> str:
    label = escaped(say("page-corpus-choose-all", language))
    return f'<th class="box"><input type="checkbox" class="all" aria-label="{label}" title="{label}"></th>'


def _choice_bar(language: Language) -> str:
    """What is chosen, in figures filled in by corpus.js, and the button that begins its removal."""
    chosen = say("page-corpus-chosen", language, count="{count}")
    return (f'<div class="choice"><span class="chosen" data-form="{escaped(chosen)}" aria-live="polite"></span>'
            f'<button type="button" class="remove" disabled>{escaped(say("page-corpus-remove", language))}</button>'
            f"</div>")


def confirmation_view(names: Sequence[str], language: Language) -> str:
    """The question whether these pages shall go."""
    listed = "".join(f"<li>{path_label(name)}</li>" for name in names[:NAMED])
    if len(names) > NAMED:
        listed += f"<li>{escaped(say('page-corpus-and-more', language, count=len(names)))}</li>"
    asked = say("page-corpus-confirm", language, count=len(names), days=Removal.kept_days)
    return f'<div class="corpus-confirm" role="alert"><p>{escaped(asked)}</p><ul>{listed}</ul></div>'


def removals_view(removals: Sequence[Removal], language: Language) -> str:
    """The removals that can be undone, each with its button: the newest in sight, the others folded away."""
    if not removals:
        return ""
    newest, *older = (_removal(removal, language) for removal in removals)
    label = escaped(say("page-corpus-removals", language))
    more = (f'<details><summary>{escaped(say("page-corpus-removals-older", language, count=len(older)))}</summary>'
            f'<ul>{"".join(older)}</ul></details>') if older else ""
    return f'<section class="corpus-removals" aria-label="{label}"><h3>{label}</h3><ul>{newest}</ul>{more}</section>'


def _removal(removal: Removal, language: Language) -> str:
    names = say("list-comma", language).join(removal.names[:REMOVED_NAMED])
    if len(removal.names) > REMOVED_NAMED:
        names = say("page-corpus-removal-more", language, names=names)
    time = f"{removal.time.astimezone():%Y-%m-%d %H:%M}"
    told = say("page-corpus-removal", language, time=time, count=len(removal.names), names=names)
    label = escaped(say("page-corpus-undo-removal", language, names=names))
    return (f'<li><span class="said">{escaped(told)}</span><button type="button" data-removal="{escaped(removal.id)}" '
            f'aria-label="{label}">{escaped(say("page-corpus-undo", language))}</button></li>')


# ---- a change

def work_view(work: Work, holdings: Sequence[Holding], language: Language) -> str:
    """How a change stands: its stages with a bar, and each file that was given; at the end what came of it."""
    title = say(_TITLES[work.kind], language, count=len(work.names))
    if work.ended:
        look, said = _outcome(work, language)
        top = f'<p class="outcome {look}" role="status">{escaped(said)}</p>'
    else:
        top = f'<h3>{escaped(title)}</h3>{_bar(work, language)}'
    return f'<section class="corpus-work">{top}{_files(work, holdings, language)}</section>'


def others_view(work: Work, language: Language) -> str:
    """How a change stands that another visitor began, without its files; nothing once it has ended."""
    if work.ended:
        return ""
    told = escaped(say("page-corpus-others", language))
    return f'<section class="corpus-work"><p class="outcome" role="status">{told}</p>{_bar(work, language)}</section>'


def _outcome(work: Work, language: Language) -> tuple[str, str]:
    """How a change ended, as a class and as a sentence."""
    if work.error is not None:
        return "stopped" if isinstance(work.error, LibraryCancelled) else "failed", error_sentence(work.error, language)
    change = work.change
    if change is None:
        return "failed", say("page-corpus-failed", language)
    if work.kind == "remove":
        return "done", say("page-corpus-removed", language, count=len(change.removed))
    if work.kind in ("add", "restore"):
        count = sum(bool(file.name) for file in change.files)
        done = "added" if work.kind == "add" else "restored"
        if not count:
            return "stopped", say(f"page-corpus-none-{done}", language)
        return "done", say(f"page-corpus-{done}", language, count=count)
    report = change.report
    if report is None or not report.changed:
        return "done", say("page-corpus-unchanged", language)
    return "done", say("page-corpus-rebuilt", language, encoded=report.encoded, reused=report.reused)


def _bar(work: Work, language: Language) -> str:
    """The stages in a row, the present one marked, and how far it is."""
    present = _STAGES.index(work.stage) if work.stage in _STAGES else 0
    stages = "".join(f'<li class="{_place(index, present)}">{escaped(say(stage, language))}</li>'
                     for index, stage in enumerate(_STAGES))
    said = say("page-corpus-stopping", language) if work.stopping else f"{work.done:,}/{work.total:,}"
    share = 100 * work.done / work.total if work.total else 0
    label = escaped(say(_STAGES[present], language))
    return (f'<ol class="stages">{stages}</ol><div class="bar" role="progressbar" aria-label="{label}" '
            f'aria-valuemin="0" aria-valuemax="{work.total}" aria-valuenow="{work.done}">'
            f'<span style="width: {share:.1f}%"></span></div><p class="count">{escaped(said)}</p>')


def _place(index: int, present: int) -> str:
    return "past" if index < present else "present" if index == present else "ahead"


def _files(work: Work, holdings: Sequence[Holding], language: Language) -> str:
    """The files that were given, each with how it stands and what of it was not read; of a rebuild, all of the latter
    and those that could not be used.
    """
    report = work.change.report if work.change else None
    if work.kind == "add" or (work.kind == "restore" and work.change):
        by_name = {holding.page.name: holding for holding in holdings}
        entries = [_file(work.files[place] if place < len(work.files) else None, name, work, by_name, language)
                   for place, name in enumerate(work.names)]
    else:
        skipped = report.skipped if report else ()
        entries = [_entry("failed", "", error_sentence(error, language)) for error in skipped]
        notices = report.notices if report else ()
        entries += [_entry("twin", "", error_sentence(notice, language)) for notice in notices]
    return f'<ul class="files">{"".join(entries)}</ul>' if entries else ""


def _file(file: GivenFile | None, name: str, work: Work, holdings: dict[str, Holding], language: Language) -> str:
    """One file that was given: waiting, read and how far it is, added, or why it is not."""
    if file is not None and file.error is not None:
        return _entry("twin" if file.present else "failed", "", error_sentence(file.error, language))
    if work.ended and work.change is None:
        return _entry("stopped", name, say("page-corpus-undone", language))
    if file is None:
        return _entry("ahead", name, say("page-corpus-waiting", language))
    if not work.ended:
        return _entry("present", name, say(_REACHED.get(work.stage, "page-corpus-was-read"), language))
    holding = holdings.get(file.name)
    done = "page-corpus-was-added" if work.kind == "add" else "page-corpus-was-restored"
    said = say(done, language, pieces=holding.pieces if holding else 0,
               passages=holding.passages if holding else 0)
    if file.name != file.given:
        said += " · " + say("page-corpus-stored-as", language, name=file.name)
    report = work.change.report if work.change else None
    unread = [notice for notice in report.notices if notice.values["name"] == file.name] if report else []
    return _entry("done", name, said) + "".join(
        _entry("twin", "", error_sentence(notice, language)) for notice in unread)


def _entry(look: str, name: str, said: str) -> str:
    """A file with what is said of it; `name` is "" where the sentence tells it."""
    named = f'<span class="file">{escaped(name)}</span>' if name else ""
    return f'<li class="{look}">{named}<span class="said">{escaped(said)}</span></li>'
