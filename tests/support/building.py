"""A folder of two pages for builds, and pages to change it with."""

import functools

from rag.index.build import build_index
from rag.settings import Settings
from rag.text.terms import Terms
from support.fakes import FakeEncoder

SETTINGS = Settings()
WORDS = ("图书", "公园", "医院", "花灯")
LIBRARY = """南街图书角开门迎客

本报讯 3月5日上午,南街社区的图书角正式开放。开放首日,社区收到街坊捐书八百三十六册。
"""
PARK = """东湖公园花灯会开幕

本报讯 东湖公园的花灯会昨晚开幕。灯会展出花灯一百二十组。
"""
HOSPITAL = """我市新增社区医院

本报讯 我市新增两家社区医院。截至目前,我市共有社区医院十一家。
"""

TERMS = functools.cache(Terms)


def run(source, folder, encoder=None, settings=SETTINGS, name="fake"):
    return build_index(source, folder, settings, encoder or FakeEncoder(WORDS, name), name)


def never():
    raise AssertionError("the encoder is loaded though nothing is to be encoded")


def add_page(source):
    (source / "000.txt").write_text(HOSPITAL, "utf-8")
