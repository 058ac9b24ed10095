"""A small newspaper made by hand for the tests of the page: two pieces, one interrupted, and an answer for each case.

That its records agree with its page is held by `test_newspaper.py`.
"""

import itertools
from collections.abc import Sequence
from html.parser import HTMLParser

from rag.answering.holdings import Holdings
from rag.answering.scope import Scope
from rag.articles import chains
from rag.errors import QuestionError
from rag.planning.listing import FIRST, Shown
from rag.planning.plan import Operation, Plan
from rag.records import Answer, Citation, Fragment, Hit, Issue, Page, Passage, Piece, Sentence
from rag.text.terms import Terms
from support.held_pages import held

PAGE = Page(
    "012_示例.txt",
    (
        "",
        "南街图书角开门迎客",
        "街坊捐书八百余册",
        "",
        "本报讯(记者 方远) 3月5日上午,南街社区的图书角正式开放。图书角设在原来的自行车棚里,由居民合力改建。",
        "",
        "开放首日,社区收到街坊捐书",
        "八百三十六册,其中儿童读物占了一半。",
        "",
        "河岸步道亮灯",
        "入夜后,河岸步道的灯一盏盏亮起来。",
        "",
        "图书角每周二至周日开放,周一整理书架。管理员由六位退休教师轮流担任。",
    ),
    "0" * 64,
    Issue("2024-03-06", told="sidecar"),
)


def fragment(line: int, text: str) -> Fragment:
    return Fragment(PAGE.name, line, PAGE.lines[line - 1].index(text), text)


LIBRARY = Piece(
    "a1",
    PAGE.name,
    "南街图书角开门迎客 街坊捐书八百余册",
    "news",
    "记者 方远",
    "2024-03-05",
    ((2, 8), (13, 13)),
    (2, 3),
    ((5,), (7, 8), (13,)),
    (),
    "",
    "text",
)
LIGHTS = Piece("a2", PAGE.name, "河岸步道亮灯", "caption", "", None, ((10, 11),), (10,), ((11,),), (), "")

DONATED = (fragment(7, "开放首日,社区收到街坊捐书"), fragment(8, "八百三十六册,其中儿童读物占了一半。"))
LIBRARY_PASSAGE = Passage(
    "a1-1",
    "a1",
    PAGE.name,
    LIBRARY.title,
    LIBRARY.date,
    LIBRARY.spans,
    (
        Sentence((fragment(5, "本报讯(记者 方远) 3月5日上午,南街社区的图书角正式开放。"),), True),
        Sentence((fragment(5, "图书角设在原来的自行车棚里,由居民合力改建。"),), False),
        Sentence(DONATED, True),
        Sentence((fragment(13, "图书角每周二至周日开放,周一整理书架。"),), True),
        Sentence((fragment(13, "管理员由六位退休教师轮流担任。"),), False),
    ),
)
LIGHTS_PASSAGE = Passage(
    "a2-1",
    "a2",
    PAGE.name,
    LIGHTS.title,
    None,
    LIGHTS.spans,
    (Sentence((fragment(11, "入夜后,河岸步道的灯一盏盏亮起来。"),), True),),
)
HITS = (Hit(LIBRARY_PASSAGE, 0.9, 1), Hit(LIGHTS_PASSAGE, 0.2, 2))

ANSWER = Answer(
    "图书角收到多少捐书?",
    False,
    "街坊捐书八百三十六册。[1]每周二至周日开放。[2]",
    (
        Citation(
            1,
            PAGE.name,
            (7, 8),
            "a1",
            LIBRARY.title,
            LIBRARY.date,
            "".join(piece.text for piece in DONATED),
            "a1-1",
            DONATED,
        ),
        Citation(
            2,
            PAGE.name,
            (13, 13),
            "a1",
            LIBRARY.title,
            LIBRARY.date,
            "图书角每周二至周日开放,周一整理书架。",
            "a1-1",
            (fragment(13, "图书角每周二至周日开放,周一整理书架。"),),
        ),
    ),
    HITS,
    0.8,
    "",
    {"total": 1.0},
)
REFUSAL = Answer(
    "地铁几点停运?",
    True,
    "这些版面里有相近的报道,但没有找到问题的答案。",
    (),
    HITS,
    0.1,
    "refusal-no-number",
    {"total": 1.0},
)


