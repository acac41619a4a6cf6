"""Repeats are shown where they stand; their counts are checked with the audit's."""

import numpy as np

from seqlab.text.repeats import Repeats, Show


def test_the_earliest_split_is_the_one_that_a_repeat_is_counted_for() -> None:
    show = Show(["a", "a", "a"], ["x", "y"], np.array([0, 1, 0]), str)
    splits = ("training", "validation", "test")
    same = np.zeros(3, np.int64)
    repeats = Repeats(np.array([2, 0, 1]), np.arange(3), np.array([0]), same, splits)
    found, counts = repeats.across(show)
    assert counts == {"validation in training": 1, "test in training": 1}
    assert found.examples[1] == "'a' (1 in test, 2 in training)"
    assert repeats.within() == {}
    # Of each label, the one of the earliest split: text 2 before text 0.
    assert repeats.contradicting(show.labels, show).examples == ("'a' (1 'y', 2 'x')",)
