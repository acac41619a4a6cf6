"""Measuring in turns, and the arithmetic of what was measured.

A machine is never quite the same from one minute to the next. So what is compared is measured in
turns, A B A B, after a warm-up of each, and ratios are computed within each turn before their
median is taken: what slows a whole turn down cancels out.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Side = Callable[[], float]
"""Measures something once and returns the figure."""


@dataclass(frozen=True)
class Target:
    """What a figure should reach.

    Args:
        limit: in the figure's unit.
        at_least: whether the figure should be at least the limit, or at most.
    """

    limit: float
    at_least: bool = False

    def is_met_by(self, value: float) -> bool:
        """Whether a value is on the right side of the limit."""
        return value >= self.limit if self.at_least else value <= self.limit


@dataclass(frozen=True)
class Figure:
    """One measured quantity, a value per turn.

    Args:
        row: what was measured, such as `jena/gru`: its row in the table.
        column: which quantity of it, such as `seqlab`: its column in the table.
        unit: the unit of the values; `x` for a ratio.
        values: one per turn, in their order.
        target: what the median should reach.
    """

    row: str
    column: str
    unit: str
    values: tuple[float, ...]
    target: Target | None = None

    @property
    def median(self) -> float:
        """The middle value, or the mean of the two in the middle."""
        return statistics.median(self.values)

    @property
    def met(self) -> bool | None:
        """Whether the median reaches the target; None without one."""
        return None if self.target is None else self.target.is_met_by(self.median)


def alternate(sides: Mapping[str, Side], turns: int, pause: float = 0.0) -> dict[str, list[float]]:
    """Measure every side once to warm up, then all of them in turns: A B A B.

    Args:
        sides: what to measure, by name.
        turns: how often each is measured after the warm-up.
        pause: seconds of rest before each measurement, for threads of the side before to settle.

    Returns:
        The figures of each side, in the order of the turns.
    """
    figures: dict[str, list[float]] = {name: [] for name in sides}
    for turn in range(turns + 1):
        for name, side in sides.items():
            time.sleep(pause)
            value = side()
            if turn > 0:
                figures[name].append(value)
    return figures


def ratios(over: Sequence[float], under: Sequence[float]) -> tuple[float, ...]:
    """Divide two sides' figures turn by turn.

    Worked example: (30, 44) over (10, 11) is (3, 4), whose median is 3.5; the ratio of the medians
    would be 3.52.

    Raises:
        ValueError: the sides have not had the same number of turns.
    """
    return tuple(a / b for a, b in zip(over, under, strict=True))


def geometric_means(ratios_by_row: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """The geometric mean over all rows, turn by turn.

    Worked example: two models with the ratios (2, 3) and (8, 3) have the means (4, 3).

    Raises:
        ValueError: the rows have not had the same number of turns.
    """
    return tuple(
        math.exp(statistics.fmean(map(math.log, turn))) for turn in zip(*ratios_by_row, strict=True)
    )
