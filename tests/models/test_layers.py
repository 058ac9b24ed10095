"""The fast layers: what they compute is what torch does, nearly; and torch does it where they cannot."""

import json
import sys

import numpy as np
import pytest
from support.locations import SEEDS
from support.python import python

from rag.errors import EngineError
from rag.models.bundled.layers import FILE, PARTS, Layers, known_ranges, read_ranges, whole_range
from rag.models.bundled.modules import LAYER_MODULES, state_name
from rag.models.bundled.weights import bundled_path, read_bundled
from rag.models.encoder import TORCH, load_encoder
from rag.pages.folder import read_pages
from rag.settings import Settings

HIDDEN, HEADS, EPSILON = 64, 4, 1e-12


@pytest.mark.parametrize("ends", [(-1.0, 3.0), (-0.17, 33.2), (0.0, 5.0), (-2.0, 0.0), (0.0, 0.0), (1.0, 2.0)])
def test_nothing_stays_nothing_and_a_range_is_kept_within_a_step(ends):
    low, high = map(float, whole_range(*ends))
    step = (high - low) / 255
    assert low / step == pytest.approx(round(low / step), abs=1e-3) if step else (low, high) == (0, 0)
    assert low - step <= min(ends[0], 0) and high + step >= max(ends[1], 0)
    assert high - low == pytest.approx(max(ends[1], 0) - min(ends[0], 0), rel=1e-6)


@pytest.mark.parametrize(
    "content",
    ["{", "[]", "{}", '{"encoder": "bundled:other@1", "ranges": {}}', '{"encoder": 3, "ranges": {"0.qkv": [1]}}'],
)
def test_ranges_that_are_damaged_or_of_other_weights_are_told_in_one_sentence(tmp_path, content):
    (tmp_path / "ranges.json").write_text(content, "utf-8")
    with pytest.raises(EngineError) as caught:
        known_ranges(tmp_path / "ranges.json")
    assert caught.value.key == "engine-missing" and "\n" not in caught.value.sentence("en")


# ---- a small network


def small_network():
    """A BERT of two layers with random weights, and texts' embedded tokens."""
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=50, hidden_size=HIDDEN, num_hidden_layers=2, num_attention_heads=HEADS, intermediate_size=128
    )
    model = BertModel(config, add_pooling_layer=False).eval()
    for layer in model.encoder.layer:
        for weight in layer.parameters():
            torch.nn.init.normal_(weight, 1.0 if weight.ndim == 1 else 0.0, 0.2)
    vectors = torch.randn(3, 9, HIDDEN)
    mask = torch.ones(3, 9, dtype=torch.int64)
    mask[1, 6:] = 0
    return model, vectors, mask


def by_torch(model, vectors, mask):
    """What the model's layers give, computed by torch."""
    import torch

    away = torch.where(mask[:, None, None, :] > 0, 0.0, -1e4)
    with torch.inference_mode():
        for layer in model.encoder.layer:
            vectors = layer(vectors, away)
            vectors = vectors[0] if isinstance(vectors, tuple) else vectors
    return vectors.numpy()


@pytest.fixture(scope="module")
def small():
    from rag.training.ranges import input_ranges

    model, vectors, mask = small_network()
    weights = dict(model.named_parameters())
    names = [f"l{layer}.{part}.{kind}" for layer in range(2) for part in LAYER_MODULES for kind in "wb"]
    tensors = {name: weights[state_name(name)].detach().numpy() for name in names}
    ranges = input_ranges(model.encoder.layer, lambda: by_torch(model, vectors, mask))
    return model, vectors, mask, tensors, ranges


@pytest.fixture(params=["bfloat16", "int8"])
def precision(request):
    capable = pytest.importorskip("openvino").Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    if {"bfloat16": "BF16", "int8": "INT8"}[request.param] not in capable:
        pytest.skip(f"this processor has no {request.param}")
    return request.param


@pytest.mark.model
def test_layers_give_what_torch_gives(small, precision):
    model, vectors, mask, tensors, ranges = small
    found = Layers(tensors, HEADS, EPSILON, lambda: ranges, precision)(vectors.numpy(), mask.numpy())
    wanted = by_torch(model, vectors, mask)
    assert found.shape == wanted.shape
    cosines = (found * wanted).sum(-1) / np.linalg.norm(found, axis=-1) / np.linalg.norm(wanted, axis=-1)
    # A processor without VNNI multiplies bytes with sums that may overflow, so that numbers have a bit less: 0.9986.
    assert cosines[mask.numpy() > 0].min() > {"bfloat16": 0.999, "int8": 0.998}[precision]


@pytest.mark.model
def test_what_the_mask_leaves_out_counts_for_nothing(small, precision):
    _, vectors, mask, tensors, ranges = small
    layers = Layers(tensors, HEADS, EPSILON, lambda: ranges, precision)
    other = vectors.clone()
    other[1, 6:] = 3.0
    first, second = layers(vectors.numpy(), mask.numpy()), layers(other.numpy(), mask.numpy())
    np.testing.assert_allclose(first[mask.numpy() > 0], second[mask.numpy() > 0], atol=1e-5)
    np.testing.assert_allclose(layers(vectors[1:2, :6].numpy(), mask[1:2, :6].numpy())[0], first[1, :6], atol=0.05)


