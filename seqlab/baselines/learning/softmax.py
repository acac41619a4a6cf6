"""Logistic regression on tf-idf, for two classes and for more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_softmax
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression

from seqlab.baselines.learning.terms import with_unseen
from seqlab.baselines.learning.threads import one_thread

C = 10.0
"""How much a wrong answer costs beside large weights; see `LogisticRegression` of baselines."""


@dataclass(frozen=True, eq=False)
class TfidfRegression:
    """A logistic regression on weighted terms.

    Args:
        weighting: scikit-learn's, which knows how many training texts have each term.
        model: scikit-learn's.
        classes: how many there are.
    """

    weighting: Any
    model: Any
    classes: int

    def outputs(self, counts: Any) -> NDArray[np.float64]:
        """Log-odds, `(texts, 1)`, or log-probabilities, `(texts, classes)`."""
        with one_thread():
            scores: NDArray[np.float64] = self.model.decision_function(
                self.weighting.transform(counts)
            )
        if scores.ndim == 1:  # log-odds of the second of the two classes that training has
            scores = np.stack([np.zeros_like(scores), scores], axis=1)
        if self.classes == 2:
            return scores[:, 1:]
        return with_unseen(log_softmax(scores, axis=1), self.model.classes_, self.classes)


def fit_tfidf_regression(counts: Any, labels: NDArray[np.int64], classes: int) -> TfidfRegression:
    """Weigh terms by (1 + ln count) (1 + ln((1 + texts) / (1 + texts with it))), and fit.

    The weights of a text have the length 1 (Salton and Buckley, *Term-weighting approaches*, 1988).

    Args:
        counts: how often each training text has each term, `(texts, terms)`, sparse.
        labels: the number of each text's class, `(texts,)`.
        classes: how many there are.
    """
    weighting = TfidfTransformer(sublinear_tf=True)
    model = LogisticRegression(C=C, max_iter=1000)
    with one_thread():
        model.fit(weighting.fit_transform(counts), labels)
    return TfidfRegression(weighting, model, classes)
