"""What there is to say of a classification beside its accuracy, over a whole split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, softmax

BINS = 15
"""Bins of the reliability curve, as Guo et al. have."""
_HUGE = 1e300
"""In place of infinite outputs, whose differences are no numbers."""


@dataclass(frozen=True)
class OfClass:
    """How well one class is told from the others.

    Args:
        precision: the share of the answers of this class that are right; None without any.
        recall: the share of its texts that get this answer; None without any.
        f1: 2 right answers / (answers of this class + its texts); None without either.
        support: how many of the texts are of this class.
    """

    precision: float | None
    recall: float | None
    f1: float | None
    support: int


@dataclass(frozen=True)
class ReliabilityBin:
    """Answers of about the same confidence.

    Args:
        low: the lowest confidence, which the bin before this one holds.
        high: the highest, which is in the bin.
        count: how many answers there are, at least one.
        confidence: their mean.
        accuracy: the share of them that are right.
    """

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, eq=False)
class ClassScores:
    """What a classification scores.

    Args:
        macro_f1: the mean of the F1 of the classes that have one.
        roc_auc: the area under the receiver operating characteristic: how often a text of the
            class gets a higher probability of it than another text does. Of the second of two
            classes; of several the mean of each against the rest.
        calibration_error: the expected calibration error, how far accuracy is from confidence.
        classes: the scores of each class, by its name, in their order.
        confusion: how many texts of each class (row) got each answer (column),
            `(classes, classes)`.
        reliability: the bins of confidence that have answers, the lowest first.
        reasons: why a value is None or what it leaves out, by its name: `roc_auc`,
            `sport: precision`.
    """

    macro_f1: float | None
    roc_auc: float | None
    calibration_error: float | None
    classes: Mapping[str, OfClass]
    confusion: NDArray[np.int64]
    reliability: tuple[ReliabilityBin, ...]
    reasons: Mapping[str, str]

    def record(self) -> dict[str, Any]:
        """The scores as a JSON object."""
        record: dict[str, Any] = {
            "macro_f1": self.macro_f1,
            "roc_auc": self.roc_auc,
            "calibration_error": self.calibration_error,
            "classes": {name: asdict(scores) for name, scores in self.classes.items()},
            "confusion": self.confusion.tolist(),
            "reliability": [asdict(one) for one in self.reliability],
        }
        return record | ({"reasons": dict(self.reasons)} if self.reasons else {})


def probabilities(outputs: NDArray[Any], *, from_logits: bool) -> NDArray[np.float64]:
    """The probability of each class from what a model puts out.

    Worked example: log-odds of 0 are [0.5, 0.5]; what is taken for a probability of 1.3 is
    [0, 1]; what is taken for probabilities of -1, 1 and 3 becomes [0, 0.25, 0.75].

    Args:
        outputs: of the second of two classes, `(samples, 1)`, or of each, `(samples, classes)`.
        from_logits: whether they are log-odds or scores; else they are taken for probabilities,
            and held to 0 to 1 and a sum of 1. Where none of several is positive, the largest is
            certain.

    Returns:
        `(samples, classes)`, rows that sum to 1; NaN where outputs are.
    """
    values = np.clip(np.asarray(outputs, np.float64), -_HUGE, _HUGE)
    if values.shape[1] == 1:
        second = values[:, 0]
        if from_logits:
            return np.stack([expit(-second), expit(second)], axis=1)
        second = second.clip(0, 1)
        return np.stack([1 - second, second], axis=1)
    if from_logits:
        shares: NDArray[np.float64] = softmax(values, axis=1)
        return shares
    nothing = (values <= 0).all(axis=1)
    values[nothing] = values[nothing] == values[nothing].max(axis=1, keepdims=True)
    values = values.clip(min=0)
    values /= values.max(axis=1, keepdims=True)  # so that no sum overflows
    return np.asarray(values / values.sum(axis=1, keepdims=True))


def class_scores(
    probabilities: NDArray[np.float64], labels: NDArray[np.int64], classes: Sequence[str]
) -> ClassScores:
    """Score the answers for all texts of a split; the answer is the most probable class.

    Args:
        probabilities: of each class, `(samples, classes)`; of equal ones the first is the answer.
        labels: the number of each text's class, `(samples,)`.
        classes: their names, at least two.
    """
    count, answers = len(classes), probabilities.argmax(axis=1)
    confusion = np.bincount(labels * count + answers, minlength=count**2).reshape(count, count)
    reasons: dict[str, str] = {}
    each = {name: _of_class(confusion, n, name, reasons) for n, name in enumerate(classes)}
    f1 = [scores.f1 for scores in each.values() if scores.f1 is not None]
    if len(f1) < count:
        left = _names([name for name, scores in each.items() if scores.f1 is None])
        reasons["macro_f1"] = f"without {left}: no text is of it or gets it as its answer"
    known = bool(np.isfinite(probabilities).all())
    areas = _areas(probabilities, labels) if known else {}
    bins = _reliability(probabilities, labels == answers) if known else ()
    if not known:
        odd = int((~np.isfinite(probabilities)).any(axis=1).sum())
        why = f"{odd:,} of {len(labels):,} outputs are no numbers"
        reasons |= {"roc_auc": why, "calibration_error": why}
    elif not len(labels):
        reasons |= dict.fromkeys(("roc_auc", "calibration_error"), "there are no texts")
    elif not areas:
        reasons["roc_auc"] = "all texts are of one class"
    elif len(areas) < count:
        left = _names([name for n, name in enumerate(classes) if n not in areas])
        reasons["roc_auc"] = f"without {left}: no text is of it"
    chosen = [areas[1]] if count == 2 and areas else list(areas.values())
    gaps = [one.count * abs(one.accuracy - one.confidence) for one in bins]
    return ClassScores(
        macro_f1=float(np.mean(f1)) if f1 else None,
        roc_auc=float(np.mean(chosen)) if chosen else None,
        calibration_error=sum(gaps) / len(labels) if bins else None,
        classes=each,
        confusion=confusion,
        reliability=bins,
        reasons=reasons,
    )


def _of_class(
    confusion: NDArray[np.int64], number: int, name: str, reasons: dict[str, str]
) -> OfClass:
    """The scores of one class; `reasons` gets why one is missing."""
    right = int(confusion[number, number])
    support, answers = int(confusion[number].sum()), int(confusion[:, number].sum())
    if not answers:
        reasons[f"{name}: precision"] = "no text gets this answer"
    if not support:
        reasons[f"{name}: recall"] = "no text is of this class"
    if not answers + support:
        reasons[f"{name}: f1"] = "no text is of this class or gets this answer"
    return OfClass(
        precision=right / answers if answers else None,
        recall=right / support if support else None,
        f1=2 * right / (answers + support) if answers + support else None,
        support=support,
    )


def _areas(probabilities: NDArray[np.float64], labels: NDArray[np.int64]) -> dict[int, float]:
    """The area under the curve of each class against the rest, where there are texts of both.

    From the ranks of probabilities, equal ones sharing the mean of theirs (Hanley and McNeil,
    1982). Worked example, probabilities 0.1, 0.4, 0.4, 0.8 of which the third and fourth belong to
    the class: the ranks are 1, 2.5, 2.5 and 4, the class has 6.5, at least 1 + 2 = 3, and of the
    2 * 2 pairs with others (6.5 - 3) / 4 = 0.875 are in order.
    """
    found = {}
    for number, column in enumerate(probabilities.T):
        is_own = labels == number
        own, others = int(is_own.sum()), int((~is_own).sum())
        if own and others:
            _, places, counts = np.unique(column, return_inverse=True, return_counts=True)
            ranks = counts.cumsum() - (counts - 1) / 2
            least = own * (own + 1) / 2
            found[number] = float((ranks[places[is_own]].sum() - least) / (own * others))
    return found


def _reliability(
    probabilities: NDArray[np.float64], is_right: NDArray[np.bool_]
) -> tuple[ReliabilityBin, ...]:
    """Answers in bins of equal width by their confidence (Guo et al., *On calibration*, 2017).

    Worked example: the first bin holds confidences above 0 up to 1/15, the last those above 14/15.
    """
    confidence = probabilities.max(axis=1)
    edges = np.arange(BINS + 1) / BINS
    places = edges.searchsorted(confidence.clip(max=1), side="left") - 1
    counts = np.bincount(places, minlength=BINS)
    confident = np.bincount(places, confidence, BINS)
    right = np.bincount(places, is_right, BINS)
    return tuple(
        ReliabilityBin(
            low=float(edges[place]),
            high=float(edges[place + 1]),
            count=int(counts[place]),
            confidence=float(confident[place] / counts[place]),
            accuracy=float(right[place] / counts[place]),
        )
        for place in counts.nonzero()[0]
    )


def _names(names: Sequence[str]) -> str:
    """A few names, and how many more there are."""
    more = f" and {len(names) - 5:,} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more
