"""Validation with shared convolutions, against the model on every window by itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.datasets.synthetic_reviews import SyntheticReviews
from seqlab.models.convolutional import Convolutional, ConvolutionalRecurrent, ConvolutionBlock
from seqlab.models.dense import Dense
from seqlab.models.embedding import Embedding
from seqlab.models.model import Model
from seqlab.models.recurrent import Recurrent, RecurrentLayer
from seqlab.tasks.data import Data, all_batches
from seqlab.text.encodings.tokens import TokenEncoding
from seqlab.training.events import silence
from tests.recipes.examples import forecast
from tests.series.test_quality import T, damaged, load

pytestmark = pytest.mark.keras

SMALL: dict[str, Any] = {
    "days": 20,
    "training_rows": (0, 1200),
    "validation_rows": (1201, 2000),
    "test_rows": (2001, None),
    "delay": 12,
    "batch_size": 32,
}
DATA = SyntheticClimate(lookback=96, step=3, **SMALL).load()
GRU = (RecurrentLayer(units=4),)


def built(model: Model, data: Data) -> Any:
    import keras

    keras.utils.set_random_seed(5)
    result = model.build(data.task)
    result.compile("sgd", "mae", metrics=["mae"], jit_compile=False)
    return result


def alone(model: Any, data: Data) -> float:
    """The mean absolute error as the book computes it: batch by batch, window by window."""
    errors = [np.abs(model(x) - y) for x, y in all_batches(data, "validation", 32)]
    return float(np.concatenate(errors).mean(dtype=np.float64))


def together(model: Any, data: Data, *, jit: bool = False) -> float:
    from seqlab.training.plan import Plan
    from seqlab.training.shared_convolutions import share_convolutions

    sharing = share_convolutions(model, Plan(shards=2, jit=jit), data, "validation")
    assert sharing is not None
    scores = model.evaluate(sharing.batches, callbacks=[sharing], verbose=0, return_dict=True)
    assert scores["mae"] == pytest.approx(scores["loss"], abs=1e-6)
    return float(scores["loss"])


blocks = st.builds(
    ConvolutionBlock,
    filters=st.integers(1, 5),
    kernel_size=st.integers(1, 3),
    dilation=st.integers(1, 3),
    activation=st.sampled_from(["relu", "tanh", "linear"]),
    pool_size=st.sampled_from([None, 2, 3]),
    pooling=st.sampled_from(["max", "average"]),
)
"""Three of them leave something of 128 time steps, whatever is drawn: 40, 11 and 1 at the least."""


@settings(max_examples=15)
@given(
    st.lists(blocks, min_size=1, max_size=3),
    st.sampled_from(["max", "average", "flatten"]),
    st.sampled_from([1, 2, 3]),
    st.sampled_from(["book", "strict"]),
)
def test_every_stack_of_convolutions_scores_the_same_on_shared_rows(
    stack, summary, step, alignment
) -> None:
    climate = SyntheticClimate(lookback=128 * step, step=step, alignment=alignment, **SMALL)
    data = climate.load()
    model = built(Convolutional(blocks=tuple(stack), summary=summary), data)
    assert together(model, data) == pytest.approx(alone(model, data), abs=1e-6)


@pytest.mark.parametrize("jit", [True, False])
def test_recurrent_layers_go_on_from_shared_convolutions(jit: bool) -> None:
    pooled = ConvolutionBlock(filters=4, kernel_size=3, pool_size=3)
    model = built(ConvolutionalRecurrent(blocks=(pooled,), layers=GRU), DATA)
    assert together(model, DATA, jit=jit) == pytest.approx(alone(model, DATA), abs=1e-6)


@pytest.mark.parametrize("pooling", ["max", "average"])
def test_rows_that_are_no_measurement_spoil_no_window_that_does_not_hold_them(
    pooling, monkeypatch
) -> None:
    table = damaged((4500, T, np.nan), (5000, T, -9999.0), (5003, 2, np.inf))
    data = load(table, monkeypatch, bad_rows="drop_windows")
    stack = (ConvolutionBlock(kernel_size=3, dilation=2, pool_size=2, pooling=pooling),)
    model = built(Convolutional(blocks=stack, summary="average"), data)
    assert together(model, data) == pytest.approx(alone(model, data), abs=1e-6)


def test_each_evaluation_sees_the_weights_of_its_moment() -> None:
    from seqlab.training.plan import Plan
    from seqlab.training.shared_convolutions import share_convolutions

    model = built(Convolutional(), DATA)
    sharing = share_convolutions(model, Plan(2, False), DATA, "validation")
    assert sharing is not None
    for scale in (1.0, -2.0, 0.5):
        model.set_weights([scale * weight for weight in model.get_weights()])
        loss = model.evaluate(sharing.batches, callbacks=[sharing], verbose=0, return_dict=True)
        assert loss["loss"] == pytest.approx(alone(model, DATA), abs=1e-6)


def test_the_validation_loss_of_a_run_is_that_of_its_model(tmp_path) -> None:
    from seqlab.recipes.train import train_experiment

    experiment = forecast(model=Convolutional())
    run = train_experiment(experiment, tmp_path, silence)
    data = experiment.dataset.load()
    best = run.history["val_loss"].min()
    assert best == pytest.approx(alone(run.model(), data), abs=1e-6)


@pytest.mark.parametrize(
    ("model", "data"),
    [
        (Dense(), DATA),
        (Recurrent(layers=GRU), DATA),
        (
            Convolutional(embedding=Embedding(dimension=4)),
            SyntheticReviews(
                reviews=300, encoding=TokenEncoding(max_features=200, maxlen=12)
            ).load(),
        ),
    ],
    ids=["dense", "gru", "convolutions on text"],
)
def test_what_shares_nothing_is_left_alone(model: Model, data: Data) -> None:
    from seqlab.training.plan import Plan
    from seqlab.training.shared_convolutions import share_convolutions

    ready = built(model, data)
    assert share_convolutions(ready, Plan(2, False), data, "validation") is None


def test_keras_own_steps_are_left_alone() -> None:
    from seqlab.training.shared_convolutions import share_convolutions

    model = built(Convolutional(), DATA)
    assert share_convolutions(model, None, DATA, "validation") is None
    assert model.test_function is None