class FakeNewspaper:
    """Answers with ANSWER, refuses what mentions 地铁, finds nothing, and remembers the histories it was given."""

    articles: Sequence[Piece] = (LIBRARY, LIGHTS)
    pages: Sequence[Page] = (PAGE,)
    passages: Sequence[Passage] = (LIBRARY_PASSAGE, LIGHTS_PASSAGE)
    terms = Terms()
    is_loaded = True

    def __init__(self) -> None:
        self.histories: list[list[tuple[str, str]]] = []
        self._held: tuple[Sequence[Sequence[object]], Holdings] | None = None

    def ask(
        self,
        question: str,
        history: Sequence[tuple[str, str]] = (),
        scope: Scope | None = None,
        plan: Plan | None = None,
        shown: Shown = FIRST,
    ) -> Answer:
        self.histories.append(list(history))
        if not question:
            raise QuestionError("question-empty")
        if len(question) > 300:
            raise QuestionError("question-too-long", length=len(question), limit=300)
        if question == "asdf":
            raise QuestionError("question-nonsense")
        if question == "boom":
            raise RuntimeError("a mistake")
        return REFUSAL if "地铁" in question else ANSWER

    @property
    def holdings(self) -> Holdings:
        """What is held, worked out anew where the records are others: with 2,000 pages it takes a while."""
        records = (self.pages, self.articles, self.passages)
        if self._held is None or any(a is not b for a, b in zip(self._held[0], records, strict=True)):
            self._held = records, held(*records)
        return self._held[1]

    def thorough(self) -> "FakeNewspaper":
        return self

    def listing(self, question: str, history: Sequence[tuple[str, str]] = (), operation: Operation = "list") -> Plan:
        return Plan(operation, subject=(question,))

    def article_counts(self) -> dict[str, int]:
        return {PAGE.name: 2}

    def search(
        self, question: str, history: Sequence[tuple[str, str]] = (), scope: Scope | None = None
    ) -> Sequence[Hit]:
        return ()

    def article(self, id: str) -> Piece:
        return {article.id: article for article in self.articles}[id]

    def parts(self, id: str) -> tuple[Piece, ...]:
        return {part.id: parts for parts in chains(self.articles) for part in parts}[id]

    def page(self, name: str) -> Page:
        return {page.name: page for page in self.pages}[name]


class Reader(HTMLParser):
    """What a browser makes of HTML: all tags with their attributes, and the text within the tags asked for."""

    EMPTY = frozenset({"br", "input", "wbr"})

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.runs: list[tuple[str, list[tuple[str, dict[str, str | None]]]]] = []
        self.feed(html)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag == "br":
            self.runs.append(("\n", list(self.open)))
        elif tag not in self.EMPTY:
            self.open.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open and self.open[-1][0] == tag, f"</{tag}> closes nothing"
        self.open.pop()

    def handle_data(self, data):
        self.runs.append((data, list(self.open)))

    def text(self, tag: str = "", **attributes: str) -> str:
        """The text within elements of this tag and these attributes; `class_` names one of several classes."""
        return "".join(
            data
            for data, around in self.runs
            if not tag or any(self._fits(element, tag, attributes) for element in around)
        )

    @staticmethod
    def _fits(element, tag, attributes):
        name, given = element
        wanted = dict(attributes)
        class_ = wanted.pop("class_", None)
        return (
            name == tag
            and (class_ is None or class_ in (given.get("class") or "").split())
            and all(given.get(key.replace("_", "-")) == value for key, value in wanted.items())
        )


HOSTILE = (
    "<script>window.hacked=1</script>",
    '<img src=x onerror="window.hacked=1">',
    "[点这里](javascript:window.hacked=1)",
    "$\\frac{1}{2}$ 与 $$x^2$$",
    "**粗** _斜_ `码` # 题\n\n    缩进",
    "${window.hacked=1} {{constructor}}",
    "</div></dialog><style>*{display:none}</style>",
    "' onclick='hack()",
    "<!-- 注 --> &lt;b&gt; &amp;",
    "[1] [99]",
)


class Archive(FakeNewspaper):
    """Finds what is within the scope; asked for 冥王星, it knows no question."""

    def search(self, question, history=(), scope=None):
        if question == "冥王星":
            raise QuestionError("question-nonsense")
        return [
            hit
            for hit in self.hits
            if (scope or Scope()).holds(self.article(hit.passage.article), self.page(hit.passage.source))
        ]

    hits = HITS


class Paper(Archive):
    """Pages and pieces as given."""

    def __init__(self, pages, articles, hits=()):
        super().__init__()
        self.pages = pages
        self.articles = articles
        self.hits = hits


class Changing:
    """A corpus that is another one, the two in turn, each time that its assistant is taken."""

    def __init__(self, *papers):
        self._papers = itertools.cycle(papers)

    @property
    def assistant(self):
        return next(self._papers)
