"""The finished runs of an experiment, and what they measured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from seqlab.errors import DataError, SeqlabError
from seqlab.experiment.experiment import Experiment, load_experiment
from seqlab.runs.checkpoints import newest_checkpoint
from seqlab.runs.reader import Run
from seqlab.runs.search import list_runs
from seqlab.runs.untrusted import find_number

WHAT_DECIDES = ("dataset", "model", "training")


@dataclass(frozen=True)
class Finished:
    """A completed run of one seed.

    Args:
        run: its folder.
        experiment: what it trained.
        rows: its history.
    """

    run: Run
    experiment: Experiment
    rows: list[dict[str, float]]

    def value(self, metric: str) -> float:
        """What the run measured: the best value over its epochs, as published curves are read.

        Args:
            metric: one of `seqlab.suites.claims.METRICS`.
        """
        if metric == "seconds_per_epoch":
            return median(row["seconds"] for row in self.rows)
        losses = [row["val_loss"] for row in self.rows]
        if metric == "validation.loss_rise":
            return losses[-1] - min(losses)
        if metric == "validation.accuracy":
            return max(row["val_accuracy"] for row in self.rows)
        return min(row[metric.replace("validation.", "val_")] for row in self.rows)

    def baseline(self, metric: str) -> float:
        """The naive forecast's value of a metric for exactly the run's windows."""
        name = metric.removeprefix("validation.")
        found = find_number(self.run.metrics, "baseline", "validation", name)
        if found is None:
            raise DataError(
                f"The run {self.run.path} has no baseline in its metrics.json.",
                remedy="Delete the run folder and run the suite again.",
            )
        return found


class Library:
    """The runs below an outputs folder, by what they trained: completed ones, and unfinished.

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
                if run.name not in wanted or run.status == "running":
                    continue
                experiment = load_experiment(run.files.config)
                if run.status == "completed":
                    self._finished.append(Finished(run, experiment, run.epochs()))
                elif newest_checkpoint(run.files.checkpoints) is not None:
                    self._begun.append((run, experiment))
            except SeqlabError:
                continue  # a damaged folder, or one of another version, is no result

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
            if self._is_same(finished.run, finished.experiment, experiment):
                found.setdefault(finished.experiment.seed, finished)
        return [found[seed] for seed in sorted(found)]

    def _is_same(self, run: Run, trained: Experiment, wanted: Experiment) -> bool:
        """Whether a run has the settings and the data of an experiment; its seed is not asked."""
        same = all(getattr(trained, part) == getattr(wanted, part) for part in WHAT_DECIDES)
        return same and run.environment.get("digests") == self._data_digests(wanted)

    def _data_digests(self, experiment: Experiment) -> dict[str, str]:
        key = experiment.dataset.model_dump_json()
        if key not in self._digests:
            self._digests[key] = experiment.dataset.load().digests
        return self._digests[key]
