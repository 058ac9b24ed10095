"""Tables and records as a reader of them gives them back."""

import json
from typing import Any

from rag.pages.formats.csv import read_csv
from rag.pages.formats.document import Document
from rag.pages.formats.json import read_json

BRIDGE, DESKS = "柳湾村修好了进村桥，桥长二十四米。", "上庄小学换了新课桌，一共二百一十套。"
DAY = "2023-03-05"
TWO = [("进村桥", BRIDGE), ("新课桌", DESKS)]


def csv(text: str, encoding: str = "utf-8") -> Document:
    return read_csv("表.csv", text.encode(encoding))


def of_json(value: Any) -> Document:
    return read_json("表.json", json.dumps(value, ensure_ascii=False).encode())


def articles(document: Document) -> list[tuple[str, str]]:
    """Title and text of each article."""
    return [
        (section.title, "\n".join(document.lines[section.spans[0][0] - 1 : section.spans[0][1]][bool(section.title) :]))
        for section in document.sections
    ]


def notices(document: Document) -> list[tuple[str, Any]]:
    return [(notice.key, notice.values.get("line", notice.values.get("number"))) for notice in document.notices]


def dates(document: Document) -> list[str | None]:
    return [section.date for section in document.sections]
