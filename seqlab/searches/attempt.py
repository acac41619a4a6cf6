"""A trial under way: its runs, what the pruner is told of them, and how it is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

from seqlab.errors import ConfigError, DataError
from seqlab.runs.reader import Run
from seqlab.searches import results
from seqlab.searches.crew import Ended, Errand
from seqlab.searches.results import Measured, find_run
from seqlab.searches.search import Search
from seqlab.training.events import EpochEnded, Event, RunBegins

if TYPE_CHECKING:
    from optuna.trial import FrozenTrial, Trial


class Attempt:
    """A trial from its proposal to its record.

    Its first run is told to the pruner, epoch by epoch; those with further seeds begin when that
    one has completed.

    Args:
        search: what is searched.
        proposed: by `propose`.
        outputs: the folder of all runs.

    Attributes:
        number: of the trial.
        wanted: runs to train.
        has_ended: whether none is left.
    """

    def __init__(self, search: Search, proposed: Trial, outputs: Path) -> None:
        self._search = search
        self._proposed = proposed
        self._outputs = outputs
        self._began = datetime.now()
        self._seeds = list(search.seeds)
        self._measured: list[Measured] = []
        self._reported: set[int] = set()
        self._error = ""
        self._is_pruned = False
        self.number = proposed.number
        self.wanted: list[Errand] = []
        self.has_ended = False
        self._go_on()

    def hear(self, event: Event) -> bool:
        """Take in what happens in the first run.

        Returns:
            Whether the pruner sees no prospect in it.
        """
        if isinstance(event, EpochEnded):
            return self._report([event.row])
        if isinstance(event, RunBegins) and event.first_epoch > 1:
            return self._report(Run(event.folder).epochs())
        return False

    def end_of(self, errand: Errand, ended: Ended) -> None:
        """Take in how a run ended.

        Raises:
            DataError: it is not the run's fault, and would befall every other one.
        """
        base = self._search.experiment
        if ended.how == "stopped" and errand.experiment.dataset == base.dataset:
            raise DataError(ended.error, remedy=ended.remedy)
        if ended.how == "completed":
            assert ended.folder is not None
            self._measure(Run(ended.folder))
            self._go_on()
            return
        self._is_pruned = ended.how == "pruned"
        self._error = "" if self._is_pruned else ended.error
        self.has_ended = True

    def _go_on(self) -> None:
        """Want the run of the next seed, or measure it where it is there."""
        while len(self._measured) < len(self._seeds):
            number = len(self._measured)
            name = self._search.trial_name(self.number)
            try:
                drawn, seed = self._proposed.params, self._seeds[number]
                experiment = self._search.space.experiment(drawn, name, seed)
            except ConfigError as error:
                self._error, self.has_ended = error.message, True
                return
            run = find_run(self._outputs, experiment)
            if run is None or run.status != "completed":
                is_watched = number == 0 and self._search.file.pruner != "none"
                begun = None if run is None else run.path
                self.wanted.append(Errand(experiment, begun, is_watched))
                return
            self._measure(run)
        self.has_ended = True

    def _measure(self, run: Run) -> None:
        if not self._measured:
            self._report(run.epochs())  # what an earlier process has heard
        self._measured.append(Measured.of(run, self._search))

    def _report(self, rows: Iterable[Mapping[str, float]]) -> bool:
        """Tell the pruner of epochs; each once, in their order, because it keeps what it decides.

        Returns:
            What it says to the last of them.
        """
        shall_end = False
        for row in rows:
            epoch = int(row["epoch"])
            if epoch not in self._reported:
                self._reported.add(epoch)
                self._proposed.report(row[self._search.goal.name], epoch)
                shall_end = self._proposed.should_prune()
        return shall_end

    def record(self, elapsed: float) -> FrozenTrial:
        """The trial as the journal keeps it.

        Args:
            elapsed: seconds that the search has taken so far.
        """
        from optuna.trial import TrialState, create_trial

        told = self._proposed.study.get_trials()[-1]
        kept: dict[str, Any] = {results.ELAPSED: elapsed}
        state, value = TrialState.FAIL, None
        if self._is_pruned:
            state = TrialState.PRUNED
            value = told.intermediate_values[max(told.intermediate_values)]
        elif self._error:
            kept[results.ERROR] = self._error
        else:
            first = self._measured[0]
            state, value = TrialState.COMPLETE, fmean(one.value for one in self._measured)
            kept[results.VALUES] = [one.value for one in self._measured]
            kept[results.BASELINE] = first.baseline
            kept[results.SAMPLES] = first.samples
            kept[results.DIGESTS] = first.digests
        made = create_trial(
            state=state,
            value=value,
            params=told.params,
            distributions=told.distributions,
            user_attrs=kept,
            system_attrs=told.system_attrs,
            intermediate_values=told.intermediate_values,
        )
        made.datetime_start = self._began
        return made
