"""What an asynchronous handler of the page gives, step by step, for tests that are not asynchronous."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Given = TypeVar("Given")


def given_by(stream: AsyncIterator[Given]) -> Iterator[Given]:
    """Each thing that `stream` gives; between two of them, nothing of it goes on.

    It has an event loop in a thread of its own: none can be run beside the one of an open browser.
    """
    loop, pool = asyncio.new_event_loop(), ThreadPoolExecutor(1)
    try:
        while given := pool.submit(loop.run_until_complete, _next(stream)).result():
            yield given[0]
    finally:  # which may run wherever an unfinished one is collected: nothing is waited for
        pool.submit(loop.close)
        pool.shutdown(wait=False)


async def _next(stream: AsyncIterator[Given]) -> list[Given]:
    """What comes next; nothing at the end."""
    try:
        return [await anext(stream)]
    except StopAsyncIteration:
        return []
