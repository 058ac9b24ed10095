"""Fixtures of the tests of the server's bounds."""

import pytest
from support.bounds import FILE_BYTES, Served, Waiting
from support.serving import free_port

from ui.app import build_page
from ui.newspaper import FixedCorpus
from ui.server.fair_turns import Turns
from ui.server.site import Site


@pytest.fixture(scope="module")
def bounded(tmp_path_factory):
    """The page that the tests of one file share."""
    patch = pytest.MonkeyPatch()
    patch.setenv("GRADIO_TEMP_DIR", str(tmp_path_factory.mktemp("uploads")))
    paper, turns = Waiting(), Turns(at_once=1)
    page = build_page(FixedCorpus(paper), "zh", turns=turns)
    site = Site({"zh": page}, upload_bytes=FILE_BYTES)
    address = site.start("127.0.0.1", free_port())
    yield Served(address=address, site=site, page=page, turns=turns, paper=paper)
    site.close()
    patch.undo()


@pytest.fixture
def served(bounded):
    """The same page for one test: nothing is asked of it yet, and nothing is left to do after it."""
    bounded.paper.free.clear()
    bounded.paper.begun.clear()
    yield bounded
    bounded.paper.free.set()
    bounded.waits_until(lambda: bounded.turns.waiting == 0 and not bounded.page._queue.event_ids_to_events)
