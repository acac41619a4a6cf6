"""Support vector machines on what naive Bayes says of terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import diags_array
from sklearn.svm import LinearSVC

from seqlab.baselines.learning.terms import with_unseen
from seqlab.baselines.learning.threads import one_thread

SMOOTHING = 1.0
"""Added to how many texts have a term."""
INTERPOLATION = 0.25
"""How much of the machine's own weights is kept; the rest is their mean size, as naive Bayes."""
C = 1.0
"""How much a wrong answer costs beside large weights; see `seqlab.baselines.nb_svm`."""


@dataclass(frozen=True, eq=False)
class OneAgainstRest:
    """Linear functions of which terms a text has.

    Args:
        weights: of the second class, `(terms, 1)`, or of each class in training, `(terms, seen)`.
        constants: `(1,)` or `(seen,)`.
        seen: the numbers of the classes in training, ascending, `(seen,)`.
        classes: how many there are.
    """

    weights: NDArray[np.float64]
    constants: NDArray[np.float64]
    seen: NDArray[np.int64]
    classes: int

    def outputs(self, counts: Any) -> NDArray[np.float64]:
        """Decision values: of the second of two classes `(texts, 1)`, else `(texts, classes)`."""
        scores: NDArray[np.float64] = counts.sign() @ self.weights + self.constants
        if self.classes == 2:
            return scores
        return with_unseen(scores, self.seen, self.classes)


def fit_nb_svm(counts: Any, labels: NDArray[np.int64], classes: int) -> OneAgainstRest:
    """Fit the second class against the first, or each of several against the rest.

    Args:
        counts: how often each training text has each term, `(texts, terms)`, sparse.
        labels: the number of each text's class, `(texts,)`.
        classes: how many there are.
    """
    has = counts.sign()
    seen = np.unique(labels)
    told = seen[1:] if classes == 2 else seen
    with one_thread():
        functions = [_fit_one(has, labels == number) for number in told]
    weights, constants = zip(*functions, strict=True)
    return OneAgainstRest(np.stack(weights, axis=1), np.array(constants), seen, classes)


def _fit_one(has: Any, is_own: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    """The weight of each term, `(terms,)`, and the constant of one class against the rest."""
    ratios = log_count_ratios(has, is_own)
    # A hundredth is near enough: a ten-thousandth takes 24 s on IMDB, not 1, for the same answers.
    model = LinearSVC(C=C, dual=True, tol=0.01, random_state=0)
    model.fit(has @ diags_array(ratios), is_own)
    own = model.coef_[0]
    weights = ratios * ((1 - INTERPOLATION) * np.abs(own).mean() + INTERPOLATION * own)
    return weights, _constant(has @ weights, is_own, float(model.intercept_[0]))


def _constant(scores: NDArray[np.float64], is_own: NDArray[np.bool_], given: float) -> float:
    """What is added to scores: the machine's own constant, unless it does not suit other weights.

    With interpolated weights a class of a single odd text may get every answer. Where more training
    texts are wrong than if none got the class, the constant of the least squared hinge loss is
    taken.

    Args:
        scores: of each training text, `(texts,)`.
        is_own: whether each is of the class, `(texts,)`.
        given: the machine's own.
    """
    if ((scores + given > 0) != is_own).sum() <= is_own.sum():
        return given
    signs = np.where(is_own, 1.0, -1.0)
    reach = float(np.abs(scores).max()) + 1

    def loss(constant: float) -> float:
        return float(np.square(np.maximum(0, 1 - signs * (scores + constant))).sum())

    return float(minimize_scalar(loss, bounds=(-reach, reach), method="bounded").x)


def log_count_ratios(has: Any, is_own: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How much more often texts of one class have each term than the others do.

    Worked example: of two texts of the class both have the first of two terms and one has the
    second; the only other text has the second. With 1 added the class has 3 and 2, the rest 1 and
    2; as shares 3/5 and 2/5, 1/3 and 2/3; the ratios are ln(9/5) and ln(3/5).

    Args:
        has: 1 where a text has a term, `(texts, terms)`, sparse.
        is_own: whether each text is of the class, `(texts,)`.

    Returns:
        `(terms,)`.
    """
    own, others = (SMOOTHING + has[which].sum(axis=0) for which in (is_own, ~is_own))
    ratios = np.log(own / own.sum()) - np.log(others / others.sum())
    return np.asarray(ratios, np.float64).ravel()
