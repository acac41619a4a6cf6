"""Texts are split without loss and without overlap, by a seed of their own."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seqlab.text.splits import cut_off, draw


@given(st.integers(2, 200), st.data(), st.integers(0, 2**32))
def test_no_text_is_in_both_parts_and_none_is_taken_twice(count, data, seed) -> None:
    training = data.draw(st.integers(0, count))
    validation = data.draw(st.integers(0, count - training))
    parts = cut_off(count, training, validation, seed)
    assert [len(part) for part in parts] == [training, validation]
    taken = np.concatenate(parts).tolist()
    assert len(set(taken)) == len(taken) and set(taken) <= set(range(count))


def test_fewer_texts_are_the_first_of_the_same_order() -> None:
    everything, _ = cut_off(50, 50, 0, 1)
    training, validation = cut_off(50, 10, 15, 1)
    assert [*training, *validation] == everything[:25].tolist()


def test_the_cut_depends_on_its_seed_alone() -> None:
    first, again, other = (cut_off(50, 40, 10, seed)[1].tolist() for seed in (1, 1, 2))
    assert first == again
    assert set(first) != set(other)


LABELS = st.lists(st.integers(0, 3), min_size=1, max_size=60).map(np.array)
SHARES = st.lists(st.floats(0.01, 0.45), min_size=0, max_size=2)


@given(LABELS, SHARES, st.integers(0, 2**32), st.booleans())
def test_each_text_is_drawn_once_or_left(labels, shares, seed, stratify) -> None:
    parts = draw(labels, tuple(shares), seed, stratify=stratify)
    assert len(parts) == len(shares) + 1
    assert sorted(np.concatenate(parts).tolist()) == list(range(len(labels)))
    assert all((np.diff(part) > 0).all() for part in parts)


@given(LABELS, SHARES, st.integers(0, 2**32))
def test_stratified_each_class_gives_its_share_to_within_one_text(labels, shares, seed) -> None:
    *drawn, _ = draw(labels, tuple(shares), seed, stratify=True)
    for label in np.unique(labels):
        own = int((labels == label).sum())
        for part, share in zip(drawn, shares, strict=True):
            assert abs((labels[part] == label).sum() - share * own) <= 1


def test_worked_example_of_the_docstring() -> None:
    labels = np.array([0] * 10 + [1] * 5)
    parts = draw(labels, (0.2, 0.2), 1, stratify=True)
    assert [np.bincount(labels[part]).tolist() for part in parts] == [[2, 1], [2, 1], [6, 3]]


def test_a_draw_depends_on_its_seed_alone_and_scatters_over_the_file() -> None:
    labels = np.zeros(100, int)
    first, again, other = (draw(labels, (0.2,), seed, stratify=False)[0] for seed in (1, 1, 2))
    assert first.tolist() == again.tolist() != other.tolist()
    assert np.diff(first).max() > 1
