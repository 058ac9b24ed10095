"""What makes a report's figures come out again: what differs from the defaults in each run, all settings, versions."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from rag.evaluation.report.html.templating import render
from rag.wording import Language, say

Rows = list[tuple[str, list[str]]]
"""Of a table: each with its name and its values."""


def settings_view(report: Mapping[str, Any], language: Language) -> Markup:
    """The settings of each run, and what they were run with, as an HTML fragment."""
    runs: Sequence[Mapping[str, Any]] = report["runs"]
    items = {
        say("report-questions-digest", language): report["questions_digest"],
        say("report-corpus-digest", language): report["corpus"]["digest"],
        "wenbao": report["wenbao"],
        **report["versions"],
    }
    return render(
        "settings",
        language,
        runs=[run["name"] for run in runs],
        changes=_changes(runs, language),
        settings=[(run["name"], _rows(run["settings"])) for run in runs],
        versions=_rows(items),
    )


def _changes(runs: Sequence[Mapping[str, Any]], language: Language) -> Rows:
    """Each setting that differs from its default in any run, with its value in every run."""
    names = dict.fromkeys(name for run in runs for name in run["changes"])
    default = say("report-default", language)
    return [
        (name, [_value(run["changes"][name]) if name in run["changes"] else default for run in runs]) for name in names
    ]


def _rows(values: Mapping[str, object]) -> Rows:
    return [(name, [_value(value)]) for name, value in values.items()]


def _value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
