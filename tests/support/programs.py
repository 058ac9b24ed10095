"""The page as programs call it."""

import asyncio

from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

from support.newspaper import HITS, FakeNewspaper
from support.serving import in_a_thread


class Searched(FakeNewspaper):
    def search(self, question, history=()):
        self.histories.append(list(history))
        return HITS


def tools(address: str, work):
    """What `work` gives, done with an MCP session."""

    async def through():
        async with (
            streamable_http_client(f"{address}gradio_api/mcp/") as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            return await work(session)

    return in_a_thread(lambda: asyncio.run(through()))
