"""A question set in SQuAD's form as a test of finding: `python -m rag.evaluation.paragraphs FILE.json --folder DIR`.

Every distinct paragraph is an article of a corpus that is built in the folder; a question's own paragraph is its one
relevant article. The figure is the share of questions for which it comes first, with the reader and without.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from rag.assistant import Assistant
from rag.encoder import encoder_name, load_encoder
from rag.index.build import build_index
from rag.reader.examples import read_squad
from rag.settings import Settings


def main(arguments: Sequence[str] | None = None) -> None:
    """Build the corpus where it is not there, ask, print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--folder", type=Path, required=True, help="where the corpus and its index are kept")
    parser.add_argument("--every", type=int, default=1, help="only each so many-th question")
    told = parser.parse_args(arguments)
    settings = Settings()
    encoder = load_encoder(settings)
    paragraphs, questions = read_squad(told.file)
    source = told.folder / "paragraphs"
    source.mkdir(parents=True, exist_ok=True)
    (source / "paragraphs.jsonl").write_text(
        "".join(json.dumps({"text": " ".join(p.text.split())}, ensure_ascii=False) + "\n" for p in paragraphs), "utf-8")
    build_index(source, told.folder / "index", settings, encoder, encoder_name(settings))
    asked = [(question.text, question.paragraph) for question in questions[::told.every]]
    figures = {name: first_place_share(Assistant.open(told.folder / "index", chosen, encoder), asked)
               for name, chosen in (("search", Settings(reader="none")), ("search and reader", settings))}
    print(json.dumps({"paragraphs": len(paragraphs), "questions": len(asked), "first_place_share": figures}, indent=1))


def first_place_share(assistant: Assistant, asked: Sequence[tuple[str, int]]) -> float:
    """The share of questions whose own article, told by its place in the corpus, holds the first passage."""
    places = {article.id: place for place, article in enumerate(assistant.articles)}
    hits = [assistant.search(question)[:1] for question, _ in asked]
    right = [bool(found) and places[found[0].passage.article] == place
             for found, (_, place) in zip(hits, asked, strict=True)]
    return round(sum(right) / len(right), 4)


if __name__ == "__main__":
    main()
