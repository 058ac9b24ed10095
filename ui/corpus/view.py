"""The corpus as HTML: its figures, the table of its pages, and how a change of it stands.

Left out: the form for what a person says of a page (see `facts`), and what happens on a click (see `tab`, corpus.js).
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from rag import (
    ENCODING,
    Language,
    LibraryCancelled,
    Notice,
    PageHead,
    PrintedDay,
    encoding_label,
    issue_day,
    printed_label,
)
from rag.corpus import CorpusFigures, GivenFile, HeldPage, Removal
from ui.browse.issues_view import name_in_issue
from ui.corpus.naming import named_in
from ui.corpus.work import Work
from ui.markup import error_sentence
from ui.templating import render
from ui.wording import say

ROWS: Final = 100
"""Most pages listed at once; the rest is found by the filter."""

NAMED: Final = 8
"""Pages named when their removal is to be confirmed."""

NO_HEADLINES: Final[Mapping[str, str]] = MappingProxyType({})

NO_LABELS: Final[Mapping[str, str]] = MappingProxyType({})

REMOVED_NAMED: Final = 3
"""Pages named of a removal that can be undone: one line."""

_STAGES: Final = ("progress-read", "progress-split", "progress-encode", "progress-write")
_REACHED: Final = {
    "progress-read": "page-corpus-was-read",
    "progress-split": "page-corpus-was-read",
    "progress-encode": "page-corpus-was-split",
    "progress-write": "page-corpus-was-encoded",
}
_TITLES: Final = {
    "add": "page-corpus-adding",
    "remove": "page-corpus-removing",
    "restore": "page-corpus-restoring",
    "describe": "page-corpus-describing",
    "mend": "page-corpus-mending",
    "rebuild": "page-corpus-rebuilding",
}


class Row(NamedTuple):
    """A page as the table lists it: by day, number and section; `label` is that in one piece, `name` its file's."""

    name: str
    label: str
    date: str
    place: str
    paper: str
    pieces: str
    passages: str


class ListedRemoval(NamedTuple):
    """A change that can be undone: what is told of it, and what its button is called."""

    id: str
    told: str
    undo: str


class Progress(NamedTuple):
    """How far a change is: its stages with how each looks, the present one, and the share of it that is done."""

    stages: list[tuple[str, str]]
    stage: str
    done: int
    total: int
    share: float
    said: str


class ListedFile(NamedTuple):
    """A file with what is said of it; `name` is "" where the sentence tells it, `file` "" where `name` is that."""

    look: str
    name: str
    said: str
    file: str = ""


# ---- figures


def figures_view(figures: CorpusFigures, language: Language) -> str:
    """The corpus in sum, as a list of names and values; nothing while there is no page."""
    if not figures.pages:
        return ""
    megabytes = say("page-corpus-megabytes", language, size=figures.index_bytes / 1e6)
    entries = [
        ("page-corpus-pages", f"{figures.pages:,}"),
        ("page-corpus-pieces", f"{figures.pieces:,}"),
        ("page-corpus-passages", f"{figures.passages:,}"),
        ("page-corpus-characters", f"{figures.characters:,}"),
        ("page-corpus-index", megabytes),
        ("page-corpus-period", _period(figures, language)),
        ("page-corpus-encoder", figures.encoder),
    ]
    return render("corpus/figures", language, figures=entries)


def _period(figures: CorpusFigures, language: Language) -> str:
    first = printed_label(PrintedDay(figures.first, figures.first_told), language)
    last = printed_label(PrintedDay(figures.last, figures.last_told), language)
    return first if first == last else say("period", language, first=first, last=last)


def passed_view(passed: Sequence[Notice], language: Language) -> str:
    """What was passed over in the folder of pages, one sentence a kind; "" where there is nothing to tell."""
    if not passed:
        return ""
    return render("corpus/passed", language, sentences=[error_sentence(notice, language) for notice in passed])


# ---- the table of pages


