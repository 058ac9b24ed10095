"""Measures the splitter: `make bench-split`, or `python -m benchmarks.split --pages 300 --first 1000`.

Prints exact articles, lines B-cubed F1 and exact titles as ../shared/tools/score.py counts them, the time a page takes,
the share of exact pieces by irregularity, and the sample pages in other styles; then how many pieces of composed issues
that go on on another page were joined rightly. Beside that, what the marks of doubt are worth (see `doubt_scores`),
whether heads and feet of pages stay out of pieces, and what misread characters cost. `--show SEED` prints one page
beside what was made of it; `--gold PAGES GOLD` measures real pages, too.
"""

import argparse
import time
from collections.abc import Sequence

from benchmarks.composing import compose
from benchmarks.doubt_scores import DoubtScore
from benchmarks.furniture_scores import FurnitureScore
from benchmarks.gold import as_composed, gold_splits
from benchmarks.misreading import RATE, misread
from benchmarks.restyling import STYLES, restyle, sample_pages
from benchmarks.split_scores import Score, lines_of, split
from benchmarks.turn_scores import TurnScore
from benchmarks.turning import compose_issues
from benchmarks.varied import compose_varied
from rag.articles.layout.cohesion import word_across


def show(seed: int, width: int) -> None:
    """One page: the gold piece and the found piece of each line."""
    page = compose(seed)
    found = split(page)
    print(sorted(page.tags))
    for number, text in enumerate(page.lines, 1):
        gold = next((k for k, piece in enumerate(page.pieces) if number in piece.lines), -1)
        mine = next((k for k, article in enumerate(found) if number in lines_of(article, page)), -1)
        title = "T" if mine >= 0 and number in found[mine].title_lines else " "
        print(f"{number:4} {gold:3} {mine:3}{title} {text[:width]}")
    wrong = Score().add(page, [(a.title, lines_of(a, page)) for a in found])
    print("wrong:", [(page.pieces.index(piece), piece.kind, sorted(piece.tags)) for piece in wrong])


def join(first: int, count: int) -> None:
    """Composed issues: the continuations joined rightly, wrongly and not, in all and by what they are like."""
    score, spent = TurnScore(), 0.0
    for seed in range(first, first + count):
        made = compose_issues(seed)
        started = time.perf_counter()
        score.add(made)
        spent += time.perf_counter() - started
    for tag, of in [*sorted(score.by_tag.items()), ("all", score.sums)]:
        there, joined = of["right"] + of["wrong"] + of["missed"], of["right"] + of["wrong"] + of["invented"]
        print(
            f"continued, {tag:20s} joined rightly {of['right'] / max(1, there):.3f} of {there:4} that have their beginning;  "
            f"wrong {of['wrong'] + of['invented']:2} of {joined:4} joined;  "
            f"left alone {of['left']:3} of {of['left'] + of['invented']:3} that have none"
        )
    print(f"issues {2 * count}, {1000 * spent / count:.0f} ms for two, splitting included")


FIRST_OF_MANY = 10_000
"""Seed of the first page of many papers that is measured; those below are learnt from."""


def many_papers(count: int) -> None:
    """Pages of many papers: how they are split, what the marks of doubt are worth, what becomes of heads and feet."""
    score, doubts, furniture = Score(), DoubtScore(), FurnitureScore()
    for seed in range(FIRST_OF_MANY, FIRST_OF_MANY + count):
        page = compose_varied(seed)
        found = split(page)
        score.add(page, [(a.title, lines_of(a, page)) for a in found])
        doubts.add(page, found)
        furniture.add(page, found)
    print(f"many papers: exact {score.exact:.3f}  F1 {score.f1:.3f}  titles {score.titles:.3f}")
    print(f"many papers, doubts: {doubts.told()}")
    print(f"many papers, heads and feet: {furniture.told()}")


def real_pages(folders: Sequence[Sequence[str]]) -> None:
    """Real pages with a split by a careful reader: how they are split, what the marks of doubt are worth."""
    score, doubts = Score(), DoubtScore()
    for _, file, gold in gold_splits(folders):
        page = as_composed(file, gold)
        found = split(page)
        score.add(page, [(a.title, lines_of(a, page)) for a in found])
        doubts.add(page, found)
    print(f"real pages: exact {score.exact:.3f}  F1 {score.f1:.3f}  titles {score.titles:.3f}  of {score.sums['gold']}")
    print(f"real pages, doubts: {doubts.told()}")


def misreadings(count: int) -> None:
    """So many pages of each kind as they are, and with some of their characters misread."""
    for name, made, first in (("composed", compose, 1000), ("many papers", compose_varied, FIRST_OF_MANY)):
        clean, misprinted = Score(), Score()
        for seed in range(first, first + count):
            page = made(seed)
            clean.add(page, [(a.title, lines_of(a, page)) for a in split(page)])
            worse = misread(page, RATE, seed)
            misprinted.add(worse, [(a.title, lines_of(a, worse)) for a in split(worse)])
        print(
            f"{name}, {RATE:.0%} of the characters misread: exact {misprinted.exact:.3f} ({clean.exact:.3f} without)  "
            f"F1 {misprinted.f1:.3f} ({clean.f1:.3f})  of {clean.sums['gold']}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--first", type=int, default=1000, help="seed of the first page")
    parser.add_argument("--show", type=int)
    parser.add_argument("--width", type=int, default=70)
    parser.add_argument("--gold", nargs=2, action="append", default=[], metavar=("PAGES", "GOLD"))
    args = parser.parse_args()
    if args.show is not None:
        show(args.show, args.width)
        return
    word_across("给予适", "当照顾")  # loads the dictionary, once a process
    score, doubts, slowest, spent = Score(), DoubtScore(), 0.0, 0.0
    worst = []
    for seed in range(args.first, args.first + args.pages):
        page = compose(seed)
        started = time.perf_counter()
        found = split(page)
        took = time.perf_counter() - started
        spent, slowest = spent + took, max(slowest, took)
        worst.append((len(score.add(page, [(a.title, lines_of(a, page)) for a in found])), seed))
        doubts.add(page, found)
    for tag, (exact, of) in sorted(score.by_tag.items()):
        print(f"{tag:28s} {exact / of:.3f} of {of}")
    for style in STYLES:
        restyled = Score()
        for lines, items in sample_pages():
            page = restyle(lines, items, style)
            restyled.add(page, [(a.title, lines_of(a, page)) for a in split(page)])
        print(f"sample pages, {style:28s} articles_exact {restyled.exact:.3f}  lines_bcubed_f1 {restyled.f1:.3f}")
    print(f"doubts: {doubts.told()}")
    many_papers(args.pages)
    if args.gold:
        real_pages(args.gold)
    misreadings(args.pages // 3)
    print("worst pages:", sorted(worst, reverse=True)[:12])
    print(
        f"pages {args.pages}  articles_exact {score.exact:.3f}  lines_bcubed_f1 {score.f1:.3f}  titles_exact {score.titles:.3f}  "
        f"{1000 * spent / args.pages:.0f} ms a page, slowest {slowest:.2f} s"
    )
    join(
        args.first + 4000, args.pages
    )  # weights and thresholds were chosen on seeds 0 to 149, with a look at 1000 to 1299


if __name__ == "__main__":
    main()
