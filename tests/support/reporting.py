"""A report object made by hand, as an evaluation writes it: two runs, three types of question, and hostile text."""

from copy import deepcopy
from typing import Any

HOSTILE = '<script>window.hacked=1</script></style></script><!--<img src=x onerror="window.hacked=1">\u2028\'"&'
HOSTILE_LINK = "javascript:window.hacked=1"
RUNS = ("bm25", "hybrid<b>")


def figure(mean: float, spread: float, count: int) -> dict[str, float]:
    return {"mean": mean, "low": max(0.0, mean - spread), "high": min(1.0, mean + spread), "count": count}


def passage(rank: int, title: str, text: str, matched: list[str], evidence: list[int]) -> dict[str, Any]:
    return {
        "rank": rank,
        "score": 1 / rank,
        "source": "001_花溪.txt",
        "lines": [rank, rank + 2],
        "article": f"a{rank}",
        "title": title,
        "text": text,
        "id": f"p{rank}",
        "date": "2030-06-18",
        "spans": [[rank, rank + 2]],
        "scores": {"dense": 0.9 / rank, "terms": 0.5 / rank},
        "matched": matched,
        "evidence": evidence,
    }


def citation(marker: int, title: str, quote: str) -> dict[str, Any]:
    return {
        "marker": marker,
        "source": "001_花溪.txt",
        "lines": [1, 2],
        "article": "a1",
        "title": title,
        "date": "2030-06-18",
        "quote": quote,
        "passage": "p1",
    }


FERRY = "花溪镇渡口的新船能坐四十人,𠮷祥号漆成蓝色,摆渡的老艄公说船票减半。"
FOUND = [
    passage(1, "渡口添了新船", FERRY, ["新船", "渡口"], [0]),
    passage(2, "", "集市改在清晨五点半开市,摊位费每天四元。", ["集市"], []),
]


def result(answer: str, refused: bool, figures: dict[str, float], **more: Any) -> dict[str, Any]:
    cited = [] if refused else [citation(1, "渡口添了新船", FERRY)]
    return {
        "answer": answer,
        "refused": refused,
        "reason": "refusal-no-answer" if refused else "",
        "confidence": 0.62,
        "span": "",
        "citations": cited,
        "passages": FOUND,
        "figures": figures,
        "evidence_ranks": [1],
        "timings_ms": {"encode": 11.0, "search": 1.2, "total": 13.0},
        "citations_verbatim": [True] * len(cited),
        "citations_supporting": [True] * len(cited),
        **more,
    }


def question(
    id: str, text: str, kind: str, answers: list[str], bm25: dict[str, Any], hybrid: dict[str, Any], **more: Any
) -> dict[str, Any]:
    gold = {
        "answers": answers,
        "items": [],
        "evidence": ["新船能坐四十人"] if answers else [],
        "articles": [],
        "relevant": {},
    }
    return {
        "id": id,
        "question": text,
        "type": kind,
        "history": [],
        "gold": {**gold, **more},
        "runs": dict(zip(RUNS, (bm25, hybrid), strict=True)),
    }


def judged(correct: float, refused: bool = False, first: float = 1.0) -> dict[str, float]:
    return {"Success@1": first, "RR@10": first or 0.5, "answer_correct": correct, "false_refusal": float(refused)}


QUESTIONS = [
    question(
        "q1",
        "渡口的新船能坐多少人?",
        "number",
        ["四十人", "40人"],
        result("摆渡的老艄公说船票减半。[1]", False, judged(0.0), citations_supporting=[False]),
        result("新船能坐四十人。[1]", False, judged(1.0), span="四十人", confidence=0.93),
    ),
    question(
        "q2",
        "新船漆成什么颜色?",
        "fact",
        ["蓝色"],
        result("漆成蓝色。[1]", False, judged(1.0)),
        result("漆成蓝色。[1]", False, judged(1.0), span="蓝色"),
    ),
    question(
        "q 3/号",
        "集市几点开市?",
        "fact",
        ["五点半"],
        result("清晨。[1]", False, judged(0.0, first=0.0)),
        result("版面里有相近的报道，但没有写明所问的内容。", True, judged(0.0, True, 0.0), evidence_ranks=[None]),
    ),
    question(
        "q4",
        "渡口和集市各有什么变化?",
        "list",
        ["新船", "开市时间"],
        result("添了新船。[1]", False, judged(0.5)),
        result("添了新船。[1]", False, judged(0.5)),
        items=["新船", "开市时间"],
    ),
    question(
        "q5",
        "镇长是谁?",
        "unanswerable",
        [],
        result("老艄公。[1]", False, {"unanswerable_refused": 0.0}, evidence_ranks=[]),
        result("没有写明。", True, {"unanswerable_refused": 1.0}, evidence_ranks=[]),
    ),
    question(
        "q6",
        HOSTILE,
        "fact",
        [HOSTILE],
        result(
            HOSTILE + "[1]",
            False,
            judged(1.0),
            span="<script>",
            citations=[citation(1, HOSTILE_LINK, HOSTILE)],
            passages=[passage(1, HOSTILE_LINK, HOSTILE, ["<script>", "style"], [0])],
        ),
        result(HOSTILE, True, judged(0.0, True)),
    ),
]
QUESTIONS[3]["history"] = [["渡口有什么新闻?", "添了新船。"]]


