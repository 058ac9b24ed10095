"""Templates: where HTML is written, how their lines become the page's, and that what is put in never becomes markup."""

import ast
import dataclasses
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import UndefinedError
from support.newspaper import ANSWER, HOSTILE, REFUSAL, Paper

import ui
from rag.answering.scope import Scope
from rag.corpus import CorpusFigures, Feedback, GivenFile, HeldPage, Removal
from rag.errors import LibraryError, Notice, PageError, QuestionError, SettingsError
from rag.json_form import answer_object
from rag.planning.plan import Plan, plan_object
from rag.records import Citation, Fragment, Hit, Issue, Page, PageHead, Passage, Piece, PrintedDay, Sentence
from ui.app import build_page
from ui.ask.conversation_bar import ConversationBar
from ui.ask.conversation_list import listed
from ui.ask.conversations import Shelf
from ui.ask.exporting import as_markdown, as_printout
from ui.ask.plans import editor
from ui.ask.rendering import asked, corpus_figures, replied, sources_panel
from ui.ask.responding import Turn
from ui.ask.welcome import welcome
from ui.browse.article_view import whole_view
from ui.browse.paper_view import paper_view
from ui.corpus.facts import facts_view
from ui.corpus.view import figures_view, passed_view, removals_view, table_view, work_view
from ui.corpus.work import Work
from ui.evaluation.feedback_list import entries_view
from ui.evaluation.results import downloads_view
from ui.evaluation.view import error_view, file_view, notes_view
from ui.evaluation.view import work_view as evaluation_view
from ui.evaluation.work import Evaluating
from ui.gradio_setup import gr
from ui.markup import escaped
from ui.newspaper import FixedCorpus, Imprint
from ui.templating import environment, render

FOLDER = Path(ui.__file__).parent
TEMPLATES = sorted(FOLDER.rglob("*.html"))
TAG = re.compile(r"(?<!\(\?P)</?[a-zA-Z]|<!")  # in a pattern, (?P<name> is no tag
EVERY_MARK = '<img src=x onerror="window.hacked=1">&amp; \'a\' "b" </p></textarea> {{ 7 * 7 }} {% raw %} ${x}'


def name_of(path: Path) -> str:
    return str(path.relative_to(FOLDER))


# ---- where HTML is written


def tags_in_python(source: str) -> Iterator[int]:
    """The lines of string literals that open a tag, other than docstrings and those with a comment beside or above."""
    tree, lines = ast.parse(source), source.splitlines()
    documents = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
            beside = lines[node.lineno - 1], lines[node.lineno - 2].strip()
            explained = re.search(r"  # \w", beside[0]) or beside[1].startswith("# ")
            if TAG.search(node.value) and not explained:
                yield node.lineno


@pytest.mark.parametrize("file", sorted(FOLDER.rglob("*.py")), ids=name_of)
def test_html_is_written_in_templates_and_where_it_is_not_a_comment_says_why(file):
    assert list(tags_in_python(file.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('x = "<p>"', [1]),
        ("x = f'a{1}</b>'", [1]),
        ('x = "a < b"', []),
        ('def f():\n    """<p> is shown."""', []),
        ('x = r"(?P<a>b)"', []),
        ('# A line break, as no template sees it.\nx = "<br>"', []),
        ('x = "<br>"  # for the sake of it', []),
        ('y = 1\nx = "<!-- -->"', [2]),
    ],
)
def test_a_tag_in_python_is_found(source, found):
    assert list(tags_in_python(source)) == found