def table_view(
    held: Sequence[HeldPage],
    language: Language,
    asked: str = "",
    *,
    headlines: Mapping[str, str] = NO_HEADLINES,
    editable: bool = False,
) -> str:
    """The pages whose file name, date, section or paper holds all words of `asked`.

    `headlines` are the first ones of the pages, by which those are called of which nothing is known; `editable` with
    boxes to choose them and buttons to say something else of them.
    """
    words = asked.casefold().split()
    found = [one for one in held if all(word in _searched(one.page, language) for word in words)]
    if not held:
        return render("corpus/empty", language, editable=editable)
    if not found:
        return render("paragraph", language, look="corpus-note", text=say("page-corpus-no-match", language))
    return render(
        "corpus/table",
        language,
        editable=editable,
        unlisted=len(found) - ROWS,
        rows=[_row(one, headlines, language) for one in found[:ROWS]],
    )


def _searched(page: PageHead, language: Language) -> str:
    """What the filter looks at, without case."""
    date = page.issue.date or ""
    told = printed_label(issue_day(page.issue), language) if date else ""
    return f"{page.name} {date} {told} {page.issue.section} {page.issue.paper}".casefold()


def _row(one: HeldPage, headlines: Mapping[str, str], language: Language) -> Row:
    page = one.page
    date = printed_label(issue_day(page.issue), language)
    place = name_in_issue(page, headlines, language)
    return Row(
        page.name,
        f"{date} · {place}",
        date,
        place,
        page.issue.paper,
        f"{one.pieces:,}",
        f"{one.passages:,}",
    )


def confirmation_view(names: Sequence[str], language: Language, labels: Mapping[str, str] = NO_LABELS) -> str:
    """The question whether these pages shall go; `labels` are what they are called, by their names."""
    pages = [(labels.get(name, ""), name) for name in names[:NAMED]]
    return render("corpus/confirmation", language, pages=pages, count=len(names), days=Removal.kept_days)


def removals_view(removals: Sequence[Removal], language: Language, labels: Mapping[str, str] = NO_LABELS) -> str:
    """The changes that can be undone, each with its button: the newest in sight, the others folded away.

    `labels` are what the pages are called, by their names; one that has none is called by its file.
    """
    if not removals:
        return ""
    newest, *older = (_removal(removal, labels, language) for removal in removals)
    return render("corpus/removals", language, newest=newest, older=older)


def _removal(removal: Removal, labels: Mapping[str, str], language: Language) -> ListedRemoval:
    pages = removal.pages
    names = _listed(pages[:REMOVED_NAMED], labels, language)
    if len(pages) > REMOVED_NAMED:
        names = say("page-corpus-removal-more", language, names=names)
    time = f"{removal.time.astimezone():%Y-%m-%d %H:%M}"
    kind = "removal" if removal.names else "description" if removal.described else "mend"
    return ListedRemoval(
        removal.id,
        say(f"page-corpus-{kind}", language, time=time, count=len(pages), names=names),
        say(f"page-corpus-undo-{kind}", language, names=names),
    )


# ---- a change


def work_view(
    work: Work,
    held: Sequence[HeldPage],
    language: Language,
    labels: Mapping[str, str] = NO_LABELS,
) -> str:
    """How a change stands: its stages with a bar, and each file that was given; at the end what came of it.

    `labels` are what pages are called, by their names.
    """
    look, outcome = _outcome(work, labels, language) if work.ended else ("", "")
    title = "" if work.ended else say(_TITLES[work.kind], language, count=len(work.names))
    progress = None if work.ended else _progress(work, language)
    return render(
        "corpus/work",
        language,
        outcome=outcome,
        look=look,
        title=title,
        progress=progress,
        files=_files(work, held, labels, language),
    )


def others_view(work: Work, language: Language) -> str:
    """How a change stands that another visitor began, without its files; nothing once it has ended."""
    if work.ended:
        return ""
    return render(
        "corpus/work",
        language,
        outcome=say("page-corpus-others", language),
        look="",
        title="",
        progress=_progress(work, language),
        files=(),
    )


