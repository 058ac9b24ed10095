"""A question set with a corpus of its own as a test of finding: `python -m rag.evaluation.paragraphs SET --folder DIR`.

Every document of the set (of SQuAD's form: every distinct paragraph) is an article of a corpus that is built in the
folder. The figure is the share of questions for which a relevant one comes first, with the reader and without.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from rag.assistant import Assistant
from rag.evaluation.datasets import read_set
from rag.evaluation.datasets.index import build_corpus, document_of
from rag.evaluation.questions import Question
from rag.models.encoder import load_encoder
from rag.settings import Settings


def main(arguments: Sequence[str] | None = None) -> None:
    """Build the corpus where it is not there, ask, print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", type=Path)
    parser.add_argument("--folder", type=Path, required=True, help="where the corpus and its index are kept")
    parser.add_argument("--every", type=int, default=1, help="only each so many-th question")
    told = parser.parse_args(arguments)
    settings = Settings()
    encoder = load_encoder(settings)
    read = read_set(told.set)
    index = build_corpus(read.documents, told.folder, settings, encoder)
    asked = [question for question in read.questions if question.relevant][::told.every]
    figures = {name: first_place_share(Assistant.open(index, chosen, encoder), asked)
               for name, chosen in (("search", Settings(reader="none")), ("search and reader", settings))}
    print(json.dumps({"documents": len(read.documents), "questions": len(asked), "left_out": len(read.problems),
                      "first_place_share": figures}, indent=1))


def first_place_share(assistant: Assistant, asked: Sequence[Question]) -> float:
    """The share of questions for which a relevant document holds the first passage."""
    hits = [assistant.search(question.question)[:1] for question in asked]
    right = [any(dict(question.relevant).get(document_of(assistant.article(hit.passage.article)), 0) > 0
                 for hit in found) for found, question in zip(hits, asked, strict=True)]
    return round(sum(right) / len(right), 4)


if __name__ == "__main__":
    main()
