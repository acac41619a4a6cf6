"""Scores of classes against scikit-learn, plain loops and cases worked by hand."""

from __future__ import annotations

import json
import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import confusion_matrix, f1_score, precision_recall_fscore_support
from sklearn.metrics import roc_auc_score as area

from seqlab.tasks.classification import Classification
from seqlab.tasks.inputs import Bag
from seqlab.text.scores import BINS, class_scores, probabilities

NAMES = ("business", "politics", "science", "sport", "weather")


def drawn(seed: int, samples: int, classes: int, digits: int) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities, with ties where they have few digits, and labels that may lack classes."""
    generator = np.random.default_rng(seed)
    scores = np.round(2 * generator.normal(size=(samples, classes)), digits)
    labels = generator.integers(generator.integers(1, classes + 1), size=samples)
    return probabilities(scores, from_logits=True), labels


samples_of = st.builds(
    drawn, st.integers(0, 2**32 - 1), st.integers(1, 60), st.integers(2, 5), st.integers(0, 3)
)


@given(samples_of)
def test_confusion_precision_recall_and_f1_are_scikit_learn_s(samples) -> None:
    shares, labels = samples
    count, answers = shares.shape[1], shares.argmax(axis=1)
    found = class_scores(shares, labels, NAMES[:count])
    np.testing.assert_array_equal(
        found.confusion, confusion_matrix(labels, answers, labels=range(count))
    )
    expected = precision_recall_fscore_support(
        labels, answers, labels=range(count), zero_division=np.nan
    )
    for scores, precision, recall, f1, support in zip(
        found.classes.values(), *expected, strict=True
    ):
        assert scores.support == support
        for value, other in ((scores.precision, precision), (scores.recall, recall)):
            assert (math.nan if value is None else value) == pytest.approx(other, nan_ok=True)
        if scores.f1 is not None:
            assert scores.f1 == pytest.approx(f1)
    # What it leaves out of the macro F1, scikit-learn leaves out too.
    assert found.macro_f1 == pytest.approx(f1_score(labels, answers, average="macro"))


@given(samples_of)
def test_the_area_under_the_curve_is_scikit_learn_s(samples) -> None:
    shares, labels = samples
    count = shares.shape[1]
    found = class_scores(shares, labels, NAMES[:count]).roc_auc
    present = [number for number in range(count) if 0 < (labels == number).sum() < len(labels)]
    if not present:
        assert found is None
    elif count == 2:
        assert found == pytest.approx(area(labels, shares[:, 1]))
    else:
        each = [area(labels == number, shares[:, number]) for number in present]
        assert found == pytest.approx(np.mean(each))
        if len(present) == count:
            whole = area(labels, shares, multi_class="ovr", average="macro")
            assert found == pytest.approx(whole)


@given(samples_of)
def test_calibration_is_that_of_plain_loops(samples) -> None:
    shares, labels = samples
    found = class_scores(shares, labels, NAMES[: shares.shape[1]])
    error, bins = 0.0, []
    for number in range(BINS):
        inside = [
            (float(row.max()), float(row.argmax() == label))
            for row, label in zip(shares, labels, strict=True)
            if number / BINS < row.max() <= (number + 1) / BINS
        ]
        if inside:
            confidence, right = (sum(values) / len(inside) for values in zip(*inside, strict=True))
            error += len(inside) / len(labels) * abs(right - confidence)
            bins.append((number / BINS, (number + 1) / BINS, len(inside), confidence, right))
    assert found.calibration_error == pytest.approx(error, abs=1e-12)
    assert len(found.reliability) == len(bins)
    for one, expected in zip(found.reliability, bins, strict=True):
        own = (one.low, one.high, one.count, one.confidence, one.accuracy)
        assert own == pytest.approx(expected)


def test_a_case_worked_by_hand() -> None:
    second = np.array([0.1, 0.4, 0.6, 0.8])
    shares = np.stack([1 - second, second], axis=1)
    found = class_scores(shares, np.array([0, 1, 0, 1]), ("bad", "good"))
    assert found.confusion.tolist() == [[1, 1], [1, 1]]
    assert (found.macro_f1, found.roc_auc) == (0.5, 0.75)
    # 0.9 and 0.8 are right, the two of 0.6 are wrong: (0.1 + 0.2 + 2 * 0.6) / 4.
    assert found.calibration_error == pytest.approx(0.375)
    assert [(one.count, one.accuracy) for one in found.reliability] == [(2, 0), (1, 1), (1, 1)]
    assert found.reasons == {}
    record = json.loads(json.dumps(found.record(), allow_nan=False))
    assert list(record) == [
        "macro_f1", "roc_auc", "calibration_error", "classes", "confusion", "reliability"
    ]  # fmt: skip
    assert record["classes"]["good"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5, "support": 2}
    assert record["reliability"][0] == {
        "low": 8 / 15, "high": 9 / 15, "count": 2, "confidence": 0.6, "accuracy": 0.0
    }  # fmt: skip


def test_a_class_without_texts_and_answers_has_no_scores_and_the_means_say_so() -> None:
    shares = np.array([[0.5, 0.3, 0.1, 0.1], [0.2, 0.6, 0.1, 0.1], [0.1, 0.2, 0.7, 0.0]])
    found = class_scores(shares, np.array([0, 1, 1]), NAMES[:4])
    science, sport = found.classes["science"], found.classes["sport"]
    assert (science.precision, science.recall, science.f1, science.support) == (0, None, 0, 0)
    assert (sport.precision, sport.recall, sport.f1, sport.support) == (None, None, None, 0)
    assert found.macro_f1 == pytest.approx((1 + 2 / 3 + 0) / 3)
    assert found.roc_auc == 0.75  # the mean of 1 and 0.5
    assert found.reasons == {
        "science: recall": "no text is of this class",
        "sport: precision": "no text gets this answer",
        "sport: recall": "no text is of this class",
        "sport: f1": "no text is of this class or gets this answer",
        "macro_f1": "without sport: no text is of it or gets it as its answer",
        "roc_auc": "without science, sport: no text is of it",
    }
    assert found.record()["reasons"] == found.reasons


def test_texts_of_one_class_have_no_curve() -> None:
    found = class_scores(np.array([[0.2, 0.8], [0.4, 0.6]]), np.array([1, 1]), ("bad", "good"))
    assert found.roc_auc is None
    assert found.reasons["roc_auc"] == "all texts are of one class"
    assert found.calibration_error == pytest.approx(0.3)


def test_no_texts_have_no_scores() -> None:
    found = class_scores(np.empty((0, 2)), np.empty(0, np.int64), ("bad", "good"))
    assert (found.macro_f1, found.roc_auc, found.calibration_error) == (None, None, None)
    assert {"macro_f1", "roc_auc", "calibration_error"} <= set(found.reasons)
    assert found.confusion.tolist() == [[0, 0], [0, 0]]


def test_outputs_that_are_no_numbers_leave_the_answers_alone() -> None:
    outputs = np.array([[np.nan], [2.0], [-1.0]])
    shares = probabilities(outputs, from_logits=True)
    found = class_scores(shares, np.array([0, 1, 1]), ("bad", "good"))
    assert found.confusion.tolist() == [[1, 0], [1, 1]]
    assert (found.roc_auc, found.calibration_error, found.reliability) == (None, None, ())
    assert found.reasons["roc_auc"] == "1 of 3 outputs are no numbers"
    json.dumps(found.record(), allow_nan=False)


def test_many_classes_that_are_left_out_are_counted() -> None:
    names = tuple(f"c{number}" for number in range(12))
    shares = np.eye(12)[[0, 1]]
    found = class_scores(shares, np.array([0, 1]), names)
    assert found.reasons["roc_auc"] == "without c2, c3, c4, c5, c6 and 5 more: no text is of it"


numbers = st.floats(-(2.0**100), 2.0**100, width=32) | st.floats(-4, 4, width=32)


@given(
    st.integers(2, 6).flatmap(
        lambda k: st.lists(
            st.lists(numbers, min_size=1 if k == 2 else k, max_size=1 if k == 2 else k), min_size=1
        )
    ),
    st.booleans(),
)
def test_any_outputs_become_probabilities_with_the_answer_that_the_task_takes(
    rows, from_logits
) -> None:
    outputs = np.array(rows, np.float32)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        shares = probabilities(outputs, from_logits=from_logits)
    count = max(2, outputs.shape[1])
    assert (shares.shape, shares.dtype) == ((len(rows), count), np.float64)
    np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=0, atol=1e-12)
    assert ((shares >= 0) & (shares <= 1)).all()
    task = Classification(Bag(1), tuple("abcdef"[:count]))
    rest = np.arange(len(rows))
    answers = shares.argmax(axis=1)[:, np.newaxis].astype(np.float64)
    wrong = task.errors(outputs.astype(np.float64), answers, from_logits=from_logits) > 0
    # Only what differs by less than a probability can tell.
    for row in rest[wrong]:
        assert np.ptp(np.sort(shares[row])[-2:]) < 1e-15


@pytest.mark.parametrize(
    ("outputs", "from_logits", "expected"),
    [
        ([0.0], True, [0.5, 0.5]),
        ([math.log(3)], True, [0.25, 0.75]),
        ([-800.0], True, [1, 0]),
        ([math.inf], True, [0, 1]),
        ([0.2], False, [0.8, 0.2]),
        ([1.3], False, [0, 1]),
        ([-0.3], False, [1, 0]),
        ([math.log(1), math.log(2), math.log(5)], True, [0.125, 0.25, 0.625]),
        ([1e4, 0, -1e4], True, [1, 0, 0]),
        ([math.inf, 0, -math.inf], True, [1, 0, 0]),
        ([-1.0, 1.0, 3.0], False, [0, 0.25, 0.75]),
        ([-3.0, -1.0, -2.0], False, [0, 1, 0]),
        ([0.1, 0.2, 0.7], False, [0.1, 0.2, 0.7]),
    ],
)
def test_probabilities_worked_by_hand(outputs, from_logits, expected) -> None:
    found = probabilities(np.array([outputs]), from_logits=from_logits)
    np.testing.assert_allclose(found, [expected], atol=1e-12)
