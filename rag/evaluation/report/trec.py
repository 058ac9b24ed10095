"""Rankings as a TREC run file, which trec_eval, ir_measures and other tools read: `qid Q0 docid rank score tag`."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote

from rag.storage.files import replace_file


def write_run(path: Path, run_name: str, rows: Iterable[tuple[str, Sequence[str]]]) -> None:
    """Write each question's ranking, a question id and document ids, best first.

    A document given twice keeps its first rank. Scores fall by 1 from the number of documents to 1, so that tools that
    sort by score keep the order. White space in ids is written as in a URL (%20). Raises OSError.
    """
    lines: list[str] = []
    for question, documents in rows:
        ranked = list(dict.fromkeys(documents))
        lines += [
            f"{safe_id(question)} Q0 {safe_id(document)} {rank} {len(ranked) - rank + 1} {safe_id(run_name)}\n"
            for rank, document in enumerate(ranked, start=1)
        ]
    replace_file(path, "".join(lines).encode("utf-8", "replace"))


def safe_id(text: str) -> str:
    """`text` without white space; - for nothing, since a column cannot be empty."""
    return re.sub(r"\s", lambda found: quote(found.group()), text) or "-"
