"""The report's plots as SVG: what each draws, and its figures told in words for those who do not see it.

The drawing itself, its colours and its fonts are in `drawing`.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup

from rag.evaluation.report.html.drawing import FADED, INK, TEXT, Drawing, series_colour, series_marker
from rag.evaluation.report.html.formatting import known
from rag.evaluation.report.html.tables import type_name
from rag.wording import Language, say

Run = Mapping[str, Any]

HEIGHT: Final = 240
"""Pixels of a plot with two measured axes, besides its legend."""

BAR: Final = 13
"""Pixels of a bar; a gap of as much divides groups."""

TYPES_DRAWN: Final = ("Success@1", "answer_correct")

_COVERAGES_TOLD: Final = (0.25, 0.5, 0.75, 1.0)


def plots(report: Mapping[str, Any], language: Language) -> dict[str, Markup]:
    """Every plot that the report has figures for: its name to an <svg> element. The same report gives the same text.

    Names: success_at_k, type-MEASURE, risk_coverage, reliability, timings.
    """
    runs: Sequence[Run] = report["runs"]
    drawn = {"success_at_k": _success(runs, language)}
    drawn |= {f"type-{name}": _types(runs, name, language) for name in TYPES_DRAWN}
    drawn |= {
        "risk_coverage": _risk(runs, language),
        "reliability": _reliability(runs, language),
        "timings": _timings(runs, language),
    }
    return {name: svg for name, svg in drawn.items() if svg}


def _success(runs: Sequence[Run], language: Language) -> Markup:
    shown = _with_curve(runs, "success_at_k")
    if not shown:
        return Markup()
    drawing = Drawing(HEIGHT, names=_names(shown))
    least = min(share for run in shown for _, share in run["curves"]["success_at_k"])
    drawing.percent("y", min(0.8, math.floor(10 * least) / 10))
    depths = [depth for depth, _ in shown[0]["curves"]["success_at_k"]]
    drawing.axes.set_xticks(depths, [str(depth) for depth in depths])
    drawing.grid("y")
    drawing.across(say("plot-axis-k", language))
    for number, run in enumerate(shown):
        drawing.line(number, run["curves"]["success_at_k"])
    told = [
        f"{run['name']}: " + ", ".join(f"k={depth} {share:.1%}" for depth, share in run["curves"]["success_at_k"])
        for run in shown
    ]
    return drawing.svg("success_at_k", _label("plot-success_at_k", told, language))


def _types(runs: Sequence[Run], name: str, language: Language) -> Markup:
    """Bars for each type, one a run, with their intervals."""
    kinds = [kind for kind, sums in runs[-1]["by_type"].items() if name in sums]
    if not kinds:
        return Markup()
    groups = [[run["by_type"].get(kind, {}).get(name) for run in runs] for kind in kinds]
    bars = [
        [(values["mean"], values["low"], values["high"]) if values else None for values in group] for group in groups
    ]
    labels = [type_name(kind, language) for kind in kinds]
    drawing = _bars(bars, labels, _names(runs))
    drawing.percent("x")
    told = [
        f"{label}: "
        + ", ".join(f"{run['name']} {values['mean']:.1%}" for run, values in zip(runs, group, strict=True) if values)
        for label, group in zip(labels, groups, strict=True)
    ]
    return drawing.svg(f"type-{name.replace('@', '-')}", _label(f"plot-type-{name}", told, language))


def _risk(runs: Sequence[Run], language: Language) -> Markup:
    shown = _with_curve(runs, "risk_coverage")
    if not shown:
        return Markup()
    drawing = Drawing(HEIGHT, names=_names(shown))
    drawing.percent("x")
    most = max(risk for run in shown for _, risk in run["curves"]["risk_coverage"])
    drawing.percent("y", 0.0, max(0.2, math.ceil(10 * most) / 10))
    drawing.grid("y")
    drawing.across(say("plot-axis-coverage", language))
    told = []
    for number, run in enumerate(shown):
        curve = run["curves"]["risk_coverage"]
        drawing.line(number, curve)
        points = [min(curve, key=lambda point: abs(point[0] - wanted)) for wanted in _COVERAGES_TOLD]
        told.append(
            f"{run['name']}: "
            + ", ".join(
                dict.fromkeys(
                    say("plot-risk", language, coverage=f"{coverage:.0%}", risk=f"{risk:.1%}")
                    for coverage, risk in points
                )
            )
        )
    return drawing.svg("risk_coverage", _label("plot-risk_coverage", told, language))


def _reliability(runs: Sequence[Run], language: Language) -> Markup:
    """Reliability diagram (DeGroot and Fienberg 1983; Guo et al. 2017), the points' areas by their questions."""
    shown = _with_curve(runs, "reliability")
    if not shown:
        return Markup()
    drawing = Drawing(HEIGHT, names=_names(shown))
    drawing.percent("x")
    drawing.percent("y")
    drawing.grid("both")
    drawing.across(say("plot-axis-confidence", language))
    drawing.axes.plot([0, 1], [0, 1], color=FADED, linestyle="--", linewidth=1)
    told = []
    for number, run in enumerate(shown):
        bins = run["curves"]["reliability"]
        most = max(held["count"] for held in bins)
        drawing.line(number, [(held["confidence"], held["correct"]) for held in bins])
        for held in bins:
            drawing.axes.plot(
                [held["confidence"]],
                [held["correct"]],
                marker=series_marker(number),
                clip_on=False,
                markersize=6 + 8 * math.sqrt(held["count"] / most),
                color=series_colour(number),
                alpha=0.45,
                markeredgewidth=0,
            )
        told.append(
            f"{run['name']}: "
            + "; ".join(
                say(
                    "plot-bin",
                    language,
                    confidence=f"{held['confidence']:.0%}",
                    correct=f"{held['correct']:.0%}",
                    count=held["count"],
                )
                for held in bins
            )
        )
    return drawing.svg("reliability", _label("plot-reliability", told, language))


