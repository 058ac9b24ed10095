"""Fixtures of the tests of builds."""

import pytest
from support.building import LIBRARY, PARK, TERMS

from rag.index import build


@pytest.fixture
def jieba_loaded_once(monkeypatch):
    """Terms with the same dictionary are the same: jieba takes a second to load."""
    monkeypatch.setattr(build, "Terms", TERMS)


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "001.txt").write_text(LIBRARY, "utf-8")
    (folder / "002.txt").write_text(PARK, "utf-8")
    return folder


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"
