"""Small tasks, for tests of models and of training."""

from __future__ import annotations

import numpy as np

from seqlab.tasks.classification import Classification
from seqlab.tasks.forecast import Forecast, Target
from seqlab.tasks.inputs import Sequence, Tokens
from seqlab.tasks.task import Task


def series(length: int, features: int = 3) -> Forecast:
    """The forecast of one number from a sequence of numbers."""
    return Forecast(inputs=Sequence(length, features), targets=(Target("T", "degC", 0.0, 1.0, 0),))


def texts(length: int, vocabulary: int = 20) -> Classification:
    """One of two classes from a sequence of tokens."""
    return Classification(inputs=Tokens(length, vocabulary), classes=("negative", "positive"))


def some_batch(task: Task, samples: int) -> tuple[np.ndarray, np.ndarray]:
    """Random inputs and targets of 0 or 1 for a task, always the same ones."""
    generator = np.random.default_rng(0)
    shape = (samples, *task.inputs.shape)
    if isinstance(task.inputs, Tokens):
        x = generator.integers(0, task.inputs.vocabulary, shape).astype(np.int32)
    else:
        x = generator.normal(size=shape).astype(np.float32)
    return x, generator.integers(0, 2, (samples, 1)).astype(np.float32)
