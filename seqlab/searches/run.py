"""Running a search: trials, then finalists; from its beginning, or on from wherever it was."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from seqlab.errors import DataError
from seqlab.runs.reader import Run
from seqlab.searches import results
from seqlab.searches.attempt import Attempt
from seqlab.searches.crew import Crew, Ended, Errand
from seqlab.searches.folder import search_folder
from seqlab.searches.journal import Journal
from seqlab.searches.proposing import batch_begin, propose, start_optuna
from seqlab.searches.results import Final, Found, Measured, Trial, find_run, ranked
from seqlab.searches.search import Search
from seqlab.searches.write import importance_of
from seqlab.training.events import Event, Noticed, Observer

if TYPE_CHECKING:
    from optuna.trial import FrozenTrial

SHOWN = "{:.4g}"


@dataclass(frozen=True)
class Order:
    """What is wanted of a search.

    Args:
        outputs: the folder of all runs.
        jobs: runs at the same time.
        observer: told of every trial that ends.
        observer_of: makes what is told of the steps and epochs of a run, from the run's title.
    """

    outputs: Path
    jobs: int
    observer: Observer
    observer_of: Callable[[str], Observer]


@dataclass(frozen=True)
class Searched:
    """A search that has ended.

    Args:
        found: what came out.
        importance: of each setting, by its key; empty where too little is known.
    """

    found: Found
    importance: dict[str, float]


def run_search(search: Search, order: Order) -> Searched:
    """Make the trials that are missing, and train the best ones again.

    Raises:
        ConfigError: the folder's search began with other settings.
        DataError: the data cannot be had, or is not that of the earlier trials.
        SeqlabError: Optuna is missing, another process searches, or the folder cannot be written.
        Interrupted: Ctrl-C or SIGTERM ended it; the same call goes on.
    """
    start_optuna()
    with search_folder(order.outputs, search, order.jobs) as (folder, batch):
        journal = Journal(folder, search)
        with Crew(order.outputs, order.jobs) as crew:
            running = _Running(search, order, journal, crew, batch)
            is_short = running.make_trials()
            trials = [Trial.of(frozen) for frozen in journal.ended]
            finals = running.train_finalists(trials)
        return Searched(Found(search, trials, finals, is_short), importance_of(journal))


class _Running:
    """A search at work.

    Args:
        search: what is searched.
        order: how.
        journal: of the ended trials.
        crew: trains.
        batch: trials that are proposed together.
    """

    def __init__(
        self, search: Search, order: Order, journal: Journal, crew: Crew, batch: int
    ) -> None:
        self._search = search
        self._order = order
        self._journal = journal
        self._crew = crew
        self._batch = batch
        self._observers = _Observers(order)
        before = _elapsed_at(journal.ended[-1]) if journal.ended else 0.0
        self._began = time.monotonic() - before

    def make_trials(self) -> bool:
        """Make trials until there are enough.

        Returns:
            Whether the budget ended that before.
        """
        search = self._search
        if self._journal.ended:
            done = len(self._journal.ended)
            self._order.observer(Noticed(f"{done} of {search.trials} trials have ended before"))
        while (done := len(self._journal.ended)) < search.trials:
            if self._has_used_up():
                return True
            end = min(batch_begin(done, self._batch) + self._batch, search.trials)
            self._make_batch(range(done, end))
        return False

    def train_finalists(self, trials: list[Trial]) -> list[Final]:
        """Train the best trials with fresh seeds, and rank them by what comes out."""
        search = self._search
        chosen: list[Trial] = []
        for trial in ranked(search, trials):
            if all(trial.drawn != other.drawn for other in chosen):
                chosen.append(trial)
        chosen = chosen[: search.file.finalists]
        values: dict[int, dict[int, float]] = {trial.number: {} for trial in chosen}
        errors: dict[int, dict[int, str]] = {trial.number: {} for trial in chosen}
        errands: deque[Errand] = deque()
        owners: dict[tuple[str, int], int] = {}
        for trial in chosen:
            for seed in search.fresh_seeds:
                name = search.final_name(trial.number)
                experiment = search.space.experiment(trial.drawn, name, seed)
                owners[name, seed] = trial.number
                run = find_run(self._order.outputs, experiment)
                if run is not None and run.status == "completed":
                    values[trial.number][seed] = Measured.of(run, search).value
                else:
                    begun = None if run is None else run.path
                    errands.append(Errand(experiment, begun, is_watched=False))

        def done(errand: Errand, ended: Ended) -> None:
            name, seed = errand.experiment.name, errand.experiment.seed
            if ended.how == "completed":
                assert ended.folder is not None
                value = Measured.of(Run(ended.folder), search).value
                values[owners[name, seed]][seed] = value
            else:
                errors[owners[name, seed]][seed] = ended.error
                self._order.observer(Noticed(f"{name} seed {seed} failed: {ended.error}"))

        self._crew.train(errands, self._observers.tell, done)
        finals = [
            Final(t, dict(sorted(values[t.number].items())), errors[t.number]) for t in chosen
        ]
        finals.sort(key=lambda f: (len(f.errors), search.sign * f.mean if f.values else 0.0))
        return finals

    def _make_batch(self, numbers: range) -> None:
        attempts = {}
        for number in numbers:
            proposed = propose(self._search, self._journal.ended, number, self._batch)
            attempts[number] = Attempt(self._search, proposed, self._order.outputs)
        owner_of: dict[str, Attempt] = {}
        errands: deque[Errand] = deque()

        def collect(attempt: Attempt) -> None:
            while attempt.wanted:
                errand = attempt.wanted.pop()
                owner_of[errand.experiment.name] = attempt
                errands.append(errand)
            while attempts and (first := attempts[min(attempts)]).has_ended:
                del attempts[first.number]
                self._keep(first)

        def done(errand: Errand, ended: Ended) -> None:
            attempt = owner_of[errand.experiment.name]
            attempt.end_of(errand, ended)
            collect(attempt)

        def hear(errand: Errand, event: Event) -> bool:
            self._observers.tell(errand, event)
            return errand.is_watched and owner_of[errand.experiment.name].hear(event)

        for attempt in list(attempts.values()):
            collect(attempt)
        self._crew.train(errands, hear, done)

    def _keep(self, attempt: Attempt) -> None:
        """Write down a trial that has ended, all before it having been."""
        frozen = attempt.record(self._elapsed())
        self._check_same_data(frozen.user_attrs.get(results.DIGESTS))
        self._journal.add(frozen)
        trial = Trial.of(self._journal.ended[-1])
        text = f"trial {trial.number + 1} of {self._search.trials} {trial.state}"
        if trial.value is not None:
            text += f"  {self._search.goal.name} {trial.value:.4f}"
        settings = (f"{key} {_shown(value)}" for key, value in trial.drawn.items())
        text += f"  {', '.join(settings)}"
        self._order.observer(Noticed(text + (f"\n  {trial.error}" if trial.error else "")))

    def _check_same_data(self, digests: object) -> None:
        if self._search.space.varies("dataset"):
            return
        for frozen in self._journal.ended:
            before = frozen.user_attrs.get(results.DIGESTS)
            if digests and before and before != digests:
                raise DataError(
                    f"The data is no longer the same as in trial {frozen.number + 1}: its "
                    "trials and the next ones cannot be compared.",
                    remedy="Restore the data, or give the search another name.",
                )

    def _has_used_up(self) -> bool:
        """Whether the budget is gone, by what the journal says: so it is whenever that is asked."""
        budget, ended = self._search.file.budget_seconds, self._journal.ended
        return bool(ended) and budget is not None and _elapsed_at(ended[-1]) >= budget

    def _elapsed(self) -> float:
        return time.monotonic() - self._began


class _Observers:
    """Who is told of the steps and epochs of each run; what all of them notice is told once."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._made: dict[tuple[str, int], Observer] = {}
        self._noticed: set[str] = set()

    def tell(self, errand: Errand, event: Event) -> bool:
        if isinstance(event, Noticed):
            if event.text not in self._noticed:
                self._noticed.add(event.text)
                self._order.observer(event)
            return False
        key = errand.experiment.name, errand.experiment.seed
        if key not in self._made:
            part = key[0].rpartition("/")[2]
            self._made[key] = self._order.observer_of(f"{part} seed {key[1]}")
        self._made[key](event)
        return False


def _elapsed_at(trial: FrozenTrial) -> float:
    """Seconds that the search had taken when a trial ended, over all of its starts."""
    return float(trial.user_attrs[results.ELAPSED])


def _shown(value: object) -> str:
    return SHOWN.format(value) if isinstance(value, float) else str(value)
