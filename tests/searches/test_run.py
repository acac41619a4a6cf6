"""However often a search is killed, and wherever, it ends as one that was left alone."""

from __future__ import annotations

from collections import deque
from functools import partial
from itertools import product
from pathlib import Path
from random import Random

import optuna
import pytest
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend
from optuna.trial import FrozenTrial

from seqlab.errors import ConfigError
from seqlab.experiment.experiment import Experiment, load_experiment
from seqlab.runs.reader import Run
from seqlab.runs.search import list_runs
from seqlab.searches import run as running
from seqlab.searches.run import Order, Searched, run_search
from seqlab.searches.search import Search
from seqlab.searches.write import best_yaml, finalists_csv, trials_csv
from seqlab.training.events import silence
from tests.searches.examples import Fate, Killed, PlayedCrew, row_of, tiny_search


@pytest.fixture(autouse=True)
def fate(monkeypatch: pytest.MonkeyPatch) -> Fate:
    fate = Fate()
    monkeypatch.setattr("os.fsync", lambda _: None)
    monkeypatch.setattr(running, "Crew", partial(PlayedCrew, fate))
    monkeypatch.setattr(running, "importance_of", lambda _: {})
    return fate


def go(search: Search, outputs: Path, jobs: int = 1) -> Searched:
    return run_search(search, Order(outputs, jobs, silence, lambda _: silence))


def texts(searched: Searched) -> list[str]:
    found = searched.found
    assert found.winner is not None
    return [trials_csv(found), finalists_csv(found), best_yaml(found, found.winner)]


def without_times(outputs: Path) -> list[tuple[object, ...]]:
    """What the journal holds, without when it happened."""
    path = outputs / "tiny" / "journal.log"
    study = optuna.load_study(
        study_name="tiny", storage=JournalStorage(JournalFileBackend(str(path)))
    )
    return [
        (t.number, t.state, t.values, t.params, t.intermediate_values, _without_pickles(t))
        for t in study.trials
    ]


def _without_pickles(trial: FrozenTrial) -> dict[str, object]:
    """What Optuna keeps of a trial, without CMA-ES's pickle: equal ones differ in their bytes."""
    kept = trial.system_attrs.items()
    return {key: value for key, value in kept if not key.startswith("cma:optimizer")}


EVERY = list(product(["tpe", "random", "grid", "cma_es"], ["none", "median", "hyperband"], [1, 3]))
QUICK = [("tpe", "median", 1), ("tpe", "hyperband", 3), ("cma_es", "none", 1)]


@pytest.mark.parametrize(
    ("sampler", "pruner", "jobs"),
    [
        pytest.param(
            *one, marks=[] if one in QUICK else [pytest.mark.slow], id=f"{one[0]}-{one[1]}-{one[2]}"
        )
        for one in EVERY
    ],
)
def test_a_search_killed_at_many_moments_ends_as_one_left_alone(
    tmp_path: Path, fate: Fate, sampler: str, pruner: str, jobs: int
) -> None:
    grid = "{training.learning_rate: {values: [1e-3, 1e-2]}, model.layers.0.dropout: "
    grid += "{min: 0, max: 0.5, step: 0.1}, model.layers.0.units: {values: [2, 4]}}"
    other = {"parameters": grid} if sampler == "grid" else {}
    search = tiny_search(tmp_path, sampler=sampler, pruner=pruner, trials="14", **other)
    alone = go(search, tmp_path / "alone", jobs)
    fate.trained.clear()
    generator = Random(f"{sampler} {pruner} {jobs}")
    fate.moments = deque(generator.randint(1, 25) for _ in range(8))
    fate.random = generator
    kills = 0
    while True:
        try:
            killed = go(search, tmp_path / "killed", jobs)
            break
        except Killed:
            kills += 1
    assert kills > 2
    assert texts(killed) == texts(alone)
    assert without_times(tmp_path / "killed") == without_times(tmp_path / "alone")
    assert len(set(fate.trained)) == len(fate.trained), "an epoch was trained twice"


def test_a_finished_search_trains_nothing_and_says_the_same(tmp_path: Path, fate: Fate) -> None:
    search = tiny_search(tmp_path, seeds_per_trial="2")
    first = go(search, tmp_path / "outputs")
    fate.trained.clear()
    assert texts(go(search, tmp_path / "outputs")) == texts(first)
    assert fate.trained == []


