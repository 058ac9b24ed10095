"""A sentence-transformers model made in memory from the unpacked weights file: no hub, no copy on disk.

Importing this file imports torch, transformers and sentence-transformers, which takes seconds: only
`rag.models.encoder` does so, when an encoder is loaded.
"""

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast
from transformers.initialization import no_init_weights

from rag.models.bundled.layers import Layers
from rag.models.bundled.modules import state_name
from rag.models.bundled.token_vectors import PROMPTS, QuestionVectors, TokenVectors, question_vectors
from rag.models.bundled.tokenizer import BundledTokenizer
from rag.models.bundled.weights import BundledModel


class BlockEmbedding(torch.nn.Module):
    """Word embeddings that stay the file's 4-bit blocks; only the rows that are looked up are unpacked.

    Takes the place of a BertModel's `torch.nn.Embedding` and gives the same rows, bit by bit; it is not trained. The
    whole table would be 384 MB: with it a process that answers one question needed 1.24 GB instead of 0.63. Unpacking
    a batch's rows takes nothing to speak of: passages are encoded in 0.99 of the time that the table took.
    """

    blocks: torch.Tensor
    like: torch.Tensor

    def __init__(self, blocks: NDArray[np.uint8]) -> None:
        super().__init__()
        self.num_embeddings = len(blocks)
        # Buffers go where the model goes; `like` also takes the type of its numbers, which bytes have no part in.
        self.register_buffer("blocks", torch.from_numpy(blocks), persistent=False)
        self.register_buffer("like", torch.empty(0), persistent=False)
        self.register_state_dict_post_hook(_add_weight)  # type: ignore[no-untyped-call]

    @property
    def weight(self) -> torch.Tensor:
        """The whole table, (vocabulary, hidden), unpacked anew at every access: 384 MB, and no use in changing it."""
        return self._unpacked(self.blocks)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Token ids of any shape -> their rows, one more dimension. Each different id is unpacked once."""
        different, places = torch.unique(ids, return_inverse=True)
        return torch.nn.functional.embedding(places, self._unpacked(self.blocks[different]))

    def _unpacked(self, blocks: torch.Tensor) -> torch.Tensor:
        """What `rag.models.bundled.weights.dequantised` does, on whatever device the model is."""
        scales = blocks[..., :2].contiguous().view(torch.float16).float()
        nibbles = blocks[..., 2:]
        weights = torch.cat((nibbles & 15, nibbles >> 4), dim=-1).float().sub_(8).mul_(scales)
        return weights.flatten(-2).to(self.like.dtype)


def _add_weight(module: torch.nn.Module, state: dict[str, Any], prefix: str, _: Any) -> None:
    """Completes a saved state: the table as any BertModel has it."""
    state[f"{prefix}weight"] = module.weight


class BundledTransformer(InputModule):
    """The first module: texts -> a vector for every token.

    sentence-transformers' own `Transformer` can only be made from a folder or a hub; this does its work for a
    model and a tokenizer that are already in memory.
    """

    def __init__(self, model: BertModel, tokenizer: BundledTokenizer, vectors: TokenVectors | None = None) -> None:
        """`vectors` computes the same as `model`, faster; it is used while nothing is trained or moved."""
        super().__init__()  # type: ignore[no-untyped-call]
        self.model = model
        self._tokenizer = tokenizer
        self._vectors = vectors
        self._unchanged = _changes(model)

    @property
    def bundled_tokenizer(self) -> BundledTokenizer:
        """What cuts texts into tokens, for other networks upon the same weights."""
        return self._tokenizer

    @property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer of the whole vocabulary; the first access takes 0.65 s."""
        return self._tokenizer.whole

    @tokenizer.setter
    def tokenizer(self, value: Tokenizer) -> None:
        self._tokenizer.whole = value

    @property
    def max_seq_length(self) -> int:
        """Tokens of a text that are read, the two special ones included."""
        return int(self.model.config.max_position_embeddings)

    def get_embedding_dimension(self) -> int:
        """Numbers in a token's vector."""
        return int(self.model.config.hidden_size)

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: Any) -> dict[str, Any]:  # noqa: ARG002
        """Texts, `prompt` before each -> `input_ids` and `attention_mask`, int64 of shape (texts, longest)."""
        ids, mask = self._tokenizer.encode([f"{prompt or ''}{text}" for text in inputs])
        return {"input_ids": torch.tensor(ids), "attention_mask": torch.tensor(mask)}

    def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:  # noqa: ARG002
        """Adds `token_embeddings`, float32 of shape (texts, longest, dimensions)."""
        ids, mask = features["input_ids"], features["attention_mask"]
        if self._vectors is not None and self._is_as_loaded(ids):
            features["token_embeddings"] = torch.from_numpy(self._vectors(ids.numpy(), mask.numpy()))
        else:
            features["token_embeddings"] = self.model(input_ids=ids, attention_mask=mask).last_hidden_state
        return features

    def _is_as_loaded(self, ids: torch.Tensor) -> bool:
        """Whether the weights are those that the fast layers were made of, and nothing learns from the result."""
        return (
            not torch.is_grad_enabled()
            and ids.device.type == "cpu"
            and self.model.dtype == torch.float32
            and _changes(self.model) == self._unchanged
        )

    def save(self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any) -> None:  # noqa: ARG002
        """Write model and tokenizer as a plain transformers folder, which any program can open."""
        self.model.save_pretrained(output_path, safe_serialization=safe_serialization)
        names = {
            name: self.tokenizer.id_to_token(place)
            for name, place in (
                ("bos_token", 0),
                ("cls_token", 0),
                ("pad_token", 1),
                ("eos_token", 2),
                ("sep_token", 2),
                ("unk_token", 3),
            )
        }
        saved = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
            tokenizer_object=self.tokenizer, model_max_length=self.max_seq_length, **names
        )
        saved.save_pretrained(output_path)


