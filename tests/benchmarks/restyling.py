"""The sample pages set anew in another style: other blank lines, wrapped columns, full-width marks, indents.

Their gold goes along, so that the splitter is measured on real irregularities in layouts that the pages do not have.
"""

import json

from support.locations import DATA

from benchmarks.composing import ComposedPage, Row, typeset
from benchmarks.stories import ROOT, GoldPiece, Style

STYLES: dict[str, tuple[str, int, bool, bool]] = {  # blank lines, width of a wrapped column, full-width marks, indents
    "as printed": ("native", 0, False, False),
    "full-width": ("native", 0, True, False),
    "indented": ("native", 0, True, True),
    "a blank everywhere": ("every", 0, False, False),
    "no blanks": ("none", 0, False, False),
    "blanks between pieces": ("between", 0, False, False),
    "wrapped": ("native", 26, False, False),
    "wrapped, no blanks": ("none", 30, False, False),
    "wrapped, indented": ("none", 22, True, True),
    "wrapped, a blank everywhere": ("every", 24, False, False),
}


def sample_pages() -> list[tuple[list[str], list[dict]]]:
    """The sample pages' lines with their gold pieces."""
    by_page: dict[str, list[dict]] = {}
    for item in json.loads((DATA / "seeds.articles.json").read_text("utf-8")):
        by_page.setdefault(item["source"], []).append(item)
    found = []
    for name, items in sorted(by_page.items()):
        raw = (ROOT / "seeds" / name).read_bytes()
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("gb18030")
        found.append(([line.rstrip("\r") for line in text.split("\n")], items))
    return found


def restyle(lines: list[str], items: list[dict], name: str) -> ComposedPage:
    """The page in one of STYLES."""
    blanks, wide, full, indent = STYLES[name]
    style = Style(blanks, wide, indent, full, "", "", 0.0, False)
    owner = {
        n: k for k, item in enumerate(items) for a, b in item["spans"] for n in range(a, b + 1) if lines[n - 1].strip()
    }
    pieces = [GoldPiece(item["kind"], title=[item["title"]] if item["titled"] else []) for item in items]
    out: list[str] = []
    before, gap = 0, 0
    for number, text in enumerate(lines, 1):
        if not text.strip():
            gap += 1
            continue
        if before:
            new = owner.get(number) != owner.get(before)
            out += [""] * {"native": gap, "every": 1, "none": 0, "between": int(new)}[blanks]
        body = len(text) > 45 or text.rstrip()[-1] in "。”!?"
        for printed in typeset(style, Row(text.strip(), 0, "body" if body else "title")):
            if blanks == "every" and out and out[-1]:
                out.append("")
            out.append(printed)
            if number in owner:
                pieces[owner[number]].lines.add(len(out))
        before, gap = number, 0
    return ComposedPage(out, pieces, {name})
