"""A Milvus server, or its embedded form in a local file, behind the few verbs that an index needs.

Whatever goes wrong with it is a StoreError with one sentence. pymilvus is imported when a server is connected to, not
before. Left out: what the collections hold (see `collections`).
"""

import importlib
import logging
import os
import re
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from rag.errors import StoreError
from rag.text.visible import visible

TOKEN: Final = "WENBAO_MILVUS_TOKEN"
"""The environment variable with the token of a server that asks for one, user:password: no setting, for settings are
printed."""

MOST_FOUND: Final = 16_384
"""Rows that one search or query of Milvus may give."""

_SECONDS: Final = 10.0
"""How long an answer to a question may take before the server counts as gone; pymilvus asks again until then."""
_WRITING_SECONDS: Final = 60.0
"""The same for writing and flushing a batch, which a busy server lets wait."""
_SCHEMES: Final = ("http", "https", "tcp")
_LOCAL: Final = ".db"

_OWN_CONNECTION: Final = {"grpc.use_local_subchannel_pool": 1, "grpc.max_reconnect_backoff_ms": 2_000}
"""A connection of its own, tried again soon: one that a process shares and has lost is not tried again for minutes."""

Ids = NDArray[np.int64]
Scores = NDArray[np.float32]
Schema = Callable[[Any, Any], None]
"""Adds the fields of a collection to a schema, and their indexes to what pymilvus calls index parameters."""


