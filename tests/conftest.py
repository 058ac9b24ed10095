"""Fixtures that several test files share."""

from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock
from support.locations import SEEDS
from support.newsroom import Newsroom
from support.shelving import TERMS, Place

pytest_plugins = ("support.chromium",)

# An example may take long on a busy machine; how long is measured by benchmarks, and what never ends by timeouts.
hypothesis.settings.register_profile("project", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("project")


@pytest.fixture
def newsroom(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """A small newspaper without an index, and the command run on it with a fake encoder."""
    return Newsroom(tmp_path, capsys, monkeypatch)


@pytest.fixture
def stored(newsroom: Newsroom) -> Newsroom:
    """The same newspaper with its index."""
    assert newsroom.build().status == 0
    return newsroom


@pytest.fixture(scope="session")
def seeds_index(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The index of the sample pages, made with the real model; nobody writes to it."""
    from rag.index.build import build_index
    from rag.models.encoder import encoder_name, load_encoder
    from rag.settings import Settings

    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent  # which all processes of this run have
    settings, folder = Settings(), shared / "seeds-index"
    with FileLock(shared / "seeds-index.lock"):  # whoever comes first makes it for all
        build_index(SEEDS, folder, settings, lambda: load_encoder(settings), encoder_name(settings))
    return folder


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A folder of two pages with its index, for a corpus that changes."""
    for module in ("rag.index.build", "rag.answering.retriever"):
        monkeypatch.setattr(f"{module}.Terms", TERMS)
    return Place(tmp_path)
