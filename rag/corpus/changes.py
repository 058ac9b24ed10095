"""What is told of a change of the corpus: what became of each file, and what was built.

Left out: how a change is made (see `library`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from rag.errors import PageError
from rag.index.build import BuildReport


@dataclass(frozen=True, slots=True)
class GivenFile:
    """What became of a file that was given: its own name, and the one that it has among the pages, "" where none.

    `error` says why it is not taken, or that a page with its content is there already (`present`).
    """

    given: str
    name: str = ""
    error: PageError | None = None

    @property
    def present(self) -> bool:
        """Whether the corpus has a page with this content already."""
        return self.error is not None and self.error.key == "library-present"


Heard = Callable[[GivenFile], None]
"""Called with each file that was given, as soon as it is read."""


@dataclass(frozen=True, slots=True)
class CorpusChange:
    """What a change did. `files` are those given or brought back, `removed` the names of pages taken out.

    `described` are the names of pages of which something else is said than before, or the same again as formerly.
    `mended` are those of pages whose split is another one than before. `report` is the build's, None where there was
    nothing to build; `undo` the id by which `Library.restore` undoes it, "" where it cannot.
    """

    files: tuple[GivenFile, ...] = ()
    removed: tuple[str, ...] = ()
    report: BuildReport | None = None
    described: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()
    undo: str = ""
