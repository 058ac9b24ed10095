"""The reader's network upon an encoder's layers, and readers loaded from weights, from a folder, or not at all."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from support.fakes import FakeEncoder

from rag.errors import ReaderError
from rag.models.bundled.modules import state_name
from rag.models.bundled.weights import weights_name
from rag.models.encoder import TORCH, SentenceTransformerEncoder, load_encoder
from rag.models.reader import load_reader
from rag.models.reader.fast import FastNetwork, Together
from rag.models.reader.load import NetworkReader
from rag.models.reader.weights import load_weights, save_weights
from rag.settings import Settings

pytestmark = pytest.mark.model  # torch and transformers are imported: seconds

VOCABULARY, LAYERS, FROZEN = 50, 3, 1


class TinyTokenizer:
    """A character is a token; its id is its code modulo the size of the tiny vocabulary, less the marks'."""

    def pieces(self, texts):
        return [
            ([3 + ord(c) % (VOCABULARY - 3) for c in text], [(place, place + 1) for place in range(len(text))])
            for text in texts
        ]


def tiny_encoder(seed: int = 0):
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(seed)
    return BertModel(
        BertConfig(
            vocab_size=VOCABULARY,
            hidden_size=32,
            num_hidden_layers=LAYERS,
            num_attention_heads=2,
            intermediate_size=64,
            max_position_embeddings=512,
        ),
        add_pooling_layer=False,
    ).eval()


def network_over(encoder, seed: int = 1):
    import torch

    from rag.models.reader.network import ReaderNetwork

    torch.manual_seed(seed)
    network = ReaderNetwork(encoder, FROZEN).eval()
    for head in (network.span, *network.answerable):  # logits that differ by more than bfloat16 rounds
        for weight in head.parameters():
            torch.nn.init.normal_(weight)
    return network


@pytest.fixture
def encoder():
    return tiny_encoder()


@pytest.fixture
def network(encoder):
    return network_over(encoder)


def rows(*lengths: int):
    """Rows of so many tokens, and their mask."""
    import torch

    ids = torch.randint(3, VOCABULARY, (len(lengths), max(lengths)), generator=torch.Generator().manual_seed(0))
    mask = torch.tensor([[int(place < length) for place in range(max(lengths))] for length in lengths])
    return ids, mask


# ---- the network


def test_the_lower_part_is_the_encoders_own_and_the_upper_a_copy(encoder, network):
    assert network.transformer.embeddings is encoder.embeddings
    layers = list(zip(network.transformer.encoder.layer, encoder.encoder.layer, strict=True))
    assert [own is theirs for own, theirs in layers] == [place < FROZEN for place in range(LAYERS)]
    for own, theirs in layers[FROZEN:]:
        for mine, original in zip(own.parameters(), theirs.parameters(), strict=True):
            assert mine.equal(original)
            assert mine.data_ptr() != original.data_ptr()


def test_only_the_upper_layers_and_the_heads_are_trained(network):
    trained = {
        name.split(".")[0] if not name.startswith("transformer.encoder") else ".".join(name.split(".")[1:4])
        for name, weight in network.named_parameters()
        if weight.requires_grad
    }
    assert trained == {"span", "answerable", *(f"encoder.layer.{place}" for place in range(FROZEN, LAYERS))}


def test_changing_the_network_leaves_the_encoder_alone(encoder, network):
    import torch

    ids, mask = rows(7, 5)
    with torch.inference_mode():
        before = encoder(input_ids=ids, attention_mask=mask).last_hidden_state.clone()
    with torch.no_grad():
        for weight in network.parameters():
            if weight.requires_grad:
                weight.add_(1.0)
    network.transformer.config._attn_implementation = "eager"
    assert encoder.config._attn_implementation != "eager"
    assert all(
        module.config is not encoder.config
        for layer in network.transformer.encoder.layer[FROZEN:]
        for module in layer.modules()
        if hasattr(module, "config")
    )
    with torch.inference_mode():
        assert encoder(input_ids=ids, attention_mask=mask).last_hidden_state.equal(before)


