"""What the page's stream of an answer brings to the browser, message by message."""

import pytest
from support.newspaper import ANSWER, FakeNewspaper
from support.paging import PageVisitor
from support.visiting import visiting


def edits(messages):
    """What each message after the first changes of what the one before it gave, component by component."""
    generated = [each["output"]["data"] for each in messages if each["msg"] == "process_generating"]
    assert len(generated) > 2
    return [edit for data in generated[1:] for component in data for edit in component]


@pytest.mark.slow
def test_nothing_is_taken_out_of_what_a_late_browser_has_not_shown_yet():
    with visiting(FakeNewspaper()) as visited:
        messages = PageVisitor(visited.address).heard("question", "submit", question=ANSWER.question)
    changes = edits(messages)
    assert {kind for kind, _, _ in changes} >= {"replace"}
    assert [edit for edit in changes if edit[0] == "delete"] == []
