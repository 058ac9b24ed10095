"""The documents and the tree agree: the map names every room, and whatever a document names is there."""

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

import rag
from rag.commands.main import COMMANDS, build_parser

ROOT = Path(rag.__file__).parents[1]
MAP = ROOT / "rag" / "README.md"
README, CONTRIBUTING = ROOT / "README.md", ROOT / "CONTRIBUTING.md"
FIGURES = ROOT / "rag" / "evaluation" / "README.md"
DOCUMENTS = (README, CONTRIBUTING, *sorted((ROOT / "rag").rglob("README.md")))
PROGRAM = ("rag", "ui", "tests")

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"(?<![\w./<-])(?:rag|ui|tests|seeds|\.ci)/[\w./*-]*")
FILE = re.compile(r"[\w*-]+\.(?:py|pyi|js|css)")
DOTTED = re.compile(r"(?<![\w./-])(?:rag|ui)(?:\.[A-Za-z_]\w*)+(?!/)")


def text_of(document: Path) -> str:
    return document.read_text("utf-8")


def code_in(text: str) -> list[str]:
    """The lines of code blocks, and what stands in backticks."""
    lines = [line for _, block in FENCE.findall(text) for line in block.splitlines()]
    return lines + SPAN.findall(FENCE.sub("", text))


def rooms() -> Iterator[str]:
    """Every folder of the program with Python files, and every file that is a room by itself."""
    for root in (ROOT / "rag", ROOT / "ui"):
        for folder in (root, *(path for path in root.rglob("*") if path.is_dir())):
            if folder != ROOT / "rag" and any(folder.glob("*.py")):
                yield f"{folder.relative_to(ROOT).as_posix()}/"
    yield from (f"rag/{file.name}" for file in (ROOT / "rag").glob("*.py") if file.name != "__init__.py")


def in_documents(*documents: Path) -> "pytest.MarkDecorator":
    return pytest.mark.parametrize("document", documents, ids=lambda document: document.relative_to(ROOT).as_posix())


@cache
def words_of_the_program() -> frozenset[str]:
    return frozenset(
        word
        for folder in PROGRAM
        for file in (ROOT / folder).rglob("*.py")
        for word in re.findall(r"\w+", text_of(file))
    )


# ---- the map


@pytest.mark.parametrize("room", sorted(rooms()))
def test_the_map_gives_every_room_its_line(room):
    lines = [line for line in text_of(MAP).splitlines() if line.startswith(f"| `{room}` | ")]
    assert len(lines) == 1


def test_every_name_on_the_map_is_one_of_the_program():
    names = {span for span in SPAN.findall(FENCE.sub("", text_of(MAP))) if re.fullmatch(r"[A-Za-z_]\w+", span)}
    assert names - words_of_the_program() - set(re.findall(r"\w+", text_of(ROOT / "pyproject.toml"))) == set()


# ---- every document


@in_documents(*DOCUMENTS)
def test_every_path_that_a_document_names_is_there(document):
    paths = {path.rstrip(".") for code in code_in(text_of(document)) for path in PATH.findall(code)}
    assert [path for path in sorted(paths) if not any(ROOT.glob(path))] == []


@in_documents(MAP, CONTRIBUTING)
def test_every_file_that_is_named_without_its_folder_is_there(document):
    files = {span for span in SPAN.findall(text_of(document)) if FILE.fullmatch(span)}
    assert [file for file in sorted(files) if not any(any((ROOT / folder).rglob(file)) for folder in PROGRAM)] == []


@in_documents(*DOCUMENTS)
def test_every_module_that_a_document_names_is_there(document):
    code = code_in(text_of(document))
    run = {name for line in code for name in re.findall(r"python -m ([\w.]+)", line)}
    assert [name for name in sorted(run) if find_spec(name) is None] == []
    named = {name for line in code for name in DOTTED.findall(line)}
    assert [name for name in sorted(named) if not resolves(name)] == []


def resolves(name: str) -> bool:
    """Whether the dotted name is a module or something in one."""
    module, _, last = name.rpartition(".")
    try:
        return find_spec(name) is not None or hasattr(importlib.import_module(module), last)
    except ModuleNotFoundError:  # what stands before the last dot is no package, or is not there
        return find_spec(module) is not None and hasattr(importlib.import_module(module), last)


@in_documents(*DOCUMENTS)
def test_every_name_that_a_document_imports_is_public(document):
    for language, block in FENCE.findall(text_of(document)):
        for node in ast.walk(ast.parse(block)) if language == "python" else ():
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "rag":
                assert {alias.name for alias in node.names} <= set(importlib.import_module(node.module).__all__)


@in_documents(*DOCUMENTS)
def test_every_link_leads_somewhere(document):
    text = FENCE.sub("", text_of(document))
    targets = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'(?:src|href)="([^"]+)"', text)
    for target in targets:
        if re.match(r"\w+:", target):
            continue
        place, _, anchor = target.partition("#")
        file = document.parent / place if place else document
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


def anchors(document: Path) -> list[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    return [
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", FENCE.sub("", text_of(document)), re.MULTILINE)
    ]


# ---- commands


@in_documents(*DOCUMENTS)
def test_every_make_target_that_a_document_names_is_there(document):
    named = {name for code in code_in(text_of(document)) for name in re.findall(r"\bmake ([a-z-]+)", code)}
    assert named <= make_targets()


def test_contributing_names_every_make_target():
    assert {target for target in make_targets() if f"`make {target}`" not in text_of(CONTRIBUTING)} == set()


def make_targets() -> set[str]:
    found = re.search(r"^\.PHONY: (.+)$", text_of(ROOT / "Makefile"), re.MULTILINE)
    assert found
    return set(found[1].split())


@in_documents(*DOCUMENTS)
def test_every_command_that_a_document_names_takes_the_options_that_it_is_given(document):
    for code in code_in(text_of(document)):
        for name, rest in re.findall(r"\bwenbao ([a-z]+)([^`#]*)", code):
            assert name in COMMANDS, code
            assert set(re.findall(r"(?<![\w-])--[a-z-]+", rest)) <= options_of(name), code


def options_of(command: str) -> set[str]:
    (commands,) = (action.choices for action in build_parser("en")._actions if action.dest == "command")
    assert isinstance(commands, dict)
    return {option for action in commands[command]._actions for option in action.option_strings}


def test_the_readme_has_a_row_for_every_command():
    assert [name for name in COMMANDS if f"| `wenbao {name}" not in text_of(README)] == []


# ---- figures

NUMBER = r"\d+(?:\.\d+)?"


def measured(heading: str) -> str:
    """What stands under the heading in the README, links without their targets."""
    return re.sub(r"\]\([^)]*\)", "", text_of(README).split(f"\n{heading}\n")[1].split("\n#")[0])


@pytest.mark.parametrize("heading", ["## 实测", "### Measured"])
def test_every_figure_of_the_readme_is_told_in_full_elsewhere(heading):
    figures = re.findall(NUMBER, measured(heading))
    assert len(figures) > 8
    assert set(figures) - set(re.findall(NUMBER, text_of(FIGURES))) == set()


def test_a_figure_of_the_readme_stands_in_the_row_of_the_same_words():
    rows = [line for line in measured("## 实测").splitlines() if line.startswith("|")]
    pairs = re.findall(rf"([\u4e00-\u9fff（）]{{2,}}) ?({NUMBER})", "\n".join(rows))
    assert len(pairs) > 8
    full = text_of(FIGURES).splitlines()
    assert [
        pair for pair in pairs if not any(pair[0] in line and pair[1] in re.findall(NUMBER, line) for line in full)
    ] == []
