"""A figure of matplotlib -> an SVG that is at home in any page, by day and by night. What is drawn is in `plots`.

Text stays text, in the page's font: matplotlib is given a placeholder for each and never needs a Chinese font. Colours
are names of the page's CSS. The same drawing gives the same bytes, and two drawings in one page share no id.
"""

import io
import re
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from markupsafe import Markup

from rag.evaluation.report.html.templating import render

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH: Final = 380
"""Pixels, with text of 12: read on a phone without magnifying."""

TEXT: Final = 12
LINE: Final = 18
"""Pixels between two lines of text."""

MARKERS: Final = ("o", "s", "^", "D", "v", "P")
DASHES: Final = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 3)))
"""Series are told apart by form as well as by colour."""

# What matplotlib is told, and what stands in the page. The fallbacks suit a light page that knows none of these.
INK: Final = "#010101"
FADED: Final = "#020202"
_GRID: Final = "#030303"
_SERIES: Final = ("#0a0101", "#0a0202", "#0a0303", "#0a0404", "#0a0505", "#0a0606")
_COLOURS: Final = {
    INK: "currentColor",
    FADED: "var(--faded, #6b6152)",
    _GRID: "var(--rule, #d9cfbb)",
    **{
        told: f"var(--series-{number}, {colour})"
        for number, (told, colour) in enumerate(
            zip(_SERIES, ("#1d5c96", "#b85c00", "#00735c", "#8a4b9e", "#6b6152", "#9a2d1e"), strict=True)
        )
    },
}
_PLACEHOLDER: Final = re.compile(r"@@(\d+)@@")

# Two expressions name tags: matplotlib writes SVG as text, which is taken apart here and put together by a template.
_ROOT: Final = re.compile(r'<svg[^>]*viewBox="([^"]+)"[^>]*>(.*)</svg>', re.DOTALL)
_NEEDLESS: Final = re.compile(r"<!--.*?-->|<metadata>.*?</metadata>|<style.*?</style>", re.DOTALL)

_RENDERING: Final = threading.Lock()
"""The SVG backend reads two of matplotlib's global settings, which are set only while it draws."""


def series_colour(number: int) -> str:
    """The colour of the series with this number from 0."""
    return _SERIES[number % len(_SERIES)]


def series_marker(number: int) -> str:
    """The marker of the series with this number from 0."""
    return MARKERS[number % len(MARKERS)]


class Drawing:
    """One figure with one pair of axes, below the names of its series; sizes are in pixels of the SVG."""

    def __init__(self, height: int, left: int = 44, names: Sequence[str] = (), bars: bool = False) -> None:
        from matplotlib.figure import Figure

        self._texts: list[str] = []
        top = 10 + LINE * len(names)
        full = height + top
        self.figure = Figure(figsize=(WIDTH / 72, full / 72), dpi=72)
        self.figure.patch.set_visible(False)
        bottom, right = 42, 16
        self.axes: Axes = self.figure.add_axes(
            (left / WIDTH, bottom / full, (WIDTH - left - right) / WIDTH, (height - bottom) / full)
        )
        self.axes.patch.set_visible(False)
        for side, spine in self.axes.spines.items():
            spine.set_visible(side in ("left", "bottom"))
            spine.set_color(FADED)
        self.axes.tick_params(colors=FADED, labelsize=TEXT - 1, length=3)
        self.axes.set_axisbelow(True)
        for number, name in enumerate(names):
            self._name(number, name, 1 - (6 + LINE * (number + 0.5)) / full, bars)

    def _name(self, number: int, name: str, height: float, bars: bool) -> None:
        from matplotlib.lines import Line2D

        line = Line2D(
            [8 / WIDTH, 36 / WIDTH],
            [height, height],
            color=series_colour(number),
            linewidth=9 if bars else 2,
            linestyle="-" if bars else DASHES[number % len(DASHES)],
            solid_capstyle="butt",
            marker="" if bars else series_marker(number),
            markersize=6,
            markevery=(1, 2) if not bars else None,
            transform=self.figure.transFigure,
        )
        self.figure.add_artist(line)
        self.figure.text(44 / WIDTH, height, self.placeholder(name), color=INK, fontsize=TEXT, va="center_baseline")

    def placeholder(self, text: str) -> str:
        """What to give to matplotlib in the place of `text`."""
        self._texts.append(text)
        return f"@@{len(self._texts) - 1}@@"

    def grid(self, axis: Literal["x", "y", "both"]) -> None:
        """Fine lines behind the data."""
        self.axes.grid(True, axis=axis, color=_GRID, linewidth=0.8)

    def across(self, label: str) -> None:
        """The name of the horizontal axis."""
        self.axes.set_xlabel(self.placeholder(label), color=FADED, fontsize=TEXT - 1, labelpad=5)

    def percent(self, axis: Literal["x", "y"], first: float = 0.0, last: float = 1.0) -> None:
        """Ticks in percent from `first` to `last`, shares, every tenth or fifth of the whole."""
        step = 0.1 if last - first <= 0.5 else 0.2
        count = round((last - first) / step)
        ticks = [first + step * number for number in range(count + 1)]
        chosen: Any = self.axes.set_xticks if axis == "x" else self.axes.set_yticks
        chosen(ticks, [f"{100 * tick:.0f}%" for tick in ticks])
        margin = 0.03 * (last - first)
        (self.axes.set_xlim if axis == "x" else self.axes.set_ylim)(first - margin, last + margin)

    def line(self, number: int, points: Sequence[Sequence[float]]) -> None:
        """Series `number` as a line with its markers, on a long line a few of them."""
        self.axes.plot(
            [point[0] for point in points],
            [point[1] for point in points],
            color=series_colour(number),
            linestyle=DASHES[number % len(DASHES)],
            linewidth=2,
            marker=series_marker(number),
            markersize=6,
            markevery=max(1, len(points) // 10),
            clip_on=False,
        )

    def svg(self, name: str, label: str) -> Markup:
        """The drawing as an <svg> element; `name` begins its ids, `label` tells its figures to those who hear it."""
        import matplotlib

        held = io.StringIO()
        with _RENDERING, matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
            self.figure.savefig(
                held,
                format="svg",
                transparent=True,
                metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
            )
        view, drawn = _ROOT.findall(held.getvalue())[0]
        parts = enumerate(_PLACEHOLDER.split(_at_home(drawn, name)))  # every second one is the number of a text
        texts = [self._texts[int(part)] if place % 2 else Markup(part) for place, part in parts]
        return render("plot", "zh", label=label, view=view, parts=texts)  # has no sentence in any language


def _at_home(text: str, name: str) -> str:
    """What matplotlib drew, with the page's colours and fonts, and ids of its own."""
    text = _NEEDLESS.sub("", text).replace("xlink:href", "href")
    used = list(dict.fromkeys(re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', text)))
    numbers = {one or other: number for number, (one, other) in enumerate(used)}

    def renamed(found: re.Match[str]) -> str:
        return f' id="{name}-{numbers[found[1]]}"' if found[1] in numbers else ""

    text = re.sub(r' id="([^"]+)"', renamed, text)
    text = re.sub(r"url\(#([^)]+)\)", lambda found: f"url(#{name}-{numbers[found[1]]})", text)
    text = re.sub(r'href="#([^"]+)"', lambda found: f'href="#{name}-{numbers[found[1]]}"', text)
    for colour, meant in _COLOURS.items():
        text = text.replace(colour, meant)
    text = re.sub(r" font-family: [^;\"]*;", "", text)
    return re.sub(r"\n\s*", "\n", text)
