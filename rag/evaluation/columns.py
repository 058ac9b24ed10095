"""What other tools call a question, its right answer and its evidence -> the fields of a question file of ours.

The answer of the system that another tool looked at (`response`, `actual_output`, `answer` beside `ground_truth`) is
never taken for the right one, nor what that system found (`retrieved_contexts`, `contexts` beside its answer) for
evidence. What is left out so is told. Left out: reading files, and what a question is.
"""

import ast
import functools
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rag.errors import QuestionError

QUESTION: Final = (
    "question",
    "问题",
    "query",
    "questions",
    "提问",
    "userinput",
    "questiontext",
    "querytext",
    "题目",
    "题干",
    "问句",
    "用户问题",
    "input",
    "prompt",
)
GOLD: Final = (
    "groundtruth",
    "groundtruths",
    "标准答案",
    "正确答案",
    "参考答案",
    "标准回答",
    "参考回答",
    "答案要点",
    "referenceanswer",
    "referenceanswers",
    "reference",
    "references",
    "expectedoutput",
    "expectedresponse",
    "expectedanswer",
    "expectedanswers",
    "expected",
    "goldanswer",
    "goldanswers",
    "goldenanswer",
    "goldenanswers",
    "gold",
    "correctanswer",
    "correctanswers",
    "rightanswer",
    "idealanswer",
    "ideal",
    "target",
    "referenceoutput",
    "referenceoutputs",
)
"""Names that mean the right answer and nothing else."""

ANSWERS: Final = ("答案", "answers", "answer", "output")
"""Names that mean it where no system's answer is kept beside it."""

SYSTEMS: Final = (
    "response",
    "actualoutput",
    "prediction",
    "predictedanswer",
    "generatedanswer",
    "generatedresponse",
    "modelanswer",
    "modeloutput",
    "llmanswer",
    "systemanswer",
    "botanswer",
    "completion",
    "模型回答",
    "模型答案",
    "系统回答",
    "系统答案",
    "生成答案",
    "生成回答",
    "机器回答",
    "ai回答",
)
FOUND: Final = (
    "retrievedcontexts",
    "retrievalcontext",
    "retrievedcontext",
    "retrieveddocuments",
    "检索结果",
    "检索内容",
    "召回内容",
    "检索段落",
)
EVIDENCE: Final = (
    "证据",
    "evidence",
    "依据",
    "referencecontexts",
    "referencecontext",
    "groundtruthcontexts",
    "groundtruthcontext",
    "goldcontexts",
    "goldcontext",
    "expectedchunks",
    "expectedcontext",
    "expectedcontexts",
    "positivepassages",
    "positivectxs",
    "positives",
    "pos",
    "出处",
    "原文",
    "原文出处",
    "证据原文",
    "引文",
    "参考原文",
    "参考段落",
    "上下文",
    "context",
    "contexts",
    "sourcetext",
)
IDS: Final = ("编号", "id", "序号", "qid", "queryid", "questionid", "题号", "问题编号", "uid")
KINDS: Final = ("类型", "type", "题型", "questiontype", "evolutiontype")

UNANSWERABLE: Final = ("unanswerable", "no answer", "无答案", "无法回答", "答不了", "不可回答")
"""What says, as a type or in the place of an answer, that the pages do not answer."""

_SUSPECT: Final = "contexts"
"""What a system found, where its answer stands beside it; evidence otherwise."""

_WRAPPERS: Final = ("inputs", "outputs", "vars", "metadata", "reference_outputs")
"""Where LangSmith and promptfoo keep a question's fields."""

_ASSERTED: Final = (
    "equals",
    "contains",
    "icontains",
    "similar",
    "contains-any",
    "contains-all",
    "icontains-any",
    "icontains-all",
    "starts-with",
)
"""promptfoo's assertions that name the answer itself."""

_PARTS: Final = ("text", "answer", "content", "page_content", "value", "chunk", "context", "passage")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which fields are what, by their names, "" where none is; `left` are a system's, taken for nothing."""

    question: str = ""
    answers: str = ""
    evidence: str = ""
    id: str = ""
    type: str = ""
    left: tuple[str, ...] = ()
    doubtful: bool = False


@functools.lru_cache(maxsize=256)
def columns_of(names: tuple[str, ...]) -> Columns:
    """What the names mean. `doubtful`: the only answer may be a system's, and so may be none to judge by."""
    named = {_plain(name): name for name in reversed(names)}

    def first(known: Sequence[str]) -> str:
        return next((named[name] for name in known if name in named), "")

    gold, plain = first(GOLD), first(ANSWERS)
    systems = [named[name] for name in SYSTEMS if name in named]
    if gold:
        systems += [named[name] for name in ANSWERS if name in named and named[name] != gold]
    found = [named[name] for name in FOUND if name in named]
    doubtful = not gold and bool(plain) and (_SUSPECT in named or bool(found)) and _plain(plain) in ("answer", "output")
    evidence = first([name for name in EVIDENCE if not (name == _SUSPECT and (systems or doubtful))])
    if _SUSPECT in named and named[_SUSPECT] != evidence and (systems or doubtful):
        found.append(named[_SUSPECT])
    return Columns(first(QUESTION), gold or plain, evidence, first(IDS), first(KINDS), (*systems, *found), doubtful)


