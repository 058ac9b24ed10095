"""Servers for the tests of Milvus."""

import pytest
from support.milvus import MilvusServer


@pytest.fixture(scope="session")
def lasting_server(tmp_path_factory):
    """One server for all tests that do not end it; each has a name of its own there."""
    server = MilvusServer(tmp_path_factory.mktemp("milvus") / "data")
    server.start()
    yield server
    server.kill()


@pytest.fixture
def own_server(tmp_path):
    """A server for one test, which may end it."""
    server = MilvusServer(tmp_path / "milvus" / "data")
    (tmp_path / "milvus").mkdir()
    server.start()
    yield server
    server.kill()


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """A server that shares a busy machine with the tests is slow, and not gone."""
    monkeypatch.setattr("rag.milvus.server._SECONDS", 300.0)
    monkeypatch.setattr("rag.milvus.server._WRITING_SECONDS", 600.0)