def _changes(model: BertModel) -> tuple[int, int]:
    """What is another number once a weight was changed in place, or another put in its place."""
    weights = [*model.parameters(), *model.buffers()]
    return sum(weight._version for weight in weights), sum(map(id, weights))


def sentence_transformer(bundled: BundledModel, layers: Layers | None = None) -> SentenceTransformer:
    """A complete SentenceTransformer of the unpacked weights: token vectors, their mean, unit length.

    `layers` compute its layers where they are given: see `BundledTransformer`.
    """
    if layers is not None:
        return around(question_vectors(bundled, layers))
    return _with_pooling(BundledTransformer(_bert(bundled), BundledTokenizer(bundled)), bundled)


def around(fast: QuestionVectors) -> SentenceTransformer:
    """The same, which shares tokenizer, embeddings and layers with `fast`."""
    with torch.inference_mode(False):  # whoever first asks for it: what is made inside would not tell of its changes
        first = BundledTransformer(_bert(fast.bundled), fast.tokenizer, fast.vectors)
    return _with_pooling(first, fast.bundled)


def _with_pooling(first: BundledTransformer, bundled: BundledModel) -> SentenceTransformer:
    return SentenceTransformer(
        modules=[first, Pooling(bundled.sizes.hidden, "mean"), Normalize()], prompts=dict(PROMPTS)
    )


def _bert(bundled: BundledModel) -> BertModel:
    sizes = bundled.sizes
    config = BertConfig(
        vocab_size=sizes.vocabulary,
        hidden_size=sizes.hidden,
        num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads,
        intermediate_size=sizes.intermediate,
        max_position_embeddings=sizes.positions,
        type_vocab_size=sizes.token_types,
        layer_norm_eps=sizes.epsilon,
        pad_token_id=bundled.pad,
        bos_token_id=bundled.begin,
        eos_token_id=bundled.end,
    )
    with no_init_weights():  # 118 million random numbers that would be thrown away
        model = BertModel(config, add_pooling_layer=False)
    model.set_input_embeddings(BlockEmbedding(bundled.words))  # type: ignore[no-untyped-call]
    state = {state_name(name): torch.from_numpy(values) for name, values in bundled.tensors.items()}
    model.load_state_dict(state, assign=True)  # assign: the unpacked arrays become the weights, without a copy
    return cast(BertModel, model.eval())  # type: ignore[no-untyped-call]
