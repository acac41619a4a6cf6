"""Log-count ratios of terms."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array, csr_matrix
from sklearn.naive_bayes import MultinomialNB

from seqlab.baselines.learning.log_count_ratios import log_count_ratios


def test_the_worked_example() -> None:
    has = csr_matrix([[1.0, 1.0], [1.0, 0.0], [0.0, 1.0]])
    ratios = log_count_ratios(has, np.array([True, True, False]))
    np.testing.assert_allclose(ratios, [np.log(9 / 5), np.log(3 / 5)])


@given(st.integers(0, 2**32 - 1), st.integers(2, 20), st.integers(1, 9))
def test_they_are_the_differences_of_naive_bayes_s_own_weights(seed, texts, terms) -> None:
    generator = np.random.default_rng(seed)
    has = generator.integers(2, size=(texts, terms)).astype(float)
    is_own = np.arange(texts) % 2 == 0
    weights = MultinomialNB(alpha=1).fit(has, is_own).feature_log_prob_
    for form in (csr_matrix, csr_array):
        found = log_count_ratios(form(has), is_own)
        np.testing.assert_allclose(found, weights[1] - weights[0], atol=1e-12)
