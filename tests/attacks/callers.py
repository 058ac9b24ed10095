"""Foreign names and foreign pages at every kind of door: none may come in."""

from collections.abc import Iterator

from support.foreign import FOREIGN_HOSTS, FOREIGN_ORIGINS
from support.programs import Searched
from support.visiting import visiting

from attacks.outcome import Outcome
from ui.extras import Extras

SENT = (
    "gradio_api/queue/join",
    "gradio_api/run/ask",
    "gradio_api/call/search",
    "gradio_api/upload",
    "gradio_api/cancel",
    "login",
    "gradio_api/mcp/",
)
READ = ("", "en/", "config", "gradio_api/info", "gradio_api/file=/etc/hostname", "gradio_api/mcp/")


def attempts() -> Iterator[Outcome]:
    with visiting(Searched(), Extras(mcp=True, hosts=("news.example",))) as visitor:
        for host in (host for host in FOREIGN_HOSTS if host.isascii()):
            for path in READ:
                status = visitor.client.get(path, headers={"host": host}).status_code
                yield Outcome("foreign hosts", f"{host} {path}", "" if status in (400, 403) else str(status))
        for origin in FOREIGN_ORIGINS:
            for path in SENT:
                sent = visitor.client.post(
                    path, json={"data": ["哪里?"]}, headers={"host": "news.example:7860", "origin": origin}
                )
                yield Outcome(
                    "foreign origins", f"{origin} {path}", "" if sent.status_code == 403 else str(sent.status_code)
                )
