"""What models and baselines score, on exactly the same samples."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from seqlab.baselines.baseline import Baseline
from seqlab.baselines.kept import predictions
from seqlab.errors import ConfigError
from seqlab.evaluation.verdict import judge_worth
from seqlab.experiment.experiment import Experiment
from seqlab.runs.asked import Asked
from seqlab.runs.scores import Judgement, Rival, Scores
from seqlab.tasks.data import Data, SplitName

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Contender:
    """A baseline on every evaluation sample of a split.

    Args:
        rival: its name and its scores.
        errors: how wrong it is on each sample, in their order, `(samples,)`.
        outputs: what it says of each, `(samples, ...)` as the task's targets are.
    """

    rival: Rival
    errors: NDArray[np.float64] = field(repr=False)
    outputs: NDArray[np.float64] = field(repr=False)


def contenders(
    baselines: Sequence[Baseline],
    data: Data,
    split: SplitName,
    notice: Callable[[str], None] = lambda _: None,
) -> tuple[Contender, ...]:
    """Score baselines on all evaluation samples of a split, in their order.

    Args:
        baselines: those that cannot be had for this data are left out.
        data: a loaded dataset.
        split: which samples.
        notice: told of what takes its time, and of what was left out.

    Raises:
        ConfigError: none of them can be had.
    """
    found, obstacles = [], []
    for baseline in baselines:
        obstacle = baseline.obstacle(data)
        if obstacle:
            obstacles.append(f"{baseline.kind}: {obstacle}")
            notice(f"without the baseline {obstacles[-1]}")
            continue
        said = predictions(baseline, data, split, notice)
        outputs = said.predictions
        errors = data.task.errors(outputs, data.targets(split), from_logits=True)
        scores = scores_of_samples(data, split, outputs, errors)
        found.append(Contender(Rival(baseline.kind, scores, said.seconds), errors, outputs))
    if not found:
        raise ConfigError(
            "baselines: none of them can be had for this data: " + "; ".join(obstacles) + ".",
            remedy="Name others, or leave `baselines` out for those that fit.",
        )
    return tuple(found)


def naive(experiment: Experiment, data: Data, split: SplitName) -> Contender:
    """The first baseline of an experiment, which skill is measured against.

    Args:
        experiment: whose dataset was loaded.
        data: loaded.
        split: which samples.
    """
    return contenders(experiment.judged_beside[:1], data, split)[0]


def scores_of_samples(
    data: Data, split: SplitName, outputs: NDArray[np.float64], errors: NDArray[np.float64]
) -> Scores:
    """Scores from what was said of every evaluation sample, and how wrong it is."""
    values = {data.task.metric.name: data.task.score(errors)}
    more = data.more_scores(split, outputs, from_logits=None)
    return scores_of(data, values, sound(errors, data, split), more)


def scores_of(
    data: Data,
    values: Mapping[str, float],
    on_sound_samples: tuple[float, int] | None,
    more: Mapping[str, Any] | None = None,
) -> Scores:
    """Scores with the metric in original units.

    Args:
        data: what was scored on.
        values: the metric, and perhaps the loss, by name.
        on_sound_samples: from `sound`.
        more: from `Data.more_scores`; the metric in original units in it counts where it does not
            follow from the metric, as that of several series does not.
    """
    asked, others = Asked.of(data), dict(more or {})
    own = others.pop(asked.original_name, None)
    original = asked.original(values[asked.metric.name])
    return Scores(values, own if original is None else original, on_sound_samples, others)


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


def judge(
    data: Data,
    split: SplitName,
    model: Scores,
    errors: NDArray[np.float64],
    beside: Sequence[Contender],
) -> Judgement:
    """Set a model on a split beside the baselines.

    Args:
        data: what was scored on.
        split: which samples.
        model: the model's scores.
        errors: how wrong the model is on each sample, `(samples,)`.
        beside: the baselines on the same samples.
    """
    verdict = judge_worth(
        data.task.metric,
        errors,
        {one.rival.name: one.errors for one in beside},
        data.dependent_samples(),
    )
    return Judgement(model, tuple(one.rival for one in beside), data.samples(split), verdict)
