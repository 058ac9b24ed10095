"""The mean of trained readers."""

from pathlib import Path

import pytest
import torch

from rag.training.average import main


def saved(path: Path, **tensors: list[float]) -> Path:
    torch.save({name: torch.tensor(values) for name, values in tensors.items()}, path)
    return path


def test_every_weight_is_the_mean_of_the_readers(tmp_path: Path) -> None:
    one, other = (
        saved(tmp_path / "one.pt", up=[1.0, -2.0], out=[0.0]),
        saved(tmp_path / "two.pt", up=[3.0, 4.0], out=[1.0]),
    )
    main([str(one), str(other), "--out", str(tmp_path / "new" / "reader.pt")])
    mean = torch.load(tmp_path / "new" / "reader.pt", weights_only=True)
    assert {name: values.tolist() for name, values in mean.items()} == {"up": [2.0, 1.0], "out": [0.5]}
    assert mean["up"].dtype == torch.float32


def test_a_reader_of_another_network_is_named(tmp_path: Path) -> None:
    one, other = saved(tmp_path / "one.pt", up=[1.0]), saved(tmp_path / "two.pt", up=[3.0, 4.0])
    with pytest.raises(ValueError, match=r"two\.pt"):
        main([str(one), str(other), "--out", str(tmp_path / "reader.pt")])
    assert not (tmp_path / "reader.pt").exists()
