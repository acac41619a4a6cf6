"""An experiment is one frozen value, and its YAML says all of it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from benchmarks.soak.configs import damaged
from seqlab.datasets.jena import Jena
from seqlab.errors import ConfigError
from seqlab.experiment.experiment import (
    DATASETS,
    MODELS,
    Experiment,
    json_schema,
    load_experiment,
)
from seqlab.experiment.problems import check
from seqlab.experiment.source import read_text
from seqlab.experiment.training import TrainingSettings
from seqlab.models.recurrent import Recurrent, RecurrentLayer
from tests.experiment.examples import CONFIGS, SERIES, TEXT, experiments, write

IDS = [
    path.stem if path.parent.name == "configs" else f"{path.parent.name}/{path.stem}"
    for path in CONFIGS
]


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return json_schema()


def plain(path: Path) -> Any:
    return read_text(path.read_text(encoding="utf-8"), str(path)).data


@pytest.mark.parametrize("path", CONFIGS, ids=IDS)
def test_a_shipped_config_and_its_yaml_are_the_same_experiment(path: Path, tmp_path: Path) -> None:
    experiment = load_experiment(path)
    again = write(tmp_path, experiment.to_yaml())
    assert load_experiment(again) == experiment
    assert load_experiment(again).to_yaml() == experiment.to_yaml()


@settings(max_examples=100, deadline=None)
@given(experiments())
def test_any_experiment_and_its_yaml_are_the_same(experiment: Experiment) -> None:
    text = experiment.to_yaml()
    assert check(read_text(text, "f.yaml"), Experiment) == experiment
    assert yaml.safe_load(text) == experiment.model_dump(mode="json")


@settings(max_examples=50, deadline=None)
@given(experiment=experiments())
def test_the_schema_accepts_any_experiment(experiment: Experiment, schema: dict[str, Any]) -> None:
    validator = jsonschema.Draft202012Validator(schema)
    assert list(validator.iter_errors(experiment.model_dump(mode="json"))) == []


@pytest.mark.parametrize("path", CONFIGS, ids=IDS)
def test_the_schema_accepts_a_shipped_config_and_refuses_it_changed(
    path: Path, schema: dict[str, Any]
) -> None:
    validator = jsonschema.Draft202012Validator(schema)
    config = plain(path)
    validator.validate(config)
    changes = {
        "unknown key": lambda c: c["model"].update(unknown=1),
        "unknown kind": lambda c: c["model"].update(kind="unknown"),
        "no kind": lambda c: c["dataset"].pop("kind"),
        "no model": lambda c: c.pop("model"),
        "a word for a number": lambda c: c.setdefault("training", {}).update(epochs="many"),
        "a negative size": lambda c: c.setdefault("training", {}).update(epochs=-1),
        "an unknown baseline": lambda c: c.update(baselines=["persistance"]),
        "an unknown choice": lambda c: c.setdefault("training", {}).update(optimizer="adm"),
    }
    for name, change in changes.items():
        changed = copy.deepcopy(config)
        change(changed)
        assert not validator.is_valid(changed), name


def test_the_schema_is_a_valid_one_and_explains_every_setting(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema, allow_nan=False)) == schema
    for name, block in schema["$defs"].items():
        assert block["description"], name
        for key, value in block["properties"].items():
            assert key in {"kind", "layer"} or value.get("description"), f"{name}.{key}"


def test_every_component_is_in_the_schema(schema: dict[str, Any]) -> None:
    for key, room in {"dataset": DATASETS, "model": MODELS}.items():
        kinds = schema["properties"][key]["discriminator"]["mapping"]
        assert set(kinds) == set(room.own)
    assert {"jena", "imdb", "synthetic_climate", "synthetic_reviews"} <= set(DATASETS.own)


def test_nothing_of_an_experiment_can_be_changed(tmp_path: Path) -> None:
    experiment = load_experiment(write(tmp_path, SERIES))
    for block, key in (
        (experiment, "seed"),
        (experiment.dataset, "lookback"),
        (experiment.model, "layers"),
        (experiment.model.layers[0], "units"),
        (experiment.training, "epochs"),
    ):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(block, key, 7)
    assert isinstance(experiment.model.layers, tuple)


def test_an_experiment_made_in_python_equals_the_one_of_a_file(tmp_path: Path) -> None:
    made = Experiment(
        name="mine",
        dataset=Jena(lookback=720),
        model=Recurrent(layers=[RecurrentLayer(units=8)]),
        training=TrainingSettings(epochs=3),
    )
    text = (
        "name: mine\ndataset: {kind: jena, lookback: 720}\n"
        "model: {kind: recurrent, layers: [{units: 8}]}\ntraining: {epochs: 3}\n"
    )
    assert load_experiment(write(tmp_path, text)) == made
    assert made.seed == 1
    assert made.training.loss is None  # which leaves it to the task


def test_an_experiment_made_in_python_is_checked_like_a_file() -> None:
    with pytest.raises(ValidationError, match="multiple of step"):
        Experiment(name="mine", dataset=Jena(lookback=721), model=Recurrent())
    with pytest.raises(ValidationError, match="unknown"):
        Recurrent(unknown=1)  # type: ignore[call-arg]  # what must be refused


@pytest.mark.parametrize(
    ("text", "setting", "loss"),
    [
        (SERIES, "", "mae"),
        (SERIES, "mse", "mse"),
        (TEXT, "", "binary_crossentropy"),
        (TEXT, "binary_crossentropy", "binary_crossentropy"),
    ],
)
def test_the_loss_is_the_task_s_own_unless_set(
    text: str, setting: str, loss: str, tmp_path: Path
) -> None:
    found = load_experiment(write(tmp_path, text), f"training.loss={setting}")
    assert (found.training.loss or found.dataset.task.losses[0]) == loss


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("gru.yaml", "gru"),
        ("my gru (2).yaml", "my_gru_2_"),
        (".hidden.yaml", "hidden"),
        ("größe.yaml", "gr_e"),
        ("12:30.yml", "12_30"),
        ("!.yaml", "experiment"),
        ("x" * 200 + ".yaml", "x" * 100),
    ],
)
def test_a_file_that_gives_no_name_lends_its_own(file: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / file
    path.write_text(SERIES.replace("name: example\n", ""), encoding="utf-8")
    assert load_experiment(path).name == name
    assert load_experiment(path, "name=other").name == "other"


def loads_or_is_refused(raw: bytes) -> bool:
    """Assert that nothing else happens; true if it is an experiment."""
    with TemporaryDirectory() as folder:
        path = write(Path(folder), raw)
        try:
            experiment = load_experiment(path)
        except ConfigError as error:
            assert str(path) in str(error)
            return False
        assert check(read_text(experiment.to_yaml(), "f.yaml"), Experiment) == experiment
        return True


@settings(max_examples=200, deadline=None)
@given(damaged(), st.sampled_from([None, True, False]))
def test_a_damaged_config_is_an_experiment_or_an_error_that_names_the_file(
    data: Any, flow: bool | None
) -> None:
    text = yaml.safe_dump(data, sort_keys=False, default_flow_style=flow)
    accepted = loads_or_is_refused(text.encode())
    if accepted:
        found = read_text(text, "f.yaml").data
        assert set(found) <= Experiment.model_fields.keys()
        assert {"dataset", "model"} <= set(found)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(CONFIGS), st.data())
def test_a_config_with_damaged_bytes_is_an_experiment_or_an_error_that_names_the_file(
    path: Path, data: st.DataObject
) -> None:
    raw = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(raw)))
        stop = start + data.draw(st.integers(0, 20))
        raw[start:stop] = data.draw(
            st.binary(max_size=10) | st.sampled_from([b"\t", b"]", b"\n- "])
        )
    loads_or_is_refused(bytes(raw))
