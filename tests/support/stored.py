"""An index written by hand, and one whose files were replaced."""

import dataclasses
import hashlib

from rag.index import saved
from rag.index.manifest import StoredFile
from rag.index.recipe import current_recipe
from rag.index.writing import write_index, writer_lock
from rag.settings import Settings
from support.fakes import index_content

SETTINGS = Settings()

RECIPE = current_recipe(SETTINGS, "fake")

OLD = index_content("水火。火。", "山。", dictionary=("晋祠", "汾河 5 ns"))

NEW = index_content("火。", "山。", "水水。水。火。")


def write(folder, content=OLD):
    with writer_lock(folder):
        return write_index(folder, RECIPE, content)


def read_all(folder):
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def forge(folder, changes):
    """Replace files of the index in `folder` and make a manifest that agrees with them."""
    manifest = saved.read_manifest(folder)
    files = dict(manifest.files)
    for name, content in changes.items():
        (folder / manifest.generation / name).write_bytes(content)
        files[name] = StoredFile(hashlib.sha256(content).hexdigest(), len(content))
    forged = dataclasses.replace(manifest, files=files)
    (folder / manifest.generation).rename(folder / forged.generation)
    (folder / "manifest.json").write_bytes(forged.to_json())