def _outcome(work: Work, labels: Mapping[str, str], language: Language) -> tuple[str, str]:
    """How a change ended, as a class and as a sentence."""
    if work.error is not None:
        look = "stopped" if isinstance(work.error, LibraryCancelled) else "failed"
        return look, error_sentence(named_in(work.error, labels), language)
    change = work.change
    if change is None:
        return "failed", say("page-corpus-failed", language)
    if work.kind == "remove":
        return "done", say("page-corpus-removed", language, count=len(change.removed))
    if change.described and not change.files:
        done = "page-corpus-described" if work.kind == "describe" else "page-corpus-undescribed"
        return "done", say(done, language, name=_listed(change.described, labels, language))
    if change.mended and not change.files:
        done = "page-corpus-mended" if work.kind == "mend" else "page-corpus-unmended"
        return "done", say(done, language, name=_listed(change.mended, labels, language))
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


def _listed(names: Sequence[str], labels: Mapping[str, str], language: Language) -> str:
    return say("list-comma", language).join(labels.get(name, name) for name in names)


def _progress(work: Work, language: Language) -> Progress:
    present = _STAGES.index(work.stage) if work.stage in _STAGES else 0
    stages = [(_place(index, present), stage) for index, stage in enumerate(_STAGES)]
    said = say("page-corpus-stopping", language) if work.stopping else _count(work, language)
    share = 100 * work.done / work.total if work.total else 0.0
    return Progress(stages, _STAGES[present], work.done, work.total, round(share, 1), said)


def _count(work: Work, language: Language) -> str:
    """How far the present stage is."""
    if work.stage == ENCODING:
        return encoding_label((work.done, work.total), work.pages, work.rate, work.left, language)
    return f"{work.done:,}/{work.total:,}"


def _place(index: int, present: int) -> str:
    return "past" if index < present else "present" if index == present else "ahead"


def _files(work: Work, held: Sequence[HeldPage], labels: Mapping[str, str], language: Language) -> list[ListedFile]:
    """The files that were given, each with how it stands and what of it was not read; of a rebuild, all of the latter
    and those that could not be used.
    """
    report = work.change.report if work.change else None
    if work.kind == "add" or (work.kind == "restore" and work.change):
        by_name = {one.page.name: one for one in held}
        listed: list[ListedFile] = []
        for place, name in enumerate(work.names):
            file = work.files[place] if place < len(work.files) else None
            listed += _file(file, name, work, by_name, language)
        return [_called(each, labels) for each in listed]
    skipped = report.skipped if report else ()
    notices = report.notices if report else ()
    return [
        *(ListedFile("failed", "", error_sentence(error, language)) for error in skipped),
        *(ListedFile("twin", "", error_sentence(notice, language)) for notice in notices),
    ]


def _called(listed: ListedFile, labels: Mapping[str, str]) -> ListedFile:
    label = labels.get(listed.name)
    return listed._replace(name=label, file=listed.name) if label else listed


def _file(
    file: GivenFile | None, name: str, work: Work, held: dict[str, HeldPage], language: Language
) -> list[ListedFile]:
    """One file that was given: waiting, read and how far it is, added and what of it was not read, or why it is not."""
    if file is not None and file.error is not None:
        return [ListedFile("twin" if file.present else "failed", "", error_sentence(file.error, language))]
    if work.ended and work.change is None:
        return [ListedFile("stopped", name, say("page-corpus-undone", language))]
    if file is None:
        return [ListedFile("ahead", name, say("page-corpus-waiting", language))]
    if not work.ended:
        reached = say(_REACHED.get(work.stage, "page-corpus-was-read"), language)
        return [ListedFile("present", name, reached)]
    one = held.get(file.name)
    done = "page-corpus-was-added" if work.kind == "add" else "page-corpus-was-restored"
    said = say(done, language, pieces=one.pieces if one else 0, passages=one.passages if one else 0)
    if file.name != file.given:
        said += " · " + say("page-corpus-stored-as", language, name=file.name)
    report = work.change.report if work.change else None
    unread = [notice for notice in report.notices if notice.values["name"] == file.name] if report else []
    return [
        ListedFile("done", name, said),
        *(ListedFile("twin", "", error_sentence(notice, language)) for notice in unread),
    ]
