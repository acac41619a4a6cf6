"""A finished run's best model looked at from all sides, on the validation split alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from seqlab.errors import ConfigError
from seqlab.evaluation.judging import contenders
from seqlab.experiment.experiment import Experiment
from seqlab.recipes.inspect import layers_of
from seqlab.recipes.saved import SavedRun, saved_run
from seqlab.runs.reader import Run
from seqlab.tasks.breakdown import Breakdown
from seqlab.tasks.by import By
from seqlab.tasks.data import Data
from seqlab.tasks.mistakes import Mistake
from seqlab.tasks.questions import ForecastDrawing
from seqlab.text.scores import ClassScores, class_scores, probabilities

MISTAKES = 12
"""Most confident mistakes that are told."""


@dataclass(frozen=True)
class Examination:
    """What a model does well and badly; each part is empty where the data has none.

    Args:
        layers: as `seqlab.recipes.inspect.layers_of` tells them.
        breakdowns: where it errs, by everything that has several parts.
        examples: forecasts beside what came; see `Questions.examples`.
        classes: how well each class is told from the others; None where there are none.
        mistakes: the most confident ones.
    """

    layers: Sequence[Mapping[str, Any]]
    breakdowns: Sequence[Breakdown] = ()
    examples: Mapping[str, Sequence[ForecastDrawing]] = field(default_factory=dict)
    classes: ClassScores | None = None
    mistakes: Sequence[Mistake] = ()


def examine_run(
    run: Run,
    experiment: Experiment,
    data: Data,
    notice: Callable[[str], None] = lambda _: None,
) -> Examination:
    """Ask a run's best model about every validation sample, and look at what it says.

    The test split is not looked at.

    Args:
        run: a run with a model.
        experiment: as its config.yaml says.
        data: that of the run.
        notice: told of what takes its time.

    Raises:
        DataError: the model cannot be loaded, or is not that of the run.
    """
    saved = saved_run(run, experiment, data)
    layers = layers_of(saved.model)
    if data.panel() is not None:
        return Examination(layers, _breakdowns(saved, notice), _examples(saved))
    if data.labelled_texts() is not None:
        return _of_classes(saved, layers)
    return Examination(layers)


def _breakdowns(saved: SavedRun, notice: Callable[[str], None]) -> list[Breakdown]:
    outputs = saved.predictions("validation").astype("float64")
    beside = contenders(saved.experiment.judged_beside, saved.data, "validation", notice)
    others = {one.rival.name: one.outputs for one in beside}
    found = []
    for by in get_args(By):
        try:
            breakdown = saved.data.break_down("validation", by, outputs, others)
        except ConfigError:  # this data has no such parts
            continue
        if len(breakdown.groups) > 1:
            found.append(breakdown)
    return found


def _examples(saved: SavedRun) -> Mapping[str, Sequence[ForecastDrawing]]:
    try:
        questions = saved.experiment.dataset.judged(saved.data, "validation")
    except ConfigError:  # nothing can be asked of data of this kind
        return {}
    outputs = saved.predictions("validation").astype("float64")
    return questions.examples(outputs, saved.errors("validation"), saved.data.dependent_samples())


def _of_classes(saved: SavedRun, layers: Sequence[Mapping[str, Any]]) -> Examination:
    outputs = saved.predictions("validation").astype("float64")
    from_logits = saved.experiment.training.from_logits
    texts = saved.data.labelled_texts()
    assert texts is not None
    likely = probabilities(outputs, from_logits=from_logits)
    return Examination(
        layers,
        classes=class_scores(likely, texts.labels_of("validation"), texts.classes),
        mistakes=saved.data.mistakes("validation", outputs, MISTAKES, from_logits=from_logits),
    )
