"""A corpus that is changed in the page while Milvus goes away."""

import dataclasses

import pytest
from support.building import HOSPITAL, LIBRARY, WORDS
from support.fakes import FakeEncoder
from support.milvus import needs_milvus

from rag.assistant import Assistant
from rag.corpus.library import Library
from rag.errors import StoreError
from rag.settings import Settings
from rag.stores import build_index


@needs_milvus
@pytest.mark.slow
def test_a_page_added_while_milvus_is_gone_is_not_kept_and_is_added_once_it_is_back(
    tmp_path, lasting_server, monkeypatch
):
    from rag.milvus.server import Server

    pages, index = tmp_path / "pages", tmp_path / "index"
    pages.mkdir()
    (pages / "001.txt").write_text(LIBRARY, "utf-8")
    given = tmp_path / "given.txt"
    given.write_text(HOSPITAL, "utf-8")
    settings = dataclasses.replace(
        Settings(reader="none"), store="milvus", milvus_uri=lasting_server.uri, milvus_name="changing"
    )
    encoder = FakeEncoder(WORDS)
    build_index(pages, index, settings, encoder, "fake")
    library = Library(Assistant.open(index, settings, encoder), pages, index, encoder)
    with monkeypatch.context() as patch:

        def gone(*_):
            raise StoreError("store-gone", uri=lasting_server.uri, reason="-")

        patch.setattr(Server, "insert", gone)
        with pytest.raises(StoreError):
            library.add([given])
    assert [path.name for path in pages.iterdir() if path.suffix == ".txt"] == ["001.txt"]
    assert [page.name for page in library.assistant.pages] == ["001.txt"]
    assert library.assistant.search("图书角什么时候开放?")
    change = library.add([given])
    assert change.report is not None and change.report.pages == 2
    assert "十一家" in library.assistant.ask("我市共有社区医院几家?").text