def test_every_template_is_used_and_packaged():
    named = {
        name
        for file in FOLDER.rglob("*.py")
        for name in re.findall(r'render\(\s*"([a-z_/]+)"', file.read_text("utf-8"))
    }
    named |= {
        name
        for file in TEMPLATES
        for name in re.findall(r'{% (?:from|include) "([a-z_/]+)\.html"', file.read_text("utf-8"))
    }
    assert named == {name_of(file).replace("templates/", "").removesuffix(".html") for file in TEMPLATES}
    project = tomllib.loads((FOLDER.parent / "pyproject.toml").read_text("utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["ui"]
    assert set(TEMPLATES) <= {file for pattern in patterns for file in FOLDER.glob(pattern)}


@pytest.mark.parametrize("file", TEMPLATES, ids=name_of)
def test_no_template_switches_escaping_off_or_runs_a_script_on_an_event(file):
    text = file.read_text("utf-8")
    assert not re.search(r"\|\s*safe|autoescape|\son[a-z]+=", text)
    assert max(map(len, text.splitlines())) <= 120


# ---- how lines become the page's


@pytest.mark.parametrize(
    ("template", "html"),
    [
        ("<p>\n  {{ a }}\n</p>\n", "<p>甲</p>"),
        ("<p>\n  <b>\n\n    {{ a }}\n  </b>\n</p>", "<p><b>甲</b></p>"),
        ('<p class="x"\n   lang="zh-CN">{{ a }}</p>', '<p class="x" lang="zh-CN">甲</p>'),
        ('<p class="{{ a }}"\n   lang="zh-CN">\n', '<p class="甲" lang="zh-CN">'),
        ("{{ a }} · <b>{{ a }}</b> {{ a }}", "甲 · <b>甲</b> 甲"),
        ("{{ a }}\n{{ a }}", "甲甲"),
        ("{% if a %}\n  <p>\n{% endif %}\n  </p>", "<p></p>"),
        ("{{ b }}\n", "一<br>  二 "),
        ("x\n  y", "x y"),
    ],
)
def test_a_line_of_a_template_ends_without_a_blank_beside_a_tag_or_a_value(template, html):
    assert environment().from_string(template).render(a="甲", b="一\n  二 ") == html


def test_a_value_that_was_forgotten_is_an_error():
    with pytest.raises(UndefinedError):
        render("ask/asked", "zh", question="谁?")


def test_a_template_says_its_sentences_in_the_language_of_the_page():
    assert "Close" in render("browse/gone", "en")
    assert "关闭" in render("browse/gone", "zh")


@pytest.mark.parametrize("text", [*HOSTILE, EVERY_MARK])
def test_whatever_is_put_in_is_escaped_in_any_place(text):
    for template in ("{{ a }}", "{{ a ~ '' }}", "{{ [a]|join }}", "{% set b = a %}{{ b }}", "{{ a if a else '' }}"):
        assert environment().from_string(template).render(a=text) == escaped(text)
    assert environment().from_string("{{ a }}{{ b }}").render(a=0.5, b=7) == "0.57"


# ---- text of pages and people


class Structure(HTMLParser):
    """Tags with the names of their attributes, in order; what breaks a line or may, and marks, depend on the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.values: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        if tag not in ("br", "wbr", "mark"):
            self.tags.append((tag, *(name for name, _ in attributes)))
        self.values += [value or "" for _, value in attributes]

    def handle_data(self, data):
        self.values.append(data)


def paper_of(text: str) -> Paper:
    """Three pieces on a page, everything that has a name named `text`; the second goes on on the next page."""
    page = Page(
        f"{text}/1.txt", (text, f"{text}开市。", text, text), "0" * 64, Issue("2024-03-06", 1, paper=text, section=text)
    )
    other = Page(f"{text}/2.txt", (text, text), "1" * 64, Issue("2024-03-06", None, paper=text, section=text))
    pieces = [
        Piece(f"{text}{number}", page.name, text, "news", text, text, ((number, number),), (), ((number,),), (), text)
        for number in (1, 2, 3)
    ]
    rest = Piece(
        f"{text}4",
        other.name,
        text,
        "continuation",
        text,
        None,
        ((1, 2),),
        (1,),
        ((2,),),
        (),
        text,
        continues=f"{text}3",
    )
    return Paper((page, other), (*pieces, rest))


def turn_of(text: str, *, refused: bool, kept: bool) -> Turn:
    cited = (Fragment(text, 1, 0, text),)
    passage = Passage("p", text, text, text, text, ((1, 1),), (Sentence(cited, True),))
    citation = Citation(1, text, (1, 1), text, text, text, text, "p", cited)
    answer = dataclasses.replace(
        REFUSAL if refused else ANSWER,
        question=text,
        text=f"{text}。[1]",
        citations=() if refused else (citation,),
        hits=(Hit(passage, 1.0, 1),),
    )
    return Turn(
        text,
        "done",
        answer.text,
        answer,
        {1: Imprint(text, 2, text, kept, PrintedDay(text, "text"), text)},
        scope=Scope(papers=(text,)),
    )


def shelf_of(text: str) -> Shelf:
    begun = Shelf().with_new().with_turns((turn_of(text, refused=False, kept=True),))
    return begun.with_name(begun.current, text)


def planned(text: str) -> Turn:
    """A list that was asked for with a plan of these words, going on from a piece of this headline."""
    plan = Plan("list", subject=(text,), scope=Scope(papers=(text,), reporters=(text,)))
    answer = dataclasses.replace(ANSWER, kind="list", count=1, plan=plan_object(plan), continued_from="a1")
    return Turn(text, "done", ANSWER.text, answer, continued=text)


def entry_of(text: str) -> Feedback:
    return Feedback(text, text, text, ((text, text),), {**answer_object(ANSWER), "answer": text}, text, "down", text)


def work_of(text: str) -> Work:
    files = (GivenFile(text, f"{text}2"), GivenFile(text, error=PageError("page-binary", name=text)))
    return Work("add", (text, text, text), files)


def set_of(text: str) -> SimpleNamespace:
    return SimpleNamespace(
        questions=(),
        documents=(),
        notices=(QuestionError("questions-empty", path=text),),
        problems=(QuestionError("questions-empty", path=text),),
    )


def bar() -> ConversationBar:
    return ConversationBar("zh", lambda _: ())


VIEWS = {
    "message": lambda text: asked(text, "zh"),
    "reply": lambda text: replied(turn_of(text, refused=False, kept=True), 0, "zh"),
    "reply whose piece is gone": lambda text: replied(turn_of(text, refused=False, kept=False), 0, "zh"),
    "refusal": lambda text: replied(turn_of(text, refused=True, kept=True), 0, "zh"),
    "notice": lambda text: replied(Turn(text, "done", text), 0, "zh"),
    "dialog for words": lambda text: editor(paper_of(text), planned(text), 0, "subject", "zh"),
    "dialog for papers": lambda text: editor(paper_of(text), planned(text), 0, "papers", "zh"),
    "reply with chips": lambda text: replied(planned(text), 0, "zh"),
    "list of conversations": lambda text: listed(shelf_of(text), "zh"),
    "sources": lambda text: sources_panel(turn_of(text, refused=False, kept=True), 0, "zh"),
    "sources that are gone": lambda text: sources_panel(turn_of(text, refused=False, kept=False), 0, "zh"),
    "nearest pieces": lambda text: sources_panel(turn_of(text, refused=True, kept=False), 0, "zh"),
    "welcome": lambda text: welcome(FixedCorpus(paper_of(text)), "zh"),
    "conversation to be saved": lambda text: bar().save(shelf_of(text)),
    "conversation to be printed": lambda text: bar().print(shelf_of(text)),
    "whole piece": lambda text: whole_view(paper_of(text), f"{text}3", [Fragment(f"{text}/1.txt", 3, 0, text)], "zh"),
    "page": lambda text: paper_view(paper_of(text), f"{text}/1.txt", "zh"),
    "page of which pieces are looked at": lambda text: paper_view(
        paper_of(text), f"{text}/1.txt", "zh", Scope(kinds=("slogan",))
    ),
    "figures of the corpus": lambda text: figures_view(CorpusFigures(1, 2, 3, 4, text, text, 5, text), "zh"),
    "what was passed over": lambda text: passed_view([Notice("page-binary", name=text)], "zh"),
    "removals": lambda text: removals_view([Removal(text, (text, text), datetime.now(UTC), 1)] * 2, "zh"),
    "descriptions": lambda text: removals_view([Removal(text, (), datetime.now(UTC), 1, (text,))] * 2, "zh"),
    "form for a page": lambda text: facts_view(
        Page(text, (text,), text, Issue(text, 2, "text", (), text)),
        {"date": text, "number": text, "paper": text},
        "zh",
        LibraryError("library-facts-date", text=text),
    ),
    "pages of the corpus": lambda text: table_view(
        [HeldPage(PageHead(text, Issue(text, 2, "text", (), text)), 1, 1)], "zh", editable=True
    ),
    "files that are added": lambda text: work_view(work_of(text), (), "zh"),
    "change that failed": lambda text: work_view(dataclasses.replace(work_of(text), ended=True), (), "zh"),
    "question file": lambda text: file_view(text, set_of(text), "zh"),
    "error": lambda text: error_view(QuestionError("questions-empty", path=text), "zh"),
    "notes": lambda text: notes_view([text, text], "zh"),
    "evaluation that failed": lambda text: evaluation_view(
        Evaluating(ended=True, error=SettingsError("settings-unknown", name=text, known=text)), "zh"
    ),
    "feedback": lambda text: entries_view([entry_of(text)], "zh"),
    "downloads": lambda text: downloads_view(text, "zh"),
}


@pytest.mark.parametrize("text", [*HOSTILE, EVERY_MARK])
@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_no_text_changes_what_a_view_is_made_of(view, text):
    assert Structure(view(text)).tags == Structure(view("字")).tags


@pytest.mark.parametrize("name", [name for name in VIEWS if name != "conversation to be saved"])  # which is Markdown
def test_text_reads_as_it_was_written(name):
    view, text = VIEWS[name], "<b>甲 & 'A' \"B\"<i>"
    shown = "\n".join(Structure(view(text)).values)
    assert text in shown or escaped(text) in shown  # what is to be printed is a document within the document


def test_what_is_saved_and_printed_arrives_whole():
    shelf, opened = shelf_of("一 <b>\n\n    缩进 & 完"), bar()
    assert Structure(opened.save(shelf)).values[-1] == as_markdown(shelf.open, "zh")
    assert as_printout(shelf.open, "zh") in Structure(opened.print(shelf)).values


@pytest.mark.slow
def test_the_masthead_of_hostile_pages_is_the_masthead():
    page = build_page(FixedCorpus(paper_of(EVERY_MARK)), "zh")
    shown = {block.elem_id: block.value for block in page.blocks.values() if isinstance(block, gr.HTML)}
    assert corpus_figures(paper_of(EVERY_MARK), "zh") in shown["masthead"]
    assert (
        Structure(shown["masthead"]).tags
        == Structure(
            {
                block.elem_id: block.value
                for block in build_page(FixedCorpus(paper_of("字")), "zh").blocks.values()
                if isinstance(block, gr.HTML)
            }["masthead"]
        ).tags
    )