def test_each_trial_is_a_run_for_each_of_its_seeds_and_counts_their_mean(tmp_path: Path) -> None:
    search = tiny_search(tmp_path, seeds_per_trial="2", trials="3", finalists="1")
    found = go(search, tmp_path / "outputs", jobs=2).found
    for trial in found.trials:
        runs = list_runs(tmp_path / "outputs" / search.trial_name(trial.number))
        values = [row_of(run.experiment(), 5)["val_mae"] for run in runs]
        assert sorted(run.experiment().seed for run in runs) == [1, 2]
        assert trial.value == pytest.approx(sum(values) / 2)
    (final,) = found.finals
    assert list(final.values) == [3, 4, 5], "seeds that no trial has seen"
    assert final.trial == min(found.trials, key=lambda trial: trial.value)


def test_a_trial_that_fails_is_told_and_counted_and_the_others_go_on(
    tmp_path: Path, fate: Fate
) -> None:
    fate.fails = lambda experiment: experiment.training.learning_rate > 0.01
    told = []
    search = tiny_search(tmp_path, sampler="random")
    found = run_search(search, Order(tmp_path / "o", 1, told.append, lambda _: silence)).found
    assert found.count("failed") > 0
    assert found.count("failed") + found.count("complete") == 9
    for trial in found.trials:
        assert (trial.state == "failed") == (trial.drawn["training.learning_rate"] > 0.01)
        assert trial.error == ("diverged" if trial.state == "failed" else "")
    assert any("failed" in event.text and "diverged" in event.text for event in told)


def test_values_that_do_not_go_together_are_a_failed_trial_without_a_run(tmp_path: Path) -> None:
    space = "{training.shards: {values: [1, 64]}, dataset.batch_size: {values: [32, 128]}}"
    search = tiny_search(tmp_path, parameters=space, sampler="grid", finalists="0")
    found = go(search, tmp_path / "outputs").found
    failed = [trial for trial in found.trials if trial.state == "failed"]
    assert [trial.drawn for trial in failed] == [{"training.shards": 64, "dataset.batch_size": 32}]
    assert "cannot be split" in failed[0].error
    assert found.count("complete") == 3


def test_a_finalist_that_fails_with_one_seed_stands_behind_those_that_do_not(
    tmp_path: Path, fate: Fate
) -> None:
    search = tiny_search(tmp_path)
    best = go(search, tmp_path / "first").found.winner
    assert best is not None

    def fails(experiment: Experiment) -> bool:
        return experiment.name == search.final_name(best.number) and experiment.seed == 3

    fate.fails = fails
    found = go(search, tmp_path / "second").found
    assert [final.trial.number == best.number for final in found.finals] == [False, True]
    assert found.finals[1].errors == {3: "diverged"}


def test_no_trial_begins_once_the_budget_is_used_up_over_all_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]

    def tick(*_: object) -> float:
        now[0] += 1
        return now[0]

    monkeypatch.setattr(running.time, "monotonic", tick)
    search = tiny_search(tmp_path, budget="5s")
    found = go(search, tmp_path / "outputs").found
    assert found.is_short
    assert 0 < len(found.trials) < 9
    again = go(search, tmp_path / "outputs").found
    assert len(again.trials) == len(found.trials)


def test_the_batch_stays_as_it_was_when_the_search_began(tmp_path: Path, fate: Fate) -> None:
    search = tiny_search(tmp_path)
    alone = go(search, tmp_path / "alone", jobs=3)
    fate.moments = deque([20])
    with pytest.raises(Killed):
        go(search, tmp_path / "killed", jobs=3)
    assert texts(go(search, tmp_path / "killed", jobs=1)) == texts(alone)


def test_an_edited_search_is_refused_with_what_differs(tmp_path: Path) -> None:
    go(tiny_search(tmp_path, trials="2"), tmp_path / "outputs")
    changed = tiny_search(tmp_path, trials="3", sampler="random")
    with pytest.raises(ConfigError) as error:
        go(changed, tmp_path / "outputs")
    assert "trials: was 2, is 3" in str(error.value)
    assert "sampler: was tpe, is random" in str(error.value)


def test_the_winner_is_a_config_that_trains_what_won(tmp_path: Path) -> None:
    search = tiny_search(tmp_path)
    found = go(search, tmp_path / "outputs").found
    winner = found.winner
    assert winner is not None
    path = tmp_path / "best.yaml"
    path.write_text(best_yaml(found, winner), encoding="utf-8")
    best = load_experiment(path)
    (run,) = list_runs(tmp_path / "outputs" / search.trial_name(winner.number))
    assert best.model_copy(update={"name": ""}) == run.experiment().model_copy(update={"name": ""})


def test_the_test_split_is_never_looked_at(tmp_path: Path) -> None:
    go(tiny_search(tmp_path, trials="2"), tmp_path / "outputs")
    for run in list_runs(tmp_path / "outputs"):
        results = Run(run.path).results
        assert results is not None
        assert results.test is None
