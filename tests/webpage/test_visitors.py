"""Twenty visitors at once: no error, each answer belongs to its question, and memory stays where it was."""

import sys

import pytest
from benchmarks.visitors import mixed_up, questions, seeds_served
from support.visitors import (
    QUESTIONS_EACH,
    VILLAGES,
    VISITORS,
    arrived,
    orchard,
    own_process,
    rounds_of,
    village_question,
    village_trees,
    visited,
)

GROWTH_MEGABYTES = (
    24  # over a hundred questions after the first twenty: an allocator's slack, less than a leak of answers
)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is read as Linux tells it")
def test_twenty_visitors_at_once_get_their_own_answers_and_leave_nothing_behind():
    questions = [village_question(place) for place in range(len(VILLAGES))]
    trees = {question: village_trees(place) for place, question in enumerate(questions)}
    with own_process(orchard()) as page:
        visitors = arrived(page.address)
        replies = visited(visitors, rounds_of(questions, each=1))
        warm = page.megabytes
        replies += visited(visitors, rounds_of(questions))
        grown = page.megabytes - warm
    assert len(replies) == VISITORS * (1 + QUESTIONS_EACH)
    assert [reply.error for reply in replies if reply.error] == []
    assert [reply.question for reply in replies if reply.answer["question"] != reply.question] == []
    assert [reply.question for reply in replies if trees[reply.question] not in reply.answer["answer"]] == []
    assert grown < GROWTH_MEGABYTES, f"{grown:.1f} MB more than after the first questions"


@pytest.mark.model
@pytest.mark.skipif(sys.platform != "linux", reason="memory is read as Linux tells it")
def test_the_real_model_mixes_nobody_up(seeds_index):
    asked = questions()[:VISITORS]
    with seeds_served(seeds_index, "--read-only", "--set", "reader_passages=1") as page:
        together = visited(arrived(page.address), rounds_of(asked, each=1))
        alone = visited(arrived(page.address, 1), [asked])
    assert [reply.error for reply in [*together, *alone] if reply.error] == []
    assert mixed_up(together, alone) == []
