"""What an asynchronous handler of the page gives, step by step, for tests that are not asynchronous."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import TypeVar

Given = TypeVar("Given")


def given_by(stream: AsyncIterator[Given]) -> Iterator[Given]:
    """Each thing that `stream` gives; between two of them, nothing of it goes on."""
    with asyncio.Runner() as runner:
        while True:
            try:
                yield runner.run(_next(stream))
            except StopAsyncIteration:
                return


async def _next(stream: AsyncIterator[Given]) -> Given:
    return await anext(stream)