class Server:
    """A connection. Threads may share it."""

    def __init__(self, uri: str) -> None:
        """The server at `uri`: http://host:port, or a local file that ends in .db.

        Raises StoreError where pymilvus is not installed, where it is no such address, and where no Milvus answers.
        """
        self.uri = uri
        parts = urlsplit(uri)
        if not uri.endswith(_LOCAL) and not (parts.scheme in _SCHEMES and parts.hostname):
            raise StoreError("store-uri", uri=shown_uri(uri))
        if parts.username or parts.password:
            raise StoreError("store-uri-secret", name=TOKEN)
        os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # it writes on standard error what is said here in a sentence
        try:
            self._pymilvus = importlib.import_module("pymilvus")
            if uri.endswith(_LOCAL):
                importlib.import_module("milvus_lite")
            grpc = importlib.import_module("grpc")
        except ImportError as error:
            raise StoreError("store-extra-missing", library=error.name or "pymilvus") from error
        for logger in ("pymilvus", "milvus_lite"):  # once they are imported: that sets their levels
            logging.getLogger(logger).setLevel(logging.CRITICAL + 1)
        self._failures = (self._pymilvus.MilvusException, grpc.RpcError, OSError, ValueError)
        with self._failing("store-unreachable"):
            self._client = self._pymilvus.MilvusClient(
                uri=uri,
                token=os.environ.get(TOKEN, ""),
                timeout=_SECONDS,
                dedicated=True,
                grpc_options=_OWN_CONNECTION,
            )
        weakref.finalize(self, _close, self._client)

    # ---- collections and the alias

    def collections(self) -> list[str]:
        """The names of all collections."""
        with self._failing():
            return list(self._client.list_collections(timeout=_SECONDS))

    def target(self, alias: str) -> str:
        """The collection that the alias leads to, "" where there is no such alias."""
        with self._failing():
            if not self._client.has_collection(alias, timeout=_SECONDS):
                return ""
            return str(self._client.describe_alias(alias, timeout=_SECONDS)["collection_name"])

    def point(self, alias: str, collection: str) -> None:
        """Have the alias lead to the collection, in one step."""
        former = self.target(alias)
        with self._failing():
            if not former:
                self._client.create_alias(collection, alias, timeout=_WRITING_SECONDS)
            elif former != collection:
                self._client.alter_alias(collection, alias, timeout=_WRITING_SECONDS)

    def create(self, collection: str, schema: Schema) -> None:
        """An empty collection, in the place of one that has the name."""
        with self._failing():
            if self._client.has_collection(collection, timeout=_SECONDS):
                self._client.drop_collection(collection, timeout=_WRITING_SECONDS)
            fields = self._client.create_schema(auto_id=False, enable_dynamic_field=False)
            indexes = self._client.prepare_index_params()
            schema(fields, indexes)
            # what was written is found by whoever asks afterwards, on whatever machine
            self._client.create_collection(
                collection,
                schema=fields,
                index_params=indexes,
                consistency_level="Strong",
                timeout=_WRITING_SECONDS,
            )

    def drop(self, collection: str) -> None:
        """Remove the collection."""
        with self._failing():
            self._client.drop_collection(collection, timeout=_WRITING_SECONDS)

    def insert(self, collection: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add the rows to the collection."""
        with self._failing():
            self._client.insert(collection, list(rows), timeout=_WRITING_SECONDS)

    def flush(self, collection: str) -> None:
        """Have whatever was written lie on the server's disk."""
        with self._failing():
            self._client.flush(collection, timeout=_WRITING_SECONDS)

    def load(self, collection: str) -> None:
        """Have the collection ready to be searched, as it may not be after a restart of the server."""
        with self._failing():
            self._client.load_collection(collection, timeout=_WRITING_SECONDS)

    def count(self, collection: str) -> int:
        """How many rows the collection holds, -1 where there is no such collection."""
        with self._failing():
            if not self._client.has_collection(collection, timeout=_SECONDS):
                return -1
            found = self._client.query(collection, filter="", output_fields=["count(*)"], timeout=_SECONDS)
            return int(found[0]["count(*)"])

    # ---- asking

    def search(
        self, collection: str, field: str, vector: Any, limit: int, among: str = "", effort: int = 0
    ) -> tuple[Ids, Scores]:
        """The rows whose `field` has the highest inner product with `vector`, at most `limit`, best first, with it.

        `among` is the expression that a row must fulfil. An approximate index looks at `effort` rows closely.
        """
        with self._failing():
            (found,) = self._client.search(
                collection,
                data=[vector],
                anns_field=field,
                limit=min(limit, MOST_FOUND),
                filter=among,
                output_fields=["row"],
                search_params={"params": {"ef": effort} if effort else {}},
                timeout=_SECONDS,
            )
            rows = np.array([hit["row"] for hit in found], np.int64)
            return rows, np.array([hit["distance"] for hit in found], np.float32)

    def rows(self, collection: str, rows: Ids | Sequence[int], field: str) -> dict[int, Any]:
        """The values of `field` in these rows."""
        found: dict[int, Any] = {}
        asked = [int(row) for row in rows]
        for start in range(0, len(asked), _AT_ONCE):
            among = rows_among(asked[start : start + _AT_ONCE])
            with self._failing():
                told = self._client.query(collection, filter=among, output_fields=["row", field], timeout=_SECONDS)
                found.update((row["row"], row[field]) for row in told)
        return found

    @contextmanager
    def _failing(self, key: str = "store-gone") -> Iterator[None]:
        try:
            yield
        except self._failures as error:
            raise StoreError(key, uri=shown_uri(self.uri), reason=_reason(error)) from error


_AT_ONCE: Final = 1_024
"""Rows whose values are asked for at once: a few megabytes."""


def _close(client: Any) -> None:
    with suppress(Exception):  # at the end of the process what it is made of may be gone
        client.close()


def rows_among(rows: Sequence[int]) -> str:
    """The expression for these rows."""
    return f"row in {[int(row) for row in rows]}"


def shown_uri(uri: str) -> str:
    """The address as it may be shown: without the name and the password in it, and without what moves a terminal."""
    return visible(re.sub(r"//[^/@]*@", "//", uri))


def _reason(error: BaseException) -> str:
    """The first words of what a library says."""
    details = getattr(error, "details", None)  # of gRPC's own errors, which else tell a page
    told = details() if callable(details) else getattr(error, "message", "")
    text = str(told or error).strip()
    return visible((text.splitlines() or [type(error).__name__])[0][:200])
