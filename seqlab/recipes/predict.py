"""A finished run's best model put to use on other data, from the run folder alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from seqlab.errors import ConfigError, DataError
from seqlab.recipes.evaluate import refuse_unfinished
from seqlab.recipes.saved import check_same_data, open_saved, trained_model
from seqlab.runs import atomic
from seqlab.runs.disk import explaining_errors
from seqlab.runs.evaluations import count_test_predictions
from seqlab.runs.metrics import JudgedSplit
from seqlab.runs.reader import Run
from seqlab.runs.untrusted import printable
from seqlab.series.forecasts import with_texts
from seqlab.tasks.preprocessing import Preprocessing
from seqlab.tasks.questions import ForecastDrawing, Questions

if TYPE_CHECKING:
    import pandas as pd

TEXT, PARQUET = (".csv", ".tsv"), (".parquet", ".pq")
FORMATS = TEXT + PARQUET
"""The suffixes of files of predictions."""


@dataclass(frozen=True, eq=False)
class Prediction:
    """What a model says.

    Args:
        questions: the samples.
        outputs: of the model for each, `(samples, ...)` as the task's head puts them out.
        from_logits: whether the loss took outputs for log-odds, not for probabilities.
        test_evaluations: when the test split was looked at, this time included; empty where these
            are other samples.
    """

    questions: Questions
    outputs: NDArray[np.float64] = field(repr=False)
    from_logits: bool
    test_evaluations: list[str]

    @cached_property
    def table(self) -> pd.DataFrame:
        """The answers, as the kind of data has them; see `seqlab.tasks.questions`."""
        return self.questions.answers(self.outputs, from_logits=self.from_logits)

    def drawings(self) -> Sequence[ForecastDrawing]:
        """What there is to draw; nothing where answers cannot be drawn."""
        return self.questions.drawings(self.outputs)


def predict_run(
    run: Run,
    *,
    data: Path | None = None,
    split: JudgedSplit | None = None,
    to_draw: bool = False,
) -> Prediction:
    """Ask a run's best model how series go on, or what texts are about.

    Args:
        run: a run with a model; for the test split a completed one.
        data: a file with the history of series, or with texts; of series None takes the file of
            the run, as it is now.
        split: answers its samples instead, from exactly the data that the run was trained on. A
            look at the test split is counted in the run folder, as one of `evaluate` is: whoever
            has its predictions has its score.
        to_draw: whether the answers must be such that can be drawn.

    Raises:
        ConfigError: nothing can be asked of the run's data, both a file and a split are given, or
            answers cannot be drawn.
        DataError: the data cannot be had, or is not what the model can be fed with; or the model is
            not that of the run.
        SeqlabError: the look cannot be counted; then nothing is shown either.
    """
    if split is None:
        return _next(run, data, to_draw=to_draw)
    if data is not None:
        raise ConfigError(
            f"The samples of the {split} split are those of the run's own data, and other data is "
            "given, too.",
            remedy="Leave out the one or the other.",
        )
    return _again(run, split, to_draw=to_draw)


def predict_texts(run: Run, texts: Sequence[str]) -> Prediction:
    """Ask a run's best model about texts.

    Args:
        run: a run with a model.
        texts: raw ones.

    Raises:
        ConfigError: the run is none of texts.
        DataError: the model is not that of the run.
    """
    prepared = run.preprocessing()
    return _asked(run, prepared, run.experiment().dataset.about(prepared, texts))


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
    return dataset.template(run.preprocessing(), data, parquet=parquet)


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


def _next(run: Run, data: Path | None, *, to_draw: bool) -> Prediction:
    prepared = run.preprocessing()
    questions = run.experiment().dataset.upcoming(prepared, data)
    _check_drawing(questions, to_draw=to_draw)
    return _asked(run, prepared, questions)


def _asked(run: Run, prepared: Preprocessing, questions: Questions) -> Prediction:
    experiment = run.experiment()
    inputs = questions.inputs(prepared)
    model = trained_model(run, experiment, questions.task)

    from seqlab.training.predicting import answers

    outputs = answers(model, inputs).astype(np.float64)
    return Prediction(questions, outputs, experiment.training.from_logits, [])


def _again(run: Run, split: JudgedSplit, *, to_draw: bool) -> Prediction:
    if split == "test":
        refuse_unfinished(run)
    saved = open_saved(run)
    check_same_data(run, saved.data)
    experiment = saved.experiment
    questions = experiment.dataset.judged(saved.data, split)
    _check_drawing(questions, to_draw=to_draw)
    outputs = saved.predictions(split).astype(np.float64)
    times = count_test_predictions(run) if split == "test" else []
    return Prediction(questions, outputs, experiment.training.from_logits, times)


def _check_drawing(questions: Questions, *, to_draw: bool) -> None:
    """Refuse a picture that there cannot be, before a look is counted."""
    if to_draw and not questions.can_be_drawn:
        raise ConfigError(
            f"There is nothing to draw of {questions.noun}: --plot draws forecasts.",
            remedy="Leave --plot out; `seqlab evaluate RUN --confusion FILE` draws which classes "
            "are taken for which.",
        )