@pytest.mark.model
def test_a_range_that_is_missing_and_an_engine_that_is_not_there_are_told(small, monkeypatch):
    _, _, _, tensors, ranges = small
    with pytest.raises(EngineError):
        Layers(tensors, HEADS, EPSILON, lambda: {name: each for name, each in ranges.items() if name != "1.fo"}, "int8")
    monkeypatch.setitem(sys.modules, "openvino", None)
    with pytest.raises(EngineError) as caught:
        Layers(tensors, HEADS, EPSILON, lambda: ranges)
    assert "openvino" in caught.value.sentence("zh")


# ---- the bundled encoder


def seeds_texts(count: int) -> list[str]:
    """Questions and lines of the sample pages, so many of each."""
    questions = [json.loads(line)["question"] for line in (SEEDS / "questions.jsonl").read_text("utf-8").splitlines()]
    pages, _ = read_pages(SEEDS, Settings())
    lines = [line for page in pages for line in page.lines if len(line) > 40]
    return questions[:count] + lines[:count]


@pytest.mark.model
def test_the_shipped_ranges_name_every_product_of_the_shipped_weights():
    ranges = known_ranges(FILE)
    assert sorted(ranges) == sorted(f"{layer}.{part}" for layer in range(12) for part in PARTS)
    assert all(each.low < 0 < each.high and each.apart for each in ranges.values())
    assert read_ranges(json.loads(FILE.read_text("utf-8"))["ranges"]) == ranges


@pytest.mark.model
def test_the_vectors_are_nearly_those_of_torch(precision):
    from rag.models.bundled.transformer import sentence_transformer

    bundled = read_bundled(bundled_path())
    layers = Layers(bundled.tensors, bundled.sizes.heads, bundled.sizes.epsilon, lambda: known_ranges(FILE), precision)
    texts = seeds_texts(12)
    exact, fast = (sentence_transformer(bundled, each).encode_document(texts) for each in (None, layers))
    cosines = (fast * exact).sum(1)
    assert cosines.mean() > 0.998 and cosines.min() > 0.99
    assert cosines.min() < 1 - 1e-7  # it is the other engine


@pytest.mark.model
def test_the_engine_is_used_unless_torch_is_asked_for():
    usual, asked = load_encoder(Settings()), load_encoder(Settings(engine=TORCH))
    assert usual.notice is None and asked.notice is None
    assert not np.array_equal(usual.encode_questions(["新闻"]), asked.encode_questions(["新闻"]))


@pytest.mark.model
def test_questions_have_the_vectors_that_the_library_gives_though_it_is_not_loaded():
    encoder = load_encoder(Settings())
    texts = [*seeds_texts(12), "", "　", "数" * 700]
    found = encoder.encode_questions(texts)
    assert found.dtype == np.float32 and found.shape == (len(texts), encoder.dimensions)
    library = encoder.model.encode_query(texts, batch_size=encoder.batch, normalize_embeddings=True)
    assert (found * library).sum(1).min() > 0.9995  # batches of other lengths: kernels round otherwise
    for text, vector in zip(texts, found, strict=True):
        np.testing.assert_allclose(encoder.fast.encode([text]), encoder.model.encode_query([text]), atol=1e-6)
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-6)


@pytest.mark.model
def test_embeddings_are_those_of_torch():
    import torch

    encoder = load_encoder(Settings())
    ids = np.random.default_rng(0).integers(0, 250_000, (3, 40))
    with torch.inference_mode():
        wanted = encoder.model[0].model.embeddings(input_ids=torch.from_numpy(ids)).numpy()
    np.testing.assert_allclose(encoder.fast.vectors.embeddings(ids), wanted, atol=1e-6, rtol=1e-5)


@pytest.mark.model
def test_neither_asking_nor_reading_imports_torch_and_passages_do(seeds_index):
    question = json.loads((SEEDS / "questions.jsonl").read_text("utf-8").splitlines()[0])["question"]
    found = python(
        "import sys; from rag.assistant import Assistant; from rag.models.reader.fast import FastNetwork\n"
        f"assistant = Assistant.open({str(seeds_index)!r})\n"
        f"answer = assistant.ask({question!r})\n"
        "heavy = [m for m in ('torch', 'transformers', 'sentence_transformers', 'sklearn') if m in sys.modules]\n"
        "print(isinstance(assistant._reader().network, FastNetwork), bool(answer.citations), heavy)\n"
        "assistant._encoder.encode_passages(['新闻'])\n"
        "print('sentence_transformers' in sys.modules)"
    )
    assert found.stdout.splitlines() == ["True True []", "True"], found.stderr


@pytest.mark.model
def test_a_model_that_learned_more_is_computed_with_what_it_learned():
    import torch

    encoder = load_encoder(Settings())
    before = encoder.encode_questions(["新闻"])
    with torch.no_grad():
        encoder.model[0].model.encoder.layer[11].output.dense.weight.mul_(-1.0)
    assert (encoder.encode_questions(["新闻"]) * before).sum() < 0.98
    features = encoder.model[0].preprocess(["新闻"])
    assert encoder.model[0](features)["token_embeddings"].requires_grad


@pytest.mark.model
def test_without_the_engine_torch_computes_and_says_so_once(monkeypatch):
    monkeypatch.setitem(sys.modules, "openvino", None)
    encoder = load_encoder(Settings())
    assert encoder.notice is not None and encoder.notice.key == "engine-missing"
    assert load_encoder(Settings(engine=TORCH)).notice is None
    assert encoder.encode_questions(["新闻"]).shape == (1, 384)
