"""Texts are split without loss and without overlap, by a seed of their own."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seqlab.text.splits import cut_off


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
