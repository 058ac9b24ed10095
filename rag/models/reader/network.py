"""The reader's network: the encoder's transformer over question and passage together, and three small heads.

The embeddings and the lowest layers are the encoder's own modules, shared in memory and never trained; the layers
above are copies that training changed. Importing this file imports torch.
"""

import copy
from typing import Any, cast

import torch
from transformers import BertModel
from transformers.initialization import no_init_weights

FROZEN_LAYERS = 4
"""Layers that stay the encoder's. Training the lower ones as well costs a third more time."""


class ReaderNetwork(torch.nn.Module):
    """Rows of tokens -> start and end logits for each token, and an answerability logit for each row.

    The logits of the first token, <s>, stand for "no answer in this passage", as in BERT for SQuAD 2.0 (Devlin et
    al., 2019, section 4.3). The answerability logit orders passages of one question as well.
    """

    def __init__(self, encoder: BertModel, frozen: int = FROZEN_LAYERS) -> None:
        super().__init__()
        with torch.device("meta"), no_init_weights():  # an empty shell: every module of it is put in below
            shell = BertModel(copy.deepcopy(encoder.config), add_pooling_layer=False)
        layers = encoder.encoder.layer
        shell.embeddings = encoder.embeddings
        shell.encoder.layer = torch.nn.ModuleList([*layers[:frozen], *copy.deepcopy(layers[frozen:])])
        copies: Any = shell.encoder.layer[frozen:]
        for module in copies.modules():  # so that a change of it is one for the copies alone
            if hasattr(module, "config"):
                module.config = shell.config
        hidden = int(encoder.config.hidden_size)
        self.frozen = frozen
        self.transformer = shell.eval()  # type: ignore[no-untyped-call]  # it is untyped there
        self.span = torch.nn.Linear(hidden, 2)
        self.answerable = torch.nn.Sequential(
            torch.nn.Linear(hidden, hidden), torch.nn.Tanh(), torch.nn.Linear(hidden, 1)
        )
        for module in (shell.embeddings, *layers[:frozen]):
            module.requires_grad_(False)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Ids and mask, (rows, tokens) -> start and end logits, (rows, tokens), and answerability logits, (rows,).

        Logits of tokens that `mask` leaves out are far below all others.
        """
        return self.heads(self.transformer(input_ids=ids, attention_mask=mask).last_hidden_state.float(), mask)

    def heads(self, vectors: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """What `forward` gives, from the last layer's vectors, (rows, tokens, hidden)."""
        away = torch.where(mask.bool(), 0.0, -1e4)
        with torch.autocast(vectors.device.type, enabled=False):  # differences between passages are small
            logits = self.span(vectors)
            return logits[..., 0] + away, logits[..., 1] + away, self.answerable(vectors[:, 0])[:, 0]

    def drop(self, share: float) -> None:
        """For training: leave out this share of the hidden states of the layers that are trained, from 0 to 1."""
        for layer in self._upper():
            for module in layer.modules():
                if isinstance(module, torch.nn.Dropout):
                    module.p = share
                    module.train(share > 0)

    def own_state(self) -> dict[str, torch.Tensor]:
        """The tensors that are not the encoder's: the upper layers and the heads, by name."""
        state: dict[str, torch.Tensor] = {}
        for place, layer in enumerate(self._upper()):
            state |= {f"layer.{place + self.frozen}.{name}": value for name, value in layer.state_dict().items()}
        state |= {f"span.{name}": value for name, value in self.span.state_dict().items()}
        return state | {f"answerable.{name}": value for name, value in self.answerable.state_dict().items()}

    def load_own_state(self, state: dict[str, torch.Tensor]) -> None:
        """Take over what `own_state` gave. Raises KeyError or RuntimeError where a tensor is missing or misshapen."""
        for place, layer in enumerate(self._upper()):
            layer.load_state_dict(_below(state, f"layer.{place + self.frozen}."))
        self.span.load_state_dict(_below(state, "span."))
        self.answerable.load_state_dict(_below(state, "answerable."))

    def _upper(self) -> list[Any]:
        return list(cast(Any, self.transformer).encoder.layer[self.frozen :])


def _below(state: dict[str, torch.Tensor], prefix: str) -> dict[str, torch.Tensor]:
    return {name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)}
