"""Regular expressions that wait: the same as compiled ones, compiled once and not before they are used."""

import re

import pytest
from support.python import python

from rag.text.lazy_regex import lazy_regex


def test_a_lazy_one_does_what_a_compiled_one_does():
    lazy, compiled = (
        lazy_regex(r"(?P<year>\d{4})年(\w)", re.IGNORECASE),
        re.compile(r"(?P<year>\d{4})年(\w)", re.IGNORECASE),
    )
    text = "1980年A，2024年B"
    assert lazy.search(text)["year"] == "1980"
    assert lazy.match(text, 6) is None and lazy.match(text, 7).span() == compiled.match(text, 7).span()
    assert lazy.findall(text) == compiled.findall(text)
    assert [match.span() for match in lazy.finditer(text)] == [match.span() for match in compiled.finditer(text)]
    assert lazy.sub("-", text) == compiled.sub("-", text) == "-，-"
    assert (lazy.pattern, lazy.flags, lazy.groupindex) == (compiled.pattern, compiled.flags, compiled.groupindex)


def test_it_is_compiled_when_it_is_first_used_and_once(monkeypatch):
    seen, compile_ = [], re.compile
    monkeypatch.setattr(re, "compile", lambda *asked: seen.append(asked[0]) or compile_(*asked))
    lazy = lazy_regex("牡.园")
    assert seen == []
    assert lazy.search("牡丹园") and lazy.fullmatch("牡丹园") and not lazy.search("公园")
    assert seen == ["牡.园"]


def test_what_is_wrong_with_it_is_raised_at_its_first_use():
    lazy = lazy_regex("(")
    for _ in range(2):
        with pytest.raises(re.error):
            lazy.search("x")
    with pytest.raises(AttributeError):
        _ = lazy_regex("x").no_such_method


@pytest.mark.slow
def test_every_lazy_one_of_the_program_compiles_and_none_does_so_at_import():
    found = python(
        "import importlib, pkgutil, rag\n"
        "from rag.text import lazy_regex as module\n"
        "made, start = [], module._LazyRegex.__init__\n"
        "module._LazyRegex.__init__ = lambda self, *asked: made.append(self) or start(self, *asked)\n"
        "for each in pkgutil.walk_packages(rag.__path__, 'rag.'):\n"
        "    if not each.name.startswith('rag.training'):\n"
        "        importlib.import_module(each.name)\n"
        "early = [one._asked[0] for one in made if '_compiled' in vars(one)]\n"
        "print(len(made) > 100, early, all(one.search('') is None or True for one in made))"
    )
    assert found.stdout.strip() == "True [] True", (found.stdout, found.stderr)
