"""The issues that questions are asked of, ticked beside the conversation; they become the scope of the page.

Left out: what else narrows it (see `filters`), and how the dialog is shown (see issue_choice.js).
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from rag import (
    Language,
    PageHead,
    Scope,
    issue_day,
    printed_label,
)
from ui.browse.issues_view import issues_of, pages_within
from ui.browse.scope_links import VALUES
from ui.gradio_setup import LOOKING, PRESSED, gr
from ui.newspaper import Corpus, Newspaper
from ui.scripts import script
from ui.templating import render
from ui.wording import say

LISTED: Final = 100
"""Issues that the dialog lists, the newest; older ones are narrowed down to by their days."""


class OfferedIssue(NamedTuple):
    """An issue to be ticked: the name of its first page stands for it, `chosen` where the scope holds its pages."""

    page: str
    day: str
    paper: str
    figures: str
    chosen: bool


class IssueChoice:
    """The button and the dialog, for one corpus and one language; they change the page's `scope`."""

    def __init__(self, corpus: Corpus, language: Language) -> None:
        self._corpus = corpus
        self._language = language

    def build(self, scope: gr.State) -> None:
        """Put the button where gradio stands; its dialog opens over the page."""
        opener = gr.Button(
            say("page-scope", self._language),
            size="sm",
            scale=0,
            min_width=0,
            elem_id="page-scope",
            elem_classes="plain",
        )
        dialog = gr.HTML(
            "",
            elem_id="choose-issues",
            apply_default_css=False,
            js_on_load=script(Path(__file__).parent / "issue_choice.js"),
        )
        opener.click(self.offer, [scope], [dialog], **LOOKING)
        dialog.choose_issues(self.choose, [scope], [scope], **PRESSED)  # raised by issue_choice.js

    def offer(self, scope: Scope) -> str:
        """The dialog, those issues ticked that the scope holds."""
        assistant = self._corpus.assistant
        return render("browse/issue_choice", self._language, **self._offered(assistant, scope))

    def choose(self, scope: Scope, event: gr.EventData) -> Any:
        """The scope of the ticked issues, all else of it as it is; whole issues up to VALUES pages, as many as a link
        names.
        """
        ticked = event._data.get("pages")
        if not isinstance(ticked, list):
            return gr.skip()
        chosen: list[str] = []
        for issue in issues_of(self._corpus.assistant.holdings.heads.values()):
            names = [page.name for page in issue]
            if names[0] in ticked and len(chosen) + len(names) <= VALUES:
                chosen += names
        return dataclasses.replace(scope, pages=tuple(chosen))

    def _offered(self, assistant: Newspaper, scope: Scope) -> dict[str, Any]:
        counts = pages_within(assistant, Scope())
        issues = issues_of(assistant.holdings.heads.values())
        return {
            "issues": [_offered(issue, counts, scope, self._language) for issue in issues[:LISTED]],
            "older": len(issues[LISTED:]),
            "limit": VALUES,
        }


def issue_with(pages: Iterable[PageHead], names: Sequence[str], name: str) -> list[PageHead]:
    """The issue of the page `name` where all of its pages are among `names`; [] where they are not."""
    issue = next((issue for issue in issues_of(pages) if any(page.name == name for page in issue)), [])
    return issue if {page.name for page in issue} <= set(names) else []


def issue_label(issue: Sequence[PageHead], language: Language) -> str:
    """The day and the paper of an issue."""
    return " ".join(filter(None, (printed_label(issue_day(issue[0].issue), language), issue[0].issue.paper)))


def _offered(issue: Sequence[PageHead], counts: Mapping[str, int], scope: Scope, language: Language) -> OfferedIssue:
    names = [page.name for page in issue]
    return OfferedIssue(
        names[0],
        printed_label(issue_day(issue[0].issue), language),
        issue[0].issue.paper,
        say("page-issue-figures", language, pages=len(issue), count=sum(counts[name] for name in names)),
        set(names) <= set(scope.pages),
    )
