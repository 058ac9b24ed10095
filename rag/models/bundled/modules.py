"""The parts of a BERT: the names that the weights file has for them, and those that transformers has."""

from typing import Final

LAYER_MODULES: Final = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
"""The file's names of a layer's parts -> transformers' names."""

_EMBEDDING_MODULES: Final = {
    "emb.pos": "embeddings.position_embeddings",
    "emb.type": "embeddings.token_type_embeddings",
    "emb.ln": "embeddings.LayerNorm",
}

KINDS: Final = {"w": "weight", "b": "bias"}


def state_name(name: str) -> str:
    """A tensor's name in the file -> its name in BertModel, `l3.q.w` -> `encoder.layer.3.attention…weight`."""
    part, _, kind = name.rpartition(".")
    if name in _EMBEDDING_MODULES:  # the embedding tables have no bias, and so no kind
        return f"{_EMBEDDING_MODULES[name]}.weight"
    if part in _EMBEDDING_MODULES:
        return f"{_EMBEDDING_MODULES[part]}.{KINDS[kind]}"
    layer, _, inner = part.partition(".")
    return f"encoder.layer.{layer[1:]}.{LAYER_MODULES[inner]}.{KINDS[kind]}"
