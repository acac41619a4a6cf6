"""NB-SVM: naive Bayes in its extreme, the paper's formula, and the figures of real files."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from sklearn.svm import LinearSVC

from seqlab.baselines.nb_svm import NbSvm
from seqlab.tasks.labelled_texts import LabelledTexts
from seqlab.text.words import any_script
from tests.baselines.texts import TextsData, accuracy, made_up, rt_polarity, trec


def test_of_two_classes_the_rows_are_those_of_the_formula_in_plain_loops() -> None:
    texts = made_up(count=90)
    own = [any_script(text) for text in texts.texts()]
    terms = [set(words) | set(pairwise(words)) for words in own]
    training, labels = texts.places["training"].tolist(), texts.labels
    counts = Counter(term for place in training for term in terms[place])
    known = sorted((term for term in counts if counts[term] >= 2), key=str)
    has = np.array([[float(term in found) for term in known] for found in terms])
    p = 1 + sum(has[place] for place in training if labels[place] == 1)
    q = 1 + sum(has[place] for place in training if labels[place] == 0)
    ratios = np.log((p / abs(p).sum()) / (q / abs(q).sum()))
    model = LinearSVC(C=1, tol=1e-6, random_state=0, max_iter=100_000)
    model.fit(has[training] * ratios, labels[training])
    mean_size = abs(model.coef_[0]).sum() / len(known)
    weights = 0.75 * mean_size + 0.25 * model.coef_[0]
    expected = (has[texts.places["test"]] * ratios) @ weights + model.intercept_[0]
    outputs = NbSvm().fit(TextsData(texts)).predict("test")
    np.testing.assert_allclose(outputs[:, 0], expected, atol=0.02 * np.ptp(expected))


@pytest.mark.parametrize("odd", [["rare thing e"], ["xyzzy"], ["", "", ""]])
def test_a_class_of_a_few_odd_texts_does_not_get_every_answer(odd) -> None:
    generator = np.random.default_rng(0)
    texts = [f"word{n % 3} {' '.join(map(str, generator.integers(9, size=4)))}" for n in range(300)]
    labels = np.array([n % 3 for n in range(300)] + [3] * len(odd))
    everything = np.arange(len(labels))
    own = LabelledTexts(
        lambda: [*texts, *odd],
        labels,
        ("a", "b", "c", "odd"),
        {"training": everything, "validation": everything, "test": everything[:300]},
        "made",
    )
    outputs = NbSvm().fit(TextsData(own)).predict("test")
    assert (outputs.argmax(axis=1) == labels[:300]).mean() > 0.95


@pytest.mark.data
def test_it_reaches_its_figure_on_trec() -> None:
    texts = trec()
    outputs = NbSvm().fit(TextsData(texts)).predict("test")
    assert accuracy(outputs, texts, "test") >= 0.880


@pytest.mark.data
@pytest.mark.slow
def test_it_reaches_its_figure_on_rt_polarity() -> None:
    found = []
    for fold in range(10):
        texts = rt_polarity(fold)
        outputs = NbSvm().fit(TextsData(texts)).predict("test")
        found.append(accuracy(outputs, texts, "test"))
    assert np.mean(found) == pytest.approx(0.789, abs=0.003)


@pytest.mark.data
@pytest.mark.slow
def test_it_reaches_its_figure_on_imdb() -> None:
    from seqlab.datasets.imdb import Imdb

    data = Imdb().load()
    outputs = NbSvm().fit(data).predict("validation")
    assert accuracy(outputs, data.labelled_texts(), "validation") >= 0.915
