"""What numbers go into each matrix product of the bundled models, so that they can be computed in int8:
`python -m rag.training.ranges`.

Writes the encoder's beside its weights, measured on the passages of the sample pages and their questions. Those of the
reader are measured when it is calibrated (see `calibrate`), and kept in its own file.

The numbers of a vector that are largest are multiplied apart, APART of them; the range of the others goes from the mean
of the lowest of each text to the mean of the highest. From the lowest of all texts to the highest of all, single
outliers take the steps of everything else: on 64 news texts, with nothing apart, the cosine with the vectors in 32 bits
was 0.9968 on average with those, 0.9975 with the means.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from rag.index.build import build_index
from rag.index.saved import open_index
from rag.models.bundled.layers import FILE, Numbers, Range, Ranges, range_rows
from rag.models.bundled.weights import weights_name
from rag.models.encoder import TORCH, encoder_name, load_encoder
from rag.models.reader.fast import FastNetwork
from rag.models.reader.load import NetworkReader
from rag.models.reader.pairs import padded
from rag.settings import Settings

APART: Final = 0.01
"""Share of a vector's numbers that are multiplied apart; with 0 / 0.01 / 0.04 of them the likely span of 48 passages is
that of the reader in 32 bits for 0.57 / 0.96 / 0.89, and reading takes 1 / 1.2 / 1.5 of the time."""

_MODULES: Final = {
    "qkv": "attention.self.query",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
"""transformers' name of a module that has what goes into each product of `rag.models.bundled.layers`."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the encoder's ranges on the pages and questions of a folder, and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, default=Path("seeds"), help="pages, with a questions.jsonl beside them")
    parser.add_argument("--index", type=Path, required=True, help="where the pages' index is made")
    parser.add_argument("--out", type=Path, default=FILE)
    told = parser.parse_args(arguments)
    settings = Settings(engine=TORCH)
    encoder = load_encoder(settings)
    build_index(told.source, told.index, settings, lambda: encoder, encoder.name)
    passages = [passage.text for passage in open_index(told.index, settings, encoder_name(settings)).passages]
    lines = (told.source / "questions.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]

    def run() -> None:
        for text in passages:  # alone: a shorter one's padding would count
            encoder.encode_passages([text])
        for text in questions:
            encoder.encode_questions([text])

    first: Any = encoder.model[0]
    write_ranges(told.out, input_ranges(first.model.encoder.layer, run))


def reader_ranges(reader: NetworkReader, pairs: Sequence[tuple[str, str]]) -> Ranges:
    """What goes into the matrix products of a reader that torch computes, for pairs of a question and a text."""
    import torch

    network = reader.network
    if isinstance(network, FastNetwork):
        raise TypeError("the fast engine keeps to itself what goes into its products")

    def run() -> None:
        for question, text in pairs:
            rows = reader.pairs(question, [text])
            with torch.inference_mode():
                network(*map(torch.from_numpy, padded(rows, 1)))

    return input_ranges(network.transformer.encoder.layer, run)


def input_ranges(layers: Any, run: Callable[[], None]) -> Ranges:
    """What goes into each matrix product of `layers`, torch's, while `run` has texts go through them one by one."""
    lows: dict[str, list[Numbers]] = {}
    highs: dict[str, list[Numbers]] = {}

    def watched(name: str) -> Callable[[Any, Any], None]:
        def watch(_: Any, given: Any) -> None:
            vectors = given[0].detach().numpy().reshape(-1, given[0].shape[-1])
            lows.setdefault(name, []).append(vectors.min(0))
            highs.setdefault(name, []).append(vectors.max(0))

        return watch

    hooks = [
        layer.get_submodule(module).register_forward_pre_hook(watched(f"{number}.{part}"))
        for number, layer in enumerate(layers)
        for part, module in _MODULES.items()
    ]
    try:
        run()
    finally:
        for hook in hooks:
            hook.remove()
    return {name: range_of(np.stack(lows[name]), np.stack(highs[name])) for name in lows}


def range_of(lows: Numbers, highs: Numbers) -> Range:
    """The range of a product from the lowest and highest of each number of a vector in each text, (texts, numbers)."""
    sizes = np.maximum(-lows, highs).mean(0)
    apart = np.sort(np.argsort(-sizes)[: round(APART * len(sizes))])
    kept = np.setdiff1d(np.arange(len(sizes)), apart)
    low, high = lows[:, kept].min(1).mean(), highs[:, kept].max(1).mean()
    return Range(round(float(low), 4), round(float(high), 4), tuple(map(int, apart)))


def write_ranges(path: Path, ranges: Ranges) -> None:
    """Write the encoder's ranges in the form that `known_ranges` reads."""
    rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in range_rows(ranges).items())
    path.write_text(f'{{"encoder": {json.dumps(weights_name())}, "ranges": {{\n{rows}\n}}}}\n', "utf-8")


if __name__ == "__main__":
    main()
