"""Where a model and its baselines err, in a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from seqlab.plots.style import BASELINE, INK, MARKERS, PALETTE, QUIET, drawing_style, spell_unit
from seqlab.runs.untrusted import printable
from seqlab.tasks.breakdown import Breakdown, Group
from seqlab.tasks.by import By

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MOST_ROWS = 20
"""Series or targets that are drawn: the worst of them."""
_MOST_MARKERS = 40
_LONGEST_NAME = 28
"""Letters of a series or target: more would leave no room for its errors."""
_WIDE = 30
"""How many times as large as the smallest error the largest may be on an axis with equal steps."""
_LABELS: dict[By, str] = {
    "step": "step ahead",
    "hour": "hour of the day, local time",
    "weekday": "weekday, local time",
    "month": "month, local time",
}


def draw_breakdown(breakdown: Breakdown, model: str, unit: str, title: str) -> Figure:
    """Draw the mean absolute error of a model and of its baselines in every group.

    Args:
        breakdown: the groups, at least one.
        model: what to call the model.
        unit: of the errors; empty where there is none, or each target has its own.
        title: what the picture shows.

    Returns:
        Lines over steps and times, the skill over the best baseline of each group below them; a row
        of marks for each series or target, the lowest skill on top.
    """
    from matplotlib.figure import Figure

    ordered = breakdown.by in _LABELS
    groups = breakdown.groups if ordered else breakdown.worst()[:_MOST_ROWS]
    with drawing_style():
        size = (7.2, 5.6) if ordered else (7.2, 1.7 + 0.24 * len(groups))
        figure = Figure(figsize=size, layout="constrained")
        if ordered:
            errors, skills = figure.subplots(2, 1, sharex=True, height_ratios=(2.2, 1))
            _draw_lines(errors, breakdown, model)
            _draw_skills(skills, breakdown)
            errors.set_ylabel(_error_label(unit), parse_math=False)
        else:
            errors = figure.subplots()
            _draw_rows(errors, groups, breakdown, model)
            errors.set_xlabel(_error_label(unit), parse_math=False)
            errors.set_title(_which(breakdown, len(groups)), color=QUIET)
        legend = figure.legend(
            *errors.get_legend_handles_labels(), loc="outside lower center", ncols=4
        )
        for text in legend.get_texts():
            text.set_parse_math(False)
        figure.suptitle(title, x=0.012, ha="left", fontsize=13, fontweight="bold", parse_math=False)
    return figure


def _draw_lines(axes: Axes, breakdown: Breakdown, model: str) -> None:
    """Draw the model as a strong line, each baseline as a thin dashed one."""
    groups = breakdown.groups
    marked = len(groups) <= _MOST_MARKERS
    for number, (name, colour) in enumerate(_looks(breakdown, model)):
        is_model = number == 0
        axes.plot(
            range(len(groups)),
            _errors(groups, None if is_model else name),
            color=colour,
            linewidth=2.0 if is_model else 1.2,
            linestyle="-" if is_model else (0, (5, 2)),
            marker=MARKERS[number % len(MARKERS)] if marked else "",
            markersize=4 if is_model else 3.2,
            zorder=3 if is_model else 2,
            label=printable(name),
        )
    axes.set_title(f"{breakdown.overall.count:,} forecasts", color=QUIET)


def _draw_skills(axes: Axes, breakdown: Breakdown) -> None:
    groups = breakdown.groups
    skills = [np.nan if group.skill is None else 100 * group.skill for group in groups]
    colours = [PALETTE[0] if skill > 0 else BASELINE for skill in skills]
    axes.bar(range(len(groups)), skills, color=colours, width=0.8)
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.set_ylabel("skill (%)")
    axes.set_title("skill: what is removed of the best baseline's error", color=QUIET)
    axes.set_xlabel(_LABELS[breakdown.by])
    every = -(-len(groups) // 12)  # names of more would run into each other
    names = [group.name for group in groups]
    if breakdown.by in ("weekday", "month"):
        names = [name[:3] for name in names]
    axes.set_xticks(range(0, len(groups), every), names[::every])
    axes.set_xlim(-0.8, len(groups) - 0.2)


def _draw_rows(axes: Axes, groups: Sequence[Group], breakdown: Breakdown, model: str) -> None:
    """Draw a row of marks for each group, the first on top."""
    places = np.arange(len(groups))
    drawn = []
    for number, (name, colour) in enumerate(_looks(breakdown, model)):
        is_model = number == 0
        drawn.append(_errors(groups, None if is_model else name))
        axes.plot(
            drawn[-1],
            places,
            color=colour,
            linestyle="none",
            marker=MARKERS[number % len(MARKERS)],
            markersize=7 if is_model else 5,
            markerfacecolor=colour if is_model else "none",
            zorder=3 if is_model else 2,
            label=printable(name),
        )
    names = [f"{_shortened(group.name)}  {_skill(group)}" for group in groups]
    axes.set_yticks(places, names, parse_math=False)
    axes.set_ylim(len(groups) - 0.4, -0.6)
    axes.grid(visible=True, axis="both")
    errors = np.concatenate(drawn)
    positive = errors[errors > 0]
    if positive.size and positive.max() > _WIDE * positive.min() and (errors > 0).all():
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:,g}")


def _looks(breakdown: Breakdown, model: str) -> list[tuple[str, str]]:
    """The model and each baseline with its colour; the best baseline has that of baselines."""
    best = breakdown.overall.best_baseline
    others = [name for name in breakdown.overall.baselines if name != best]
    colours = {name: PALETTE[1 + n % (len(PALETTE) - 1)] for n, name in enumerate(others)}
    names = breakdown.overall.baselines
    return [(model, PALETTE[0]), *((name, colours.get(name, BASELINE)) for name in names)]


def _errors(groups: Sequence[Group], baseline: str | None) -> NDArray[np.float64]:
    """The error of the model or of a baseline in each group, `(groups,)`."""
    found = [group.model if baseline is None else group.baselines[baseline] for group in groups]
    return np.array(found, np.float64)


def _shortened(name: str) -> str:
    shown = printable(name)
    return shown if len(shown) <= _LONGEST_NAME else f"{shown[: _LONGEST_NAME - 1]}…"


def _skill(group: Group) -> str:
    return "" if group.skill is None else f"{100 * group.skill:+.0f} %"


def _error_label(unit: str) -> str:
    return f"mean absolute error ({spell_unit(unit)})" if unit else "mean absolute error"


def _which(breakdown: Breakdown, drawn: int) -> str:
    noun = {"id": "series", "target": "targets"}[breakdown.by]
    few = f"the {drawn} of {len(breakdown.groups):,} {noun} with the lowest skill"
    which = few if drawn < len(breakdown.groups) else f"{drawn} {noun}, the lowest skill on top"
    return f"{which}; + is less error than the best baseline"
