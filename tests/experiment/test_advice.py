"""Each warning comes when it is true, at its place, and not when it is silenced."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from seqlab.cli.advice import print_advice
from seqlab.errors import ConfigError
from seqlab.experiment.advice import advise
from seqlab.experiment.experiment import (
    Experiment,
    load_experiment,
    read_experiment,
    warning_names,
)
from seqlab.models.recurrent import RecurrentLayer
from seqlab.tasks.forecast import Forecast
from tests.conftest import CONFIGS, Cli
from tests.experiment.examples import SERIES, TEXT, experiments, place_in, write

LSTM = "kind: recurrent\n  layers: [{cell: lstm}]\n  embedding: {dimension: 8}"
TEXT_LSTM = TEXT.partition("kind: conv1d")[0] + LSTM + "\ntraining: {epochs: 2}\n"


def names(path: Path, *overrides: str) -> list[str]:
    return [advice.name for advice in advise(load_experiment(path, *overrides))]


def gist(name: str, *overrides: str) -> str:
    """The one warning of this name about a config of the book."""
    found = advise(*read_experiment(CONFIGS / name, *overrides))
    (text,) = [str(advice) for advice in found if advice.name not in {"overlap", "horizon"}]
    return text


def test_every_name_that_can_be_silenced_is_said_by_some_experiment() -> None:
    said = {name for path in CONFIGS.rglob("*/*.yaml") if path.parent.name != "suites"
            for name in names(path, "silence=[]")}  # fmt: skip
    assert said == set(warning_names())


def test_the_books_windows_are_explained() -> None:
    overlap, horizon = advise(load_experiment(CONFIGS / "jena/gru.yaml"))
    assert "the last 143 training targets lie among the validation rows" in overlap.reason
    assert overlap.remedy == "dataset.purge=true keeps them apart."
    assert "6 rows older" in horizon.reason and "150 rows ahead, not 144" in horizon.reason


def test_the_remedies_of_the_books_windows_are_the_right_ones() -> None:
    path = CONFIGS / "jena/gru.yaml"
    remedies = [advice.remedy.split()[0] for advice in advise(load_experiment(path))]
    assert names(path, *remedies) == []
    assert names(path, "dataset.training_rows=[0,199858]") == ["overlap", "horizon"]
    assert names(path, "dataset.alignment=strict") == ["overlap"]


def test_a_missing_sigmoid_is_named_at_its_place() -> None:
    path = CONFIGS / "imdb/conv1d_printed.yaml"
    place = place_in(path.read_text(), "false")
    assert gist("imdb/conv1d_printed.yaml").startswith(f"{path}:{place}: sigmoid: ")
    assert names(path, "training.from_logits=true") == []


def test_recurrent_dropout_is_named_where_a_gpu_may_compute_it() -> None:
    path = CONFIGS / "jena/gru_dropout.yaml"
    place = place_in(path.read_text(), "0.2}")
    assert gist("jena/gru_dropout.yaml").startswith(f"{path}:{place}: cudnn: ")
    for quiet in ("training.device=cpu", "model.layers.0.recurrent_dropout=0.0"):
        assert "cudnn" not in names(path, quiet)
    assert "cudnn" not in names(path, "model.layers.0.cell=simple_rnn")


def test_relu_is_named_in_recurrent_layers_only() -> None:
    path = CONFIGS / "jena/gru_stacked.yaml"
    assert "unbounded_activation" in names(path)
    assert "unbounded_activation" not in names(path, "model.layers.1.activation=tanh")
    assert "unbounded_activation" not in names(path, "training.clipping.global_norm=1.0")
    assert "unbounded_activation" not in names(CONFIGS / "jena/dense.yaml")
    assert "unbounded_activation" not in names(CONFIGS / "jena/conv1d_gru.yaml")


def test_a_mask_over_left_padding_is_named_where_cudnn_would_meet_it(tmp_path: Path) -> None:
    path = write(tmp_path, TEXT_LSTM)
    assert names(path) == []
    masked = "model.embedding.mask_padding=true"
    assert names(path, masked) == ["left_padding"]
    assert names(path, masked, "training.device=cpu") == []
    assert names(path, masked, "model.layers.0.cell=simple_rnn") == []
    shipped = CONFIGS / "imdb/lstm_masked.yaml"
    assert names(shipped) == ["left_padding"]
    assert names(shipped, "dataset.encoding.padding=post") == []


def test_what_learns_nothing_has_no_targets_to_overlap() -> None:
    assert names(CONFIGS / "jena/naive.yaml") == ["horizon"]


def test_an_absent_setting_has_the_place_of_its_block_and_an_override_its_own(
    tmp_path: Path,
) -> None:
    path = write(tmp_path, SERIES)
    _, horizon = advise(*read_experiment(path))
    assert str(horizon.place) == f"{path}:{place_in(SERIES, 'dataset')}"
    _, horizon = advise(*read_experiment(path, "dataset.alignment=book"))
    assert str(horizon.place) == "override `dataset.alignment=book`"
    assert horizon.key == "dataset.alignment"


def test_what_is_silenced_is_not_said_and_the_rest_is(tmp_path: Path) -> None:
    path = write(tmp_path, SERIES + "silence: [overlap]\n")
    assert names(path) == ["horizon"]
    assert names(path, "silence=[horizon,overlap]") == []


def test_an_unknown_name_is_an_error_with_its_place_and_a_guess(tmp_path: Path) -> None:
    text = SERIES + "silence: [overlap, horizn]\n"
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_experiment(path)
    assert f"{path}:{place_in(text, 'horizn')}: silence.1" in str(caught.value)
    assert "did you mean `horizon`?" in str(caught.value)


@given(experiments())
def test_every_valid_experiment_can_be_advised_and_silenced(experiment: Experiment) -> None:
    found = {advice.name for advice in advise(experiment)}
    assert not found & set(experiment.silence)
    silent = experiment.model_copy(update={"silence": tuple(found | set(experiment.silence))})
    assert advise(silent) == []
    layers = getattr(experiment.model, "layers", ())
    if "cudnn" in found:
        assert any(isinstance(layer, RecurrentLayer) and layer.cudnn_obstacle() for layer in layers)


@given(experiments().filter(lambda e: e.dataset.task is Forecast))
def test_the_overlap_is_what_a_plain_loop_counts(experiment: Experiment) -> None:
    dataset = experiment.dataset
    first, stop = dataset.training_rows
    targets = [row + dataset.delay for row in range(first + dataset.lookback, stop)]
    counted = sum(target >= dataset.validation_rows[0] for target in targets)
    said = advise(experiment.model_copy(update={"silence": ()}))
    reasons = [advice.reason for advice in said if advice.name == "overlap"]
    assert len(reasons) == (counted > 0)
    assert all(reason.startswith(f"the last {counted:,} training targets") for reason in reasons)


def test_the_commands_tell_on_stderr_and_the_quickstart_is_silent(
    seqlab_cli: Cli, tmp_path: Path
) -> None:
    path = write(tmp_path, SERIES)
    done = seqlab_cli("validate", path.name)
    assert (done.returncode, done.stdout) == (
        0, "example.yaml: ok: example, recurrent on synthetic_climate\n",
    )  # fmt: skip
    first, second, last = done.stderr.splitlines()
    assert first.startswith("warning: example.yaml:") and ": overlap: " in first
    assert ": horizon: " in second
    assert last == "(silence: [overlap, horizon] in the config silences this.)"
    assert seqlab_cli("validate", CONFIGS / "quickstart.yaml").stderr == ""
    dry = seqlab_cli("train", "--config", path.name, "--dry-run")
    assert dry.stderr == "" and "silence: []" in dry.stdout


def test_several_seeds_of_one_config_are_warned_of_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, SERIES)
    print_advice(*(read_experiment(path, f"seed={seed}") for seed in (1, 2, 3)))
    shown = capsys.readouterr()
    assert len(shown.err.splitlines()) == 3
    assert shown.out == ""
