"""An index in Milvus: it answers as that of the folder, is written only where it changed, and survives what breaks off."""

import contextlib
import dataclasses
import itertools
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from benchmarks.issues import PAGES_A_DAY, PairEncoder, write_archive
from support.building import HOSPITAL, LIBRARY, PARK, WORDS
from support.fakes import FakeEncoder
from support.milvus import needs_milvus

from rag.answering.scope import Scope
from rag.assistant import Assistant
from rag.errors import IndexMismatch, IndexMissing, SettingsError, StoreError
from rag.settings import Settings
from rag.stores import build_index, is_current, open_index
from rag.wording import WORDING

LOCAL = Settings(reader="none")
QUESTIONS = ("我市共有社区医院几家?", "花灯展出多少组?", "图书角什么时候开放?")
numbers = itertools.count()


@pytest.fixture
def corpus(tmp_path, lasting_server):
    """Two pages, to be kept on the lasting server under a name of their own."""
    return Corpus(tmp_path, lasting_server.uri, f"test_{next(numbers)}")


class Corpus:
    def __init__(self, folder, uri, name):
        self.pages, self.index = folder / "pages", folder / "index"
        self.elsewhere = folder / "elsewhere"  # the index's folder on a machine that only reads
        self.pages.mkdir()
        (self.pages / "001.txt").write_text(LIBRARY, "utf-8")
        (self.pages / "002.txt").write_text(PARK, "utf-8")
        self.settings = dataclasses.replace(LOCAL, store="milvus", milvus_uri=uri, milvus_name=name)
        self.encoder = FakeEncoder(WORDS)

    def build(self, settings=None):
        return build_index(self.pages, self.index, settings or self.settings, self.encoder, "fake")

    def open(self, settings=None, folder=None):
        return Assistant.open(folder or self.index, settings or self.settings, self.encoder)

    def texts(self, folder=None):
        """What a reader who comes now is answered."""
        assistant = self.open(folder=folder or self.elsewhere)
        return [assistant.ask(question).text for question in QUESTIONS]

    def collections(self):
        from rag.milvus.server import Server

        prefix = f"{self.settings.milvus_name}_"
        found = Server(self.settings.milvus_uri).collections()
        return sorted(name.removeprefix(prefix) for name in found if name.startswith(prefix))


def kinds(collections):
    return [name.split("_")[0] for name in collections]


# ---- what is found


@pytest.fixture(scope="module")
def archive(tmp_path_factory, lasting_server):
    """Composed pages of three days in a folder, in Milvus in segments of which pages are gone, and there as one."""
    patch = pytest.MonkeyPatch()
    patch.setattr("rag.milvus.server._SECONDS", 300.0)
    patch.setattr("rag.index.merging.SMALL", 20)  # else so few passages are all in one
    place = tmp_path_factory.mktemp("archive")
    encoder = PairEncoder()
    settings = dataclasses.replace(LOCAL, store="milvus", milvus_uri=lasting_server.uri, milvus_name="archive")
    for pages in (2 * PAGES_A_DAY, 3 * PAGES_A_DAY - 1, 3 * PAGES_A_DAY):
        write_archive(place / "pages", pages)
        build_index(place / "pages", place / "index", settings, encoder, encoder.name)
    for name in sorted(path.name for path in (place / "pages").iterdir())[1:12:5]:
        (place / "pages" / name).unlink()
    build_index(place / "pages", place / "index", settings, encoder, encoder.name)
    here = Assistant.open(place / "index", LOCAL, encoder)
    there = Assistant.open(place / "reader", settings, encoder)
    one = dataclasses.replace(settings, milvus_name="archive_of_one_segment")
    build_index(place / "pages", place / "one", one, encoder, encoder.name)
    whole = Assistant.open(place / "one", one, encoder)
    yield SimpleNamespace(here=here, there=there, whole=whole)
    patch.undo()


