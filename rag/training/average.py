"""The mean of readers that were trained one from another: `python -m rag.training.average A/reader.pt B/reader.pt --out
C/reader.pt`.

Weights of one network that was trained on in two ways lie near enough for their mean to be a network as good as either,
and often better on what neither saw ("Model soups", Wortsman et al., 2022; between a network and what it became by
further training, "Robust fine-tuning", Wortsman et al., 2022). The shipped reader is the mean of one that learned the
public sets and the news questions and of what it became by 3,400 steps more with the written questions (`written`):
the latter tells near misses from answers better, the former chooses the sentence to say better.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the mean of the states that training left. Raises ValueError for one of another network."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("states", type=Path, nargs="+", help="reader.pt of trainings")
    parser.add_argument("--out", type=Path, required=True)
    told = parser.parse_args(arguments)
    states = [torch.load(path, weights_only=True) for path in told.states]
    told.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(mean(states, told.states), told.out)


def mean(states: Sequence[Mapping[str, Any]], paths: Sequence[Path]) -> dict[str, Any]:
    """The mean of each tensor, in the type of the first state. Raises ValueError naming the first of `paths` whose
    tensors are others than those of the first state.
    """
    first, *others = states
    for state, path in zip(others, paths[1:], strict=True):
        if {name: values.shape for name, values in state.items()} != {n: v.shape for n, v in first.items()}:
            raise ValueError(f"{path} holds the weights of another network than {paths[0]}")
    return {
        name: (sum(state[name].double() for state in states) / len(states)).to(values.dtype)
        for name, values in first.items()
    }


if __name__ == "__main__":
    main()
