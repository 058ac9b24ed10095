"""The wording: complete in both languages, and nothing said anywhere else."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, nodes

import rag
import ui.wording
from rag.wording import WORDING, answers, commands, errors, planning, report, say, stores

ROOT = Path(rag.__file__).parents[1]
PARTS = (
    *(part.WORDING for part in (errors, stores, answers, planning, commands, report)),
    *(
        part.WORDING
        for part in (
            ui.wording.asking,
            ui.wording.reading,
            ui.wording.mending,
            ui.wording.clippings,
            ui.wording.evaluation,
        )
    ),
)
EVERYTHING = {**WORDING, **ui.wording.WORDING}


def braces(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def template_nodes(package: str, kind: type[nodes.Node]) -> Iterator[Any]:
    """All nodes of one kind in the package's templates."""
    for file in sorted((ROOT / package).rglob("*.html")):
        yield from Environment().parse(file.read_text("utf-8")).find_all(kind)


def keys_spelt_out(package: str) -> Iterator[str]:
    """The key of each call of `say` in the package, where it is spelt out."""
    for file in sorted((ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="say" | "said" | "describe"), args=[ast.Constant(value=str(key)), *_]):
                    yield key
    for call in template_nodes(package, nodes.Call):
        if (
            isinstance(call.node, nodes.Name)
            and call.node.name in ("say", "note")
            and (isinstance(call.args[0], nodes.Const))
        ):
            yield call.args[0].value


def literal_strings(package: str) -> Iterator[str]:
    """Those of every file but the wording."""
    for file in sorted((ROOT / package).rglob("*.py")):
        if "wording" in str(file.relative_to(ROOT)):
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
    yield from (node.value for node in template_nodes(package, nodes.Const) if isinstance(node.value, str))


@pytest.mark.parametrize("key", EVERYTHING)
def test_every_sentence_exists_in_both_languages_with_the_same_values(key: str) -> None:
    chinese, english = EVERYTHING[key]
    assert chinese.strip()
    assert english.strip()
    assert braces(chinese) == braces(english)
    assert not any("\u4e00" <= character <= "\u9fff" for character in english.replace("问报", ""))


def test_no_sentence_is_in_two_parts() -> None:
    assert sum(map(len, PARTS)) == len(EVERYTHING)


@pytest.mark.slow
@pytest.mark.parametrize(("package", "known"), [("rag", WORDING), ("ui", EVERYTHING)])
def test_every_key_that_is_spelt_out_exists(package: str, known: dict[str, tuple[str, str]]) -> None:
    keys = list(keys_spelt_out(package))
    assert len(keys) > 50
    assert [key for key in keys if key not in known] == []


@pytest.mark.slow
def test_every_sentence_is_said_somewhere() -> None:
    """By its key, or by a key made of a beginning that is spelt out."""
    written = {text for package in ("rag", "ui") for text in literal_strings(package)}
    beginnings = tuple(text for text in written if text.endswith("-") and len(text) > 3)
    assert [key for key in EVERYTHING if key not in written and not key.startswith(beginnings)] == []


def test_a_sentence_is_filled_in_and_a_missing_value_is_an_error() -> None:
    assert "9000" in say("port-busy", "zh", port=9000)
    assert "9000" in say("port-busy", "en", port=9000)
    with pytest.raises(KeyError):
        say("port-busy")


def test_the_page_says_its_own_sentences_and_those_of_the_program() -> None:
    own = next(iter(ui.wording.WORDING))
    assert own not in WORDING
    assert ui.wording.say("port-busy", "en", port=9000) == say("port-busy", "en", port=9000)
    with pytest.raises(KeyError):
        ui.wording.say("no-such-sentence")


def test_what_is_counted_is_named_in_the_singular_where_it_is_one():
    figures = ui.wording.say("page-issue-figures", "en", pages=1, count=2)
    assert figures == "1 page · 2 pieces"
    assert ui.wording.say("page-found-count", "en", count=1) == "1 piece holds these words."
    assert ui.wording.say("page-found-count", "en", count=0) == "0 pieces hold these words."
