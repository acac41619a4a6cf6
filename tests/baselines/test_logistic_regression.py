"""Logistic regression on tf-idf: scikit-learn's own pipeline, and the figures of real files."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression as Reference
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline

from seqlab.baselines.logistic_regression import LogisticRegression
from seqlab.text.words import any_script
from tests.baselines.texts import LabelledTexts, TextsData, accuracy, made_up, rt_polarity, trec


def reference(texts: LabelledTexts) -> tuple[object, list[str]]:
    """scikit-learn's pipeline on the training texts, and the texts of the test."""
    vectorizer = TfidfVectorizer(
        tokenizer=any_script,
        token_pattern=None,
        ngram_range=(1, 2),
        min_df=2,
        sublinear_tf=True,
    )
    own, (training, test) = texts.texts(), (texts.places[split] for split in ("training", "test"))
    model = make_pipeline(vectorizer, Reference(C=10, max_iter=1000))
    model.fit([own[place] for place in training], texts.labels_of("training"))
    return model, [own[place] for place in test]


def test_of_two_classes_it_gives_the_log_odds_of_the_second() -> None:
    texts = made_up()
    model, test = reference(texts)
    outputs = LogisticRegression().fit(TextsData(texts)).predict("test")
    np.testing.assert_allclose(outputs[:, 0], model.decision_function(test), atol=1e-6)
    np.testing.assert_allclose(1 / (1 + np.exp(-outputs[:, 0])), model.predict_proba(test)[:, 1])


def test_of_several_classes_it_gives_log_probabilities() -> None:
    texts = made_up(4)
    model, test = reference(texts)
    outputs = LogisticRegression().fit(TextsData(texts)).predict("test")
    np.testing.assert_allclose(outputs, model.predict_log_proba(test), atol=1e-6)


def test_two_of_three_classes_in_training_share_the_probability() -> None:
    texts = made_up(2)
    more = LabelledTexts(texts.texts, texts.labels, ("a", "b", "c"), texts.places, "three")
    outputs = LogisticRegression().fit(TextsData(more)).predict("test")
    odds = LogisticRegression().fit(TextsData(texts)).predict("test")
    np.testing.assert_allclose(outputs[:, 1] - outputs[:, 0], odds[:, 0], atol=1e-9)
    np.testing.assert_allclose(np.exp(outputs).sum(axis=1), 1)


@pytest.mark.data
def test_it_reaches_its_figures_on_trec() -> None:
    texts = trec()
    outputs = LogisticRegression().fit(TextsData(texts)).predict("test")
    assert accuracy(outputs, texts, "test") >= 0.890
    f1 = f1_score(texts.labels_of("test"), outputs.argmax(axis=1), average="macro")
    assert f1 >= 0.880


@pytest.mark.data
@pytest.mark.slow
def test_it_reaches_its_figure_on_rt_polarity() -> None:
    found = []
    for fold in range(10):
        texts = rt_polarity(fold)
        outputs = LogisticRegression().fit(TextsData(texts)).predict("test")
        found.append(accuracy(outputs, texts, "test"))
    assert np.mean(found) == pytest.approx(0.781, abs=0.003)


@pytest.mark.data
@pytest.mark.slow
def test_it_reaches_its_figure_on_imdb() -> None:
    from seqlab.datasets.imdb import Imdb

    data = Imdb().load()
    outputs = LogisticRegression().fit(data).predict("validation")
    assert accuracy(outputs, data.labelled_texts(), "validation") >= 0.905
