"""The report's templates: all HTML stands in them, and whatever they are filled with is text unless it says otherwise."""

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Callable, Iterator
from copy import deepcopy
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup
from support.report_page import Parsed, unpacked
from support.reporting import REPORT

import rag
from rag.evaluation.report.html.page import html_report
from rag.evaluation.report.html.parts import report_lines, report_question, report_results
from rag.evaluation.report.html.plots import plots
from rag.evaluation.report.html.questions import question_view
from rag.evaluation.report.html.settings import settings_view
from rag.evaluation.report.html.tables import comparison_table, figures_table, key_figures, types_table
from rag.evaluation.report.html.templating import render

ROOM = Path(rag.__file__).parent / "evaluation" / "report" / "html"
TEMPLATES = sorted((ROOM / "templates").iterdir())
TAG = re.compile(r"</?[a-zA-Z!]")


# ---- HTML in Python


def strings_with_tags(source: str) -> Iterator[int]:
    """The lines on which strings with tags begin, those of documentation left out."""
    tree = ast.parse(source)
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documentation
            and (TAG.search(node.value))
        ):
            yield node.lineno


def is_explained(source: str, line: int) -> bool:
    """Whether a comment of several words stands on the line or above it, no empty line between."""
    comments = {
        token.start[0]: token.string
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    lines = source.splitlines()
    while line and lines[line - 1].strip():
        if len(comments.get(line, "").split()) > 5:
            return True
        line -= 1
    return False


def test_html_stands_in_templates_and_python_says_why_where_it_does_not():
    exceptions = set()
    for file in sorted(ROOM.glob("*.py")):
        source = file.read_text("utf-8")
        for line in strings_with_tags(source):
            assert is_explained(source, line), f"{file.name}, line {line}"
            exceptions.add(file.name)
    assert exceptions == {"drawing.py"}


@pytest.mark.parametrize(
    ("source", "lines", "explained"),
    [
        ('a = f"{b}<td>{c}</td>"', [1, 1], False),
        ('a = "</p>"', [1], False),
        ('a = "<!-- a -->"', [1], False),
        ('a = "b < c"', [], False),
        ('"""An <svg> element."""\na = 1\n"""A <b>."""', [], False),
        ('a = "<b>"  # it is read and never written', [1], True),
        ('# it is read and never written\n\na = "<b>"', [3], False),
    ],
)
def test_a_tag_in_a_string_is_seen(source, lines, explained):
    assert list(strings_with_tags(source)) == lines
    assert any(is_explained(source, line) for line in lines) == explained


# ---- templates


def test_every_template_is_packed_with_the_program():
    patterns = tomllib.loads((ROOM.parents[3] / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"][
        "package-data"
    ]
    for file in TEMPLATES:
        assert any(fnmatch(str(file.relative_to(ROOM.parents[2])), pattern) for pattern in patterns["rag"]), file


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_no_template_turns_escaping_off(file):
    assert not re.search(r"\bsafe\b|autoescape|xmlattr|tojson|<script>[^{]", file.read_text("utf-8"))


def test_lines_of_a_template_leave_nothing_between_tags():
    head = {"title": "a\n b", "date": "c", "source": "d", "lines": "e"}
    assert render("passage_head", "zh", head=head) == (
        '<p class="head"><cite lang="zh-CN">a\n b</cite> <span class="place">c · <bdi>d</bdi> e</span></p>'
    )


def test_a_value_that_is_missing_is_an_error():
    with pytest.raises(UndefinedError, match="tiles"):
        render("tiles", "zh")


def test_html_is_put_in_as_it_is_and_text_as_text():
    filled = {"label": '"<&>"', "view": "0 0 1 1", "parts": [Markup("<g>"), "<g>'\x01", Markup("</g>")]}
    assert render("plot", "zh", **filled) == (
        '<svg class="plot" role="img" aria-label="&#34;&lt;&amp;&gt;&#34;" viewBox="0 0 1 1">'
        "<g>&lt;g&gt;&#39;\ufffd</g></svg>"
    )


# ---- text of pages, question files and settings

BREAKING_OUT = '"\'><evil onevil="1">&amp;</td></p><!--'


def evil(name: str) -> str:
    """Text that is HTML where it is not escaped, and can be told from others."""
    return f"[{name}]{BREAKING_OUT}"


def evil_report() -> dict[str, Any]:
    """A report in which everything that others wrote is `evil`, after what it is."""
    report = deepcopy(REPORT)
    names = {run["name"]: evil(f"run {number}") for number, run in enumerate(report["runs"])}
    for run in report["runs"]:
        run["name"] = names[run["name"]]
        run["settings"] = {evil("setting"): evil("value")}
        run["changes"] = {evil("changed"): evil("change")}
        run["measures"][evil("measure")] = run["measures"]["ECE"]
        run["by_type"][evil("type")] = run["by_type"].pop("fact")
        run["timings_ms"][evil("stage")] = run["timings_ms"].pop("read")
    for row in report["comparisons"]:
        row |= {side: names[row[side]] for side in ("left", "right")}
    report["comparisons"].append({**report["comparisons"][0], "measure": evil("measure")})
    report |= {
        "questions_file": evil("file"),
        "questions_digest": evil("digest"),
        "created": evil("created"),
        "wenbao": evil("wenbao"),
        "versions": {evil("library"): evil("version")},
        "unprinted": {evil("id"): [evil("evidence")]},
        "questions": [evil_question(names)],
    }
    report["corpus"]["digest"] = evil("corpus")
    return report


def evil_question(names: dict[str, str]) -> dict[str, Any]:
    question = deepcopy(REPORT["questions"][0])
    question |= {
        "id": evil("id"),
        "question": evil("question"),
        "type": evil("type"),
        "history": [[evil("asked before"), evil("answered before")]],
        "gold": {
            "answers": [evil("answer")],
            "items": [evil("item")],
            "evidence": [evil("evidence")],
            "relevant": {evil("document"): 2},
            "unprinted": [evil("evidence")],
        },
        "runs": {names[name]: result for name, result in question["runs"].items()},
    }
    for result in question["runs"].values():
        result["answer"] = f"{evil('said')}{evil('span')}[1]"
        result["span"] = evil("span")
        result["figures"][evil("figure")] = 0.5
        result["citations"][0] |= {
            "quote": evil("quote"),
            "source": evil("source"),
            "title": evil("title"),
            "date": evil("date"),
        }
        result["passages"][0] |= {
            "text": f"{evil('text')}{evil('matched')}",
            "matched": [evil("matched")],
            "source": evil("source"),
            "title": evil("title"),
            "date": evil("date"),
            "scores": {evil("score"): evil("scored")},
        }
    return question


EVIL = evil_report()
QUESTION = EVIL["questions"][0]
RUNS = ("run 0", "run 1")
OF_A_QUESTION = (
    *RUNS,
    "asked before",
    "answered before",
    "answer",
    "item",
    "evidence",
    "document",
    "said",
    "span",
    "figure",
    "quote",
    "source",
    "title",
    "date",
    "text",
    "matched",
    "score",
    "scored",
)
OF_RESULTS = (*RUNS, "measure", "type", "stage", "id")
OF_A_PAGE = (
    *OF_RESULTS,
    "file",
    "created",
    "question",
    "figure",
    "setting",
    "value",
    "changed",
    "change",
    "library",
    "version",
    "wenbao",
    "digest",
    "corpus",
)


def packed(report: dict[str, Any]) -> str:
    """What the page's script puts into the page as HTML."""
    told = unpacked(html_report(report))
    return "".join([head for head, _ in told["passages"]] + [question["html"] for question in told["questions"]])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("part", "shown"),
    [
        (lambda: key_figures(EVIL, "zh"), ("run 0",)),
        (lambda: figures_table(EVIL, "zh"), (*RUNS, "measure")),
        (lambda: types_table(EVIL, "zh"), ("type",)),
        (lambda: comparison_table(EVIL, "zh"), (*RUNS, "measure")),
        (
            lambda: settings_view(EVIL, "zh"),
            (*RUNS, "setting", "value", "changed", "change", "library", "version", "wenbao", "digest", "corpus"),
        ),
        (lambda: "".join(plots(EVIL, "zh").values()), (*RUNS, "type", "stage")),
        (lambda: question_view(QUESTION, "zh"), OF_A_QUESTION),
        (lambda: packed(EVIL), tuple(name for name in OF_A_QUESTION if name not in ("text", "matched"))),
        (lambda: report_question(QUESTION, "zh", QUESTION["runs"][evil("run 0")]), (*OF_A_QUESTION, "question")),
        (lambda: report_lines(EVIL, "zh"), (*RUNS, "type", "question")),
        (lambda: report_results(EVIL, "zh"), OF_RESULTS),
        (lambda: html_report(EVIL), OF_A_PAGE),
    ],
    ids=[
        "tiles",
        "figures",
        "types",
        "comparison",
        "settings",
        "plots",
        "question",
        "packed",
        "asked again",
        "lines",
        "results",
        "page",
    ],
)
def test_text_that_others_wrote_is_text_in_each_part(part: Callable[[], str], shown: tuple[str, ...]):
    parsed = Parsed(part())
    assert not parsed.inside
    assert "evil" not in {tag for tag, _ in parsed.elements}
    attributes = [item for _, one in parsed.elements for item in one.items()]
    assert not [name for name, _ in attributes if name.startswith("on")]
    words = "\n".join([parsed.text, *(value for _, value in attributes)])
    assert [name for name in shown if evil(name) not in words] == []
