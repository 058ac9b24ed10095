"""Answers and articles made by hand, and the figures that they get."""

from rag.evaluation.measures.measures import figures, judge
from rag.evaluation.measures.sources import Sources
from rag.evaluation.questions import Question
from rag.records import Page, Piece

PAGE = ("题目", "太原市现有社区医院", "11家。  其余不计。")


def answer(*texts: str, refused: bool = False, said: str = "11家。[1]", citations: tuple = (), span: str = "") -> dict:
    return {
        "id": "q",
        "question": "?",
        "refused": refused,
        "answer": said,
        "citations": list(citations),
        "passages": [{"text": text, "article": f"a{place}"} for place, text in enumerate(texts)],
        "timings_ms": {"total": 1.0},
        "span": span,
        "confidence": 0.5,
    }


class Paper:
    """One page, and articles by their ids: (title, text, document) of each part."""

    def __init__(self, **articles: tuple[tuple[str, str, str], ...]) -> None:
        self.articles = articles

    def page(self, name: str) -> Page:
        if name != "page.txt":
            raise KeyError(name)
        return Page(name, PAGE, "")

    def parts(self, id: str) -> tuple[Piece, ...]:
        whole = next(name for name in self.articles if id.startswith(name)) if id not in self.articles else id
        return tuple(
            Piece(
                f"{whole}{place or ''}",
                "page.txt",
                title,
                "news",
                "",
                None,
                ((1, 1),),
                (),
                (),
                (),
                text,
                columns=(("document", document),) if document else (),
            )
            for place, (title, text, document) in enumerate(self.articles[whole])
        )


class NoArticles(Paper):
    def parts(self, id: str) -> tuple[Piece, ...]:
        raise KeyError(id)


def figures_of(question: Question, answered: dict, paper: Paper | None = None) -> dict[str, float]:
    return figures(judge(question, answered, Sources(paper or NoArticles())))
