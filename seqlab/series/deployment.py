"""The graph around a model of series: windows in original units in, forecasts in them out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from seqlab.series.calendar import Field, local_clock
from seqlab.series.forecasts import forecast_values
from seqlab.series.static import StaticColumn
from seqlab.series.table import split_unit
from seqlab.series.windows import WindowShape
from seqlab.tasks.deployment import Deployment, Port, Precision
from seqlab.tasks.forecast import Forecast

if TYPE_CHECKING:
    import keras

    from seqlab.series.outlook import Outlook

WINDOW, SERIES, KNOWN = "window", "series", "known_ahead"
TIMES, TIMES_AHEAD = "times", "times_ahead"
NUMBERS, WORDS = "static_numbers", "static_words"
FORECAST = "forecast"
NAMED = 20
"""Series or words that are shown by their names."""


@dataclass(frozen=True, eq=False)
class SeriesDeployment(Deployment):
    """Windows of one or several series.

    Args:
        task: what the model was asked.
        columns: of a row, in the order of the model's features.
        known: those that are known ahead.
        calendar: what of the clock the model sees.
        static: what never changes in a series.
        ids: the names of the series; one name where there is only one.
        centre: what is subtracted from each column, in original units, `(series, columns)`.
        width: what it is then divided by, `(series, columns)`.
        shape: where the rows of a window lie.
        rows_apart: how far two rows are apart, in words.
        timezone: of the local clock; empty for none.
    """

    task: Forecast
    columns: tuple[str, ...]
    known: tuple[str, ...]
    calendar: tuple[Field, ...]
    static: tuple[StaticColumn, ...]
    ids: tuple[str, ...]
    centre: NDArray[np.float64]
    width: NDArray[np.float64]
    shape: WindowShape
    rows_apart: str
    timezone: str

    noun = "windows"

    @property
    def question(self) -> str:
        return f"forecast of {', '.join(self._targets)}"

    @property
    def _targets(self) -> tuple[str, ...]:
        return tuple(target.name for target in self.task.targets)

    @property
    def inputs(self) -> tuple[Port, ...]:
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
        names = self._targets
        shape: tuple[int, ...] = (self.task.horizon, len(names))
        meaning = "rows that are forecast, and targets, in original units"
        if self.task.quantiles:
            shape = (*shape, len(self.task.quantiles))
            levels = ", ".join(f"{level:g}" for level in self.task.quantiles)
            meaning = f"rows that are forecast, targets, and their quantiles {levels}"
        return Port(
            FORECAST,
            shape,
            "raw",
            meaning,
            self.task.unit,
            columns=() if self.task.quantiles else names,
            units=() if self.task.quantiles else _units(names),
        )

    def to_model(
        self, given: Mapping[str, keras.KerasTensor], precision: Precision
    ) -> list[keras.KerasTensor]:
        from keras import ops

        from seqlab.series.calendar_in_graph import calendar_in_graph

        scaled = self._scaled(given, WINDOW, self.columns, precision)
        ahead = [self._scaled(given, KNOWN, self.known, precision)] if self.known else []
        if self.calendar:
            past = calendar_in_graph(given[TIMES], self.calendar, precision)
            scaled = ops.concatenate([scaled, past], axis=-1)
            ahead.append(calendar_in_graph(given[TIMES_AHEAD], self.calendar, precision))
        parts = [scaled]
        if ahead:
            parts.append(ops.concatenate(ahead, axis=-1) if ahead[1:] else ahead[0])
        if self.static:
            parts.append(ops.concatenate(list(self._static(given, precision)), axis=-1))
        return parts

    def from_model(
        self,
        outputs: keras.KerasTensor,
        given: Mapping[str, keras.KerasTensor],
        precision: Precision,
    ) -> keras.KerasTensor:
        from keras import ops

        centre, width = self._units_in_graph(
            given, self._targets, precision
        )  # (batch or 1, 1, targets)
        if self.task.quantiles:
            centre, width = ops.expand_dims(centre, -1), ops.expand_dims(width, -1)
        # (batch, 1) for a single number
        shaped = ops.reshape(ops.cast(outputs, precision), (-1, *self.output.shape))
        return shaped * width + centre

    def _scaled(
        self,
        given: Mapping[str, keras.KerasTensor],
        name: str,
        columns: Sequence[str],
        precision: Precision,
    ) -> keras.KerasTensor:
        """Some columns in the widths from their centres, float32, `(batch, rows, columns)`."""
        from keras import ops

        centre, width = self._units_in_graph(given, columns, precision)
        return ops.cast((given[name] - centre) / width, "float32")

    def _units_in_graph(
        self, given: Mapping[str, keras.KerasTensor], columns: Sequence[str], precision: Precision
    ) -> tuple[Any, Any]:
        """Centre and width of some columns, `(batch, 1, columns)`; `(1, columns)` of one series."""
        import keras

        places = [self.columns.index(name) for name in columns]
        tables = [units[:, places].astype(precision) for units in (self.centre, self.width)]
        if len(self.ids) == 1:
            return tables[0][0][np.newaxis], tables[1][0][np.newaxis]
        found = []
        for table in tables:
            rows = keras.layers.Embedding(*table.shape, dtype=precision, trainable=False)
            rows.build()
            rows.set_weights([table])
            found.append(keras.ops.expand_dims(rows(given[SERIES]), 1))
        return found[0], found[1]

    def _static(
        self, given: Mapping[str, keras.KerasTensor], precision: Precision
    ) -> Iterator[keras.KerasTensor]:
        """What never changes, column by column as the model sees it, `(batch, numbers)` each."""
        from keras import ops

        numbers = words = 0
        for column in self.static:
            if column.words:
                yield ops.one_hot(given[WORDS][:, words], len(column.words), dtype="float32")
                words += 1
            else:
                own = given[NUMBERS][:, numbers : numbers + 1]
                mean, std = np.array([column.mean, column.std], precision)
                yield ops.cast((own - mean) / std, "float32")
                numbers += 1

    def feed(self, questions: Outlook) -> dict[str, NDArray[Any]]:
        table = questions.table
        places = [table.columns.index(name) for name in self.columns]
        past = questions.newest[:, np.newaxis] + questions.offsets
        found: dict[str, NDArray[Any]] = {WINDOW: table.values[past][..., places]}
        if len(self.ids) > 1:
            found[SERIES] = self._numbers(questions).astype(np.int32)
        if self.known:
            ahead = [table.columns.index(name) for name in self.known]
            found[KNOWN] = table.values[questions.rows_ahead][..., ahead]
        if self.calendar:
            clock = local_clock(table.times, table.timezone).astype("datetime64[s]")
            found[TIMES] = clock[past].astype(np.int64)
            found[TIMES_AHEAD] = clock[questions.rows_ahead].astype(np.int64)
        for name, columns in (
            (NUMBERS, [column for column in self.static if not column.words]),
            (WORDS, [column for column in self.static if column.words]),
        ):
            if columns:
                values = [_raw(column, table.static[column.name], table.ids) for column in columns]
                found[name] = np.stack(values, axis=1)[questions.series]
        return found

    def expected(self, questions: Outlook, outputs: NDArray[np.float64]) -> NDArray[np.float64]:
        values = forecast_values(questions, outputs)
        return values[..., 1:] if self.task.quantiles else values[..., 0]

    def scale(self, questions: Outlook) -> NDArray[np.float64]:
        places = [self.columns.index(name) for name in self._targets]
        width = self.width[self._numbers(questions)][:, np.newaxis, places]
        return width[..., np.newaxis] if self.task.quantiles else width

    def _numbers(self, questions: Outlook) -> NDArray[np.int64]:
        """Which of `ids` each window is of, `(windows,)`."""
        if len(self.ids) == 1:
            return np.zeros(len(questions), np.int64)
        places = {name: place for place, name in enumerate(self.ids)}
        own = np.array([places[name] for name in questions.table.ids], np.int64)
        return own[questions.series]

    @property
    def facts(self) -> list[str]:
        shape = self.shape
        back = (shape.length - 1) * shape.step
        apart = f", {shape.step} rows from one to the next" if shape.step > 1 else ""
        distances = shape.ahead.tolist()
        ahead = f"{distances[0]:,} to {distances[-1]:,} rows" if distances[1:] else (
            f"{distances[0]:,} row{'s' * (distances[0] > 1)}"
        )  # fmt: skip
        facts = [
            f"Two rows of the series are {self.rows_apart} apart.",
            f"`{WINDOW}` holds {shape.length:,} rows{apart}: from the one {back:,} rows before the "
            "newest up to the newest itself, the oldest first.",
            f"`{FORECAST}` holds the values {ahead} after the newest row of the window.",
        ]
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
        limits = []
        if len(self.ids) > 1:
            limits.append(f"Made for {len(self.ids):,} series, and no others.")
        if self.task.quantiles:
            limits.append("Quantiles are as good as the validation split says: see `coverage`.")
        return limits

    @property
    def beside(self) -> dict[str, Any]:
        beside: dict[str, Any] = {
            "columns": self.columns,
            "targets": self._targets,
            "quantiles": self.task.quantiles,
            "offsets": (self.shape.step * np.arange(1 - self.shape.length, 1)).tolist(),
            "ahead": self.shape.ahead.tolist(),
            "centre": self.centre.tolist(),
            "width": self.width.tolist(),
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


def _raw(
    column: StaticColumn, values: Sequence[float | str], ids: Sequence[str]
) -> NDArray[np.float64] | NDArray[np.int32]:
    """What a user gives of a static column, a number for each series, `(series,)`."""
    if column.words:
        places: NDArray[np.int32] = column.encode(values, ids).argmax(axis=1).astype(np.int32)
        return places
    return np.array(values, np.float64)
