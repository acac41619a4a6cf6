"""What an experiment is made of, before anything is trained."""

from __future__ import annotations

from typing import Any

from seqlab.backend import start_tensorflow
from seqlab.datasets.series_dataset import SeriesDataset
from seqlab.experiment.experiment import Experiment
from seqlab.models.recurrent import RecurrentLayer
from seqlab.series.audit import ORDER
from seqlab.series.data import SeriesData
from seqlab.task import Data
from seqlab.text.data import TextData


def inspect_data(experiment: Experiment, data: Data) -> dict[str, Any]:
    """The splits of a loaded dataset, what they really ask, and what is wrong with them.

    Returns:
        A JSON object; its keys are the words that `seqlab inspect` prints.
    """
    if isinstance(data, SeriesData) and isinstance(experiment.dataset, SeriesDataset):
        return _inspect_series(experiment.dataset, data)
    if isinstance(data, TextData):
        return _inspect_text(data)
    raise TypeError(f"cannot inspect {type(data).__name__} of {experiment.name}")


def inspect_model(experiment: Experiment, data: Data) -> dict[str, Any]:
    """The layers of the experiment's model, with output shapes and parameters.

    Returns:
        `layers`, each with `name`, `type`, `output` `(batch, ...)` and `parameters`; their sum;
        and why a GPU cannot use cuDNN's kernel for a recurrent layer, empty where it can.
    """
    start_tensorflow()
    model = experiment.model.build(data.task)
    recurrent: tuple[object, ...] = getattr(experiment.model, "layers", ())
    obstacles = {
        f"layers.{number}": layer.cudnn_obstacle()
        for number, layer in enumerate(recurrent)
        if isinstance(layer, RecurrentLayer)
    }
    layers = [
        {
            "name": layer.name,
            "type": type(layer).__name__,
            "output": _shape(layer.output.shape),
            "parameters": layer.count_params(),
        }
        for layer in model.layers
    ]
    return {"layers": layers, "parameters": model.count_params(), "cudnn_obstacles": obstacles}


def _shape(shape: tuple[int | None, ...]) -> str:
    return "(" + ", ".join("batch" if size is None else str(size) for size in shape) + ")"


def _inspect_series(dataset: SeriesDataset, data: SeriesData) -> dict[str, Any]:
    minutes = data.interval_minutes
    shape = data.shape
    splits = {}
    for split in ORDER:
        anchors = data.anchors[split]
        splits[split] = {
            **data.audits[split].record(),
            "windows": anchors.count if split == "training" else anchors.windows,
            "batches": None if split == "training" else anchors.batches,
            "dropped_windows": anchors.stop - anchors.start - anchors.count,
        }
    return {
        "task": "forecast",
        "rows": len(data.target_values),
        "interval_minutes": minutes,
        "columns": list(data.columns),
        "target": data.target,
        "target_std": data.task.target_std,
        "window": {
            "inputs": shape.length,
            "features": data.task.features,
            "reaches_back_minutes": shape.lookback * minutes,
            "newest_input_age_minutes": shape.newest_input_age * minutes,
            "delay_minutes": shape.delay * minutes,
            "horizon_minutes": shape.horizon * minutes,
        },
        "bad_rows": dataset.bad_rows,
        "purge": dataset.purge,
        "standardisation_rows": list(data.standardisation.rows),
        "splits": splits,
    }


def _inspect_text(data: TextData) -> dict[str, Any]:
    splits = {}
    for split in ORDER:
        negative, positive = data.label_counts(split)
        splits[split] = {
            "reviews": data.samples(split),
            "negative": negative,
            "positive": positive,
        }
    vectors = data.vectors
    coverage = {} if vectors is None else {"vectors": vectors.coverage()}
    return coverage | {
        "task": "sentiment",
        "vocabulary": data.task.vocabulary,
        "length": data.task.length,
        "features": data.task.features,
        "steps_per_epoch": data.steps_per_epoch(),
        "splits": splits,
    }
