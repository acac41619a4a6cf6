"""The texts behind a classification, and a digest that any change of them changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from seqlab.tasks.labelled_texts import LabelledTexts


def never() -> list[str]:
    raise AssertionError("no text is needed for this")


def some_texts() -> LabelledTexts:
    """The worked example of the docstring."""
    places = {"training": np.array([3, 1]), "validation": np.array([0]), "test": np.array([2, 4])}
    return LabelledTexts(never, np.array([0, 1, 1, 0, 1]), ("bad", "good"), places, "print")


def test_labels_come_in_the_order_of_the_split() -> None:
    labelled = some_texts()
    assert labelled.labels_of("training").tolist() == [0, 1]
    assert labelled.labels_of("test").tolist() == [1, 1]


def test_the_same_texts_and_splits_have_the_same_digest_and_none_is_read() -> None:
    one, other = some_texts(), some_texts()
    turned = replace(other, places=dict(reversed(other.places.items())))
    assert one.digest() == other.digest() == turned.digest()


def test_other_texts_classes_places_and_orders_are_other_digests() -> None:
    labelled = some_texts()
    places = labelled.places
    others = [
        replace(labelled, fingerprint="other"),
        replace(labelled, classes=("bad", "good", "neither")),
        replace(labelled, places={**places, "training": np.array([1, 3])}),
        replace(labelled, places={**places, "validation": np.array([0, 2]), "test": np.array([4])}),
        replace(labelled, places={**places, "validation": places["test"], "test": np.array([0])}),
    ]
    assert len({other.digest() for other in (labelled, *others)}) == 6
