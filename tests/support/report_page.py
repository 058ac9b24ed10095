"""A report's HTML page, read back: its elements, its text, and what its script is given."""

import base64
import gzip
import json
import re
from html.parser import HTMLParser

VOID = {"meta", "br", "img", "input", "link", "hr", "path", "circle", "use"}


class Parsed(HTMLParser):
    """Every element with its attributes, the text outside scripts and styles, and whether all elements are closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.inside: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.inside.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.inside.pop() == tag

    def handle_data(self, data):
        if not {"script", "style"} & set(self.inside):
            self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)

    def having(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def unpacked(page: str) -> dict:
    """What the script opens questions from: what to filter them by with the HTML inside, and the passages."""
    found = re.search(r'id="report-data">(.*?)</script>', page, re.DOTALL)
    assert found
    told = json.loads(found[1])

    def opened(text: str):
        return json.loads(gzip.decompress(base64.b64decode(text)))

    inside = [html for part in told["inside"] for html in opened(part)]
    return {
        "passages": opened(told["passages"]),
        "questions": [{**row, "html": html} for row, html in zip(opened(told["index"]), inside, strict=True)],
    }
