"""Whose question is answered next, and what whoever finds too many waiting is told. Left out: gradio."""

import asyncio
import itertools
import threading
import time
from collections import Counter
from concurrent.futures import CancelledError
from types import SimpleNamespace

import pytest

from rag import QuestionError
from ui.server.fair_turns import Turns, Visitor, visitor_of

SECONDS = 10


class Desk:
    """Turns whose work waits until it is let go, and in what order it was begun."""

    def __init__(self, **bounds) -> None:
        self.turns = Turns(**bounds)
        self.begun: list[str] = []
        self.at_once: Counter[Visitor] = Counter()
        self.most: Counter[Visitor] = Counter()
        self._free = threading.Semaphore(0)
        self._lock = threading.Lock()

    def ask(self, name: str, visitor: Visitor):
        def work() -> str:
            with self._lock:
                self.begun.append(name)
                self.at_once[visitor] += 1
                self.most[visitor] = max(self.most[visitor], self.at_once[visitor])
            assert self._free.acquire(timeout=SECONDS)
            with self._lock:
                self.at_once[visitor] -= 1
            return name

        return self.turns.take(visitor, work)

    def free(self, count: int = 1) -> None:
        self._free.release(count)

    def until_begun(self, count: int) -> None:
        until = time.monotonic() + SECONDS
        while len(self.begun) < count and time.monotonic() < until:
            time.sleep(0.005)
        assert len(self.begun) == count


def person(number: int, address: str = "") -> Visitor:
    return Visitor(address or f"10.0.0.{number}", f"s{number}")


def order(desk: Desk, results) -> list[str]:
    """The order in which all were begun, one after the other."""
    for count in range(1, len(results) + 1):
        desk.until_begun(count)
        desk.free()
    for result in results:
        result.result(SECONDS)
    return desk.begun


def test_a_visitor_with_many_questions_keeps_only_themselves_waiting():
    desk = Desk(at_once=1)
    greedy = [desk.ask(f"many{number}", person(1)) for number in range(5)]
    others = [desk.ask(f"one{number}", person(number)) for number in (2, 3)]
    assert order(desk, greedy + others) == ["many0", "one2", "one3", "many1", "many2", "many3", "many4"]


def test_who_comes_as_many_visitors_from_one_address_has_one_turn_in_two():
    desk = Desk(at_once=1)
    crowd = [desk.ask(f"crowd{number}", person(number, "10.9.9.9")) for number in range(6)]
    one = [desk.ask(f"one{number}", person(99)) for number in range(3)]
    assert order(desk, crowd + one) == [
        "crowd0",
        "one0",
        "crowd1",
        "one1",
        "crowd2",
        "one2",
        "crowd3",
        "crowd4",
        "crowd5",
    ]


def test_who_has_just_been_answered_comes_after_who_has_not():
    desk = Desk(at_once=1)
    results = [desk.ask("first", person(1))]
    desk.until_begun(1)
    results += [desk.ask("again", person(1)), desk.ask("new", person(2))]
    assert order(desk, results) == ["first", "new", "again"]


@pytest.mark.parametrize("at_once", [1, 2, 3, 8])
def test_never_more_at_once_than_there_are_cores_and_one_of_each_visitor(at_once):
    desk = Desk(at_once=at_once)
    results = [desk.ask(f"{who}-{number}", person(who)) for number, who in itertools.product(range(4), range(4))]
    desk.until_begun(min(at_once, 4))
    time.sleep(0.05)
    assert len(desk.begun) == min(at_once, 4)
    desk.free(len(results))
    assert sorted(result.result(SECONDS) for result in results) == sorted(desk.begun)
    assert set(desk.most.values()) == {1}


@pytest.mark.parametrize("each", [1, 2, 4])
def test_a_visitor_with_too_many_waiting_is_told_how_many(each):
    desk = Desk(at_once=1, waiting_each=each)
    taken = [desk.ask(str(number), person(1)) for number in range(1 + each)]
    with pytest.raises(QuestionError) as caught:
        desk.ask("too many", person(1))
    assert caught.value.sentence("zh") == f"您已有 {each} 个问题在等待回答，请等它们答完再问。"
    other = desk.ask("other", person(2))
    desk.free(len(taken) + 1)
    assert other.result(SECONDS) == "other"
    assert [result.result(SECONDS) for result in taken] == [str(number) for number in range(1 + each)]


