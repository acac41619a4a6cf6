"""What holds for every baseline of texts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from seqlab.baselines import kept
from seqlab.baselines.logistic_regression import LogisticRegression
from seqlab.baselines.nb_svm import NbSvm
from seqlab.errors import DataError
from tests.baselines.examples import PanelData, panel_of, waves
from tests.baselines.texts import TextsData, accuracy, labelled, made_up
from tests.text.test_data import make_data

both = pytest.mark.parametrize("baseline", [LogisticRegression(), NbSvm()], ids=lambda b: b.kind)


@both
@pytest.mark.parametrize(("classes", "width"), [(2, 1), (3, 3), (7, 7)])
def test_there_is_one_number_for_two_classes_and_one_for_each_of_more(
    baseline, classes, width
) -> None:
    texts = made_up(classes)
    assert baseline.obstacle(TextsData(texts)) == ""
    outputs = baseline.fit(TextsData(texts)).predict("test")
    assert (outputs.shape, outputs.dtype) == ((100, width), np.float64)
    assert np.isfinite(outputs).all()
    assert accuracy(outputs, texts, "test") > 0.9


@both
def test_other_texts_than_those_of_training_change_nothing(baseline) -> None:
    texts = made_up()
    all_texts = texts.texts()
    changed = [*all_texts[:250], *(f"{text} own0_1 never seen" for text in all_texts[250:])]
    other = replace(texts, texts=lambda: changed, labels=np.append(texts.labels[:200], [0] * 100))
    one, two = (baseline.fit(TextsData(own)).predict("test") for own in (texts, other))
    np.testing.assert_array_equal(one[:50], two[:50])
    assert (one[50:] != two[50:]).any()


@both
@pytest.mark.parametrize("classes", [2, 4])
def test_it_says_the_same_again_on_any_number_of_threads(baseline, classes) -> None:
    data, said = TextsData(made_up(classes)), []
    for threads in (1, 2):
        with threadpool_limits(threads):
            said.append(baseline.fit(data).predict("test"))
    np.testing.assert_array_equal(*said)


@both
@pytest.mark.parametrize("seen", [(0, 2), (1, 2, 3)])
def test_a_class_that_training_lacks_is_never_the_answer(baseline, seen) -> None:
    texts = made_up(4)
    labels = texts.labels.copy()
    labels[:200] = np.array(seen)[labels[:200] % len(seen)]
    outputs = baseline.fit(TextsData(replace(texts, labels=labels))).predict("test")
    assert outputs.shape == (100, 4)
    assert np.isfinite(outputs).all()
    assert set(outputs.argmax(axis=1).tolist()) <= set(seen)


@both
def test_texts_without_any_known_word_get_an_answer_too(baseline) -> None:
    words = ["good film", "good plot", "bad film", "bad plot", "", "?!", "unheard", "good"]
    texts = labelled(words, [1, 1, 0, 0, 1, 0, 1, 1], ("bad", "good"), training=4)
    outputs = baseline.fit(TextsData(texts)).predict("test")
    assert np.isfinite(outputs).all()
    assert outputs[3, 0] > outputs[0, 0] == outputs[1, 0] == outputs[2, 0]


@both
def test_any_script_has_words(baseline) -> None:
    words = ["хороший фильм", "плохой фильм", "καλή ταινία", "κακή ταινία"] * 3
    texts = labelled(words, [1, 0, 1, 0] * 3, ("bad", "good"), training=8)
    assert accuracy(baseline.fit(TextsData(texts)).predict("test"), texts, "test") == 1


@both
def test_series_have_no_texts(baseline) -> None:
    obstacle = baseline.obstacle(PanelData(panel_of(waves(100))))
    assert obstacle == f"{baseline.kind} classifies texts, and there are none in this data"


@both
def test_training_texts_of_one_class_are_an_obstacle(baseline) -> None:
    texts = labelled(["a b", "a c", "b c"], [1, 1, 0], ("bad", "good"), training=2)
    assert "all training texts are of one" in baseline.obstacle(TextsData(texts))


@both
def test_training_texts_without_words_are_refused(baseline) -> None:
    texts = labelled(["?", "...", "word"], [1, 0, 0], ("bad", "good"), training=2)
    with pytest.raises(DataError, match="None of 2 training texts has a word"):
        baseline.fit(TextsData(texts))


@both
def test_loaded_texts_are_those_of_the_corpus_and_their_predictions_are_kept(
    baseline, tmp_path, monkeypatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    data, told = make_data(), []
    shown = data.labelled_texts()
    assert shown.texts()[:3] == ["0", "1", "2"]
    assert (shown.labels.dtype, shown.labels[:3].tolist()) == (np.int64, [0, 1, 0])
    assert (shown.classes, shown.fingerprint) == (("bad", "good"), "made")
    first, again = (kept.predictions(baseline, data, "test", told.append) for _ in range(2))
    np.testing.assert_array_equal(first.predictions, again.predictions)
    assert first.predictions.shape == (9, 1)
    assert told == [f"fitting {baseline.kind}"]
    other = make_data(training=24)
    kept.predictions(baseline, other, "test", told.append)
    assert len(told) == 2
