"""What varies is checked against the experiment before anything is tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from seqlab.errors import ConfigError
from seqlab.searches.search import load_search
from seqlab.searches.space import Dimension
from tests.searches.examples import search_file, tiny_search


def dimension(folder: Path, key: str, parameter: str) -> Dimension:
    search = tiny_search(folder, parameters=f"{{{key}: {parameter}}}")
    return search.space.dimensions[0]


@pytest.mark.parametrize(
    ("key", "parameter", "is_whole", "steps"),
    [
        ("model.layers.0.units", "{min: 2, max: 5}", True, [2, 3, 4, 5]),
        ("model.layers.0.units", "{min: 2, max: 9, step: 3}", True, [2, 5, 8]),
        ("model.layers.0.units", "{min: 1, max: 3, log: true}", True, [1, 2, 3]),
        ("model.layers.0.dropout", "{min: 0, max: 0.5}", False, None),
        ("training.learning_rate", "{min: 1, max: 2}", False, None),
        ("training.learning_rate", "{min: 1, max: 2, step: 0.5}", False, [1, 1.5, 2]),
        ("training.optimizer", "{values: [adam, sgd]}", False, ["adam", "sgd"]),
    ],
)
def test_the_settings_type_decides_whether_a_range_is_of_whole_numbers(
    tmp_path: Path, key: str, parameter: str, is_whole: bool, steps: list[object] | None
) -> None:
    found = dimension(tmp_path, key, parameter)
    assert (found.is_whole, found.steps) == (is_whole, steps)
    assert type(found.distribution()).__name__.startswith(
        "Categorical" if "values" in parameter else "Int" if is_whole else "Float"
    )


def test_lists_and_blocks_may_be_chosen_from(tmp_path: Path) -> None:
    key = "model.layers"
    space = f"{{{key}: {{values: [[{{units: 4}}], [{{units: 2}}, {{units: 3}}]]}}}}"
    search = tiny_search(tmp_path, parameters=space)
    (choice,) = search.space.dimensions
    second = list(choice.choices)[1]
    assert second == '[{"units": 2}, {"units": 3}]'
    experiment = search.space.experiment({key: second}, "tiny/trial-0001", 7)
    assert [layer.units for layer in experiment.model.layers] == [2, 3]
    assert (experiment.name, experiment.seed) == ("tiny/trial-0001", 7)


def test_every_value_that_does_not_fit_is_told_where_it_stands(tmp_path: Path) -> None:
    text = """\
experiment: quickstart
trials: 3
parameters:
  training.learning_rate: {min: -1, max: 0.1}
  training.epoch: {values: [1, 2]}
  model.layers.0.units: {values: [8, 0.5, many]}
  training.optimizer: {values: [adam, adamw]}
  model.layers.7.units: {min: 1, max: 2}
  seed: {values: [1, 2]}
"""
    path = search_file(tmp_path, text)
    with pytest.raises(ConfigError) as error:
        load_search(path)
    lines = str(error.value).splitlines()
    assert lines[0] == "7 problems in the config:"
    places = [line.split(f"{path}:")[1].split(": ")[0] for line in lines[1:]]
    assert places == ["4:33", "5:29", "6:38", "6:43", "7:39", "8:3", "9:3"]
    assert "did you mean `epochs`?" in lines[2]
    assert "did you mean `adam`?" in lines[5]
    assert "a better seed is luck" in lines[7]


def test_a_mistake_in_the_experiment_itself_is_told_as_ever(tmp_path: Path) -> None:
    text = "experiment:\n  dataset: {kind: synthetic_climate}\n  model: {kind: gru}\n"
    text += "trials: 1\nparameters: {training.epochs: {values: [1]}}\n"
    with pytest.raises(ConfigError, match=r"3:17: model.kind: no such kind: 'gru'"):
        load_search(search_file(tmp_path, text))