def _timings(runs: Sequence[Run], language: Language) -> Markup:
    stages = list(dict.fromkeys(stage for run in runs for stage in run["timings_ms"]))
    if not stages:
        return Markup()
    groups = [[run["timings_ms"].get(stage) for run in runs] for stage in stages]
    bars = [
        [(taken["median"], taken["median"], taken["p95"]) if taken else None for taken in group] for group in groups
    ]
    labels = [known("plot-stage-", stage, language) for stage in stages]
    drawing = _bars(bars, labels, _names(runs))
    drawing.axes.set_xlim(left=0)
    drawing.axes.locator_params(axis="x", nbins=5)
    drawing.across(say("plot-axis-milliseconds", language))
    told = [
        f"{run['name']}: "
        + ", ".join(
            say("plot-time", language, stage=label, median=group[number]["median"], p95=group[number]["p95"])
            for label, group in zip(labels, groups, strict=True)
            if group[number]
        )
        for number, run in enumerate(runs)
    ]
    return drawing.svg("timings", _label("plot-timings", told, language))


def _bars(
    groups: Sequence[Sequence[tuple[float, float, float] | None]], labels: Sequence[str], names: Sequence[str]
) -> Drawing:
    """Horizontal bars, the first group on top; each a length and the two ends of its whisker."""
    width = len(groups[0])
    pitch = width + 1
    height = BAR * pitch * len(groups) + 52
    drawing = Drawing(height, left=_room(labels), names=names, bars=True)
    axes = drawing.axes
    for place, group in enumerate(groups):
        for number, bar in enumerate(group):
            if bar is None:
                continue
            length, low, high = bar
            across = place * pitch + number
            axes.barh(across, length, height=0.82, color=series_colour(number))
            axes.plot([low, high], [across, across], color=INK, linewidth=1.3, solid_capstyle="butt")
            axes.plot([low, high], [across, across], color=INK, linestyle="", marker="|", markersize=6)
    middles = [place * pitch + (width - 1) / 2 for place in range(len(groups))]
    axes.set_yticks(middles, [drawing.placeholder(label) for label in labels])
    axes.tick_params(axis="y", length=0, labelcolor=INK)
    axes.set_ylim(len(groups) * pitch - 0.5, -1)
    drawing.grid("x")
    return drawing


def _room(labels: Sequence[str]) -> int:
    """Pixels for labels at the left: a Chinese character is as wide as the text is high, others about half."""
    widest = max(sum(1 if ord(letter) > 0x2E7F else 0.58 for letter in label) for label in labels)
    return round(min(150, 12 + TEXT * widest))


def _with_curve(runs: Sequence[Run], name: str) -> list[Run]:
    return [run for run in runs if run.get("curves", {}).get(name)]


def _names(runs: Sequence[Run]) -> list[str]:
    return [run["name"] for run in runs]


def _label(key: str, told: Sequence[str], language: Language) -> str:
    return f"{say(key, language)}. " + ". ".join(told)
