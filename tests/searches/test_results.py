"""Finalists are ranked by fresh seeds, and what the search promised too much is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from seqlab.errors import DataError
from seqlab.searches.results import Final, Found, Trial, find_run, optimism, ranked
from tests.runs_examples import begin
from tests.searches.examples import tiny_search


def trial(number: int, value: float | None, state: str = "complete", samples: str = "") -> Trial:
    drawn = {
        "training.learning_rate": 10.0**-number,
        "model.layers.0.dropout": 0.1,
        "model.layers.0.units": 4,
    }
    error = "" if value is not None else "diverged"
    return Trial(number, state, value, drawn, 5, error, samples, (0.5, "persistence"))


def test_optimism_is_how_much_worse_fresh_seeds_are(tmp_path: Path) -> None:
    final = Final(trial(1, 0.30), {2: 0.32, 3: 0.34}, {})
    found = optimism(tiny_search(tmp_path), final)
    assert found is not None
    assert found.mean == pytest.approx(0.03)
    assert found.low == pytest.approx(0.03 - 12.706 * 0.01, abs=1e-4)
    assert final.interval is not None
    assert final.interval.mean == pytest.approx(0.33)


def test_trials_rank_by_their_value_and_equal_ones_by_their_order(tmp_path: Path) -> None:
    trials = [trial(0, 0.4), trial(1, 0.3), trial(2, 0.1, "pruned"), trial(3, 0.3), trial(4, None)]
    search = tiny_search(tmp_path)
    assert [one.number for one in ranked(search, trials)] == [1, 3, 0]
    found = Found(search, trials, [], is_short=False)
    assert found.winner == trials[1]
    assert found.count("pruned") == 1


def test_a_finalist_wins_over_the_best_of_the_search(tmp_path: Path) -> None:
    trials = [trial(0, 0.3), trial(1, 0.2)]
    finals = [Final(trials[0], {2: 0.31, 3: 0.32}, {}), Final(trials[1], {2: 0.4, 3: 0.5}, {})]
    assert Found(tiny_search(tmp_path), trials, finals, is_short=False).winner == trials[0]


def test_trials_on_other_samples_are_noticed(tmp_path: Path) -> None:
    search = tiny_search(tmp_path)
    same = [trial(0, 0.3, samples="a"), trial(1, 0.2, samples="a"), trial(2, None, "failed")]
    assert not Found(search, same, [], is_short=False).has_other_samples
    other = [*same, trial(3, 0.2, samples="b")]
    assert Found(search, other, [], is_short=False).has_other_samples


def test_a_run_of_the_same_name_with_other_settings_is_not_taken_for_the_trials(
    tmp_path: Path,
) -> None:
    search = tiny_search(tmp_path)
    drawn = trial(2, 0.3).drawn
    wanted = search.space.experiment(drawn, "tiny/trial-0003", 1)
    assert find_run(tmp_path, wanted) is None
    begin(tmp_path, wanted.name, 1, wanted.to_yaml(), {"versions": {}}).finish("interrupted")
    assert find_run(tmp_path, wanted) is not None
    other = search.space.experiment({**drawn, "model.layers.0.units": 8}, "tiny/trial-0003", 1)
    with pytest.raises(DataError, match="other settings than the search's trial"):
        find_run(tmp_path, other)