def own_fields(record: Mapping[str, Any]) -> tuple[dict[str, Any], Columns]:
    """A record of any of the forms with the fields of ours, and where they were taken from.

    What is ours already stays as it is, but that one answer or piece of evidence need not be a list and an id may be a
    number. Raises QuestionError for values that are no texts.
    """
    fields = _unwrapped(record)
    columns = columns_of(tuple(fields))
    told = dict(fields)
    if columns.question and isinstance(fields[columns.question], str):
        told["question"] = fields[columns.question]
    if columns.doubtful:
        told.pop("answers", None)
    elif columns.answers:
        told["answers"] = _without_blanks(columns.answers, texts_of(fields[columns.answers], "answers"))
    if columns.evidence:
        told["evidence"] = _without_blanks(columns.evidence, texts_of(fields[columns.evidence], "evidence"))
    if columns.type and columns.type != "type":
        told["type"] = fields[columns.type]
    id = fields.get(columns.id) if columns.id else None
    if type(id) is int:
        told["id"] = str(id)
    elif columns.id and columns.id != "id":
        told["id"] = id
    if "answers" in told and not columns.doubtful and _means_none(told["answers"]):
        told["answers"] = []
    return told, columns


def _without_blanks(name: str, texts: list[str]) -> list[str]:
    """The texts of a field of another tool, which may keep "" for none; one of ours has no such thing."""
    return texts if name in ("answers", "evidence") else [text for text in texts if text.strip()]


def texts_of(value: Any, field: str) -> list[str]:
    """An answer or evidence as a list of texts. Raises QuestionError for `field` where it holds anything else."""
    if value is None:
        return []
    if isinstance(value, str):
        listed = listed_texts(value)
        return [value] if listed is None else texts_of(listed, field)
    if type(value) in (int, float):
        return [str(value)] if field == "answers" else _no(field)
    if isinstance(value, Mapping):
        inner = next((value[name] for name in _PARTS if name in value), None)
        return texts_of(inner, field) if inner is not None else _no(field)
    if isinstance(value, list):
        return [
            text
            for part in value
            for text in (
                [part]
                if isinstance(part, str)
                else texts_of(part, field)
                if isinstance(part, Mapping) or (type(part) in (int, float) and field == "answers")
                else _no(field)
            )
        ]
    return _no(field)


def listed_texts(text: str) -> list[Any] | None:
    """The list that a cell of a table spells as JSON or as Python does; None where it is a text."""
    if not re.match(r"\s*\[\s*(?:[\"'{]|\])", text) or not text.rstrip().endswith("]") or len(text) > 1_000_000:
        return None
    for read in (json.loads, ast.literal_eval):
        try:
            found = read(text.strip())
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
        return found if isinstance(found, list) else None
    return None


def _unwrapped(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with the fields of its wrappers beside its own, and what is asserted of it as what is expected."""
    fields: dict[str, Any] = {}
    for name, value in record.items():
        if name == "outputs" and isinstance(value, Mapping):  # LangSmith's examples: what is right
            fields.update({"expected" if _plain(inner) in ANSWERS else inner: held for inner, held in value.items()})
        elif name in _WRAPPERS and isinstance(value, Mapping):
            fields.update({inner: held for inner, held in value.items() if inner not in record})
        elif name == "assert" and isinstance(value, list):
            expected = [
                one.get("value")
                for one in value
                if isinstance(one, Mapping) and one.get("type") in _ASSERTED and one.get("value") is not None
            ]
            fields["expected"] = [text for one in expected for text in (one if isinstance(one, list) else [one])]
        else:
            fields[name] = value
    return fields


def asserted(text: str) -> str:
    """What a cell of promptfoo's `__expected` expects, without the kind of its assertion; "" for a rubric."""
    kind, colon, rest = text.partition(":")
    if not colon or not re.fullmatch(r"[a-z-]{2,30}(?:\([\d.]+\))?", kind.strip()):
        return text
    return rest.strip() if kind.strip().partition("(")[0] in _ASSERTED else ""


def _means_none(answers: Any) -> bool:
    """Whether the only answer says that there is none."""
    return (
        isinstance(answers, list)
        and len(answers) == 1
        and isinstance(answers[0], str)
        and answers[0].strip().rstrip("。.").lower() in UNANSWERABLE
    )


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-*]", "", name.strip("\ufeff")).lower()


def _no(field: str) -> list[str]:
    raise QuestionError("question-bad-field", field=field)
