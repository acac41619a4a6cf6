"""A finished run's best model put to use: how series go on, from the run folder alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from seqlab.errors import ConfigError, DataError
from seqlab.plots.forecast import ForecastDrawing
from seqlab.recipes.evaluate import refuse_unfinished
from seqlab.recipes.saved import check_same_data, open_saved, trained_model
from seqlab.runs import atomic
from seqlab.runs.disk import explaining_errors
from seqlab.runs.evaluations import count_test_predictions
from seqlab.runs.metrics import JudgedSplit
from seqlab.runs.reader import Run
from seqlab.runs.untrusted import printable
from seqlab.series.calendar import local_clock
from seqlab.series.forecasts import forecast_table, forecast_values, with_texts
from seqlab.series.outlook import CutsWindows, Outlook
from seqlab.series.table import split_unit

if TYPE_CHECKING:
    import pandas as pd

TEXT, PARQUET = (".csv", ".tsv"), (".parquet", ".pq")
FORMATS = TEXT + PARQUET
"""The suffixes of files of predictions."""


@dataclass(frozen=True, eq=False)
class Prediction:
    """What a model forecasts.

    Args:
        outlook: the windows, and the rows ahead of them.
        outputs: of the model for each window, `(windows, ...)` as the task's head puts them out.
        test_evaluations: when the test split was looked at, this time included; empty where these
            are forecasts of other rows.
    """

    outlook: Outlook
    outputs: NDArray[np.float64] = field(repr=False)
    test_evaluations: list[str]

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row for each window, target and step; see `seqlab.series.forecasts`."""
        return forecast_table(self.outlook, self.outputs)

    def drawings(self) -> list[ForecastDrawing]:
        """The last window of every series with its forecast, a picture for each target."""
        series = self.outlook.series
        last = np.flatnonzero(np.diff(series, append=-1))
        return [drawing for window in last for drawing in _drawings(self, int(window))]


def predict_run(
    run: Run, *, data: Path | None = None, split: JudgedSplit | None = None
) -> Prediction:
    """Forecast with a run's best model.

    Args:
        run: a run with a model; for the test split a completed one.
        data: a file with the history of series; None takes the file of the run, as it is now.
        split: forecasts its windows instead, from exactly the data that the run was trained on. A
            look at the test split is counted in the run folder, as one of `evaluate` is: whoever
            has its predictions has its score.

    Raises:
        ConfigError: the run is none of series, or both a file and a split are given.
        DataError: the data cannot be had, or is not what the model can be fed with; or the model is
            not that of the run.
        SeqlabError: the look cannot be counted; then nothing is shown either.
    """
    if split is None:
        return _next(run, data)
    if data is not None:
        raise ConfigError(
            f"The windows of the {split} split are those of the run's own data, and other data is "
            "given, too.",
            remedy="Leave out the one or the other.",
        )
    return _again(run, split)


def predict_frame(run: Run, frame: pd.DataFrame, *, split: JudgedSplit | None = None) -> Prediction:
    """Forecast from a data frame in the place of a file, with the same checks.

    Args:
        run: as for `predict_run`.
        frame: with the columns of the run's file; those in its index count as well.
        split: as for `predict_run`.

    Raises:
        DataError: a column holds values of several kinds; and what `predict_run` raises.
    """
    import pyarrow as pa

    columns = frame if frame.index.names == [None] else frame.reset_index()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "frame.parquet"
        try:
            columns.to_parquet(path, index=False)
        except (pa.ArrowException, ValueError, TypeError) as error:
            raise DataError(
                f"The data frame cannot be read: {error}.",
                remedy="Give each column values of one kind.",
            ) from error
        return predict_run(run, data=path, split=split)


def template_of(run: Run, data: Path | None, *, parquet: bool) -> bytes:
    """The last history of every series and the rows ahead, in which known columns are to be filled.

    Args:
        run: as for `predict_run`.
        data: as for `predict_run`.
        parquet: the form of the content; else text, as the run's file is written.

    Raises:
        ConfigError: the run is none of series, or its model sees nothing that is known ahead.
        DataError: the history cannot be had, or is not what the model can be fed with.
    """
    dataset = run.experiment().dataset
    return dataset.file_of(dataset.upcoming(run.preprocessing(), data), parquet=parquet)


def is_parquet(path: Path) -> bool:
    """Which form a file of predictions has, by its suffix.

    Raises:
        ConfigError: the suffix is of another form.
    """
    if path.suffix.lower() not in FORMATS:
        raise ConfigError(
            f"Cannot write {printable(path)}: {printable(path.suffix) or 'no suffix'} is no form "
            "that predictions have.",
            remedy=f"Give the file one of the suffixes {', '.join(FORMATS)}.",
        )
    return path.suffix.lower() in PARQUET


def write_file(content: bytes, path: Path) -> None:
    """Write a file in one step.

    Raises:
        SeqlabError: it cannot be written.
    """
    with explaining_errors(path.parent, otherwise="or choose another folder"):
        atomic.write_bytes(path, content)


def write_predictions(table: pd.DataFrame, path: Path) -> None:
    """Write predictions with all their digits, as CSV or Parquet by the suffix.

    Raises:
        ConfigError: the suffix is of another form.
        SeqlabError: the file cannot be written.
    """
    if is_parquet(path):
        content = BytesIO()
        table.to_parquet(content, index=False)
        write_file(content.getvalue(), path)
        return
    separator = "\t" if path.suffix.lower() == ".tsv" else ","
    write_file(as_csv(table, separator).encode(), path)


def as_csv(table: pd.DataFrame, separator: str = ",") -> str:
    """Predictions as text, with all their digits."""
    return with_texts(table).to_csv(sep=separator, index=False)


def _next(run: Run, data: Path | None) -> Prediction:
    experiment, prepared = run.experiment(), run.preprocessing()
    outlook = experiment.dataset.upcoming(prepared, data)
    inputs = outlook.inputs(cast(CutsWindows, prepared))
    model = trained_model(run, experiment, outlook.task)

    from seqlab.training.predicting import answers

    return Prediction(outlook, answers(model, inputs).astype(np.float64), [])


def _again(run: Run, split: JudgedSplit) -> Prediction:
    if split == "test":
        refuse_unfinished(run)
    saved = open_saved(run)
    check_same_data(run, saved.data)
    outlook = saved.experiment.dataset.judged(saved.data, split)
    outputs = saved.predictions(split).astype(np.float64)
    times = count_test_predictions(run) if split == "test" else []
    return Prediction(outlook, outputs, times)


def _drawings(prediction: Prediction, window: int) -> Iterator[ForecastDrawing]:
    outlook, newest = prediction.outlook, int(prediction.outlook.newest[window])
    table, task = outlook.table, outlook.task
    history = np.arange(newest + int(outlook.offsets[0]), newest + 1)
    clock = local_clock(table.times, table.timezone) if table.has_clock else table.times.astype(int)
    values = forecast_values(outlook, prediction.outputs)[window]  # (horizon, targets, ...)
    levels = task.quantiles
    for place, target in enumerate(task.targets):
        name, unit = split_unit(target.name)
        own = values[:, place]
        yield ForecastDrawing(
            history_times=clock[history],
            history_values=table.values[history, table.columns.index(target.name)],
            forecast_times=clock[newest + outlook.ahead],
            forecast=own[:, 0],
            label=name,
            unit=unit,
            name=table.ids[outlook.series[window]],
            lower=own[:, 1] if len(levels) > 1 else None,
            upper=own[:, -1] if len(levels) > 1 else None,
            band=f"{levels[0]:g} to {levels[-1]:g}" if len(levels) > 1 else "",
        )