def test_a_fresh_network_gives_the_encoders_vectors_to_its_heads(encoder, network):
    import torch

    ids, mask = rows(9)
    with torch.inference_mode():
        vectors = encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        start, end, answerable = network(ids, mask)
        torch.testing.assert_close(start, network.span(vectors)[..., 0], atol=1e-4, rtol=1e-4)
        torch.testing.assert_close(end, network.span(vectors)[..., 1], atol=1e-4, rtol=1e-4)
        torch.testing.assert_close(answerable, network.answerable(vectors[:, 0])[:, 0], atol=1e-4, rtol=1e-4)


def test_masked_tokens_are_far_below_and_change_nothing_of_the_others(network):
    import torch

    ids, mask = rows(12, 4)
    with torch.inference_mode():
        start, end, answerable = network(ids, mask)
        alone = network(ids[1:, :4], mask[1:, :4])
    for logits, logits_alone in zip((start, end), alone, strict=False):
        assert logits.shape == ids.shape
        assert logits[mask == 0].max() < logits[mask == 1].min() - 1000
        torch.testing.assert_close(logits[1:, :4], logits_alone, atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(answerable[1:], alone[2], atol=1e-4, rtol=1e-4)


def test_its_own_state_makes_another_network_the_same(encoder, network):
    import torch

    other = network_over(encoder, seed=2)
    ids, mask = rows(8)
    with torch.inference_mode():
        assert not torch.allclose(other(ids, mask)[2], network(ids, mask)[2])
        other.load_own_state(network.own_state())
        assert all(a.equal(b) for a, b in zip(other(ids, mask), network(ids, mask), strict=True))
    names = network.own_state()
    assert {name.split(".")[0] for name in names} == {"layer", "span", "answerable"}
    assert {int(name.split(".")[1]) for name in names if name.startswith("layer.")} == set(range(FROZEN, LAYERS))


@pytest.mark.parametrize("name", ["span.weight", "answerable.0.bias", "layer.1.attention.self.query.weight"])
def test_a_state_with_a_tensor_missing_or_misshapen_raises(network, name):
    state = network.own_state()
    with pytest.raises((KeyError, RuntimeError)):
        network.load_own_state({key: value for key, value in state.items() if key != name})
    with pytest.raises((KeyError, RuntimeError)):
        network.load_own_state(state | {name: state[name][:1]})


# ---- reading by a network


def tiny_reader() -> NetworkReader:
    return NetworkReader(network_over(tiny_encoder()), TinyTokenizer(), "tiny", {})


TEXTS = [f"{'甲乙丙丁戊己庚辛'[number % 8]}第{number}段说的事" * (1 + number % 3) for number in range(20)]


def test_readings_are_those_of_each_text_alone_in_order():
    reader = tiny_reader()
    together = reader.read("问什么?", TEXTS)
    assert len(together) == len(TEXTS)
    for text, told in zip(TEXTS, together, strict=True):
        (alone,) = tiny_reader().read("问什么?", [text])
        assert told.offsets.tolist() == [[place, place + 1] for place in range(len(text))]
        assert told.starts.shape == told.ends.shape == (len(text),)
        for name in ("relevance", "null", "starts", "ends"):  # half numbers: 8 bits of logits of a size about 10
            np.testing.assert_allclose(getattr(told, name), getattr(alone, name), atol=10 * 2.0**-5)
    assert len({round(told.relevance, 3) for told in together}) > len(TEXTS) / 2


def test_when_the_time_is_up_the_first_texts_are_read_and_the_others_not():
    texts = ["甲乙丙"] * 60
    assert 0 < len(tiny_reader().read("问", texts, seconds=0)) < len(texts)
    assert len(tiny_reader().read("问", texts, seconds=600)) == len(texts)
    assert tiny_reader().read("问", []) == []


def test_an_empty_text_is_read_and_has_no_span():
    (told,) = tiny_reader().read("", [""])
    assert told.best() is None
    assert not told.knows_spans
    assert np.isfinite([told.relevance, told.null]).all()


def test_text_beyond_the_limit_is_not_read():
    (told,) = tiny_reader().read("问", ["甲" * 600])
    assert len(told.starts) == 512 - len("问") - 4


def test_traditional_text_is_read_as_simplified_and_keeps_its_places():
    old, new = tiny_reader().read("誰", ["國務院總理"]), tiny_reader().read("谁", ["国务院总理"])
    assert old[0].starts.tolist() == new[0].starts.tolist()
    assert old[0].offsets.tolist() == [[place, place + 1] for place in range(5)]


# ---- the bundled one


@pytest.fixture(scope="module")
def bundled() -> SentenceTransformerEncoder:
    return load_encoder(Settings())


@pytest.fixture(scope="module")
def weights(tmp_path_factory, bundled) -> Path:
    """Untrained weights of the reader's form upon the bundled encoder."""
    import torch

    from rag.models.reader.network import FROZEN_LAYERS, ReaderNetwork

    torch.manual_seed(0)
    state = ReaderNetwork(bundled.model[0].model).own_state()
    path = tmp_path_factory.mktemp("reader") / "reader.safetensors"
    save_weights(
        path,
        {name: value.numpy() for name, value in state.items()},
        weights_name(),
        FROZEN_LAYERS,
        {"calibration": {"margin": 0.5}},
    )
    return path


def test_the_bundled_reader_shares_the_encoders_layers_and_reads_real_text(bundled, weights):
    reader = load_reader(Settings(), bundled, weights)
    assert isinstance(reader, NetworkReader)
    assert reader.name == f"bundled@{load_weights(weights, weights_name()).digest}"
    assert reader.calibration == {"margin": 0.5}
    texts = ["深圳經濟特區成立於1980年。", "①ＡＢ　好"]
    for text, told in zip(texts, reader.read("哪年成立?", texts), strict=True):
        span = told.best()
        assert told.knows_spans
        assert 0 <= span.start < span.end <= len(text)
        assert told.best(3, 5) is None or text[told.best(3, 5).start : told.best(3, 5).end] in text[3:5]


def test_a_reader_that_torch_computes_has_the_encoders_own_modules(bundled, weights):
    encoder = load_encoder(Settings(engine=TORCH))
    reader = load_reader(Settings(engine=TORCH), encoder, weights)
    assert isinstance(reader, NetworkReader) and not isinstance(reader.network, FastNetwork)
    assert reader.network.transformer.embeddings is encoder.model[0].model.embeddings


def test_the_network_without_torch_has_the_layers_and_heads_of_the_one_with_it(bundled, weights):
    import torch
    from openvino import Core

    from rag.models.reader.network import ReaderNetwork

    if "BF16" not in Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES"):
        pytest.skip("int8, which this processor computes in, needs ranges that weights have which were trained")
    stored = load_weights(weights, weights_name())
    network = ReaderNetwork(bundled.model[0].model, stored.frozen).eval()
    network.load_own_state({name: torch.from_numpy(values) for name, values in stored.tensors.items()})
    own = dict(network.transformer.named_parameters())
    fast = load_reader(Settings(), bundled, weights).network
    assert isinstance(fast, FastNetwork)
    tensors = Together(bundled.fast.bundled.tensors, stored.tensors, stored.frozen)
    assert all(np.array_equal(tensors[name], own[state_name(name)].detach().numpy()) for name in tensors)
    ids, mask = np.array([[0, 9, 99, 2], [0, 8, 2, 1]]), np.array([[1, 1, 1, 1], [1, 1, 1, 0]])
    vectors = fast.vectors(ids, mask)
    with torch.inference_mode():
        wanted = network.heads(torch.from_numpy(vectors), torch.from_numpy(mask))
        exact = network(torch.from_numpy(ids), torch.from_numpy(mask))
    for found, by_torch, whole in zip(fast(ids, mask), wanted, exact, strict=True):
        np.testing.assert_allclose(found, by_torch.numpy(), rtol=1e-5, atol=1e-4)
        np.testing.assert_allclose(found, whole.numpy(), rtol=0.05, atol=0.2)


def test_the_encoder_gives_the_same_vectors_beside_the_reader(bundled, weights):
    before = bundled.encode_questions(["深圳特区"])
    load_reader(Settings(), bundled, weights).read("问", ["深圳特区"])
    assert np.array_equal(bundled.encode_questions(["深圳特区"]), before)


def test_weights_that_lack_a_tensor_are_damaged_and_others_foreign(bundled, weights, tmp_path):
    good = load_weights(weights, weights_name())
    short = {name: values for name, values in good.tensors.items() if name != "span.weight"}
    long = {**good.tensors, "span.other": good.tensors["span.bias"]}
    wide = {**good.tensors, "answerable.2.weight": good.tensors["answerable.0.weight"]}
    for engine in (Settings(), Settings(engine=TORCH)):
        for wrong in (short, long, wide):
            save_weights(tmp_path / "w", wrong, weights_name(), good.frozen, {})
            with pytest.raises(ReaderError) as caught:
                load_reader(engine, bundled, tmp_path / "w")
            assert caught.value.key == "reader-damaged"
    save_weights(tmp_path / "w", short, "another", good.frozen, {})
    with pytest.raises(ReaderError) as caught:
        load_reader(Settings(), bundled, tmp_path / "w")
    assert caught.value.key == "reader-foreign"


def test_missing_weights_are_named(bundled, tmp_path):
    with pytest.raises(ReaderError) as caught:
        load_reader(Settings(), bundled, tmp_path / "none.safetensors")
    assert caught.value.key == "reader-missing"
    assert all("none.safetensors" in caught.value.sentence(language) for language in ("zh", "en"))


def test_no_reader_is_loaded_where_none_is_wanted_or_the_encoder_has_no_layers(tmp_path):
    assert load_reader(Settings(reader="none"), FakeEncoder(["水"]), tmp_path / "none") is None
    assert load_reader(Settings(), FakeEncoder(["水"]), tmp_path / "none") is None


# ---- other readers


@pytest.fixture(scope="module", params=[1, 2], ids=["one score", "two classes"])
def folder(tmp_path_factory, request) -> Path:
    """A tiny CrossEncoder of random weights, saved as sentence-transformers saves one."""
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    base = tmp_path_factory.mktemp("base")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"问答甲乙丙丁"]
    (base / "vocab.txt").write_text("\n".join(words), "utf-8")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
    )
    config.num_labels = request.param
    model = BertForSequenceClassification(config)
    torch.nn.init.normal_(model.classifier.weight)
    model.save_pretrained(base)
    BertTokenizer(str(base / "vocab.txt")).save_pretrained(base)
    saved = tmp_path_factory.mktemp("saved") / "tiny"
    CrossEncoder(str(base), local_files_only=True).save_pretrained(str(saved))
    return saved


