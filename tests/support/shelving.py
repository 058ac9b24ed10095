"""A folder of two pages with its index, for the tests of a corpus that changes."""

import functools
import itertools

import rag.answering.retriever
import rag.index.build
from rag.assistant import Assistant
from rag.corpus.library import Library
from rag.corpus.removed import PLACE
from rag.index.build import build_index
from rag.settings import Settings
from rag.text.terms import Terms
from support.fakes import FakeEncoder

SETTINGS = Settings(page_megabytes=0.01)
WORDS = ("图书", "花灯", "医院", "渡口")
BOOKS = """南街图书角开门迎客

本报讯 3月5日上午,南街社区的图书角正式开放。开放首日,社区收到街坊捐书八百三十六册。
"""
LIGHTS = """东湖公园花灯会开幕

本报讯 东湖公园的花灯会昨晚开幕。灯会展出花灯一百二十组。
"""
FERRY = """桃李镇渡口添了新船

本报讯 桃李镇渡口的新船昨日下水,能坐四十人。渡口的灯一直亮到末班船靠岸。
"""
HOSPITAL = """我市新增社区医院

本报讯 我市新增两家社区医院。截至目前,我市共有社区医院十一家。
"""
FERRY_QUESTION = "渡口的新船能坐几人?"
TERMS = functools.cache(Terms)
"""Terms with the same dictionary are the same: jieba takes a second to load."""

_NUMBERS = itertools.count()


def share_terms() -> None:
    """Have this process take the dictionary once: what a test does with monkeypatch."""
    for module in (rag.answering.retriever, rag.index.build):
        vars(module)["Terms"] = TERMS


class Place:
    """A folder of two pages, its index, and a folder where files wait to be added."""

    def __init__(self, folder):
        self.source, self.index, self.desk = folder / "pages", folder / "index", folder / "desk"
        self.encoder = FakeEncoder(WORDS)
        self.source.mkdir()
        self.desk.mkdir()
        (self.source / "001.txt").write_text(BOOKS, "utf-8")
        (self.source / "002.txt").write_text(LIGHTS, "utf-8")
        build_index(self.source, self.index, SETTINGS, self.encoder, "fake")
        self.encoder.encoded.clear()

    def library(self, **named) -> Library:
        assistant = Assistant.open(self.index, SETTINGS, self.encoder)
        return Library(assistant, self.source, self.index, self.encoder, **named)

    def file(self, name, content=FERRY):
        path = self.desk / str(next(_NUMBERS)) / name
        path.parent.mkdir()
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def stored(self):
        """Everything in both folders, byte for byte, hidden leftovers too, but the lock and what tells files by time."""
        return {
            path: path.read_bytes() if path.is_file() else None
            for folder in (self.source, self.index)
            for path in folder.rglob("*")
            if path.name not in (".lock", ".sources.json")
        }

    def names(self):
        return sorted(path.name for path in self.source.iterdir() if path.name != PLACE)
