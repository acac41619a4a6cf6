"""Which models have their batches split, over how many cores, and why others have not."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from seqlab.errors import DataError
from seqlab.experiment.training import TrainingSettings

pytestmark = pytest.mark.keras

AUTO = TrainingSettings()


def model_of(*layers: Any) -> Any:
    import keras

    return keras.Sequential([keras.Input((6, 3)), *layers, keras.layers.Dense(1)])


def gru(**settings: Any) -> Any:
    import keras

    return keras.layers.GRU(2, **settings)


@pytest.mark.parametrize(
    ("cores", "batch_size", "shards"),
    [(1, 128, 1), (2, 128, 2), (16, 128, 8), (4, 33, 2), (4, 15, 1), (4, 1, 1)],
)
def test_a_batch_is_split_over_the_cores_while_the_parts_stay_large(
    cores: int, batch_size: int, shards: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from seqlab.training import plan

    monkeypatch.setattr(plan, "usable_cores", lambda: list(range(cores)))
    assert plan.choose_plan(AUTO, model_of(gru()), batch_size, "CPU") == plan.Plan(shards, True)


def test_xla_gets_recurrences_and_dense_layers_but_no_convolutions_alone() -> None:
    import keras

    from seqlab.training.plan import choose_plan

    def compiles(*layers: Any, **settings: Any) -> bool:
        plan = choose_plan(TrainingSettings(**settings), model_of(*layers), 32, "CPU")
        assert plan is not None
        return plan.jit

    flat = keras.layers.Flatten()
    assert compiles(flat)
    assert compiles(gru())
    assert compiles(keras.layers.Conv1D(2, 3), gru())
    assert not compiles(keras.layers.Conv1D(2, 3), keras.layers.Flatten())
    assert compiles(keras.layers.Conv1D(2, 3), keras.layers.Flatten(), jit="on")
    assert not compiles(gru(), jit="off")


def skipping() -> Any:
    import keras

    inputs = keras.Input((6, 3))
    states = gru(return_sequences=True, name="memory")(keras.layers.Dense(3)(inputs))
    return keras.Model(inputs, keras.layers.Concatenate()([states, inputs]))


def normalised() -> Any:
    import keras

    return model_of(keras.layers.TimeDistributed(keras.layers.BatchNormalization(name="norm")))


def penalised() -> Any:
    import keras

    return model_of(keras.layers.Dense(3, kernel_regularizer="l2", name="small"), gru())


def remembering() -> Any:
    import keras

    inputs = keras.Input(batch_shape=(4, 6, 3))
    return keras.Model(inputs, gru(stateful=True, name="memory")(inputs))


@pytest.mark.parametrize(
    ("build", "reason"),
    [
        (normalised, "the layer norm (BatchNormalization) updates variables of its own"),
        (lambda: model_of(gru(activity_regularizer="l1", name="g")), "the layer g (GRU) adds to"),
        (penalised, "the layer small (Dense) adds to the loss"),
        (skipping, "not all that follows the layer memory (GRU) is computed from its inputs"),
        (remembering, "the layer memory (GRU) hands its states on to the next batch"),
    ],
)
def test_models_that_cannot_be_split_take_keras_own_steps_and_it_is_said_why(
    build: Any, reason: str
) -> None:
    from seqlab.training.plan import choose_plan, keras_steps_reason

    model = build()
    assert choose_plan(AUTO, model, 32, "CPU") is None
    assert keras_steps_reason(AUTO, model, "CPU").startswith(reason)


def test_a_skip_connection_matters_only_where_the_model_would_be_cut() -> None:
    from seqlab.training.plan import Plan, choose_plan

    off = TrainingSettings(jit="off", shards=2)
    assert choose_plan(off, skipping(), 32, "CPU") == Plan(2, False)


def test_layers_that_are_frozen_or_drop_out_do_not_keep_a_batch_whole() -> None:
    import keras

    from seqlab.training.plan import choose_plan, keras_steps_reason

    frozen = keras.layers.BatchNormalization(trainable=False)
    model = model_of(frozen, keras.layers.Dropout(0.5), gru(dropout=0.1, recurrent_dropout=0.2))
    assert keras_steps_reason(AUTO, model, "CPU") == ""
    assert choose_plan(AUTO, model, 32, "CPU") is not None


def test_a_gpu_and_mixed_precision_take_keras_own_steps() -> None:
    from seqlab.training.plan import choose_plan, keras_steps_reason

    model = model_of(gru())
    mixed = TrainingSettings(mixed_precision=True)
    assert choose_plan(AUTO, model, 32, "GPU: any") is choose_plan(mixed, model, 32, "CPU") is None
    assert "GPU" in keras_steps_reason(AUTO, model, "GPU: any")
    assert "mixed precision" in keras_steps_reason(mixed, model, "CPU")


@pytest.mark.parametrize("shards", ["auto", 1, 7, 2000])
def test_whatever_plan_is_chosen_can_be_read_back(shards: Any) -> None:
    from seqlab.training.plan import choose_plan, recorded_plan

    settings = TrainingSettings(shards=shards)
    plan = choose_plan(settings, model_of(gru()), 2000, "CPU")
    assert plan is not None
    assert recorded_plan(asdict(plan), 2000) == plan
    assert recorded_plan(None, 2000) is None


@pytest.mark.parametrize(
    "record",
    [
        "x",
        {},
        {"shards": 0, "jit": True},
        {"shards": 33, "jit": True},
        {"shards": True, "jit": True},
        {"shards": 2.0, "jit": True},
        {"shards": 2, "jit": 1},
    ],
)
def test_a_damaged_plan_is_refused(record: object) -> None:
    from seqlab.training.plan import recorded_plan

    with pytest.raises(DataError, match="its plan is"):
        recorded_plan(record, 32)
