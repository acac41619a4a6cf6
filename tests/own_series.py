"""Sales of two shops, hour by hour through the night in which clocks go back, as a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from seqlab.datasets.series import Series
from seqlab.datasets.split import Split
from seqlab.experiment.experiment import Experiment
from seqlab.experiment.training import TrainingSettings
from seqlab.models.dense import Dense, DenseLayer
from seqlab.recipes.train import train_experiment
from seqlab.runs.reader import Run
from seqlab.training.events import silence

ZONE = "Europe/Berlin"
TARGETS = ("sales", "visits")
LOOKBACK, STEP, HORIZON, TEST = 24, 2, 5, 72


def sales() -> pd.DataFrame:
    """Two weeks; the hour from 2 to 3 occurs twice on 2020-10-25, among the test rows."""
    generator = np.random.default_rng(7)
    times = pd.date_range("2020-10-12", periods=14 * 24, freq="h", tz=ZONE)
    hours, parts = np.arange(len(times)), []
    for number, (shop, city) in enumerate({"north": "Jena", "south": "Gera"}.items(), 1):
        day = np.sin(2 * np.pi * hours / 24) + generator.normal(0, 0.1, len(times))
        parts.append(
            pd.DataFrame(
                {
                    "shop": shop,
                    "time": times,
                    "sales": 100 * number + 10 * day,
                    "visits": 7 * number + day**2,
                    "price": np.cos(hours / 30),
                    "city": city,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def settings(path: Path, **changes: object) -> Series:
    """What the columns of `sales` are."""
    known = {
        "path": str(path),
        "id_column": "shop",
        "timestamp_column": "time",
        "timezone": ZONE,
        "target": TARGETS,
        "known_dynamic_columns": ("price",),
        "static_columns": ("city",),
        "calendar": ("hour",),
        "lookback": LOOKBACK,
        "step": STEP,
        "horizon": HORIZON,
        "quantiles": (0.1, 0.5, 0.9),
        "split": Split(validation=48, test=TEST),
    }
    return Series(**(known | changes))


def trained(folder: Path, **changes: object) -> Run:
    """A run on `sales.csv` in a folder, below `outputs` in the same one."""
    path = folder / "sales.csv"
    sales().to_csv(path, index=False)
    experiment = Experiment(
        name="shops",
        dataset=settings(path, **changes),
        model=Dense(layers=(DenseLayer(units=4),)),
        training=TrainingSettings(epochs=1),
        baselines=("persistence",),
    )
    return train_experiment(experiment, folder / "outputs", silence)


def seen_from(frame: pd.DataFrame, cutoff: pd.Timestamp) -> pd.DataFrame:
    """What is known at a moment: the history, and of the rows ahead the price alone."""
    ahead = frame["time"] > cutoff
    known = frame[frame["time"] <= cutoff + pd.Timedelta(hours=HORIZON)].copy()
    known.loc[ahead, list(TARGETS)] = np.nan
    return known
