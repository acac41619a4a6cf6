"""Two classes and several: head, loss, metric and errors against plain NumPy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.errors import ConfigError
from seqlab.tasks.classification import BINARY, CATEGORICAL, Classification
from seqlab.tasks.inputs import Bag

BOTH = Classification(Bag(8), ("negative", "positive"))
FIVE = Classification(Bag(8), ("business", "politics", "science", "sport", "weather"))


def softmax(outputs: np.ndarray) -> np.ndarray:
    powers = np.exp(outputs - outputs.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def test_a_target_is_the_number_of_a_class() -> None:
    assert BOTH.target_shape == FIVE.target_shape == (1,)
    assert (BOTH.is_binary, FIVE.is_binary) == (True, False)
    assert (FIVE.unit, FIVE.scale, FIVE.has_logits) == ("", None, True)
    assert (BOTH.output_shape, FIVE.output_shape) == ((1,), (5,))


@given(st.lists(st.tuples(st.floats(-5, 5), st.integers(0, 1)), min_size=1, max_size=20))
def test_of_two_classes_the_second_is_chosen_where_its_log_odds_are_positive(samples) -> None:
    outputs = np.array([[output] for output, _ in samples])
    targets = np.array([[float(target)] for _, target in samples])
    wrong = [float((output > 0) != target) for output, target in samples]
    assert BOTH.errors(outputs, targets, from_logits=True).tolist() == wrong
    # The printed listing's mistake: what is no probability is compared with one half.
    wrong = [float((output > 0.5) != target) for output, target in samples]
    assert BOTH.errors(outputs, targets, from_logits=False).tolist() == wrong


@given(st.integers(0, 2**32 - 1), st.integers(1, 20), st.booleans())
def test_of_several_classes_the_one_with_the_highest_score_is_chosen(
    seed, samples, from_logits
) -> None:
    generator = np.random.default_rng(seed)
    outputs = generator.normal(size=(samples, 5))
    targets = generator.integers(0, 5, size=(samples, 1)).astype(np.float64)
    expected = [
        float(max(range(5), key=row.__getitem__) != target)
        for row, target in zip(outputs.tolist(), targets[:, 0], strict=True)
    ]
    errors = FIVE.errors(outputs, targets, from_logits=from_logits)
    assert errors.tolist() == expected
    assert FIVE.score(errors) == pytest.approx(1 - np.mean(expected))


@pytest.mark.keras
@pytest.mark.parametrize(("task", "count"), [(BOTH, 1), (FIVE, 5)])
def test_the_head_has_one_number_for_two_classes_and_one_for_each_of_more(task, count) -> None:
    import keras

    hidden = keras.Input((3,))
    model = keras.Model(hidden, task.head(hidden))
    assert model.output.shape == (None, count)
    assert (model.layers[-1].name, model.layers[-1].compute_dtype) == ("output", "float32")


@pytest.mark.keras
@pytest.mark.parametrize("task", [BOTH, FIVE], ids=["two", "five"])
@pytest.mark.parametrize("from_logits", [True, False])
def test_loss_and_metric_are_those_of_their_definitions(task, from_logits) -> None:
    generator = np.random.default_rng(1)
    classes = len(task.classes)
    targets = generator.integers(0, classes, size=(40, 1)).astype(np.float32)
    scores = generator.normal(size=(40, 1 if task.is_binary else classes)).astype(np.float32)
    if task.is_binary:
        second = 1 / (1 + np.exp(-scores[:, 0]))
        shares, said = np.stack([1 - second, second], axis=1), second[:, np.newaxis]
    else:
        shares = said = softmax(scores)
    outputs = scores if from_logits else said
    right = shares[np.arange(40), targets[:, 0].astype(int)]
    loss = task.loss(None, from_logits=from_logits)
    assert float(loss(targets, outputs)) == pytest.approx(-np.log(right).mean(), rel=1e-4)
    metric = task.keras_metric(from_logits=from_logits)
    metric.update_state(targets[:25], outputs[:25])
    metric.update_state(targets[25:], outputs[25:])
    errors = task.errors(np.float64(outputs), np.float64(targets), from_logits=from_logits)
    assert metric.name == "accuracy"
    assert float(metric.result()) == pytest.approx(task.score(errors))
    assert task.score(errors) == pytest.approx((shares.argmax(axis=1) == targets[:, 0]).mean())


@pytest.mark.keras
def test_five_classes_can_be_learned_with_what_the_task_gives() -> None:
    import keras

    keras.utils.set_random_seed(0)
    targets = np.repeat(np.arange(5.0, dtype=np.float32), 20)[:, np.newaxis]
    x = np.eye(8, dtype=np.float32)[targets[:, 0].astype(int)]
    inputs = keras.Input((8,))
    model = keras.Model(inputs, FIVE.head(inputs))
    model.compile(
        keras.optimizers.Adam(0.1),
        loss=FIVE.loss(None, from_logits=True),
        metrics=[FIVE.keras_metric(from_logits=True)],
    )
    history = model.fit(x, targets, epochs=8, verbose=0).history
    errors = FIVE.errors(np.float64(model(x)), np.float64(targets), from_logits=True)
    assert history["accuracy"][-1] == FIVE.score(errors) == 1.0


@pytest.mark.keras
@pytest.mark.parametrize(
    ("task", "fitting", "other"), [(BOTH, BINARY, CATEGORICAL), (FIVE, CATEGORICAL, BINARY)]
)
def test_a_loss_for_another_number_of_classes_is_refused_with_the_one_that_fits(
    task, fitting, other
) -> None:
    assert task.loss(fitting, from_logits=True).name == fitting
    assert task.loss(None, from_logits=True).name == fitting
    with pytest.raises(ConfigError, match=f"has {len(task.classes)} classes: ") as caught:
        task.loss(other, from_logits=True)
    assert f"Use {fitting}" in caught.value.remedy


def test_of_the_commonest_class_the_log_odds_are_1_or_minus_1_or_it_has_the_only_score() -> None:
    assert BOTH.commonest(np.array([[1.0], [1.0], [0.0]], np.float32)).tolist() == [1.0]
    assert BOTH.commonest(np.array([1.0, 0.0], np.float32)).tolist() == [
        -1.0
    ]  # the first of equals
    assert FIVE.commonest(np.array([2.0, 0.0, 2.0], np.float32)).tolist() == [0, 0, 1, 0, 0]