def test_a_cross_encoder_takes_its_place_by_one_setting_and_orders_without_spans(folder):
    import torch
    from sentence_transformers import CrossEncoder

    reader = load_reader(Settings(reader=str(folder)), FakeEncoder(["水"]))
    texts = ["甲", "乙丙", "丁丁甲", "答", "甲乙", "丙", "丁", "乙乙乙乙"]
    readings = reader.read("问甲", texts)
    logits = (
        CrossEncoder(str(folder), local_files_only=True)
        .predict([("问甲", text) for text in texts], activation_fn=torch.nn.Identity())
        .reshape(len(texts), -1)
    )
    np.testing.assert_allclose([told.relevance for told in readings], logits[:, -1], atol=1e-5)
    assert len({round(told.relevance, 5) for told in readings}) > 1
    assert not any(told.knows_spans or told.best() for told in readings)
    assert (reader.name, dict(reader.calibration)) == (str(folder), {})
    assert 0 < len(reader.read("问", texts * 5, seconds=0)) < len(texts) * 5
    assert reader.read("问", []) == []


REFUSED = """
import json, sys, time
import sentence_transformers
from rag.errors import ReaderError
from rag.models.reader import load_reader
from rag.settings import Settings
for name in sys.argv[1:]:
    began = time.monotonic()
    try:
        load_reader(Settings(reader=name), None)
    except ReaderError as error:
        print(json.dumps([error.key, name in error.sentence(), time.monotonic() - began]), flush=True)
"""


def refusals(*names: str, **environment: str) -> list:
    try:
        found = subprocess.run(
            [sys.executable, "-c", REFUSED, *names],
            capture_output=True,
            text=True,
            timeout=300,
            env={**os.environ, **environment},
        )
    except subprocess.TimeoutExpired:
        return []
    return [json.loads(line) for line in found.stdout.splitlines()]


def test_an_unknown_name_is_refused_where_the_hub_is_not_to_be_asked():
    found = refusals("no/such-model", "./no-such-folder", HF_HUB_OFFLINE="1")
    assert [each[:2] for each in found] == [["reader-unknown", True]] * 2


def test_an_unknown_name_is_refused_where_the_hub_is_out_of_reach():
    (found,) = refusals("no/such-model", HF_ENDPOINT="http://127.0.0.1:9", HF_HUB_OFFLINE="0")
    assert found[:2] == ["reader-unknown", True]
