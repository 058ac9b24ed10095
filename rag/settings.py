"""Every tunable of the product as one flat, frozen record: its default, what it is, its unit and why it is so.

A settings file is TOML with these names at its top level. Settings marked `build` are written into the index's
manifest, and an index built with other values is refused. Values tuned by measurement say on what.
"""

import dataclasses
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from rag.errors import SettingsError
from rag.parsing import decoded, finite_number, parse_toml, read_limited, shown, whole_number

_SWITCH: Final = {"true": True, "false": False, "1": True, "0": False}

LARGEST_NUMBER: Final = 10**9
"""No setting counts or measures anything beyond it, and C libraries take no number far beyond."""


def _setting(default: Any, help: str, *, build: bool = False, least: int = 0, form: str = "") -> Any:
    """A setting; `least` is the lowest value with which there is still an answer to give, `form` the regular expression
    that a text has to match, "" where any will do.
    """
    return field(default=default, metadata={"help": help, "build": build, "least": least, "form": form})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. Build one with keyword arguments, `Settings.load`, or `with_values`."""

    encoder: str = _setting(
        "bundled", "The embedding model: 'bundled', a sentence-transformers name, or a local folder.", build=True
    )
    encoder_batch: int = _setting(
        8, "Texts encoded at once. On two cores 4 to 8 were a little faster than 16, and 1 slower by a tenth.", least=1
    )
    engine: str = _setting(
        "auto",
        "What computes the bundled models: 'auto', OpenVINO in int8 where it can, or 'torch', in 32 bits.",
    )
    passage_characters: int = _setting(
        450,
        "Target length of a passage in characters; larger ones no longer fit 512 tokens with their title.",
        build=True,
        least=20,
    )
    store: str = _setting(
        "local",
        "Where an index is searched: 'local', in its folder, or 'milvus', in Milvus, for more passages than one "
        "machine holds. A build writes its folder first, then Milvus.",
        form="local|milvus",
    )
    milvus_uri: str = _setting(
        "http://127.0.0.1:19530",
        "Milvus: a server's address or, for trying it out, a file that ends in .db. The default is where a Milvus on "
        "this machine listens.",
    )
    milvus_name: str = _setting(
        "wenbao",
        "The name of the index in Milvus; several newspapers on one server need one each.",
        form="[A-Za-z_][A-Za-z0-9_]{0,99}",
    )
    page_megabytes: float = _setting(
        2.0, "Largest file taken as one page, in MB. A printed page is under 0.1 MB; more is not a page."
    )
    document_megabytes: float = _setting(
        50.0,
        "Largest file of articles (.md, .html, .docx, .pdf, .json, .jsonl, .csv), in MB. 7,000 articles "
        "have about 10 MB.",
    )
    document_seconds: float = _setting(
        20.0,
        "Longest time for reading one file of articles, in seconds. Nobody waits longer for one file without "
        "thinking that the program hangs.",
    )
    question_characters: int = _setting(
        300, "Longest question answered, in characters; longer text is rarely one question.", least=1
    )
    passages_shown: int = _setting(10, "Passages returned with an answer.", least=1)
    sentence_weight: float = _setting(
        0.3,
        "Part of the similarity taken from a passage's best sentence, 0 to 1. Tuned on the dev questions: 0.2 to "
        "0.5 give the same first passages and lift mrr@10 by 0.01 over 0.",
    )
    term_weight: float = _setting(
        0.25,
        "What holding every term of the question adds to the similarity. Tuned on the dev questions (hit@1 0.938 "
        "from 0.2 to 0.4) and cmrc2018_trial (first-place share 0.982 at 0.15 to 0.2, 0.980 at 0.3 and 0.4).",
    )
    day_weight: float = _setting(
        0.05,
        "What a passage gains in the order of the search that tells of the day that a question names. On 198 ChronoQA "
        "questions of one half 0 / 0.02 / 0.05 / 0.1 / 0.2 put a right passage first for 0.97 / 0.99 / 0.99 / 0.97 / "
        "0.95.",
    )
    similarity_weight: float = _setting(
        1.0,
        "What the cosine counts; 0 searches by terms alone, to compare with. The refusal scores are calibrated for 1.",
    )
    history_weight: float = _setting(
        0.25,
        "How far a question leans towards the conversation before it, 0 to 1. Tuned on the dev follow-ups (hit@1 "
        "0.8 alone, 1.0 from 0.17 on) against dev questions after an unrelated turn (0.93 alone, 0.91 at 0.25, 0.77 "
        "at 0.5, 0.29 with the conversation simply put before the question).",
    )
    answer_characters: int = _setting(260, "Longest answer, markers included.", least=60)
    answer_sentences: int = _setting(3, "Most sentences in an answer.", least=1)
    answer_passages: int = _setting(
        5,
        "Passages whose sentences may answer; on the dev questions 0.96 of the answers are in the first five.",
        least=1,
    )
    answer_margin: float = _setting(
        0.015,
        "How much less than the best sentence another may score and still be said. On the dev and sample "
        "questions 0.01 / 0.015 / 0.02 / 0.03 give answers right for 0.84 / 0.85 / 0.86 / 0.88, and citations that "
        "prove them for 0.84 / 0.83 / 0.82 / 0.77 of all.",
    )
    reader: str = _setting(
        "bundled",
        "What reads the passages found: 'bundled', a sentence-transformers CrossEncoder's name or folder, "
        "which orders them and no more, or 'none'.",
    )
    reader_passages: int = _setting(
        6,
        "Passages that are read, the nearest first. The first five hold all evidence for every dev and sample "
        "question.",
    )
    reader_weight: float = _setting(
        0.02,
        "What a passage that surely answers gains over one that surely does not, on the scale of cosines. On the "
        "dev and sample questions 0 / 0.02 / 0.05 / 0.2 put a right passage first for 0.947 / 0.953 / 0.947 / 0.947.",
    )
    reader_milliseconds: float = _setting(
        700.0,
        "Time for reading passages; those that it does not reach keep the order of the search. The best sentences are "
        "read once more after it.",
    )
    false_answer_cost: float = _setting(
        0.45,
        "What an answer to a question that the pages do not answer costs, a needless refusal costing 1: refused "
        "is where the probability of an answer is below cost / (1 + cost). On 441 news questions that no reader was "
        "trained on 0.33 / 0.45 / 0.6 refuse 0.61 / 0.65 / 0.67 of the unanswerable and 0.02 / 0.03 / 0.03 of the "
        "others, on dev 0.93 / 0.93 / 0.93 and 0 / 0 / 0.04.",
    )
    refusal_score: float = _setting(
        0.885,
        "Fused score of the best passage under which a Chinese question is refused. Measured with the bundled "
        "encoder: the lowest answerable Chinese question of the dev and sample questions has 0.888; 0.96 of 400 "
        "cmrc2018_trial questions, which newspaper pages cannot answer, stay below.",
    )
    refusal_score_foreign: float = _setting(
        0.775,
        "The same for a question without Chinese characters, which is less similar to Chinese text: the lowest "
        "answerable English one has 0.776, nine in ten of 24 English questions about other things stay below.",
    )

    refusal_discount: float = _setting(
        0.01,
        "How much lower the refusal score is within a conversation, where a question alone says less: 0.94 of "
        "150 cmrc2018_trial questions after an unrelated turn stay below, the lowest dev follow-up is 0.005 above.",
    )

    def with_values(self, values: Mapping[str, Any]) -> "Settings":
        """A copy with `values` set. Text is converted to the setting's type.

        Raises SettingsError for an unknown name or a value that does not fit.
        """
        known = {f.name: f for f in dataclasses.fields(self)}
        changes: dict[str, Any] = {}
        for name, value in values.items():
            if name not in known:
                raise SettingsError("settings-unknown", name=shown(name), known=", ".join(known))
            changes[name] = _converted(known[name], value)
        return dataclasses.replace(self, **changes)

    @classmethod
    def load(cls, path: Path) -> "Settings":
        """Settings from a TOML file. Raises SettingsError where it is unreadable or a name or value is wrong."""

        def refused(reason: object) -> SettingsError:
            return SettingsError("settings-unreadable", path=path, reason=reason)

        return cls().with_values(parse_toml(decoded(read_limited(path, refused), refused), refused))

    def thorough(self) -> "Settings":
        """The same reading twice as many passages in twice the time, each of which may give a sentence more than usual;
        nothing is read by settings that read nothing.
        """
        return dataclasses.replace(
            self,
            passages_shown=2 * self.passages_shown,
            answer_passages=2 * self.answer_passages,
            reader_passages=2 * self.reader_passages,
            reader_milliseconds=2 * self.reader_milliseconds,
        )

    def unhurried(self) -> "Settings":
        """The same with all the time for reading that it takes, unless a time was set: for what must not depend on how
        busy the machine is.
        """
        usual = next(f.default for f in dataclasses.fields(self) if f.name == "reader_milliseconds")
        if self.reader_milliseconds != usual:
            return self
        return dataclasses.replace(self, reader_milliseconds=float(LARGEST_NUMBER))

    def build_values(self) -> dict[str, Any]:
        """The settings that an index depends on, by name."""
        return {f.name: getattr(self, f.name) for f in dataclasses.fields(self) if f.metadata["build"]}


def _converted(setting: "dataclasses.Field[Any]", value: Any) -> Any:
    """`value` as the type of the setting's default: a number is not below its least, text is not empty.

    Raises SettingsError.
    """
    kind, least = type(setting.default), setting.metadata["least"]
    form = setting.metadata["form"]
    if kind is str:
        if isinstance(value, str) and value.strip() and "\0" not in value and re.fullmatch(form or "(?s:.*)", value):
            return value
    elif kind is bool:
        if str(value).lower() in _SWITCH:
            return _SWITCH[str(value).lower()]
    else:
        number = _number(value, kind)
        if number is not None and least <= number <= LARGEST_NUMBER:
            return number
    expected = f"{kind.__name__} >= {least}" if kind in (int, float) else form or kind.__name__
    raise SettingsError("settings-value", name=setting.name, value=shown(value) or "''", expected=expected)


def _number(value: Any, kind: type) -> int | float | None:
    """`value`, a number or the text of one, as `kind`; None where it is no such number."""
    if isinstance(value, str):
        return whole_number(value, LARGEST_NUMBER) if kind is int else finite_number(value)
    if isinstance(value, bool) or not isinstance(value, int if kind is int else int | float):
        return None
    return float(value) if kind is float and abs(value) <= LARGEST_NUMBER and math.isfinite(value) else value
