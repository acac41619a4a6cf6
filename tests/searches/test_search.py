"""A search is read with its experiment, and what it cannot do is refused before it begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from seqlab.errors import ConfigError
from seqlab.searches.search import load_search
from tests.searches.examples import search_file, tiny_search


def refusal(folder: Path, **replaced: str) -> str:
    with pytest.raises(ConfigError) as error:
        tiny_search(folder, **replaced)
    return str(error.value)


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("{name: test_mae, goal: minimize}", "no search may look at it"),
        ("{name: val_mea, goal: minimize}", "did you mean `val_mae`? Allowed: val_mae, val_loss"),
        ("{name: val_mae, goal: maximize}", "better the other way: use minimize"),
    ],
)
def test_only_what_is_measured_on_the_validation_split_ranks_trials(
    tmp_path: Path, metric: str, expected: str
) -> None:
    assert expected in refusal(tmp_path, metric=metric)


def test_the_tasks_own_metric_ranks_trials_where_none_is_named(tmp_path: Path) -> None:
    goal = tiny_search(tmp_path).goal
    assert (goal.name, goal.goal) == ("val_mae", "minimize")
    text = "experiment: imdb/gru\ntrials: 1\nparameters: {training.epochs: {values: [1]}}"
    goal = load_search(search_file(tmp_path, text))[0].goal
    assert (goal.name, goal.goal) == ("val_accuracy", "maximize")


def test_a_sampler_that_can_do_nothing_with_what_varies_is_refused(tmp_path: Path) -> None:
    assert "training.learning_rate: a grid needs `values`" in refusal(tmp_path, sampler="grid")
    one = "{training.learning_rate: {min: 0.1, max: 1.0}}"
    assert "two or more: use tpe" in refusal(tmp_path, sampler="cma_es", parameters=one)


def test_a_grid_has_no_more_trials_than_points(tmp_path: Path) -> None:
    space = "{training.epochs: {values: [1, 2]}, model.layers.0.units: {min: 1, max: 3}}"
    assert tiny_search(tmp_path, sampler="grid", parameters=space, trials="50").trials == 6
    assert tiny_search(tmp_path, sampler="grid", parameters=space, trials="4").trials == 4


def test_the_file_lends_its_name_and_finds_the_experiment_beside_it(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(
        "dataset: {kind: series, path: sales.csv, target: [y], lookback: 4, horizon: 2}\n"
        "model: {kind: linear}\n"
    )
    text = "experiment: base.yaml\ntrials: 1\nparameters: {training.epochs: {values: [1]}}"
    search, _ = load_search(search_file(tmp_path, text))
    assert search.name == "tiny"
    trial = search.space.experiment({"training.epochs": 1}, "tiny/trial-0001", 1)
    assert trial.dataset == search.experiment.dataset


def test_an_experiment_that_there_is_not_is_told_where_it_is_named(tmp_path: Path) -> None:
    text = "trials: 1\nexperiment: jena/gruu\nparameters: {training.epochs: {values: [1]}}"
    with pytest.raises(ConfigError, match=r"tiny.yaml:2:13: .*did you mean `jena/gru`"):
        load_search(search_file(tmp_path, text))


def test_finalists_get_seeds_that_no_trial_has_seen(tmp_path: Path) -> None:
    search = tiny_search(tmp_path, seeds_per_trial="3", fresh_seeds="2")
    assert (list(search.seeds), list(search.fresh_seeds)) == ([1, 2, 3], [4, 5])
