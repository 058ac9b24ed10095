"""An index written by hand, and one whose files were replaced."""

import dataclasses
import hashlib

from rag.index import saved
from rag.index.checksum import checksum_of
from rag.index.manifest import StoredFile
from rag.index.recipe import current_recipe
from rag.index.sources import NAME as SOURCES
from rag.index.writing import write_index, writer_lock
from rag.records import DateMention
from rag.settings import Settings
from support.fakes import index_content

SETTINGS = Settings()

RECIPE = current_recipe(SETTINGS, "fake")

_PLAIN = index_content("水火。火。", "山。", dictionary=("晋祠", "汾河 5 ns"))
_TITLED = dataclasses.replace(_PLAIN.articles[0], title="水", mentions=(DateMention(1, 0, "水", "2022-01-20"),))
OLD = dataclasses.replace(_PLAIN, articles=(_TITLED, *_PLAIN.articles[1:]))
"""None of its files is empty."""

NEW = index_content("火。", "山。", "水水。水。火。")


def write(folder, content=OLD):
    with writer_lock(folder):
        return write_index(folder, RECIPE, content)


def read_all(folder):
    """Every file by its path, but for what is of this machine alone."""
    files = (file for file in folder.rglob("*") if file.is_file() and file.name != SOURCES)
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def segment_of(folder):
    """The folder of the one segment of the index in `folder`."""
    (segment,) = saved.read_manifest(folder).segments
    return folder / segment.name


def forge(folder, changes):
    """Replace files of the index in `folder`, which has one segment, and make a manifest that agrees with them."""
    manifest, place = saved.read_manifest(folder), segment_of(folder)
    files = dict(manifest.segments[0].files)
    for name, content in changes.items():
        (place / name).write_bytes(content)
        files[name] = StoredFile(hashlib.sha256(content).hexdigest(), len(content), checksum_of(content))
    segment = dataclasses.replace(manifest.segments[0], files=files)
    place.rename(folder / segment.name)
    (folder / "manifest.json").write_bytes(dataclasses.replace(manifest, segments=(segment,)).to_json())


def read_through(folder):
    """The index in `folder`, of which every record has been read and every term looked up."""
    index = saved.read_index(folder)
    for records in (index.pages, index.articles, index.passages):
        assert all(record is not None for record in records)
    index.terms.scores([term for term, _ in index.terms.counted()])
    return index