def test_beyond_the_bound_everyone_is_told_that_too_many_ask():
    desk = Desk(at_once=1, waiting=5)
    taken = [desk.ask(str(number), person(number)) for number in range(6)]
    with pytest.raises(QuestionError) as caught:
        desk.ask("one more", person(7))
    assert caught.value.sentence("zh") == "现在提问的人太多，请过一会儿再问。"
    desk.free(len(taken))
    assert len({result.result(SECONDS) for result in taken}) == 6


def test_whoever_fills_the_queue_makes_room_for_others():
    desk = Desk(at_once=1, waiting=4)
    crowd = [desk.ask(f"crowd{number}", person(number, "10.9.9.9")) for number in range(5)]
    one, other = desk.ask("one", person(98)), desk.ask("other", person(99))
    with pytest.raises(QuestionError):
        desk.ask("still too many", person(5, "10.9.9.9"))
    desk.free(10)
    assert (one.result(SECONDS), other.result(SECONDS)) == ("one", "other")
    refused = [result.exception(SECONDS) for result in crowd]
    assert [error.key if error else "" for error in refused] == ["", "", "", "question-crowded", "question-crowded"]


def test_what_is_cancelled_while_it_waits_is_never_done_and_leaves_its_place():
    desk = Desk(at_once=1, waiting=1)
    first, waits = desk.ask("first", person(1)), desk.ask("waits", person(2))
    assert waits.cancel()
    assert desk.turns.waiting == 0
    last = desk.ask("last", person(3))
    desk.free(3)
    assert (first.result(SECONDS), last.result(SECONDS)) == ("first", "last")
    assert desk.begun == ["first", "last"]
    with pytest.raises(CancelledError):
        waits.result()


def test_a_task_that_is_cancelled_takes_its_question_along():
    desk = Desk(at_once=1)

    async def given_up() -> None:
        await asyncio.wait_for(asyncio.wrap_future(desk.ask("given up", person(2))), 0.05)

    first = desk.ask("first", person(1))
    with pytest.raises(TimeoutError):
        asyncio.run(given_up())
    desk.free(2)
    assert first.result(SECONDS) == "first" and desk.begun == ["first"]


def test_when_a_session_leaves_its_questions_go_and_nobody_elses():
    desk = Desk(at_once=1)
    first = desk.ask("first", person(1))
    gone, stays = [desk.ask("gone", person(2)) for _ in range(2)], desk.ask("stays", person(3))
    anonymous = desk.ask("anonymous", Visitor("10.0.0.9"))
    desk.turns.leave("s2")
    desk.turns.leave("")
    desk.free(4)
    assert [result.exception(SECONDS).key for result in gone] == ["question-left"] * 2
    assert [each.result(SECONDS) for each in (first, stays, anonymous)] == ["first", "stays", "anonymous"]


def test_what_goes_wrong_goes_to_whoever_asked_and_the_next_is_answered():
    turns = Turns(at_once=1)
    wrong = turns.take(person(1), lambda: 1 // 0)
    assert turns.take(person(2), lambda: "right").result(SECONDS) == "right"
    with pytest.raises(ZeroDivisionError):
        wrong.result(SECONDS)


def test_fifty_visitors_in_a_hurry_all_get_their_own_answers():
    turns, answers = Turns(), {}

    def answer(number: int) -> int:
        time.sleep(0.001)
        return number

    def visit(number: int) -> None:
        answers[number] = [
            turns.take(person(number, "10.0.0.1"), lambda: answer(number)).result(SECONDS) for _ in range(10)
        ]

    people = [threading.Thread(target=visit, args=(number,)) for number in range(50)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert answers == {number: [number] * 10 for number in range(50)}
    assert turns.waiting == 0


@pytest.mark.parametrize(
    ("request_", "visitor"),
    [
        (None, Visitor()),
        (SimpleNamespace(client=None), Visitor()),
        (
            SimpleNamespace(client=SimpleNamespace(host="192.0.2.1", port=9), session_hash="abc"),
            Visitor("192.0.2.1", "abc"),
        ),
        (SimpleNamespace(client=SimpleNamespace(host="::1", port=9), session_hash=None), Visitor("::1")),
    ],
)
def test_a_visitor_is_told_by_address_and_session(request_, visitor):
    assert visitor_of(request_) == visitor