def run(name: str, gain: float, changes: dict[str, Any]) -> dict[str, Any]:
    curves = {
        "success_at_k": [[k, min(1.0, 0.6 + gain + 0.03 * k)] for k in range(1, 11)],
        "risk_coverage": [[k / 20, max(0.0, 0.012 * k - gain)] for k in range(1, 21)],
        "reliability": [
            {
                "low": k / 10,
                "high": (k + 1) / 10,
                "count": 3 + k,
                "confidence": k / 10 + 0.05,
                "correct": min(1.0, k / 10 + 0.02 + gain),
            }
            for k in (0, 3, 5, 7, 9)
        ],
    }
    answerable = {
        "Success@1": figure(0.75 + gain, 0.09, 80),
        "RR@10": figure(0.81 + gain, 0.06, 80),
        "answer_correct": figure(0.7 + gain, 0.1, 80),
        "citation_supports": figure(0.66 + gain, 0.1, 80),
    }
    return {
        "name": name,
        "settings": {"term_weight": 0.3, "reader": "none", **changes},
        "changes": changes,
        "measures": {
            "Success@1": figure(0.75 + gain, 0.09, 80),
            "Success@5": figure(0.87 + gain, 0.06, 80),
            "R@5": figure(0.82 + gain, 0.07, 80),
            "RR@10": figure(0.81 + gain, 0.06, 80),
            "nDCG@10": figure(0.83 + gain, 0.05, 80),
            "article:Success@1": figure(0.79 + gain, 0.08, 80),
            "answer_correct": figure(0.7 + gain, 0.1, 80),
            "answer_f1": figure(0.41 + gain, 0.08, 80),
            "false_refusal": figure(0.1 - gain / 2, 0.05, 80),
            "unanswerable_refused": figure(0.7 + gain, 0.15, 20),
            "citation_verbatim": figure(1.0, 0.0, 93),
            "citation_supports": figure(0.66 + gain, 0.1, 80),
            "AURC": figure(0.12 - gain / 2, 0.03, 100),
            "ECE": figure(0.08, 0.02, 100),
            "novel<measure>": figure(0.5, 0.1, 10),
        },
        "by_type": {
            "fact": answerable,
            "number": answerable,
            "list": answerable,
            "unanswerable": {"unanswerable_refused": figure(0.7 + gain, 0.15, 20)},
        },
        "timings_ms": {
            "encode": {"median": 12.0, "p95": 15.0},
            "search": {"median": 1.1, "p95": 2.0},
            "read": {"median": 30.0 + 60 * gain, "p95": 48.0},
            "total": {"median": 44.0, "p95": 66.0},
        },
        "curves": curves,
    }


REPORT: dict[str, Any] = {
    "format": 1,
    "wenbao": "0.1.0",
    "versions": {"python": "3.11.2", "torch": "2.13.0"},
    "questions_file": "镇上.jsonl",
    "questions_digest": "c0ffee" * 8,
    "created": "2030-06-20T07:00:00",
    "corpus": {"pages": 5, "articles": 60, "passages": 120, "digest": "beef" * 16},
    "lower_is_better": ["false_refusal", "AURC", "ECE"],
    "runs": [run("bm25", 0.0, {"term_weight": 1.0}), run("hybrid<b>", 0.125, {})],
    "comparisons": [
        {
            "left": "bm25",
            "right": "hybrid<b>",
            "measure": "Success@1",
            "difference": 0.125,
            "low": 0.05,
            "high": 0.2,
            "p": 0.0312,
            "wins": 12,
            "losses": 2,
            "ties": 66,
        },
        {
            "left": "bm25",
            "right": "hybrid<b>",
            "measure": "answer_correct",
            "difference": 0.0125,
            "low": -0.04,
            "high": 0.06,
            "p": 0.62,
            "wins": 5,
            "losses": 4,
            "ties": 71,
        },
        {
            "left": "bm25",
            "right": "hybrid<b>",
            "measure": "false_refusal",
            "difference": 0.0625,
            "low": 0.02,
            "high": 0.1,
            "p": 0.0004,
            "wins": 0,
            "losses": 5,
            "ties": 75,
        },
        {
            "left": "bm25",
            "right": "hybrid<b>",
            "measure": "citation_verbatim",
            "difference": 0.0,
            "low": 0.0,
            "high": 0.0,
            "p": 1.0,
            "wins": 0,
            "losses": 0,
            "ties": 80,
        },
    ],
    "questions": QUESTIONS,
}


def report_of_one_run() -> dict[str, Any]:
    """The same with the last run alone, nothing compared."""
    alone = deepcopy(REPORT)
    alone["runs"] = alone["runs"][-1:]
    alone["comparisons"] = []
    for row in alone["questions"]:
        del row["runs"][RUNS[0]]
    return alone


def large_report(count: int) -> dict[str, Any]:
    """The same with `count` questions."""
    large = deepcopy(REPORT)
    large["questions"] = [
        {**deepcopy(QUESTIONS[number % len(QUESTIONS)]), "id": f"n{number:04d}"} for number in range(count)
    ]
    return large
