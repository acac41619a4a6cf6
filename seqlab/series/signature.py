"""What goes into an exported model of series and what comes out, in names, shapes and words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from seqlab.series.calendar import Field
from seqlab.series.static import StaticColumn
from seqlab.series.table import split_unit
from seqlab.series.windows import WindowShape
from seqlab.tasks.deployment import Port
from seqlab.tasks.forecast import Forecast

WINDOW, SERIES, KNOWN = "window", "series", "known_ahead"
TIMES, TIMES_AHEAD = "times", "times_ahead"
NUMBERS, WORDS = "static_numbers", "static_words"
FORECAST = "forecast"
NAMED = 20
"""Series or words that are shown by their names."""


@dataclass(frozen=True)
class SeriesSignature:
    """What there is to say of windows of one or several series.

    Args:
        task: what the model was asked.
        columns: of a row, in the order of the model's features.
        known: those that are known ahead.
        calendar: what of the clock the model sees.
        static: what never changes in a series.
        ids: the names of the series; one name where there is only one.
        shape: where the rows of a window lie.
        rows_apart: how far two rows are apart, in words; empty where they have no clock.
        timezone: of the local clock; empty for none.
    """

    task: Forecast
    columns: tuple[str, ...]
    known: tuple[str, ...]
    calendar: tuple[Field, ...]
    static: tuple[StaticColumn, ...]
    ids: tuple[str, ...]
    shape: WindowShape
    rows_apart: str
    timezone: str

    @property
    def question(self) -> str:
        """What the model answers."""
        return f"forecast of {', '.join(self.targets)}"

    @property
    def targets(self) -> tuple[str, ...]:
        """The columns that are forecast."""
        return tuple(target.name for target in self.task.targets)

    @property
    def inputs(self) -> tuple[Port, ...]:
        """What a user gives."""
        return tuple(self._inputs())

    def _inputs(self) -> Iterator[Port]:
        time, horizon = self.shape.length, self.task.horizon
        yield Port(
            WINDOW,
            (time, len(self.columns)),
            "raw",
            "the rows that the model sees, the oldest first, in original units",
            columns=self.columns,
            units=_units(self.columns),
        )
        if len(self.ids) > 1:
            yield Port(SERIES, (), "int32", "which series, by its number")
        if self.known:
            yield Port(
                KNOWN,
                (horizon, len(self.known)),
                "raw",
                "what is known of the rows that are forecast, in original units",
                columns=self.known,
                units=_units(self.known),
            )
        if self.calendar:
            clock = "seconds of the local clock since 1970-01-01 00:00"
            yield Port(TIMES, (time,), "int64", f"when the rows of the window were: {clock}", "s")
            yield Port(
                TIMES_AHEAD, (horizon,), "int64", f"when the forecast rows are: {clock}", "s"
            )
        numbers = tuple(column.name for column in self.static if not column.words)
        words = tuple(column.name for column in self.static if column.words)
        if numbers:
            yield Port(
                NUMBERS,
                (len(numbers),),
                "raw",
                "what never changes in the series, in original units",
                columns=numbers,
                units=_units(numbers),
            )
        if words:
            yield Port(
                WORDS,
                (len(words),),
                "int32",
                "what never changes in the series, by its number",
                columns=words,
                units=tuple("" for _ in words),
            )

    @property
    def output(self) -> Port:
        """What a user gets."""
        names = self.targets
        shape: tuple[int, ...] = (self.task.horizon, len(names))
        meaning = "rows that are forecast, and targets, in original units"
        if self.task.quantiles:
            shape = (*shape, len(self.task.quantiles))
            meaning = "rows that are forecast, targets and their quantiles, in original units"
        return Port(
            FORECAST,
            shape,
            "raw",
            meaning,
            self.task.unit,
            columns=() if self.task.quantiles else names,
            units=() if self.task.quantiles else _units(names),
        )

    @property
    def facts(self) -> list[str]:
        """What a user must know to feed the model."""
        shape = self.shape
        back = (shape.length - 1) * shape.step
        apart = f", {shape.step} rows from one to the next" if shape.step > 1 else ""
        distances = shape.ahead.tolist()
        ahead = f"{distances[0]:,} to {distances[-1]:,} rows" if distances[1:] else (
            f"{distances[0]:,} row{'s' * (distances[0] > 1)}"
        )  # fmt: skip
        facts = [
            *([f"Two rows of the series are {self.rows_apart} apart."] if self.rows_apart else []),
            f"`{WINDOW}` holds {shape.length:,} rows{apart}: from the one {back:,} rows before the "
            "newest up to the newest itself, the oldest first.",
            f"`{FORECAST}` holds the values {ahead} after the newest row of the window.",
        ]
        if len(self.targets) > 1:
            facts.append(
                f"The targets, in the order of its second axis: {', '.join(self.targets)}."
            )
        if self.task.quantiles:
            levels = ", ".join(f"{level:g}" for level in self.task.quantiles)
            facts.append(f"Its last axis has the quantiles {levels}.")
        if len(self.ids) > 1:
            facts.append(f"`{SERIES}` numbers the series: {_numbered(self.ids)}.")
        facts += [
            f"`{WORDS}` numbers what {column.name} can be: {_numbered(column.words)}."
            for column in self.static
            if column.words
        ]
        if self.calendar:
            zone = f" of {self.timezone}" if self.timezone else ""
            facts.append(
                f"Times are what a clock on the wall{zone} shows, in seconds as if it were UTC: "
                "`numpy.datetime64('2026-01-31T18:00:00').astype('datetime64[s]').astype('int64')`."
            )
        return facts

    @property
    def limits(self) -> list[str]:
        """What the model is no good outside of."""
        limits = []
        if len(self.ids) > 1:
            limits.append(f"Made for {len(self.ids):,} series, and no others.")
        if self.task.quantiles:
            limits.append("Quantiles are as good as the validation split says: see `coverage`.")
        return limits

    @property
    def beside(self) -> dict[str, Any]:
        """Names and places that inputs are prepared by, as JSON."""
        beside: dict[str, Any] = {
            "columns": self.columns,
            "targets": self.targets,
            "quantiles": self.task.quantiles,
            "offsets": (self.shape.step * np.arange(1 - self.shape.length, 1)).tolist(),
            "ahead": self.shape.ahead.tolist(),
        }
        if len(self.ids) > 1:
            beside["series"] = self.ids
        words = {column.name: column.words for column in self.static if column.words}
        return beside | ({"static": words} if words else {})


def _numbered(names: Sequence[str]) -> str:
    """Names with their numbers, the first ones of many: `0 north, 1 south`."""
    shown = ", ".join(f"{number} {name}" for number, name in enumerate(names[:NAMED]))
    return shown if len(names) <= NAMED else f"{shown} ... {len(names) - 1:,} {names[-1]}"


def _units(columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(split_unit(name)[1] for name in columns)