@needs_milvus
@pytest.mark.slow
def test_passages_are_found_as_in_the_folder_with_the_same_scores_up_to_rounding(archive):
    for question, history in asked_of(archive.here):
        here, there = (one.search(question, history) for one in (archive.here, archive.whole))
        assert [hit.passage.id for hit in here] == [hit.passage.id for hit in there]
        assert [hit.score for hit in there] == pytest.approx([hit.score for hit in here], abs=2e-5)
        assert [hit.matched for hit in here] == [hit.matched for hit in there]


@needs_milvus
@pytest.mark.slow
def test_segments_that_were_written_at_other_mean_lengths_change_little(archive):
    assert len(archive.here.index.manifest.segments) > 1
    assert any(segment.dead for segment in archive.here.index.manifest.segments)
    for question, history in asked_of(archive.here):
        here, there = (one.search(question, history) for one in (archive.here, archive.there))
        mine, theirs = ({hit.passage.id: hit.score for hit in hits} for hits in (here, there))
        assert here[0].passage == there[0].passage
        for id in mine.keys() | theirs.keys():
            least = min(mine.values()), min(theirs.values())
            assert mine.get(id, least[0]) == pytest.approx(theirs.get(id, least[1]), abs=0.005)


def asked_of(assistant):
    """Questions of some pieces, each alone and in a conversation."""
    for article in assistant.articles[::9]:
        for history in ((), (("江州的新桥什么时候通车？", "明年。"),)):
            yield f"{article.title or article.text[:12]}是怎么回事？", history


@needs_milvus
@pytest.mark.slow
@pytest.mark.parametrize("named", [2_000, 0])
def test_a_scope_finds_what_it_finds_in_the_folder_however_milvus_is_told_of_it(archive, monkeypatch, named):
    monkeypatch.setattr("rag.milvus.searching._NAMED", named)
    pieces = archive.here.articles
    byline = next(piece for piece in pieces if piece.byline)
    for scope in (
        Scope(first="2019-01-02", last="2019-01-02"),
        Scope(first="2019-01-03"),
        Scope(last="2019-01-01", kinds=(pieces[0].kind,)),
        Scope(pages=(byline.source,)),
        Scope(articles=(pieces[-1].id, pieces[3].id)),
        Scope(numbers=(1, 3), first="2019-01-02"),
        Scope(sections=("没有的版",)),
    ):
        question = f"{pieces[40].title}怎么样？"
        here, there = (one.search(question, scope=scope) for one in (archive.here, archive.there))
        assert [hit.passage.id for hit in here] == [hit.passage.id for hit in there]


@needs_milvus
@pytest.mark.slow
def test_terms_and_vectors_are_told_as_in_the_folder(archive):
    here, there = archive.here.index, archive.there.index
    assert dict(here.terms.counted()) == dict(there.terms.counted())
    words = [word for word, count in here.terms.counted() if count > 2][:5]
    rows = np.array([len(here.passages) - 1, 0, 5])
    for word in (*words, "没有的词"):
        assert here.terms.passages_with(word).tolist() == there.terms.passages_with(word).tolist()
        assert here.terms.inverse_document_frequency(word) == there.terms.inverse_document_frequency(word)
    assert (here.terms.holding(words, rows.tolist()) == there.terms.holding(words, rows.tolist())).all()
    assert (here.passage_vectors.rows(rows) == there.passage_vectors.rows(rows)).all()
    assert (here.sentence_vectors.rows(rows) == there.sentence_vectors.rows(rows)).all()
    with pytest.raises(IndexError):
        there.passage_vectors.rows([len(here.passages)])


@needs_milvus
@pytest.mark.slow
def test_a_term_of_more_passages_than_milvus_gives_at_once_is_asked_for_in_parts(archive, monkeypatch):
    monkeypatch.setattr("rag.milvus.searching.MOST_FOUND", 7)
    here, there = archive.here.index.terms, archive.there.index.terms
    word, count = max(here.counted(), key=lambda told: told[1])
    assert count > 7
    there._held.clear()
    assert here.passages_with(word).tolist() == there.passages_with(word).tolist()


# ---- building


@needs_milvus
@pytest.mark.slow
def test_a_reader_needs_the_address_and_the_settings_alone(corpus):
    assert corpus.build().changed
    here = corpus.open(LOCAL)
    assert corpus.texts() == [here.ask(question).text for question in QUESTIONS]
    assert not list(corpus.elsewhere.rglob("*vectors*"))


