"""What training takes at least, and what is refused because it cannot fit."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.datasets.synthetic_reviews import SyntheticReviews
from seqlab.errors import SeqlabError
from seqlab.experiment.experiment import Experiment, load_experiment
from seqlab.experiment.training import TrainingSettings
from seqlab.models.convolutional import Convolutional, ConvolutionBlock
from seqlab.models.dense import Dense, DenseLayer
from seqlab.models.embedding import Embedding
from seqlab.models.recurrent import Recurrent, RecurrentLayer
from tests.conftest import CONFIGS, Cli
from tests.recipes.examples import forecast, reviews

pytestmark = pytest.mark.keras

BOOK = SyntheticClimate(
    days=60, lookback=1440, step=6, training_rows=(0, 5000), validation_rows=(5001, 6800),
    test_rows=(6801, None),
)  # fmt: skip
LONG = BOOK.model_copy(
    update={
        "days": 400,
        "training_rows": (0, 20_000),
        "validation_rows": (20_001, 30_000),
        "test_rows": (30_001, None),
    }
)
SAMPLE = 3 * 240 * 14 * 4
"""A window, in use and twice ready."""


def experiment(model: Any, dataset: Any = BOOK, **training: Any) -> Experiment:
    return Experiment(name="a", dataset=dataset, model=model, training=TrainingSettings(**training))


def recurrent(*layers: dict[str, Any], **training: Any) -> Experiment:
    model = Recurrent(layers=tuple(RecurrentLayer(**layer) for layer in layers))
    return experiment(model, **training)


def needed(one: Experiment) -> Any:
    from seqlab.training.memory import memory_needed

    return memory_needed(one, one.dataset.load())


@pytest.mark.parametrize(
    ("one", "kept"),
    [
        (recurrent({"units": 32}), 240 * 32),
        (recurrent({"cell": "lstm", "units": 32}), 240 * 32 * 2),
        (recurrent({"cell": "lstm", "units": 8, "bidirectional": True}), 240 * 8 * 2 * 2),
        (recurrent({"units": 4}, {"cell": "simple_rnn", "units": 8}), 240 * (4 + 8)),
        (experiment(Dense(layers=(DenseLayer(units=5), DenseLayer(units=7)))), 5 + 7),
        (experiment(Convolutional(blocks=(ConvolutionBlock(filters=3, pool_size=2),))), 236 * 3),
    ],
    ids=["gru", "lstm", "bidirectional", "stacked", "dense", "conv1d"],
)
def test_a_sample_takes_its_inputs_and_what_its_gradients_are_made_from(
    one: Experiment, kept: int
) -> None:
    output = 1
    assert needed(one).sample == SAMPLE + 4 * (kept + output)


def test_the_states_of_a_masked_sequence_count_too_and_a_looked_up_row_has_the_only_gradient() -> (
    None
):
    model = Recurrent(
        embedding=Embedding(dimension=8, mask_padding=True), layers=(RecurrentLayer(units=4),)
    )
    need = needed(experiment(model, SyntheticReviews()))
    weights = 200 * 8 + 3 * (8 * 4 + 4 * 4 + 2 * 4) + 4 + 1
    assert need.sample == 3 * 50 * 4 + 4 * (50 * 8 + 50 * 4 + 1)
    assert need.state == 4 * 2 * weights
    assert need.gradients == 4 * (weights - 200 * 8)


@pytest.mark.parametrize("optimizer", ["rmsprop", "adam", "sgd"])
def test_an_optimizer_keeps_at_least_what_is_counted(optimizer: Any) -> None:
    from seqlab.training.compiled import compiled_model

    one = recurrent({"units": 4, "dropout": 0.1}, optimizer=optimizer)
    model = compiled_model(one, one.dataset.load().task)
    model.optimizer.build(model.trainable_variables)
    kept = [*model.weights, *model.optimizer.variables]
    size = 4 * sum(math.prod(variable.shape) for variable in kept)
    state = needed(one).state
    assert state <= size <= state + 100  # a step counter, a learning rate, the states of dropout


def test_half_as_large_numbers_take_half_and_shards_in_turns_come_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("seqlab.training.memory.usable_cores", lambda: [0, 1])
    full, half = (needed(recurrent({"units": 32}, mixed_precision=p)) for p in (False, True))
    assert full.sample - SAMPLE == 2 * (half.sample - SAMPLE)
    for shards, at_once in ((1, 128), (2, 128), (3, 86), (64, 4), (128, 2), ("auto", 128)):
        assert needed(recurrent({"units": 4}, shards=shards)).at_once == at_once


def test_the_total_is_the_state_and_the_most_of_steps_evaluation_and_saving() -> None:
    need = replace(needed(recurrent({})), state=10, gradients=1, sample=2, at_once=3, evaluation=5)
    assert need.total == 10 + 2 * 10
    assert replace(need, sample=20).total == 10 + 1 + 60
    assert replace(need, evaluation=100).total == 10 + 100


MODELS = [
    Dense(),
    Recurrent(layers=(RecurrentLayer(dropout=0.1, recurrent_dropout=0.1),), summary="attention"),
    Recurrent(layers=(RecurrentLayer(bidirectional=True),)),
]


@pytest.mark.parametrize("model", MODELS, ids=["dense", "attention", "bidirectional"])
def test_an_outline_has_the_layers_of_the_model_and_changes_nothing_of_it(model: Any) -> None:
    import numpy as np

    from seqlab.training.compiled import compiled_model
    from seqlab.training.memory import outline

    one, task = experiment(model), BOOK.load().task

    def described(built: Any) -> list[tuple[Any, ...]]:
        return [(type(la), la.output.shape, la.count_params()) for la in built.layers]

    first = compiled_model(one, task)
    outlined = outline(one, task)
    assert described(outlined) == described(first)
    second = compiled_model(one, task)
    for weight, again in zip(first.get_weights(), second.get_weights(), strict=True):
        np.testing.assert_array_equal(weight, again)
    assert [layer.name for layer in outlined.layers] == [layer.name for layer in second.layers]


def resident() -> int:
    status = Path("/proc/self/status")
    if not status.exists():
        pytest.skip("only Linux tells")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
    assert found is not None
    return int(found[1]) * 1024


def with_free(size: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seqlab.training.memory.free_memory", lambda: size)


def refusal(one: Experiment) -> SeqlabError:
    from seqlab.training.memory import check_memory

    with pytest.raises(SeqlabError) as caught:
        check_memory(one, one.dataset.load())
    return caught.value


def test_a_model_that_no_memory_holds_is_refused_before_it_takes_any(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_free(8 * 10**9, monkeypatch)
    one, before = experiment(Dense(layers=(DenseLayer(units=1_000_000),))), resident()
    error = refusal(one)
    assert resident() - before < 200e6
    # 3,362,000,001 weights of 4 bytes with as many slots, and twice that to write a checkpoint.
    assert "needs at least 80.7 GB of memory" in error.message
    assert "8.0 GB are free" in error.message
    assert "the weights, with what the optimizer keeps for them take 26.9 GB" in error.message
    assert "The layer dense_1 has 3,361,000,000 weights" in error.remedy
    smaller = experiment(Dense(layers=(DenseLayer(units=10_000),)))
    from seqlab.training.memory import check_memory

    check_memory(smaller, smaller.dataset.load())


def test_too_large_a_batch_is_refused_with_the_largest_that_fits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from seqlab.training.memory import check_memory

    one = recurrent({"units": 32})
    one = one.model_copy(update={"dataset": LONG.model_copy(update={"batch_size": 4096})})
    need = needed(one)
    with_free(need.total, monkeypatch)
    check_memory(one, one.dataset.load())
    with_free(need.total - 1, monkeypatch)
    error = refusal(one)
    assert "4,096 samples of a training batch take 0.3 GB" in error.message
    found = re.match(r"Lower dataset.batch_size to ([\d,]+) or less", error.remedy)
    assert found is not None and found[1] == "4,095"
    lower = LONG.model_copy(update={"batch_size": 4095})
    check_memory(one.model_copy(update={"dataset": lower}), lower.load())


def test_nothing_is_refused_where_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    from seqlab.training.memory import check_memory

    with_free(None, monkeypatch)
    one = experiment(Dense(layers=(DenseLayer(units=1_000_000),)))
    check_memory(one, one.dataset.load())


def test_the_command_refuses_before_a_folder_is_made(
    seqlab_here: Cli, quick_config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_free(1000, monkeypatch)
    done = seqlab_here("train", quick_config)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Training small needs at least 0.1 GB of memory" in done.stderr
    assert not (quick_config.parent / "outputs").exists()
    assert "to train, beside TensorFlow" in seqlab_here("inspect", quick_config).stdout


@pytest.mark.parametrize("one", [forecast(), reviews()], ids=["forecast", "reviews"])
def test_what_trains_in_every_test_needs_next_to_nothing(one: Experiment) -> None:
    assert needed(one).total < 20e6


@pytest.mark.data
@pytest.mark.parametrize("name", ["imdb/one_hot_words", "imdb/lstm_reversed", "jena/gru_stacked"])
def test_what_comes_with_seqlab_fits_into_a_small_machine(
    name: str, real_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEQLAB_DATA", str(real_data))
    assert needed(load_experiment(CONFIGS / f"{name}.yaml")).total < 1e9
