"""A sentence-transformers model made in memory from the unpacked weights file: no hub, no copy on disk.

Importing this file imports torch, transformers and sentence-transformers, which takes seconds: only `rag.encoder`
does so, when an encoder is loaded.
"""

from collections.abc import Sequence
from typing import Any, Final, cast

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast
from transformers.initialization import no_init_weights

from rag.bundled_model import BundledModel

PROMPTS: Final = {"query": "query: ", "document": "passage: "}  # what E5 was trained with

_MODULES: Final = {
    "emb.word": "embeddings.word_embeddings", "emb.pos": "embeddings.position_embeddings",
    "emb.type": "embeddings.token_type_embeddings", "emb.ln": "embeddings.LayerNorm",
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}
"""The file's names of a model's parts and, for those of a layer, without the layer -> transformers' names."""


class BundledTransformer(InputModule):
    """The first module: texts -> a vector for every token.

    sentence-transformers' own `Transformer` can only be made from a folder or a hub; this does its work for a
    model and a tokenizer that are already in memory.
    """

    def __init__(self, model: BertModel, tokenizer: Tokenizer) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.model = model
        self.tokenizer = tokenizer

    @property
    def max_seq_length(self) -> int:
        """Tokens of a text that are read, the two special ones included."""
        return int(self.model.config.max_position_embeddings)

    def get_embedding_dimension(self) -> int:
        """Numbers in a token's vector."""
        return int(self.model.config.hidden_size)

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: Any) -> dict[str, Any]:  # noqa: ARG002
        """Texts, `prompt` before each -> `input_ids` and `attention_mask`, int64 of shape (texts, longest)."""
        rows = self.tokenizer.encode_batch([f"{prompt or ''}{text}" for text in inputs])
        return {"input_ids": torch.tensor([row.ids for row in rows]),
                "attention_mask": torch.tensor([row.attention_mask for row in rows])}

    def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:  # noqa: ARG002
        """Adds `token_embeddings`, float32 of shape (texts, longest, dimensions)."""
        output = self.model(input_ids=features["input_ids"], attention_mask=features["attention_mask"])
        features["token_embeddings"] = output.last_hidden_state
        return features

    def save(self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any) -> None:  # noqa: ARG002
        """Write model and tokenizer as a plain transformers folder, which any program can open."""
        self.model.save_pretrained(output_path, safe_serialization=safe_serialization)
        names = {name: self.tokenizer.id_to_token(place) for name, place in (
            ("bos_token", 0), ("cls_token", 0), ("pad_token", 1), ("eos_token", 2), ("sep_token", 2), ("unk_token", 3))}
        saved = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
            tokenizer_object=self.tokenizer, model_max_length=self.max_seq_length, **names)
        saved.save_pretrained(output_path)


def sentence_transformer(bundled: BundledModel) -> SentenceTransformer:
    """A complete SentenceTransformer of the unpacked weights: token vectors, their mean, unit length."""
    first = BundledTransformer(_bert(bundled), _tokenizer(bundled))
    return SentenceTransformer(
        modules=[first, Pooling(bundled.sizes.hidden, "mean"), Normalize()], prompts=dict(PROMPTS))


def _bert(bundled: BundledModel) -> BertModel:
    sizes = bundled.sizes
    config = BertConfig(
        vocab_size=sizes.vocabulary, hidden_size=sizes.hidden, num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads, intermediate_size=sizes.intermediate,
        max_position_embeddings=sizes.positions, type_vocab_size=sizes.token_types, layer_norm_eps=sizes.epsilon,
        pad_token_id=bundled.pad, bos_token_id=bundled.begin, eos_token_id=bundled.end)
    with no_init_weights():  # 118 million random numbers that would be thrown away
        model = BertModel(config, add_pooling_layer=False)
    state = {_state_name(name): torch.from_numpy(values) for name, values in bundled.tensors.items()}
    model.load_state_dict(state, assign=True)  # assign: the unpacked arrays become the weights, without a copy
    return cast(BertModel, model.eval())  # type: ignore[no-untyped-call]


def _state_name(name: str) -> str:
    """A tensor's name in the file -> its name in BertModel, `l3.q.w` -> `encoder.layer.3.attention…weight`."""
    kinds = {"w": "weight", "b": "bias"}
    part, _, kind = name.rpartition(".")
    if name in _MODULES:  # the three embedding tables have no bias, and so no kind
        return f"{_MODULES[name]}.weight"
    if part in _MODULES:
        return f"{_MODULES[part]}.{kinds[kind]}"
    layer, _, inner = part.partition(".")
    return f"encoder.layer.{layer[1:]}.{_MODULES[inner]}.{kinds[kind]}"


def _tokenizer(bundled: BundledModel) -> Tokenizer:
    """XLM-R's tokenizer: `<s> pieces </s>`, cut at the model's length, padded to the longest of a batch."""
    tokenizer = Tokenizer(Unigram(
        list(zip(bundled.pieces, bundled.scores.tolist(), strict=True)), unk_id=bundled.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([
        # SentencePiece's nmt_nfkc: control characters vanish, invisible ones separate, and the wide tilde of
        # Chinese ranges (3～5) stays; NFKC alone would do otherwise. U+E000 is private: no text has it.
        normalizers.Replace(Regex("[\u0001-\u0008\u000b\u000e-\u001f\u007f\u008f\u009f]"), ""),
        normalizers.Replace(Regex("[\u200b-\u200f\u2581\ufeff\ufffd]"), " "),
        normalizers.Replace("～", "\ue000"), normalizers.NFKC(), normalizers.Replace("\ue000", "～"),
    ])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")])
    begin, end = bundled.pieces[bundled.begin], bundled.pieces[bundled.end]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}", special_tokens=[(begin, bundled.begin), (end, bundled.end)])
    tokenizer.enable_truncation(bundled.sizes.positions)
    tokenizer.enable_padding(pad_id=bundled.pad, pad_token=bundled.pieces[bundled.pad])
    return tokenizer
