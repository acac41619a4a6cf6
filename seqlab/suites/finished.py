"""The finished runs of an experiment, and what they measured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from seqlab.errors import DataError, SeqlabError
from seqlab.experiment.experiment import Experiment
from seqlab.runs.checkpoints import newest_checkpoint
from seqlab.runs.environment import Environment
from seqlab.runs.history import VALIDATION, History
from seqlab.runs.metrics import Metrics
from seqlab.runs.reader import Run
from seqlab.runs.search import list_runs
from seqlab.suites.claims import LOSS_RISE, SECONDS, own_metric
from seqlab.tasks.metric import Metric

WHAT_DECIDES = ("dataset", "model", "training")


@dataclass(frozen=True)
class Finished:
    """A completed run of one seed.

    Args:
        run: its folder.
        experiment: what it trained.
        history: a row per epoch.
        results: its metrics.json.
        environment: what it was made with.
    """

    run: Run
    experiment: Experiment
    history: History
    results: Metrics
    environment: Environment

    @property
    def metric(self) -> Metric:
        """What the run is judged by."""
        return self.experiment.dataset.task.metric

    def value(self, metric: str) -> float:
        """What the run measured: the best value over its epochs, as published curves are read.

        Args:
            metric: what a claim may name, such as `validation.mae`.
        """
        if metric == SECONDS:
            return self.history.seconds_per_epoch
        losses = self.history.column(f"{VALIDATION}loss")
        if metric == LOSS_RISE:
            return losses[-1] - min(losses)
        if metric == own_metric(self.experiment.dataset.task):
            return self.metric.best_of(self.history.column(f"{VALIDATION}{self.metric.name}"))
        return min(losses)

    def best_baseline(self) -> tuple[str, float] | None:
        """The best of several baselines by the task's metric, and its value; None with one."""
        rivals = self.results.validation.rivals
        if len(rivals) < 2:
            return None
        values = {rival.name: rival.scores.values[self.metric.name] for rival in rivals}
        best = min(values, key=lambda name: self.metric.error(values[name]))
        return best, values[best]

    def baseline(self) -> float:
        """The baseline's value of the task's metric for exactly the run's samples."""
        return self.results.validation.baseline.values[self.metric.name]


class Library:
    """The runs below an outputs folder, by what they trained: completed ones, and unfinished.

    Each folder is read once; runs that end later are added.

    Args:
        outputs: the folder of all runs.
        names: the experiments to look for; other runs are not read.
    """

    def __init__(self, outputs: Path, names: Iterable[str]) -> None:
        self._digests: dict[str, dict[str, str]] = {}
        self._finished: list[Finished] = []
        self._begun: list[tuple[Run, Experiment]] = []
        wanted = set(names)
        for run in list_runs(outputs):
            try:
                if run.name in wanted:
                    self._read(run)
            except SeqlabError:
                continue  # a damaged folder, or one of another version, is no result

    def add(self, run: Run) -> None:
        """Take in a run that has ended since, as the newest one.

        Raises:
            SeqlabError: its folder is damaged.
        """
        self._read(run, newest=True)

    def find(self, experiment: Experiment) -> Finished | None:
        """The newest run with the same settings, data and seed.

        Raises:
            DataError: the data that it would be compared with cannot be had.
        """
        found = self.find_seeds(experiment)
        return next((f for f in found if f.experiment.seed == experiment.seed), None)

    def find_begun(self, experiment: Experiment) -> Run | None:
        """The newest run with the same settings, data and seed that can be gone on with.

        Raises:
            DataError: the data that it would be compared with cannot be had.
        """
        for run, begun in self._begun:
            if begun.seed == experiment.seed and self._is_same(run, begun, experiment):
                return run
        return None

    def find_seeds(self, experiment: Experiment) -> list[Finished]:
        """The newest run of every seed with the same settings and data, by seed.

        Raises:
            DataError: the data that they would be compared with cannot be had.
        """
        found: dict[int, Finished] = {}
        for finished in self._finished:
            if self._is_same(finished.run, finished.experiment, experiment, finished.environment):
                found.setdefault(finished.experiment.seed, finished)
        return [found[seed] for seed in sorted(found)]

    def _read(self, run: Run, *, newest: bool = False) -> None:
        status = run.status
        if status == "running":
            return
        experiment, results = run.experiment(), run.results
        if status == "completed":
            if results is None:
                raise DataError(f"The run {run.path} has no metrics.json.")
            finished = Finished(run, experiment, run.epochs(), results, run.environment)
            self._finished.insert(0 if newest else len(self._finished), finished)
        elif newest_checkpoint(run.files.checkpoints) is not None:
            self._begun.append((run, experiment))

    def _is_same(
        self,
        run: Run,
        trained: Experiment,
        wanted: Experiment,
        environment: Environment | None = None,
    ) -> bool:
        """Whether a run has the settings and the data of an experiment; its seed is not asked."""
        if any(getattr(trained, part) != getattr(wanted, part) for part in WHAT_DECIDES):
            return False
        recorded = (environment or run.environment).digests
        return recorded == self._data_digests(wanted)

    def _data_digests(self, experiment: Experiment) -> dict[str, str]:
        key = experiment.dataset.model_dump_json()
        if key not in self._digests:
            self._digests[key] = experiment.dataset.load().digests
        return self._digests[key]
