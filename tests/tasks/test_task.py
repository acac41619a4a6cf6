"""What holds for every task, asked of a task of a third kind that answers as little as it may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pytest

from seqlab.tasks.classification import Classification
from seqlab.tasks.forecast import Forecast
from seqlab.tasks.inputs import Sequence
from seqlab.tasks.metric import Metric
from seqlab.tasks.task import Task

SHARE = Metric("hits", "hits", "%", False, 1.0, "misses")


@dataclass(frozen=True)
class Counting(Task):
    """How many things there are."""

    name: ClassVar[str] = "counting"
    metric: ClassVar[Metric] = SHARE
    losses: ClassVar[tuple[str, ...]] = ("poisson",)

    @property
    def target_shape(self) -> tuple[int, ...]:
        return (1,)

    def head(self, hidden: Any, inputs: Any = ()) -> Any:  # noqa: ARG002
        return hidden

    def loss(self, name: str | None, *, from_logits: bool) -> Any:
        raise NotImplementedError

    def keras_metric(self, *, from_logits: bool) -> Any:
        raise NotImplementedError

    def errors(self, outputs: Any, targets: Any, *, from_logits: bool) -> Any:  # noqa: ARG002
        return (np.round(outputs) != targets)[:, 0].astype(np.float64)


def test_a_task_that_says_no_more_has_no_original_units() -> None:
    task = Counting(Sequence(3, 2))
    assert (task.unit, task.scale, task.loss_title, task.has_logits) == ("", None, "loss", False)
    scores = {"loss": 1.0, "hits": 0.5}
    assert task.in_original_units(scores) == scores
    assert task.output_shape == task.target_shape


def test_the_score_is_the_metrics_value_over_all_samples() -> None:
    task = Counting(Sequence(3, 2))
    outputs, targets = np.array([[1.2], [2.0], [4.0], [3.6]]), np.array([[1.0], [2], [3], [4]])
    errors = task.errors(outputs, targets, from_logits=False)
    assert task.score(errors) == 0.75


@pytest.mark.parametrize("task", [Forecast, Classification, Counting])
def test_a_class_answers_before_any_data_is_loaded(task: type[Task]) -> None:
    assert task.name == task.name.lower()
    assert isinstance(task.metric, Metric)
    assert task.losses


def test_only_what_stands_in_the_inputs_can_be_repeated() -> None:
    assert (Forecast.is_in_inputs, Classification.is_in_inputs) == (True, False)
    with pytest.raises(TypeError, match="the inputs of counting say nothing"):
        Counting(Sequence(3, 2)).newest(None)
