"""Which terms are counted."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from seqlab.baselines.learning import terms
from seqlab.baselines.learning.terms import UNSEEN, learn_terms, with_unseen
from seqlab.errors import DataError


def names(found: CountVectorizer) -> list[str]:
    return found.get_feature_names_out().tolist()


def test_words_and_pairs_that_two_texts_have_are_counted() -> None:
    found, counts = learn_terms(["Good film", "good plot, GOOD plot", "a film; good plot"], 2)
    assert names(found) == ["film", "good", "good plot", "plot"]
    assert counts.toarray().tolist() == [[1, 1, 0, 0], [0, 2, 2, 2], [1, 1, 1, 1]]
    assert found.transform(["plot good plot", "unheard"]).toarray().tolist() == [
        [0, 1, 1, 2],
        [0] * 4,
    ]


@pytest.mark.parametrize("texts", [["one", "two"], ["one two"]])
def test_all_terms_are_counted_where_none_is_in_two_texts(texts) -> None:
    found, _ = learn_terms(texts, 2)
    assert {"one", "two"} <= set(names(found))


def test_of_too_many_terms_the_most_frequent_are_counted(monkeypatch) -> None:
    monkeypatch.setattr(terms, "MOST_WEIGHTS", 6)
    texts = ["a", "a", "a", "b", "b", "b", "c", "c"]
    assert names(learn_terms(texts, 2)[0]) == ["a", "b", "c"]
    assert names(learn_terms(texts, 3)[0]) == ["a", "b"]


def test_texts_without_words_are_refused() -> None:
    with pytest.raises(DataError, match="None of 3 training texts has a word") as caught:
        learn_terms(["", "?!", " "], 2)
    assert "column of texts" in caught.value.remedy


def test_classes_that_were_not_seen_come_last() -> None:
    scores = with_unseen(np.array([[-0.1, -2.3], [-3.0, -0.05]]), np.array([0, 2]), 3)
    assert scores.tolist() == [[-0.1, UNSEEN, -2.3], [-3.0, UNSEEN, -0.05]]
    assert 0 < np.exp(UNSEEN) < 1e-307
