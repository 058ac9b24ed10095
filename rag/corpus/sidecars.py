"""What sidecars say of pages, changed with the folder that the pages lie in and undone with it.

What is no longer said is kept with what was removed, in sidecars at the same paths, so that it can be said again.
Left out: what the text of a sidecar is then (see `pages.sidecar_edits`).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from rag.articles import with_issues
from rag.corpus.mending import Mend, mended_tables
from rag.corpus.removed import FORMER_SPLIT, MENDED_SPLIT, KeptTable, tables_in
from rag.errors import LibraryError, PageError
from rag.index.unfinished import Change
from rag.pages.sidecar import SIDECAR, entries_in, page_tables, pieces_text, with_table
from rag.pages.sidecar_edits import Facts, SidecarText, facts_of, facts_text, split_text
from rag.records import Page, Piece


class Split(NamedTuple):
    """A page of an index, and the pieces that it was split into."""

    page: Page
    pieces: Sequence[Piece]


class SidecarChanges:
    """The sidecars in `folder`, as part of `change`. What is done raises OSError and, for a sidecar that cannot be read
    or changed, SourceError.
    """

    def __init__(self, folder: Path, change: Change, place: Callable[[], Path]) -> None:
        """`place` is asked, once there is something to keep, where it is kept."""
        self._folder = folder
        self._change = change
        self._place = place

    def describe(self, name: str, facts: Facts, pages: Collection[str]) -> None:
        """Have a sidecar say these facts of the page of this name, one of `pages`, and keep what it said.

        Raises LibraryError where it says so already.
        """
        path, file, former = self._said_of(name, pages)
        if former == facts:
            raise LibraryError("library-facts-same", name=name)
        changed = SidecarText.read(path).with_facts(file, facts)
        self._keep(path.parent, facts_text(file, former))
        self._write(changed)

    def mend(self, printed: Page, split: Split, mend: Mend, pages: Collection[str]) -> None:
        """Have a sidecar say of the pieces of a page what `mend` makes of its `split`, and keep what it said.

        `printed` is the page as its file has it. Raises LibraryError where the folder says something else of it than
        what the split was made of, and what `mended_tables` raises.
        """
        path, file, _ = self._said_of(printed.name, pages)
        sidecar = SidecarText.read(path)
        table = entries_in(sidecar.text, path).get(file)
        present = printed if table is None else with_table(printed, table, path)
        if with_issues([present], self._folder)[0].digest != split.page.digest:
            raise LibraryError("library-mend-folder", name=printed.name)
        written = sidecar.pieces(file)
        tables = mended_tables(printed, [table for table, _ in written], split.pieces, mend, self._folder, path)
        texts = [
            next((text for former, text in written if former == table), None) or pieces_text([table])[0]
            for table in tables
        ]
        changed = sidecar.with_pieces(file, texts)
        folder = self._place() / path.parent.relative_to(self._folder)
        self._write(SidecarText(folder / FORMER_SPLIT, split_text(file, [text for _, text in written])))
        self._write(SidecarText(folder / MENDED_SPLIT, split_text(file, texts)))
        self._write(changed)

    def take_out(self, names: Collection[str], pages: Collection[str]) -> None:
        """Take out and keep all that is said of the pages of these names; `pages` are all that there were."""
        told = page_tables(pages, self._folder)
        taken: dict[Path, list[str]] = {}
        for name in names:
            if name in told:
                taken.setdefault(told[name].path, []).append(told[name].file)
        for path, files in taken.items():
            sidecar = SidecarText.read(path)
            tables = sidecar.tables
            self._keep(path.parent, "".join(tables[file] for file in files))
            self._write(sidecar.without(files))

    def say_again(self, place: Path, brought: Mapping[str, str | PageError], pages: Collection[str]) -> None:
        """Say again what was kept in `place`, where it is then gone.

        `brought` are the pages that were brought back from there, each with its name now or why it is not; `pages` are
        all others. Of the former all is said that was, unless something is said of them already; of others the facts,
        or their split. Raises LibraryError where one of those is no longer there or was mended again since.
        """
        told = page_tables({*pages, *(name for name in brought.values() if isinstance(name, str))}, self._folder)
        kept = tables_in(place)
        again: dict[Path, dict[str, str]] = {}
        for table in kept:
            name = brought.get(table.name)
            if name is None:
                self._say_former(table, pages)
            elif isinstance(name, str) and name not in told:
                tables = again.setdefault(self._folder / table.folder / SIDECAR, {})
                tables[name.removeprefix(f"{table.folder}/")] = table.text
        for path, tables in again.items():
            self._write(SidecarText.read(path).with_tables(tables))
        splits = tables_in(place, FORMER_SPLIT)
        for split in splits:
            self._split_formerly(split, place, pages)
        emptied = {place / table.folder / SIDECAR for table in kept}
        for path in emptied | {
            place / split.folder / name for split in splits for name in (FORMER_SPLIT, MENDED_SPLIT)
        }:
            self._write(SidecarText(path))

    def _split_formerly(self, kept: KeptTable, place: Path, pages: Collection[str]) -> None:
        """Say of the pieces of a page what was said before a mend. Raises LibraryError where something else was said of
        them since.
        """
        if kept.name not in pages:
            raise LibraryError("library-facts-no-page", name=kept.name)
        path, file, _ = self._said_of(kept.name, pages)
        sidecar, folder = SidecarText.read(path), place / kept.folder
        made = SidecarText.read(folder / MENDED_SPLIT).told(kept.file)
        if sidecar.told(file) != made:
            raise LibraryError("library-mend-later", name=kept.name)
        former = SidecarText(folder / FORMER_SPLIT, kept.text).pieces(kept.file)
        self._write(sidecar.with_pieces(file, [text for _, text in former]))

    def _say_former(self, kept: KeptTable, pages: Collection[str]) -> None:
        if kept.name not in pages:
            raise LibraryError("library-facts-no-page", name=kept.name)
        path, file, _ = self._said_of(kept.name, pages)
        (former,) = entries_in(kept.text, path).values()
        self._write(SidecarText.read(path).with_facts(file, facts_of(former)))

    def _said_of(self, name: str, pages: Collection[str]) -> tuple[Path, str, Facts]:
        """The sidecar that tells of a page, or else the one beside it; what the page is called there; what is said."""
        told = page_tables(pages, self._folder).get(name)
        if told:
            return told.path, told.file, facts_of(told.table)
        return (self._folder / name).parent / SIDECAR, PurePosixPath(name).name, {}

    def _keep(self, folder: Path, text: str) -> None:
        """Keep what the sidecar in `folder` says."""
        self._write(SidecarText(self._place() / folder.relative_to(self._folder) / SIDECAR, text))

    def _write(self, sidecar: SidecarText) -> None:
        if sidecar.path.is_symlink():
            raise LibraryError("library-sidecar-link", path=sidecar.path)
        self._change.write(sidecar.path.relative_to(self._folder).as_posix(), sidecar.content)
