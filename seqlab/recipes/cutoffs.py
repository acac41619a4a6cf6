"""A rolling origin: one experiment for each cutoff, which ends where the next one goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from seqlab.datasets.panels.splitting import split_rows
from seqlab.datasets.series import Series
from seqlab.datasets.split import Place, Split
from seqlab.errors import ConfigError
from seqlab.experiment.experiment import Experiment
from seqlab.experiment.name import LONGEST_NAME
from seqlab.series.calendar import local_clock
from seqlab.series.table import Table
from seqlab.training.job import steps_per_epoch


@dataclass(frozen=True)
class Origins:
    """Where the cutoffs lie, and what is trained on before them.

    Args:
        windows: how many cutoffs.
        every: rows from one to the next; None takes the horizon.
        is_rolling: whether each trains on as many rows as the first one, instead of all.
    """

    windows: int
    every: int | None = None
    is_rolling: bool = False


@dataclass(frozen=True)
class Cutoff:
    """A row behind which a model is judged that has seen nothing of it.

    Args:
        before_end: rows of each series from the cutoff on; the first `horizon` of them are judged.
        first: the time of the first judged row in words; empty where series differ in it, or have
            no clock.
        experiment: whose splits end there.
    """

    before_end: int
    first: str
    experiment: Experiment

    @property
    def dataset(self) -> Series:
        """Of the experiment."""
        assert isinstance(self.experiment.dataset, Series)
        return self.experiment.dataset


def find_cutoffs(experiment: Experiment, origins: Origins) -> tuple[Cutoff, ...]:
    """Make an ordinary experiment for each cutoff, the earliest first.

    Its test split is the `horizon` behind the cutoff, one window of each series; its validation
    split lies right before the cutoff, its training rows before that. Cutoffs are counted from the
    end of each series.

    Worked example, 100 rows, a horizon of 10, 12 rows of validation, 3 windows: the cutoffs are the
    rows 70, 80 and 90. The first one leaves out the last 20 rows, trains on the rows 0 to 57,
    chooses its best epoch on 58 to 69, and is judged on 70 to 79. The second one trains on 0 to 67,
    or rolling on 10 to 67.

    Args:
        experiment: of which dataset, split and name are changed.
        origins: where the cutoffs lie.

    Raises:
        ConfigError: the dataset is none of `kind: series`, or its settings leave no cutoff.
        DataError: its file cannot be had or read, or is not as the settings say.
    """
    dataset = experiment.dataset
    if not isinstance(dataset, Series):
        raise _no_series(dataset.kind)
    if not dataset.reach_back:
        raise ConfigError(
            "dataset.reach_back is false, and a backtest judges the window right behind a cutoff, "
            "whose inputs lie before it.",
            remedy="Leave dataset.reach_back out.",
        )
    table, _ = dataset.read()
    every = dataset.horizon if origins.every is None else origins.every
    validation = _validation(table, dataset.split)
    return tuple(_cutoffs(experiment, dataset, table, origins, every, validation))


def check_cutoffs(cutoffs: Sequence[Cutoff]) -> None:
    """Refuse cutoffs of which the first one, which has the fewest rows, cannot be trained.

    Loading it here costs little and comes before hours of training.

    Raises:
        ConfigError: it cannot.
    """
    try:
        data = cutoffs[0].dataset.load()
    except ConfigError as error:
        raise ConfigError(
            f"The first of {len(cutoffs)} cutoffs, {cutoffs[0].before_end:,} rows before the end "
            f"of each series, leaves too few rows: {error.message}",
            remedy=f"{error.remedy} Or ask for fewer --windows, or for a smaller --every.",
        ) from error
    steps_per_epoch(cutoffs[0].experiment, data)


def _cutoffs(
    experiment: Experiment,
    dataset: Series,
    table: Table,
    origins: Origins,
    every: int,
    validation: Place,
) -> Iterator[Cutoff]:
    split = Split(validation=validation, test=dataset.horizon)
    first, last = dataset.trim
    for number in range(origins.windows):
        left_out = (origins.windows - 1 - number) * every
        before_end = left_out + dataset.horizon
        trim = first + number * every * origins.is_rolling, last + left_out
        name = f"{experiment.name}/cutoff-{before_end}"
        if len(name) > LONGEST_NAME:
            raise ConfigError(
                f"name: {experiment.name} is too long for names of cutoffs such as {name}.",
                remedy=f"A name may have {LONGEST_NAME} letters.",
            )
        own = dataset.model_copy(update={"trim": trim, "split": split})
        yield Cutoff(
            before_end,
            _time(table, before_end),
            experiment.model_copy(update={"name": name, "dataset": own}),
        )


def _validation(table: Table, split: Split) -> Place:
    """The validation split as a share or a number of rows, which every cutoff can have.

    A share stays one, of what a cutoff leaves of each series; of a date the rows are counted.
    """
    if not isinstance(split.validation, str):
        return split.validation
    counts = set(split_rows(table, split).lengths("validation").tolist())
    if len(counts) > 1:
        raise ConfigError(
            f"dataset.split.validation begins on {split.validation}, which is another number of "
            "rows of each series, and a backtest moves it.",
            remedy="Give it as a number of rows, or as a share such as 0.2.",
        )
    return int(counts.pop())


def _time(table: Table, before_end: int) -> str:
    """When the row so far before the end of each series was measured, by the local clock."""
    rows = table.series_bounds[1:] - before_end
    if not table.has_clock or (rows < table.series_bounds[:-1]).any():
        return ""
    times = np.unique(local_clock(table.times[rows], table.timezone))
    return str(times[0]).replace("T", " ") if len(times) == 1 else ""


def _no_series(kind: str) -> ConfigError:
    remedy = "A backtest needs a dataset of `kind: series`."
    if kind == "jena":
        remedy = (
            "Have the same file as `kind: series`: unpack it, and set path: "
            "jena_climate_2009_2016.csv, timestamp_column: Date Time, time_format: "
            "'%d.%m.%Y %H:%M:%S', target: [T (degC)], and as past_dynamic_columns the others."
        )
    return ConfigError(
        f"dataset.kind is {kind}, whose splits cannot be moved: a backtest needs a cutoff in front "
        "of which everything is for training.",
        remedy=remedy,
    )
