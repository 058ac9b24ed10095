"""The rule of the rooms: a file imports only from rooms above it, and the door shows what the contract says.

Data flows one way, and so do imports. The order below is the building; a new file needs its place in it.
"""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import rag

ROOT = Path(rag.__file__).parent
UI = ROOT.parent / "ui"

ROOMS = (
    "wording", "errors", "parsing", "progress", "visible", "records", "settings", "storing", "places", "calendar",
    "characters", "terms", "readers", "folders", "pages", "sidecar", "articles", "passages",
    "bundled_model", "bundled_tokenizer", "bundled_transformer", "startup", "later", "encoder",
    "index", "reader", "fusion", "scope", "search", "reranking", "expectations", "parts", "refusal", "markers",
    "answer", "assistant",
    "removed", "shelf", "holdings", "present", "library",
    "contract", "feedback", "address", "console", "printing", "evaluation", "tour", "arguments", "commands_questions",
    "commands_eval", "commands_feedback", "cli",
)

PUBLIC = [
    "Answer", "Article", "Assistant", "BuildReport", "Citation", "CorpusChange", "CorpusFigures", "Encoder",
    "EncoderError", "EvaluationCancelled", "EvaluationError", "EvaluationSession", "Feedback", "FeedbackFile",
    "Finished", "Fragment", "GivenFile", "Hit", "Holding", "IndexBusy", "IndexDamaged", "IndexMismatch", "IndexMissing",
    "Language", "Library", "LibraryCancelled", "LibraryError", "NewQuestion", "Notice", "Page", "PageError", "Passage",
    "QuestionError", "Removal", "Scope", "ScopeChoices", "Sentence", "ServeError", "Settings", "SettingsError",
    "SourceError", "Span", "StoredIndexError", "TourStep", "WenbaoError", "Whole", "answer_object", "article_object",
    "build_index", "changed_on_loading", "check_address", "choices", "day_printed", "draft_object", "marker_places",
    "passage_object", "people_of", "read_tour", "report_choices", "report_lines", "report_question", "report_results",
    "report_styles", "say", "span_place", "unmarked", "whole_of", "without_collections",
]


class Import(NamedTuple):
    """One imported name: `module` and `name` as in `from module import name`; `inside` is the function around it."""

    module: str
    name: str
    inside: str


def imports(file: Path) -> Iterator[Import]:
    yield from _imports(ast.parse(file.read_text("utf-8")), "")


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
    return imported.name if imported.name in ROOMS else "the door"


def rag_files() -> list[Path]:
    return [file for file in files(ROOT) if file != ROOT / "__init__.py"]


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT.parent))


def test_every_file_has_its_place_in_the_building():
    assert {room_of(file) for file in rag_files()} <= set(ROOMS)


@pytest.mark.parametrize("file", rag_files(), ids=name_of)
def test_a_file_imports_only_from_rooms_above_it(file):
    place = ROOMS.index(room_of(file))
    reached = {room_reached(imported) for imported in imports(file)} - {"", room_of(file)}
    assert reached <= set(ROOMS[:place])


@pytest.mark.parametrize("file", rag_files(), ids=name_of)
def test_the_page_is_reached_by_the_command_that_serves_it_alone(file):
    found = {imported.inside for imported in imports(file) if imported.module.partition(".")[0] == "ui"}
    assert found <= ({"serve"} if file == ROOT / "cli.py" else set())


@pytest.mark.parametrize("file", files(UI), ids=name_of)
def test_the_page_reaches_rag_by_its_public_names_and_the_wording(file):
    for imported in imports(file):
        if imported.module.partition(".")[0] == "rag" and imported.module != "rag.wording":
            assert imported.module == "rag", f"from {imported.module} import {imported.name}"
            assert imported.name in rag.__all__


def test_the_wording_and_the_records_import_nothing_of_ours_but_what_a_notice_is():
    for name, known in (("wording", set()), ("records", {"errors"}), ("progress", set())):
        assert {room_reached(imported) for imported in imports(ROOT / f"{name}.py")} - {""} <= known


def test_the_door_shows_the_public_names():
    assert sorted(rag.__all__) == sorted(PUBLIC)
    assert all(hasattr(rag, name) for name in rag.__all__)


def test_the_door_has_a_docstring_and_so_has_every_public_name():
    assert rag.__doc__
    assert all(inspect.getdoc(thing) for thing in map(rag.__getattr__, rag.__all__)
               if inspect.isclass(thing) or inspect.isfunction(thing))
