"""What README shows to programs does what it says: its code is run against a page that is served."""

import contextlib
import io
import re

import pytest
from support.locations import ROOT
from support.newspaper import ANSWER, LIBRARY
from support.programs import Searched
from support.serving import free_port, in_a_thread

from ui.api_arguments import ARGUMENTS
from ui.app import build_page
from ui.extras import Extras
from ui.newspaper import FixedCorpus
from ui.server.site import Site

README = ROOT / "README.md"
ADDRESS = "http://127.0.0.1:7860/"


def blocks() -> list[str]:
    section = README.read_text("utf-8").split("\n## 给程序用\n")[1].split("\n## ")[0]
    return re.findall(r"```python\n(.*?)```", section, re.DOTALL)


@pytest.fixture(scope="module")
def address():
    site = Site({"zh": build_page(FixedCorpus(Searched()), "zh")}, extras=Extras(mcp=True))
    yield site.start("127.0.0.1", free_port())
    site.close()


def run(code: str, address: str) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        in_a_thread(
            lambda: exec(compile(code.replace(ADDRESS, address), "README.md", "exec"), {"__name__": "__main__"})
        )
    return printed.getvalue()


@pytest.mark.slow
def test_the_api_of_the_readme_answers(address):
    printed = run(blocks()[0], address)
    assert ANSWER.text in printed
    assert all(citation.quote in printed for citation in ANSWER.citations)
    assert LIBRARY.title in printed


def test_the_mcp_client_of_the_readme_finds(address):
    assert LIBRARY.title in run(blocks()[1], address)


def test_the_page_makes_nothing_else_public(address):
    from gradio_client import Client

    endpoints = Client(address, verbose=False).view_api(return_format="dict", print_info=False)
    assert sorted(endpoints["named_endpoints"]) == [f"/{name}" for name in sorted(ARGUMENTS)]
    assert endpoints["unnamed_endpoints"] == {}
