"""Deciding claims from finished runs: over seeds where there are several, else over samples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqlab.errors import SeqlabError
from seqlab.evaluation.statistics import Interval, apart, block_bootstrap, t_interval
from seqlab.suites.claims import SECONDS, Answer, Claim, Side, decide, own_metric
from seqlab.suites.finished import Finished
from seqlab.suites.sample_errors import SampleErrors, sample_errors
from seqlab.training.events import Observer

Runs = Mapping[str, Mapping[int, Finished]]
"""The finished runs of a suite: by experiment, then by seed."""


@dataclass(frozen=True)
class Decision:
    """What became of a claim.

    Args:
        claim: the claim.
        answer: the verdict.
        how: on what it rests, in words.
        left: the left side's mean; None where it was not run.
        right: the right side's mean.
        difference: left - right, with its interval; None where nothing could be compared.
    """

    claim: Claim
    answer: Answer
    how: str
    left: float | None = None
    right: float | None = None
    difference: Interval | None = None


class Judge:
    """Decides claims; reads the samples' errors of a run at most once.

    Args:
        runs: what has been run.
        observer: told what takes its time.
    """

    def __init__(self, runs: Runs, observer: Observer) -> None:
        self._runs = runs
        self._observer = observer
        self._errors: dict[str, SampleErrors] = {}

    def decide(self, claim: Claim) -> Decision:
        """Decide one claim."""
        names = dict.fromkeys(s.experiment for s in (claim.left, claim.right) if s.experiment)
        missing = [name for name in names if not self._runs.get(name)]
        if missing:
            return Decision(claim, "cannot tell", f"not run: {', '.join(missing)}")
        seeds = sorted(set.intersection(*(set(self._runs[name]) for name in names)))
        if not seeds:
            return Decision(claim, "cannot tell", "the two sides have no seed in common")
        if len(seeds) > 1:
            return self._over_seeds(claim, seeds)
        return self._over_samples(claim, seeds[0])

    def _over_seeds(self, claim: Claim, seeds: list[int]) -> Decision:
        lefts = [self._value(claim.left, seed) for seed in seeds]
        rights = [self._value(claim.right, seed) for seed in seeds]
        difference = t_interval([a - b for a, b in zip(lefts, rights, strict=True)])
        return Decision(
            claim,
            decide(claim.sign, difference, claim.within),
            f"paired t test over {len(seeds)} seeds",
            float(np.mean(lefts)),
            float(np.mean(rights)),
            difference,
        )

    def _over_samples(self, claim: Claim, seed: int) -> Decision:
        """Of one seed only the two models can be compared, not the two ways to train."""
        try:
            left, right = self._samples(claim.left, seed), self._samples(claim.right, seed)
        except SeqlabError as error:  # a folder without its model still has a place in the table
            return Decision(claim, "cannot tell", error.message)
        if left is None or right is None:
            values = self._value(claim.left, seed), self._value(claim.right, seed)
            return Decision(claim, "cannot tell", "one seed has no interval here", *values)
        block, things = self._block(claim.left, seed)
        if len(right) == 1 or self._same_samples(claim, seed):
            difference, how = block_bootstrap(left - right, block), "paired bootstrap"
        else:
            difference = apart(block_bootstrap(left, block), block_bootstrap(right, block))
            how = "bootstrap of each side"
        return Decision(
            claim,
            decide(claim.sign, difference, claim.within),
            f"one seed: {how} over {len(left):,} {things}",
            float(left.mean()),
            float(right.mean()),
            difference,
        )

    def _value(self, side: Side, seed: int) -> float:
        if side.number is not None:
            return side.number
        finished = self._runs[side.experiment][seed]
        return finished.baseline() if side.is_baseline else finished.value(side.metric)

    def _samples(self, side: Side, seed: int) -> NDArray[np.float64] | None:
        """What a side's mean is the mean of, `(samples,)`; None if it is no mean."""
        if side.number is not None:
            return np.array([side.number])
        finished = self._runs[side.experiment][seed]
        if side.metric == SECONDS:
            return np.array(finished.history.column("seconds"))
        if side.metric != own_metric(finished.experiment.dataset.task):
            return None
        errors = self._errors_of(finished)
        return finished.metric.of_samples(errors.baseline if side.is_baseline else errors.model)

    def _block(self, side: Side, seed: int) -> tuple[int, str]:
        """Samples whose values hang together, and what to call them."""
        if side.metric == SECONDS:
            return 1, "epochs"
        finished = self._runs[side.experiment][seed]
        noun, block = finished.results.asked.noun, self._errors_of(finished).dependent_samples
        return block, f"{noun}, in blocks of {block:,}" if block > 1 else noun

    def _errors_of(self, finished: Finished) -> SampleErrors:
        key = finished.run.id
        if key not in self._errors:
            self._errors[key] = sample_errors(finished, self._observer)
        return self._errors[key]

    def _same_samples(self, claim: Claim, seed: int) -> bool:
        """Whether both sides are measured on the very same samples."""
        if claim.left.metric == SECONDS:
            return False
        runs = [self._runs[side.experiment][seed] for side in (claim.left, claim.right)]
        left, right = (self._errors_of(run).fingerprint for run in runs)
        return left == right
