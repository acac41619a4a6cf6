"""Whether a model was worth it: what it removes of each baseline's error, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from seqlab.evaluation.statistics import ratio_bootstrap
from seqlab.runs.verdict import Skill, Verdict
from seqlab.tasks.metric import Metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def judge_worth(
    metric: Metric,
    model: NDArray[np.float64],
    baselines: Mapping[str, NDArray[np.float64]],
    block: int,
) -> Verdict:
    """Say what a model removes of each baseline's error.

    Args:
        metric: what models are judged by.
        model: its error on each sample, in their order, `(samples,)`.
        baselines: the same of each baseline, by its name; at least one.
        block: neighbouring samples whose errors hang together; with fewer than two blocks of them
            no interval can be told.
    """
    value = float(metric.of_samples(model).mean())
    values = {name: float(metric.of_samples(own).mean()) for name, own in baselines.items()}
    skills = {name: metric.skill(value, own) for name, own in values.items()}
    with_error = [name for name, skill in skills.items() if skill is not None]
    ratios = ratio_bootstrap(model, [baselines[name] for name in with_error], block)
    # Fewer than two blocks are one and the same error: how it would vary nobody can tell.
    is_one = len(model) < 2 * block
    # Of a share that is left the upper end is the lower end of what was removed.
    intervals = {
        name: Skill(skill, -math.inf, math.inf)
        if is_one
        else Skill(skill, 1 - ratio.high, 1 - ratio.low)
        for name, ratio in zip(with_error, ratios, strict=True)
        if (skill := skills[name]) is not None
    }
    return Verdict(
        {name: intervals.get(name) for name in baselines},
        min(values, key=lambda name: metric.error(values[name])),
        metric.shortfall,
    )
