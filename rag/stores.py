"""Where an index is kept: in a folder of this machine, or in Milvus too, as the settings say.

Whoever builds or opens an index does it here. A build always makes the index in the folder, which knows what is to be
encoded; with `store=milvus` it is then written into Milvus, from where it is opened. Nothing of Milvus is imported
where the settings do not say so.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rag.index import build, saved
from rag.index.build import BuildReport
from rag.index.saved import SavedIndex
from rag.index.segments import StoredSegment
from rag.index.writing import writer_lock
from rag.models.encoder import Encoder
from rag.progress import Progress, silent
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.milvus.collections import Names
    from rag.milvus.server import Server

LOCAL: Final = "local"
MILVUS: Final = "milvus"


def build_index(
    source: Path,
    folder: Path,
    settings: Settings,
    encoder: Callable[[], Encoder] | Encoder,
    encoder_name: str,
    progress: Progress = silent,
    *,
    anew: bool = False,
    empty: bool = False,
) -> BuildReport:
    """As `rag.index.build.build_index`; what is built is then in Milvus where the settings say so.

    Raises StoreError, too: before anything is built where no Milvus is there; where it goes away in the middle, the
    index in the folder is the new one, readers of Milvus go on with the old one, and the next build writes what is
    lacking.
    """
    if settings.store != MILVUS:
        return build.build_index(source, folder, settings, encoder, encoder_name, progress, anew=anew, empty=empty)
    from rag.milvus.writing import publish

    server, names = _connected(settings)
    report = build.build_index(source, folder, settings, encoder, encoder_name, progress, anew=anew, empty=empty)
    with writer_lock(folder):
        published = publish(server, names, folder, saved.read_index(folder), progress)
    return replace(report, changed=report.changed or published)


def is_current(source: Path, folder: Path, settings: Settings, encoder_name: str, *, empty: bool = False) -> bool:
    """As `rag.index.build.is_current`; where the settings say so, Milvus has the same. Raises StoreError, too."""
    current = build.is_current(source, folder, settings, encoder_name, empty=empty)
    if settings.store != MILVUS or not current:
        return current
    from rag.milvus.writing import is_published

    return is_published(*_connected(settings), saved.read_index(folder))


def open_index(folder: Path, settings: Settings, encoder_name: str, known: Sequence[StoredSegment] = ()) -> SavedIndex:
    """As `rag.index.saved.open_index`, of the folder or of Milvus. Raises StoreError, too."""
    if settings.store != MILVUS:
        return saved.open_index(folder, settings, encoder_name, known)
    from rag.milvus.reading import open_milvus

    return open_milvus(*_connected(settings), folder, settings, encoder_name)


def _connected(settings: Settings) -> "tuple[Server, Names]":
    from rag.milvus.collections import Names
    from rag.milvus.server import Server

    return Server(settings.milvus_uri), Names(settings.milvus_name)