@needs_milvus
@pytest.mark.slow
def test_a_page_more_is_a_segment_more_and_nothing_is_encoded_or_written_again(corpus, monkeypatch):
    corpus.build()
    corpus.encoder.encoded.clear()
    (corpus.pages / "000.txt").write_text(HOSPITAL, "utf-8")
    created = noted(monkeypatch, "create")
    assert not is_current(corpus.pages, corpus.index, corpus.settings, "fake")
    corpus.build()
    assert kinds(sorted(name.removeprefix(f"{corpus.settings.milvus_name}_") for name in created)) == [
        "files",
        "passages",
        "sentences",
        "state",
    ]
    assert corpus.encoder.encoded and all("医院" in text for text in corpus.encoder.encoded)
    created.clear()
    assert is_current(corpus.pages, corpus.index, corpus.settings, "fake")
    assert not corpus.build().changed and not created


def noted(monkeypatch, verb):
    """The collections that the verb of the server is called with from now on."""
    from rag.milvus.server import Server

    usual, names = getattr(Server, verb), []

    def noting(self, collection, *others):
        names.append(collection)
        return usual(self, collection, *others)

    monkeypatch.setattr(Server, verb, noting)
    return names


@needs_milvus
@pytest.mark.slow
def test_a_reader_goes_on_with_its_version_while_the_next_one_is_there_and_new_readers_have_that(corpus):
    corpus.build()
    reader = corpus.open(folder=corpus.elsewhere)
    before = [reader.ask(question).text for question in QUESTIONS]
    (corpus.pages / "000.txt").write_text(HOSPITAL, "utf-8")
    (corpus.pages / "001.txt").unlink()
    corpus.build()
    assert [reader.ask(question).text for question in QUESTIONS] == before
    now = corpus.texts()
    assert "十一家" in now[0] and "十一家" not in before[0] and "3月5日" in before[2] and "3月5日" not in now[2]


@needs_milvus
@pytest.mark.slow
def test_what_neither_the_present_version_nor_the_one_before_has_is_removed(corpus):
    for text in (HOSPITAL, HOSPITAL.replace("十一", "十二"), HOSPITAL.replace("十一", "十三")):
        (corpus.pages / "001.txt").write_text(text, "utf-8")
        corpus.build()
    assert kinds(corpus.collections()).count("state") == 2
    assert "十三家" in corpus.texts()[0]
    assert len(list((corpus.elsewhere / "milvus").iterdir())) == len(corpus.open().index.manifest.segments)


# ---- what breaks off


@needs_milvus
@pytest.mark.slow
@pytest.mark.parametrize(
    ("verb", "call"),
    [("create", 0), ("create", 2), ("insert", 1), ("insert", 2), ("create", 3), ("point", 0), ("drop", 0), ("drop", 2)],
)
def test_wherever_a_build_is_killed_readers_have_the_old_or_the_new_and_the_next_build_mends_it(
    corpus, monkeypatch, verb, call
):
    from rag.milvus.server import Server

    corpus.build()
    old = corpus.texts()
    (corpus.pages / "001.txt").write_text(HOSPITAL, "utf-8")
    corpus.build()
    (corpus.pages / "001.txt").write_text(HOSPITAL.replace("十一", "十九"), "utf-8")
    between = corpus.texts()
    usual, calls = getattr(Server, verb), itertools.count()

    def killed(self, *given):
        if next(calls) == call:
            raise KeyboardInterrupt
        return usual(self, *given)

    with monkeypatch.context() as patch:
        patch.setattr(Server, verb, killed)
        with contextlib.suppress(KeyboardInterrupt):
            corpus.build()
    found = corpus.texts()
    assert found == between or "十九家" in found[0]
    corpus.build()
    assert "十九家" in corpus.texts()[0] and found != old
    state = [name for name in corpus.collections() if name.startswith("state")]
    assert len(state) == 2


