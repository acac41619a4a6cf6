"""What every kind of data can rely on: the defaults, and the ways through a split."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.errors import ConfigError
from seqlab.tasks.classification import Classification
from seqlab.tasks.data import (
    ORDER,
    Batch,
    Data,
    Samples,
    all_batches,
    targets_of,
)
from seqlab.tasks.inputs import Bag
from seqlab.tasks.inspection import Inspection, SplitTable
from seqlab.tasks.preprocessing import Preprocessing


class Dice(Data):
    """A kind of data that says no more than it must: throws, and whether each is a six.

    Args:
        throws: of every split.
    """

    def __init__(self, throws: int) -> None:
        self._faces = {split: (np.arange(throws) + n) % 6 + 1 for n, split in enumerate(ORDER)}

    @property
    def task(self) -> Classification:
        return Classification(Bag(1), ("other", "six"))

    @property
    def digests(self) -> dict[str, str]:
        return {}

    @property
    def preprocessing(self) -> Preprocessing:
        raise NotImplementedError

    def steps_per_epoch(self) -> int | None:
        return None

    def training_batch(self, seed: int, epoch: int, step: int) -> Batch:
        return self._batch(np.random.default_rng((seed, epoch, step)).integers(1, 7, size=4))

    def samples(self, split: str) -> Samples:
        return Samples(len(self._faces[split]), "throws", split)

    def evaluation_batch(self, split: str, size: int, number: int) -> Batch:
        return self._batch(self._faces[split][number * size : (number + 1) * size])

    def inspect(self) -> Inspection:
        return Inspection({}, ["dice"], SplitTable(("split",), (), ()))

    def _batch(self, faces: np.ndarray) -> Batch:
        faces = faces[:, np.newaxis]
        return faces.astype(np.float32), (faces == 6).astype(np.float32)


def test_what_most_kinds_of_data_lack_is_answered_for_them() -> None:
    data = Dice(10)
    assert (data.noun, data.evaluation_batch_size, data.dependent_samples()) == ("samples", 512, 1)
    assert data.sound("test") is data.shared_rows("test") is None
    assert (data.findings(), data.warnings(ORDER)) == ({}, [])
    assert data.panel() is None
    assert data.more_scores("test", np.zeros((10, 1)), from_logits=True) == {}
    assert (data.inspect().notes, data.inspect().unknown_words) == ((), ())


@given(st.integers(1, 300), st.integers(1, 100))
def test_all_batches_hold_every_sample_once_in_its_order(throws: int, size: int) -> None:
    data = Dice(throws)
    batches = list(all_batches(data, "test", size))
    whole = data.evaluation_batch("test", throws, 0)
    np.testing.assert_array_equal(np.concatenate([x for x, _ in batches]), whole[0])
    assert [len(x) for x, _ in batches[:-1]] == [size] * (len(batches) - 1)
    assert 1 <= len(batches[-1][0]) <= size


@pytest.mark.parametrize("throws", [1, 4096, 4097, 9000])
def test_all_targets_of_a_split_are_those_of_its_batches(throws: int) -> None:
    data = Dice(throws)
    found = targets_of(data, "validation")
    assert found.dtype == np.float64
    np.testing.assert_array_equal(found, data.evaluation_batch("validation", throws, 0)[1])
    np.testing.assert_array_equal(found, data.targets("validation"))


def test_samples_are_told_in_words_and_those_in_time_with_their_horizon() -> None:
    assert str(Samples(5000, "reviews", "ab")) == "5,000 reviews"
    ahead = Samples(98_432, "windows", "ab", 1500.0)
    assert str(ahead) == "98,432 windows, 25 hours ahead of the newest input"
    assert str(Samples(3, "windows", "ab", 30)) == "3 windows, 0.5 hours ahead of the newest input"
    assert Samples(3, "windows", "ab") != Samples(3, "windows", "ac")


def test_what_is_no_forecast_cannot_be_broken_down_and_the_error_says_what_can() -> None:
    outputs = np.zeros((3, 1))
    with pytest.raises(ConfigError, match=r"Errors of samples cannot be told by hour") as error:
        Dice(3).break_down("test", "hour", outputs, {"majority": outputs})
    assert "kind: series" in str(error.value)
