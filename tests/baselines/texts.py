"""Labelled texts built by hand, and the real files of them."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from seqlab.tasks.classification import Classification
from seqlab.tasks.inputs import Bag
from seqlab.tasks.labelled_texts import LabelledTexts


class TextsData:
    """As much of loaded data as baselines of texts look at.

    Args:
        labelled: the texts.
    """

    def __init__(self, labelled: LabelledTexts) -> None:
        self._labelled = labelled

    def panel(self) -> None:
        return None

    def labelled_texts(self) -> LabelledTexts:
        return self._labelled

    @property
    def task(self) -> Classification:
        return Classification(Bag(1), self._labelled.classes)


def labelled(
    texts: list[str], labels: list[int], classes: tuple[str, ...], *, training: int
) -> LabelledTexts:
    """The first texts are for training, all the others for validation and again for the test."""
    others = np.arange(training, len(texts))
    places = {"training": np.arange(training), "validation": others, "test": others}
    return LabelledTexts(lambda: texts, np.array(labels), classes, places, "made")


def made_up(classes: int = 2, count: int = 300, seed: int = 0) -> LabelledTexts:
    """Texts of common words and of a few that only one class has, two thirds for training."""
    generator = np.random.default_rng(seed)
    labels = generator.integers(classes, size=count)
    texts = []
    for label in labels:
        words = [f"common{number}" for number in generator.integers(40, size=12)]
        words += [f"own{label}_{number}" for number in generator.integers(6, size=2)]
        texts.append(" ".join(generator.permutation(words)))
    names = tuple(f"class {number}" for number in range(classes))
    return labelled(texts, labels.tolist(), names, training=2 * count // 3)


def accuracy(outputs: NDArray[np.float64], own: LabelledTexts, split: str) -> float:
    """The share of right answers."""
    is_binary = outputs.shape[1] == 1
    answers = (outputs[:, 0] > 0) if is_binary else outputs.argmax(axis=1)
    return float((answers == own.labels_of(split)).mean())


def _table(name: str) -> pd.DataFrame:
    folder = Path(os.environ.get("SEQLAB_DATA", ""))
    found = [path for path in (folder / "own" / name, folder / name) if path.exists()]
    if not found:
        pytest.skip(f"needs {name}")
    return pd.read_csv(found[0], keep_default_na=False)


def trec() -> LabelledTexts:
    """Six kinds of questions, the published test."""
    training, test = _table("trec_train.csv"), _table("trec_test.csv")
    frame = pd.concat([training, test])
    classes, labels = np.unique(frame["label"], return_inverse=True)
    texts, names = frame["text"].tolist(), tuple(classes.tolist())
    return labelled(texts, labels.tolist(), names, training=len(training))


def rt_polarity(fold: int) -> LabelledTexts:
    """Sentences of film reviews, one of ten stratified folds for the test."""
    from sklearn.model_selection import StratifiedKFold

    frame = _table("rt_polarity.csv")
    classes, labels = np.unique(frame["label"], return_inverse=True)
    folds = StratifiedKFold(10, shuffle=True, random_state=0).split(labels, labels)
    training, test = list(folds)[fold]
    places = {"training": training, "validation": test, "test": test}
    texts, names = frame["text"].tolist(), tuple(classes.tolist())
    return LabelledTexts(lambda: texts, labels, names, places, f"rt {fold}")
