"""The reader's weights on disk: one safetensors file of int8 matrices, checked by hash, never unpickled.

A matrix is stored as int8 with one float16 scale for each of its rows: weight = int8 x scale, where the scale is the
row's largest magnitude / 127. Vectors (biases, norms) are float16. The file's metadata holds the name of the encoder
that the lower layers belong to, how many of them are shared, the calibration, and the SHA-256 of all that and of the
tensors, over their names, shapes and bytes in the order of their names.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from rag.errors import ReaderError

FORMAT: Final = "wenbao-reader-1"
FILE: Final = Path(__file__).parent / "reader.safetensors"
_SCALE: Final = ".scale"
_SMALLEST: Final = 2.0**-24  # of float16 above zero: a row of zeros is not divided by zero
_LARGEST: Final = 65504.0  # of float16

Tensors = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class ReaderWeights:
    """`tensors` as float32, by the network's names; `digest` names the weights; `facts` is what was stored beside.

    A tensor is unpacked when it is asked for, anew each time: kept, all of them would be 57 MB.
    """

    tensors: Mapping[str, NDArray[np.float32]]
    encoder: str
    frozen: int
    digest: str
    facts: dict[str, Any]


def save_weights(
    path: Path, tensors: Mapping[str, NDArray[Any]], encoder: str, frozen: int, facts: dict[str, Any]
) -> None:
    """Write float `tensors` in the form that `load_weights` reads; `facts` is any JSON.

    Raises ValueError for a number that is beyond the form: 65504 in a vector, 127 times that in a matrix.
    """
    stored: Tensors = {}
    for name, values in tensors.items():
        if not np.abs(values).max(initial=0) <= _LARGEST * (127 if values.ndim == 2 else 1):
            raise ValueError(f"{name}: a number is too large, or none")
        if values.ndim == 2:
            scale = np.maximum(np.abs(values).max(axis=1, keepdims=True) / 127, _SMALLEST).astype(np.float16)
            stored[name] = np.clip(np.rint(values / scale.astype(np.float32)), -127, 127).astype(np.int8)
            stored[name + _SCALE] = scale
        else:
            stored[name] = values.astype(np.float16)
    # contiguous: safetensors would write an array that lies otherwise in its order in memory
    said = {"format": FORMAT, "encoder": encoder, "frozen": str(frozen), "facts": json.dumps(facts, sort_keys=True)}
    save_file(
        {name: np.ascontiguousarray(values) for name, values in stored.items()},
        path,
        metadata={**said, "sha256": _digest(stored, said)},
    )


def load_weights(path: Path, encoder: str) -> ReaderWeights:
    """The weights in `path`, to be put upon the encoder of this name.

    Raises ReaderError: "reader-damaged" where the file is not whole or of another form, "reader-foreign" where it
    belongs to another encoder.
    """
    try:
        with safe_open(path, framework="numpy") as file:
            metadata = file.metadata() or {}
            stored: Tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        if metadata["format"] != FORMAT or metadata.pop("sha256") != (digest := _digest(stored, metadata)):
            raise ValueError("not what the file says of itself")
        belongs, frozen, facts = metadata["encoder"], int(metadata["frozen"]), json.loads(metadata["facts"])
        tensors = _Unpacked(stored)
    except (OSError, SafetensorError, KeyError, ValueError, TypeError) as error:
        raise ReaderError("reader-damaged", path=path) from error
    if belongs != encoder:
        raise ReaderError("reader-foreign", path=path, encoder=belongs, current=encoder)
    return ReaderWeights(tensors, belongs, frozen, digest[:12], facts)


class _Unpacked(Mapping[str, NDArray[np.float32]]):
    """The float32 tensors of what is stored, each made when it is asked for.

    Raises KeyError where a matrix has no scales, ValueError where it has others than one for each row.
    """

    def __init__(self, stored: Tensors) -> None:
        self._stored = stored
        self._names = [name for name in stored if not name.endswith(_SCALE)]
        self._scales = {name: stored[name + _SCALE] for name in self._names if stored[name].dtype == np.int8}
        for name, scales in self._scales.items():
            if scales.shape != (len(stored[name]), 1):
                raise ValueError(f"the scales of {name}")

    def __getitem__(self, name: str) -> NDArray[np.float32]:
        values: NDArray[np.float32] = self._stored[name].astype(np.float32)
        return values * self._scales[name].astype(np.float32) if name in self._scales else values

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _digest(tensors: Tensors, said: dict[str, str]) -> str:
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
    for name in sorted(tensors):
        digest.update(f"{name} {tensors[name].dtype} {tensors[name].shape}\n".encode())
        digest.update(np.ascontiguousarray(tensors[name]).tobytes())
    return digest.hexdigest()
