"""What the page's server keeps of sessions is bounded in number and in bytes."""

import pytest

import ui.server.sessions
from ui.gradio_setup import gr
from ui.server.sessions import BoundedSessions


@pytest.fixture(scope="module")
def blocks():
    with gr.Blocks() as page:
        gr.State("")
    return page


def state_of(sessions, id: str):
    session = sessions[id]
    (key,) = (key for key, block in session.blocks_config.blocks.items() if isinstance(block, gr.State))
    return session, key


def put(sessions, id: str, value: str) -> None:
    session, key = state_of(sessions, id)
    session[key] = value
    sessions[id]


@pytest.fixture
def sessions(blocks) -> BoundedSessions:
    blocks.state_session_capacity = 8
    return BoundedSessions(blocks)


def test_sessions_are_bounded_in_number_and_the_longest_unused_go(sessions):
    for number in range(20):
        sessions[f"s{number}"]
        sessions["used"]
    assert set(sessions.session_data) == {"used", *(f"s{number}" for number in range(13, 20))}
    assert set(sessions.time_last_used) == set(sessions.session_data)


def test_closed_ones_go_first(sessions):
    for number in range(8):
        sessions[f"s{number}"]
    sessions.session_data["s5"].is_closed = True
    sessions["new"]
    assert "s5" not in sessions and "s0" in sessions


def test_few_closed_ones_are_kept(sessions, monkeypatch):
    monkeypatch.setattr(ui.server.sessions, "CLOSED", 2)
    for number in range(6):
        sessions[f"s{number}"].is_closed = True
    sessions["open"]
    assert set(sessions.session_data) == {"s4", "s5", "open"}


def test_all_together_hold_no_more_than_so_many_bytes(sessions, monkeypatch):
    monkeypatch.setattr(ui.server.sessions, "ALL_BYTES", 3000)
    for number in range(6):
        put(sessions, f"s{number}", "字" * 300)
    assert set(sessions.session_data) == {"s3", "s4", "s5"}


def test_a_session_that_holds_too_much_begins_anew_and_the_others_stay(sessions, monkeypatch):
    monkeypatch.setattr(ui.server.sessions, "SESSION_BYTES", 3000)
    put(sessions, "small", "字")
    put(sessions, "large", "字" * 2000)
    small, key = state_of(sessions, "small")
    large, _ = state_of(sessions, "large")
    assert (small[key], large[key]) == ("字", "")


def test_values_that_expired_are_not_counted_any_more(sessions, monkeypatch):
    monkeypatch.setattr(ui.server.sessions, "ALL_BYTES", 3000)
    put(sessions, "old", "字" * 900)
    sessions.delete_state("old")
    put(sessions, "new", "字" * 900)
    assert set(sessions.session_data) == {"old", "new"}