@needs_milvus
@pytest.mark.slow
def test_a_milvus_that_goes_away_in_the_middle_is_said_and_the_next_build_mends_it(tmp_path, own_server, monkeypatch):
    from rag.milvus.server import Server

    monkeypatch.setattr("rag.milvus.server._SECONDS", 5.0)  # pymilvus waits so long for the server to be back, too
    monkeypatch.setattr("rag.milvus.server._WRITING_SECONDS", 5.0)
    corpus = Corpus(tmp_path, own_server.uri, "wenbao")
    corpus.build()
    before = corpus.texts()
    reader = corpus.open()
    (corpus.pages / "000.txt").write_text(HOSPITAL, "utf-8")
    usual, calls = Server.insert, itertools.count()

    def insert(self, *given):
        if next(calls) == 1:
            own_server.kill()
        usual(self, *given)

    with monkeypatch.context() as patch:
        patch.setattr(Server, "insert", insert)
        with pytest.raises(StoreError) as caught:
            corpus.build()
    assert caught.value.key == "store-gone" and one_line(caught.value)
    for asked in (reader.ask, reader.search):
        with pytest.raises(StoreError) as caught:
            asked(QUESTIONS[1])
        assert caught.value.key == "store-gone" and one_line(caught.value)
    with pytest.raises(StoreError) as caught:
        corpus.open()
    assert caught.value.key == "store-unreachable" and one_line(caught.value)
    own_server.start()
    assert corpus.texts() == before
    corpus.build()
    assert "十一家" in corpus.texts()[0]
    assert kinds(corpus.collections()).count("state") == 2


def one_line(error):
    return all(len(error.sentence(language).splitlines()) == 1 for language in ("zh", "en"))


# ---- what is wrong


@needs_milvus
@pytest.mark.slow
def test_what_cannot_be_opened_is_said_with_what_to_do(corpus, monkeypatch):
    with pytest.raises(IndexMissing) as missing:
        corpus.open()
    assert missing.value.key == "store-missing" and corpus.settings.milvus_name in str(missing.value)
    corpus.build()
    with pytest.raises(IndexMismatch) as other:
        open_index(corpus.elsewhere, corpus.settings, "another encoder")
    assert other.value.values["name"] == "encoder"
    monkeypatch.setattr("rag.milvus.state.FORM", 2)
    with pytest.raises(IndexMismatch) as form:
        corpus.open()
    assert form.value.values["name"] == "form"
    assert corpus.build().changed  # what is of another form is written anew
    assert corpus.texts()


@needs_milvus
@pytest.mark.parametrize(
    ("uri", "key"),
    [
        ("http://127.0.0.1:9", "store-unreachable"),
        ("127.0.0.1:19530", "store-uri"),
        ("ftp://host:1", "store-uri"),
        ("http://name:secret@127.0.0.1:9", "store-uri-secret"),
        ("milvus.txt", "store-uri"),
    ],
)
@pytest.mark.slow
def test_a_wrong_address_is_one_line_and_status_1_and_nothing_is_built(newsroom, monkeypatch, uri, key):
    monkeypatch.setattr("rag.milvus.server._SECONDS", 1.0)
    words = ("--index", newsroom.index, "--set", "store=milvus", "--set", f"milvus_uri={uri}")
    for command in (("build", "--source", newsroom.pages), ("ask", "我市共有社区医院几家?")):
        result = newsroom.run(*command, *words)
        assert (result.status, result.out, len(result.told)) == (1, "", 1)
        assert "secret" not in result.err and WORDING[key][0].split("{")[0] in result.err
    assert not newsroom.index.exists()


def test_without_the_packages_it_is_said_how_to_install_them(newsroom, monkeypatch):
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    result = newsroom.run("ask", "几家?", "--index", newsroom.index, "--set", "store=milvus")
    assert (result.status, len(result.told)) == (1, 1) and "pip install 'wenbao[milvus]'" in result.err


@pytest.mark.parametrize("values", [{"store": "sqlite"}, {"milvus_name": "1st"}, {"milvus_name": "a b"}])
def test_another_store_or_a_name_that_milvus_does_not_take_is_refused(values):
    with pytest.raises(SettingsError) as caught:
        LOCAL.with_values(values)
    assert caught.value.key == "settings-value"
