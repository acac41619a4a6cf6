"""How wrong a finished run and its baseline are on every validation sample."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.sources.cache import Arrays, cached
from seqlab.evaluation.judging import naive
from seqlab.recipes.saved import open_saved
from seqlab.suites.finished import Finished
from seqlab.training.events import Noticed, Observer

FORMAT = 1
"""Of what is cached; a change of how errors are counted counts it up."""


@dataclass(frozen=True, eq=False)
class SampleErrors:
    """What an interval over samples is computed from.

    Args:
        model: of every validation sample, `(samples,)`.
        baseline: the same of the baseline.
        fingerprint: of the samples.
        dependent_samples: neighbours whose errors hang together.
    """

    model: NDArray[np.float64]
    baseline: NDArray[np.float64]
    fingerprint: str
    dependent_samples: int


def sample_errors(finished: Finished, observer: Observer) -> SampleErrors:
    """Predict every validation sample with a run's best model, or read what was predicted before.

    Args:
        finished: the run.
        observer: told of what takes its time.

    Raises:
        SeqlabError: the model or the data cannot be had.
    """
    run = finished.run

    def predict() -> Arrays:
        observer(Noticed(f"{finished.experiment.name}: predicting every validation sample"))
        saved = open_saved(run)
        fingerprint = saved.data.samples("validation").fingerprint
        return {
            "model": saved.errors("validation"),
            "baseline": naive(saved.experiment, saved.data, "validation").errors,
            "fingerprint": np.frombuffer(fingerprint.encode(), np.uint8),
            "dependent": np.array([saved.data.dependent_samples()]),
        }

    key: dict[str, str | int] = {
        "model": _digest(run.files.model.read_bytes() if run.files.model.exists() else b""),
        "config": _digest(run.config_text.encode()),
        "data": _digest(repr(sorted(finished.environment.digests.items())).encode()),
        "format": FORMAT,
    }
    arrays = cached("errors", key, predict)
    return SampleErrors(
        arrays["model"],
        arrays["baseline"],
        arrays["fingerprint"].tobytes().decode(),
        int(arrays["dependent"][0]),
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
