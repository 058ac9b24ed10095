"""A question file for the folder of two pages."""

import json

from rag.errors import Notice, QuestionError, WenbaoError

BOOKS_LINE = "街坊捐书八百三十六册"
ROWS = (
    {
        "id": "q1",
        "question": "图书角收到多少捐书?",
        "type": "number",
        "answers": ["八百三十六册"],
        "evidence": [BOOKS_LINE],
    },
    {
        "id": "q2",
        "question": "灯会展出多少花灯?",
        "type": "number",
        "answers": ["一百二十组"],
        "evidence": ["灯会展出花灯一百二十组"],
    },
    {"id": "q3", "question": "火车站的花灯几点亮?", "type": "unanswerable", "answers": []},
)

GOOD = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS) + "\n"


def reason_of(problem: Notice | WenbaoError) -> Notice | WenbaoError:
    """What is wrong at the place that a problem names."""
    reason = problem.values["reason"]
    assert isinstance(reason, Notice | WenbaoError)
    return reason


def named(problem: QuestionError) -> tuple:
    """Where a problem is and what it is."""
    where = problem.values.get("line", problem.values.get("place"))
    return where, reason_of(problem).key
