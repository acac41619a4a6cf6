"""The graph around a model of series: windows in original units in, forecasts in them out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from seqlab.series.calendar import local_clock
from seqlab.series.forecasts import forecast_values
from seqlab.series.signature import (
    KNOWN,
    NUMBERS,
    SERIES,
    TIMES,
    TIMES_AHEAD,
    WINDOW,
    WORDS,
    SeriesSignature,
)
from seqlab.series.static import StaticColumn
from seqlab.tasks.deployment import Deployment, Port, Precision

if TYPE_CHECKING:
    import keras

    from seqlab.series.outlook import Outlook


@dataclass(frozen=True, eq=False)
class SeriesDeployment(Deployment):
    """Windows of one or several series.

    Args:
        signature: what goes in and what comes out.
        centre: what is subtracted from each column, in original units, `(series, columns)`.
        width: what it is then divided by, `(series, columns)`.
    """

    signature: SeriesSignature
    centre: NDArray[np.float64]
    width: NDArray[np.float64]

    @property
    def question(self) -> str:
        return self.signature.question

    @property
    def inputs(self) -> tuple[Port, ...]:
        return self.signature.inputs

    @property
    def output(self) -> Port:
        return self.signature.output

    @property
    def facts(self) -> list[str]:
        return self.signature.facts

    @property
    def limits(self) -> list[str]:
        return self.signature.limits

    @property
    def beside(self) -> dict[str, Any]:
        units = {"centre": self.centre.tolist(), "width": self.width.tolist()}
        return self.signature.beside | units

    def to_model(
        self, given: Mapping[str, keras.KerasTensor], precision: Precision
    ) -> list[keras.KerasTensor]:
        from keras import ops

        from seqlab.series.calendar_in_graph import calendar_in_graph

        scaled = self._scaled(given, WINDOW, self.signature.columns, precision)
        ahead = (
            [self._scaled(given, KNOWN, self.signature.known, precision)]
            if self.signature.known
            else []
        )
        if self.signature.calendar:
            past = calendar_in_graph(given[TIMES], self.signature.calendar, precision)
            scaled = ops.concatenate([scaled, past], axis=-1)
            ahead.append(calendar_in_graph(given[TIMES_AHEAD], self.signature.calendar, precision))
        parts = [scaled]
        if ahead:
            parts.append(ops.concatenate(ahead, axis=-1) if ahead[1:] else ahead[0])
        if self.signature.static:
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
            given, self.signature.targets, precision
        )  # (batch or 1, 1, targets)
        if self.signature.task.quantiles:
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

        places = [self.signature.columns.index(name) for name in columns]
        tables = [units[:, places].astype(precision) for units in (self.centre, self.width)]
        if len(self.signature.ids) == 1:
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
        for column in self.signature.static:
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
        places = [table.columns.index(name) for name in self.signature.columns]
        past = questions.newest[:, np.newaxis] + questions.offsets
        found: dict[str, NDArray[Any]] = {WINDOW: table.values[past][..., places]}
        if len(self.signature.ids) > 1:
            found[SERIES] = self._numbers(questions).astype(np.int32)
        if self.signature.known:
            ahead = [table.columns.index(name) for name in self.signature.known]
            found[KNOWN] = table.values[questions.rows_ahead][..., ahead]
        if self.signature.calendar:
            clock = local_clock(table.times, table.timezone).astype("datetime64[s]")
            found[TIMES] = clock[past].astype(np.int64)
            found[TIMES_AHEAD] = clock[questions.rows_ahead].astype(np.int64)
        for name, columns in (
            (NUMBERS, [column for column in self.signature.static if not column.words]),
            (WORDS, [column for column in self.signature.static if column.words]),
        ):
            if columns:
                values = [_raw(column, table.static[column.name], table.ids) for column in columns]
                found[name] = np.stack(values, axis=1)[questions.series]
        return found

    def expected(self, questions: Outlook, outputs: NDArray[np.float64]) -> NDArray[np.float64]:
        values = forecast_values(questions, outputs)
        return values[..., 1:] if self.signature.task.quantiles else values[..., 0]

    def scale(self, questions: Outlook) -> NDArray[np.float64]:
        places = [self.signature.columns.index(name) for name in self.signature.targets]
        width = self.width[self._numbers(questions)][:, np.newaxis, places]
        return width[..., np.newaxis] if self.signature.task.quantiles else width

    def _numbers(self, questions: Outlook) -> NDArray[np.int64]:
        """Which of `ids` each window is of, `(windows,)`."""
        if len(self.signature.ids) == 1:
            return np.zeros(len(questions), np.int64)
        places = {name: place for place, name in enumerate(self.signature.ids)}
        own = np.array([places[name] for name in questions.table.ids], np.int64)
        return own[questions.series]


def _raw(
    column: StaticColumn, values: Sequence[float | str], ids: Sequence[str]
) -> NDArray[np.float64] | NDArray[np.int32]:
    """What a user gives of a static column, a number for each series, `(series,)`."""
    if column.words:
        places: NDArray[np.int32] = column.encode(values, ids).argmax(axis=1).astype(np.int32)
        return places
    return np.array(values, np.float64)
