"""The catalogue by look-up, held against reading every article."""

import random
import re
from collections import Counter

import pytest
from benchmarks.issues import PAGES_A_DAY, PairEncoder, write_archive
from support.held_pages import slow_choices

from rag.answering.scope import Scope
from rag.articles import chains, whole_of
from rag.articles.issue.placing import numbers_of, sections_of
from rag.articles.issue.printed import event_day, printed_day
from rag.articles.layout.bylines import people_of
from rag.articles.layout.called import NO_ARTICLES
from rag.index.build import build_index
from rag.index.saved import read_index
from rag.planning.catalogue import Catalogue
from rag.planning.find import find
from rag.planning.plan import Plan, Window
from rag.planning.spellings import spellings
from rag.settings import Settings
from rag.text.similarity import bigrams, folded
from rag.text.terms import Terms

COLUMN = """江州晚报 2019年1月2日 星期三 第2版
历史上的今天
1953年1月2日
东门渡口的第一艘渡轮下水。
1988年1月21日
西门大桥动工。
停水通知
明日北门检修水管,停水一天。
来信
尊敬的编辑同志:渡口的灯坏了。
(读者 林知远)
"""
TABLE = """date,page,section,byline,title,text
2019-01-02,A3版,副刊,记者 林知远 周以宁,桥上的灯,江州新桥的灯昨晚亮了。市民1月1日晚纷纷前来观看。
,B7,,通讯员 沈未央,没有日期的消息,渡口的老船工撑船过河。他撑了四十年。
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """Of several segments, so that rows lie elsewhere than where they were written."""
    place = tmp_path_factory.mktemp("archive")
    write_archive(place / "pages", 2 * PAGES_A_DAY)
    encoder = PairEncoder()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rag.index.merging.SMALL", 20)  # else so few passages are all in one
        _build(place, encoder)
    return read_index(place / "index")


def _build(place, encoder):
    build_index(place / "pages", place / "index", Settings(), encoder, encoder.name)
    (place / "pages" / "0.txt").write_text(COLUMN, "utf-8")
    (place / "pages" / "表格.csv").write_text(TABLE, "utf-8")
    build_index(place / "pages", place / "index", Settings(), encoder, encoder.name)


@pytest.fixture(scope="module")
def catalogue(index):
    return Catalogue(index)


class Read:
    """An article as its pieces tell it."""

    def __init__(self, index, parts):
        self.index, self.article = index, whole_of(parts)
        head = next((part for part in parts if part.kind not in NO_ARTICLES), parts[0])
        page = index.pages_by_name[head.source]
        self.paper, self.numbers = page.issue.paper, numbers_of(head, page)
        self.printed = printed_day(head, page)
        self.day = event_day(self.article, self.printed)
        self.title = folded(self.article.title)
        self.text = "\n".join((self.title, *(folded(part.text) for part in parts)))
        self.reporters = tuple(dict.fromkeys(name for part in parts for name in people_of(part.byline)))

    @property
    def place(self):
        head = self.article.parts[0]
        line = head.spans[0][0] if head.spans else 0
        number = self.numbers[0] if self.numbers else 0
        return (self.printed.date or "9999-99-99", self.paper, number, head.source, line)

    def is_within(self, scope):
        return any(scope.holds(part, self.index.pages_by_name[part.source]) for part in self.article.parts)

    def names(self, window):
        return any(window.holds(mention.date) for part in self.article.parts for mention in part.mentions)


@pytest.fixture(scope="module")
def slowly(index):
    read = [parts for parts in chains(tuple(index.articles)) if not {part.kind for part in parts} <= NO_ARTICLES]
    return [Read(index, parts) for parts in read]


def ids(entries):
    return [entry.article.id for entry in entries]


@pytest.mark.slow
def test_every_article_has_what_its_pieces_tell(index, catalogue, slowly):
    entries = list(catalogue.entries())
    assert len(index.segments) > 1
    assert len(slowly) > 20 and ids(entries) == ids(slowly)
    for entry, read in zip(entries, slowly, strict=True):
        assert entry.article == read.article
        assert (entry.issue.paper, entry.number, entry.printed) == (
            read.paper,
            next(iter(read.numbers), None),
            read.printed,
        )
        assert (entry.day, entry.reporters) == (read.day, read.reporters)
        assert (catalogue.title(entry), catalogue.text(entry)) == (read.title, read.text)
        head = read.article.parts[0]
        assert entry.sections == sections_of(head, index.pages_by_name[head.source])
        assert all(catalogue.entry(part.id) == entry for part in read.article.parts)
        assert [index.passages[row].article for row in catalogue.passages(entry)].count(read.article.id) == len(
            catalogue.passages(entry)
        )
    assert catalogue.entry("none") is None


def test_what_all_of_them_have_is_counted(index, catalogue, slowly):
    assert catalogue.choices == slow_choices(index.articles, index.pages)
    assert catalogue.reporters == Counter(name for read in slowly for name in read.reporters)
    assert catalogue.printed_days == Counter(read.printed.date for read in slowly if len(read.printed.date) == 10)
    assert catalogue.reported_days == Counter(read.day for read in slowly if len(read.day) == 10)
    assert catalogue.newest.isoformat() == max(read.printed.date for read in slowly)
    assert catalogue.article_counts == Counter(read.article.parts[0].source for read in slowly)
    told = [(issue.date, issue.page, issue.told, issue.paper, issue.section) for issue in catalogue.issues]
    assert told == [
        (page.issue.date, page.issue.page, page.issue.told, page.issue.paper, page.issue.section)
        for page in index.pages
    ]


def test_articles_come_in_the_order_of_their_issues(catalogue, slowly):
    assert ids(catalogue.in_order(catalogue.held)) == ids(sorted(slowly, key=lambda read: read.place))


def drawn_plan(slowly, chance):
    reads = [chance.choice(slowly) for _ in range(2)]
    text = reads[0].text.replace("\n", "")
    start = chance.randrange(len(text) - 2)
    subject = chance.choice([(), (), (text[start : start + 2],), (text[start : start + 2], reads[1].text[:2])])
    days = sorted(day for read in reads for day in (read.day, read.printed.date) if len(day) == 10)
    window = None
    if days and chance.random() < 0.6:
        last = chance.choice([days[0], days[-1]])
        window = Window(days[0], last, chance.choice(["printed", "event"]))
    scope = chance.choice(
        [
            Scope(),
            Scope(papers=tuple({read.paper for read in reads})),
            Scope(reporters=reads[0].reporters[:1]),
            Scope(kinds=(reads[0].article.kind,)),
            Scope(first=reads[0].printed.date),
        ]
    )
    return Plan("list", window=window, subject=subject, scope=scope)


def stands_in(word, text):
    """Whether the text holds a form of the word, of its numbers none that is a part of another."""
    for form in spellings(word):
        place = text.find(form)
        while place >= 0:
            before, after = text[:place][-2:], text[place + len(form) :][:2]
            begins = form[0] in "0123456789" and re.search(r"[0-9][.,]?$", before)
            ends = form[-1] in "0123456789" and re.match(r"[.,]?[0-9]", after)
            said = re.match(r"[〇零一二三四五六七八九十]+[号路届期年月日区线层楼班院街栋]", form)
            if not begins and not ends and not (said and before[-1:] in tuple("〇零一二三四五六七八九十百千")):
                return True
            place = text.find(form, place + 1)
    return False


@pytest.mark.slow
def test_a_plan_finds_what_reading_every_article_finds(catalogue, slowly):
    chance, terms, sizes = random.Random(8), Terms(), Counter()
    for _ in range(400):
        plan = drawn_plan(slowly, chance)
        found = find(plan, catalogue, terms)
        window, done = plan.window, found.plan
        held = [read for read in slowly if not plan.scope.narrows or read.is_within(plan.scope)]
        if window and window.of == "printed":
            held = [read for read in held if window.holds(read.printed.date)]
        elif window and window.first != window.last:
            held = [read for read in held if window.holds(read.day or read.printed.date)]
        elif window:
            own = [read for read in held if window.holds(read.day)]
            printed = [read for read in held if window.holds(read.printed.date)]
            held = own or printed or [read for read in held if read.names(window)]
            assert done.window.of == ("printed" if printed and not own else "event")
        expected = [read for read in held if all(stands_in(word, read.text) for word in done.subject)]
        assert ids(found.entries) == ids(sorted(expected, key=lambda read: read.place)), plan
        sizes[len(expected)] += 1
    assert len(sizes) > 8


def test_a_day_that_is_only_named_is_found_by_its_mention(catalogue, slowly):
    for window in (Window("1953-01-02", "1953-01-02"), Window("--01-21", "--01-21")):
        naming = catalogue.naming(window.holds)
        assert ids(catalogue.entries(naming)) == ids(read for read in slowly if read.names(window))
        assert naming.any()


def test_headlines_labels_and_forms_are_looked_up(catalogue, slowly):
    for words in ("停水通知", "通知", "的", "查无此题"):
        assert ids(catalogue.entries(catalogue.titled_with(words))) == ids(
            r for r in slowly if folded(words) in r.title
        )
    assert "渡口的灯坏了" in " ".join(map(catalogue.text, catalogue.entries(catalogue.called("读者来信"))))
    assert catalogue.prints("北门检修水管") and not catalogue.prints("鲸鱼上岸")


def test_an_article_is_called_by_most_of_its_headline(catalogue, slowly):
    chance = random.Random(4)
    for read in chance.sample([read for read in slowly if len(read.title) > 5], 12):
        name = read.title[1:]
        pairs = bigrams(name)
        shares = {one: len(pairs & bigrams(one.title)) / len(pairs) for one in slowly}
        best = [one for one, share in shares.items() if share == max(shares.values())]
        entry = catalogue.titled(name)
        if entry is not None:
            assert entry.article.id in ids(best)
        else:
            assert len(best) > 1
    assert catalogue.titled("。") is None
