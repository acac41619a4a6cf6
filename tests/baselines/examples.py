"""Panels built by hand, and the least data that shows one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from seqlab.tasks.panel import Panel

START = np.datetime64("2020-01-01T00:00:00", "s")


def panel_of(
    targets: NDArray[np.float64],
    *,
    bounds: tuple[int, ...] = (),
    length: int = 24,
    step: int = 1,
    horizon: int = 3,
    season: int | None = 12,
    minutes: int | None = 60,
    known: int = 0,
    static: int = 0,
    training: float = 0.6,
) -> Panel:
    """Series whose targets are all of their features, each split in time.

    Args:
        targets: `(rows, targets)`.
        bounds: of the series; one series by default.
        length: time steps of a window.
        step: rows between two of them.
        horizon: the rows ahead that are forecast.
        season: in rows.
        minutes: between two rows; None for no clock.
        known: columns known ahead.
        static: numbers of each series.
        training: the share of each series that training windows lie in; validation has half of the
            rest.
    """
    rows, generator = len(targets), np.random.default_rng(1)
    edges = np.array(bounds or (0, rows))
    offsets = step * np.arange(1 - length, 1)
    newest: dict[str, list[NDArray[np.int64]]] = {"training": [], "validation": [], "test": []}
    clocks = []
    for first, stop in pairwise(edges):
        count = stop - first
        cuts = [0, int(count * training), int(count * (1 + training) / 2), count]
        for split, begins, ends in zip(newest, cuts, cuts[1:], strict=False):
            low, high = max(begins - 1, -offsets[0]), ends - horizon
            newest[split].append(np.arange(first + low, first + high))
        clocks.append(START + np.arange(count) * np.timedelta64(60 * (minutes or 1), "s"))
    return Panel(
        read_inputs=lambda: targets.astype(np.float32),
        targets=targets,
        bounds=edges,
        offsets=offsets,
        ahead=np.arange(1, horizon + 1),
        newest={split: np.concatenate(rows) for split, rows in newest.items()},
        target_features=np.arange(targets.shape[1]),
        season=season,
        clock=None if minutes is None else np.concatenate(clocks),
        known=generator.normal(size=(rows, known)).astype(np.float32),
        static=generator.normal(size=(len(edges) - 1, static)).astype(np.float32),
    )


def waves(rows: int, targets: int = 1, noise: float = 0.1, period: int = 12) -> NDArray[np.float64]:
    """Seasons of `period` rows and noise, `(rows, targets)`, each with its own phase."""
    generator = np.random.default_rng(0)
    phases = np.arange(rows)[:, None] / period + np.arange(targets) / 5
    return np.sin(2 * np.pi * phases) + noise * generator.normal(size=(rows, targets))


def with_later_rows_changed(panel: Panel) -> Panel:
    """Other readings in every row of a single series that no training window has in it."""
    last = panel.newest["training"].max() + panel.ahead[-1]
    inputs, targets, known = (part.copy() for part in (panel.inputs, panel.targets, panel.known))
    for part in (inputs, targets, known):
        part[last + 1 :] = 50 - 3 * part[last + 1 :]
    return replace(panel, read_inputs=lambda: inputs, targets=targets, known=known)


@dataclass(frozen=True)
class Asked:
    """What a baseline asks of a task."""

    target_shape: tuple[int, ...]


class PanelData:
    """As much of loaded data as baselines look at.

    Args:
        panel: the series; None for no series.
    """

    def __init__(self, panel: Panel | None) -> None:
        self._panel = panel

    def panel(self) -> Panel | None:
        return self._panel

    def labelled_texts(self) -> None:
        return None

    def training_targets(self) -> None:
        return None

    @property
    def task(self) -> Asked:
        assert self._panel is not None
        shape = (len(self._panel.ahead), self._panel.targets.shape[1])
        return Asked((1,) if shape == (1, 1) else shape)
