"""How the events that scripts raise are taken by gradio: nothing that is pressed is dropped or done twice over."""

import re
from pathlib import Path

import pytest
from support.shelving import Place
from support.visiting import visiting

import ui
from rag.corpus import FeedbackFile
from ui.extras import Extras

ROOM = Path(ui.__file__).parent
SCRIPTS = {path: path.read_text("utf-8") for path in ROOM.rglob("*.js") if path.name != "trigger_last.js"}


def raised(by):
    """The names that scripts raise by this function, also where one of several is chosen."""
    found = set()
    for text in SCRIPTS.values():
        for argument in re.findall(rf"\b{by}\(([^,)]+)", text):
            chosen = re.search(rf"const {argument} = (.*);", text) if argument.isidentifier() else None
            found |= set(re.findall(r'"(\w+)"', chosen[1] if chosen else argument.split("?")[-1]))
    return found


LAST, PLAIN = raised("triggerLast"), raised("trigger")


@pytest.fixture(scope="module")
def modes(tmp_path_factory):
    """How gradio takes each event of the page, by the event's name."""
    library = Place(tmp_path_factory.mktemp("scripts")).library()
    library.rebuild()
    with visiting(library, Extras(FeedbackFile(tmp_path_factory.mktemp("feedback")))) as visited:
        config = visited.client.get("config").json()
    found = {}
    for event in config["dependencies"]:
        for _, name in event["targets"]:
            found.setdefault(name, set()).add(event["trigger_mode"])
    return found


def test_what_waits_for_the_one_before_comes_with_what_was_pressed_last(modes):
    assert LAST and {name: modes[name] for name in LAST if modes[name] != {"always_last"}} == {}


def test_what_comes_with_data_of_its_own_is_never_raised_again_with_that_of_the_one_before(modes):
    assert PLAIN and {name: modes[name] for name in PLAIN if "always_last" in modes[name]} == {}
