"""What models and baselines score, on exactly the same samples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from seqlab.runs.asked import Asked
from seqlab.runs.history import History
from seqlab.runs.metrics import Metrics
from seqlab.runs.scores import Judgement, Scores
from seqlab.tasks.data import Data, SplitName

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def baseline_scores(data: Data, split: SplitName) -> Scores:
    """The baseline's score on all evaluation samples of a split."""
    errors = data.baseline_errors(split)
    return scores_of(
        data, {data.task.metric.name: data.task.score(errors)}, sound(errors, data, split)
    )


def scores_of(
    data: Data, values: Mapping[str, float], on_sound_samples: tuple[float, int] | None
) -> Scores:
    """Scores with the metric in original units.

    Args:
        data: what was scored on.
        values: the metric, and perhaps the loss, by name.
        on_sound_samples: from `sound`.
    """
    asked = Asked.of(data)
    return Scores(values, asked.original(values[asked.metric.name]), on_sound_samples)


def sound(errors: NDArray[np.float64], data: Data, split: SplitName) -> tuple[float, int] | None:
    """The metric on the samples that hold only what was really measured, and how many they are.

    Args:
        errors: of every evaluation sample, `(samples,)`.
        data: a loaded dataset.
        split: which samples.

    Returns:
        None where every sample is sound, and where none is.
    """
    is_sound = data.sound(split)
    if is_sound is None or not is_sound.any():
        return None
    return data.task.score(errors[is_sound]), int(is_sound.sum())


def judge(data: Data, split: SplitName, model: Scores, baseline: Scores) -> Judgement:
    """Set a model's scores on a split beside the baseline's."""
    return Judgement(model, baseline, data.baseline, data.samples(split))


def metrics_of(
    history: History, best_epoch: int, data: Data, baseline: Scores, parameters: int
) -> Metrics:
    """What a run is worth at its best epoch.

    Args:
        history: a row per epoch.
        best_epoch: the epoch with the lowest validation loss, counted from 1.
        data: what was trained on.
        baseline: the baseline's scores on the validation split.
        parameters: weights of the model.
    """
    model = scores_of(data, history.validation(best_epoch), None)
    return Metrics(
        asked=Asked.of(data),
        best_epoch=best_epoch,
        validation=judge(data, "validation", model, baseline),
        test=None,
        parameters=parameters,
        seconds_per_epoch=history.seconds_per_epoch,
        data=data.findings(),
    )
