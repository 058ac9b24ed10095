"""What readers think of answers: a thumb and a note for each, kept beside the index and nowhere else.

`feedback.jsonl` in the index's folder is only ever appended to, one JSON object a line. A later line with the id of an
earlier one replaces it when the file is read: a reader changed their mind, or added a note. A damaged line is passed
over. Left out: judging by them; they are exported as drafts of questions for a person to judge.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal, get_args

from filelock import FileLock, Timeout

from rag.answering.markers import unmarked_object
from rag.errors import FeedbackError, StoredIndexError
from rag.storage.files import append

Thumb = Literal["up", "down"]

NAME: Final = "feedback.jsonl"
NOTE_CHARACTERS: Final = 2000
"""Kept of a note: a page of writing."""

FILE_MEGABYTES: Final = 64
"""Where the file ends: some three thousand answers with their passages."""

_LOCK_SECONDS: Final = 5.0
"""Waited for another writer, whose line takes milliseconds."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One answer as a reader judged it.

    `answer` is in the JSON form (`json_form`); `history` are the earlier questions with their answers; `index` names
    the generation of the index that was asked; `time` is local, ISO 8601 with its offset.
    """

    id: str
    time: str
    question: str
    history: tuple[tuple[str, str], ...]
    answer: Mapping[str, Any]
    index: str
    thumb: Thumb
    note: str = ""


class FeedbackFile:
    """The feedback on one index. Threads and processes may share the file."""

    note_characters: Final = NOTE_CHARACTERS

    def __init__(self, folder: Path, megabytes: float = FILE_MEGABYTES) -> None:
        """`folder` is the index's."""
        self._folder = folder
        self._path = folder / NAME
        self._bytes = int(megabytes * 1e6)

    def add(
        self, question: str, history: Sequence[tuple[str, str]], answer: Mapping[str, Any], thumb: Thumb, note: str = ""
    ) -> Feedback:
        """Keep a new entry and give it. Raises FeedbackError where the file is full or cannot be written."""
        entry = Feedback(
            secrets.token_hex(8),
            _now(),
            question,
            tuple(history),
            answer,
            self._generation(),
            thumb,
            note[:NOTE_CHARACTERS],
        )
        self._append(entry)
        return entry

    def change(self, entry: Feedback, thumb: Thumb, note: str) -> Feedback:
        """Keep another thumb or note in the place of those of `entry`. Raises as `add` does."""
        changed = replace(entry, time=_now(), thumb=thumb, note=note[:NOTE_CHARACTERS])
        self._append(changed)
        return changed

    def read(self) -> list[Feedback]:
        """All entries, each as it was last changed, in the order in which they were first made.

        Raises FeedbackError where the file cannot be read.
        """
        try:
            lines = self._path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return []
        except OSError as error:
            raise FeedbackError("feedback-unreadable", path=self._path, reason=error.strerror or error) from error
        entries: dict[str, Feedback] = {}
        for line in lines:
            entry = _entry(line)
            if entry is not None:
                entries[entry.id] = entry
        return list(entries.values())

    def _generation(self) -> str:
        """The name of the index as it is now; "" where it tells none."""
        from rag.index.manifest import MANIFEST, Manifest  # with the index's libraries, which a list does without

        try:
            return Manifest.from_json((self._folder / MANIFEST).read_bytes(), self._folder).generation
        except (OSError, StoredIndexError):
            return ""

    def _append(self, entry: Feedback) -> None:
        line = json.dumps(asdict(entry), ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        try:
            with FileLock(f"{self._path}.lock", timeout=_LOCK_SECONDS), self._path.open("a+b") as file:
                size = file.seek(0, 2)
                if size + len(line) > self._bytes:
                    raise FeedbackError("feedback-full", path=self._path)
                if size:
                    file.seek(-1, 2)
                    line = line if file.read(1) == b"\n" else b"\n" + line  # whoever wrote last was cut off
                append(file, line)
        except Timeout as error:
            raise FeedbackError("feedback-busy", path=self._path) from error
        except OSError as error:
            raise FeedbackError("feedback-unwritable", path=self._path, reason=error.strerror or error) from error


def draft_object(entry: Feedback) -> dict[str, Any]:
    """`entry` as a line of a question file, to be judged by a person: a draft, which no evaluation takes as judged.

    What the answer said is offered as gold where the reader found it useful; otherwise there is none yet.
    """
    answer = entry.answer
    useful = entry.thumb == "up" and not answer["refused"]
    return {
        "id": f"feedback-{entry.id}",
        "question": entry.question,
        "history": [list(turn) for turn in entry.history],
        "type": "",
        "answers": [answer.get("span") or unmarked_object(answer)] if useful else [],
        "evidence": [cited["quote"] for cited in answer["citations"]] if useful else [],
        "articles": list(dict.fromkeys(cited["article"] for cited in answer["citations"])) if useful else [],
        "draft": True,
        "thumb": entry.thumb,
        "note": entry.note,
        "answer": answer["answer"],
        "index": entry.index,
        "time": entry.time,
    }


def _entry(line: bytes) -> Feedback | None:
    """A line as an entry; None for a blank or damaged one."""
    try:
        fields = json.loads(line)
        answer = fields["answer"]
        texts = [fields[name] for name in ("id", "time", "question", "index", "note")]
        texts += [answer["answer"], *(cited[name] for cited in answer["citations"] for name in ("quote", "article"))]
        history = tuple((str(question), str(reply)) for question, reply in fields["history"])
        if not all(isinstance(text, str) for text in texts) or fields["thumb"] not in get_args(Thumb):
            return None
        if not isinstance(answer["refused"], bool) or not isinstance(answer.get("span", ""), str):
            return None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return Feedback(
        fields["id"],
        fields["time"],
        fields["question"],
        history,
        answer,
        fields["index"],
        fields["thumb"],
        fields["note"],
    )


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
