"""What is proposed depends on the search and the trials before the batch, and on nothing else."""

from __future__ import annotations

from pathlib import Path

import optuna
import pytest
from optuna.trial import FrozenTrial, TrialState, create_trial

from seqlab.searches.proposing import batch_begin, propose
from seqlab.searches.search import Search
from tests.searches.examples import tiny_search

SAMPLERS = ("tpe", "random", "cma_es")


def ended(trial: optuna.Trial, value: float) -> FrozenTrial:
    """A proposed trial as it is once it has completed."""
    told = trial.study.get_trials()[-1]
    return create_trial(
        state=TrialState.COMPLETE,
        value=value,
        params=told.params,
        distributions=told.distributions,
        system_attrs=told.system_attrs,
    )


def proposals(search: Search, count: int, batch: int = 1) -> list[dict[str, object]]:
    done: list[FrozenTrial] = []
    for number in range(count):
        trial = propose(search, done, number, batch)
        done.append(ended(trial, float(number % 5)))
    return [trial.params for trial in done]


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_the_same_search_proposes_the_same_and_another_seed_something_else(
    tmp_path: Path, sampler: str
) -> None:
    search = tiny_search(tmp_path, sampler=sampler)
    found = proposals(search, 12)
    assert found == proposals(search, 12)
    assert len({str(sorted(one.items())) for one in found}) > 10
    assert found != proposals(tiny_search(tmp_path, sampler=sampler, seed="2"), 12)


def test_a_batch_knows_nothing_of_how_its_own_trials_end(tmp_path: Path) -> None:
    search = tiny_search(tmp_path)
    before = [ended(propose(search, [], 0, 1), 1.0) for _ in range(3)]
    with_others = [*before, ended(propose(search, before, 3, 3), 0.0)]
    one, other = propose(search, before, 4, 3), propose(search, with_others, 4, 3)
    assert one.params == other.params
    assert [batch_begin(number, 3) for number in (2, 3, 5, 6)] == [0, 3, 3, 6]


def test_random_proposals_are_those_of_optuna_with_the_same_seed(tmp_path: Path) -> None:
    import numpy as np

    search = tiny_search(tmp_path, sampler="random", seed="5")
    seed = int(np.random.SeedSequence([5, 3]).generate_state(1)[0])
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=seed))
    expected = study.ask({one.key: one.distribution() for one in search.space.dimensions})
    assert propose(search, proposals_ended(search, 3), 3, 1).params == expected.params


def proposals_ended(search: Search, count: int) -> list[FrozenTrial]:
    done: list[FrozenTrial] = []
    for number in range(count):
        done.append(ended(propose(search, done, number, 1), 1.0))
    return done


def test_a_grid_visits_every_point_once(tmp_path: Path) -> None:
    space = "{training.epochs: {values: [1, 2]}, model.layers.0.units: {min: 1, max: 4}}"
    search = tiny_search(tmp_path, sampler="grid", parameters=space)
    for batch in (1, 3):
        found = proposals(search, 8, batch)
        assert len({str(sorted(one.items())) for one in found}) == 8


def test_a_sampler_that_learns_comes_nearer_than_chance(tmp_path: Path) -> None:
    distances = {}
    for sampler in ("tpe", "random"):
        space = "{training.learning_rate: {min: 0.001, max: 1.0}}"
        search = tiny_search(tmp_path, parameters=space, sampler=sampler)
        done: list[FrozenTrial] = []
        for number in range(40):
            trial = propose(search, done, number, 1)
            done.append(ended(trial, abs(trial.params["training.learning_rate"] - 0.7)))
        distances[sampler] = sum(t.value or 0 for t in done[20:]) / 20
    assert distances["tpe"] < 0.7 * distances["random"]
