"""Waves of three shapes, made from a seed: neither a series to forecast nor texts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from seqlab.datasets.dataset import Dataset
from seqlab.tasks.classification import Classification
from seqlab.tasks.data import ORDER, Batch, Data, Samples, SplitName
from seqlab.tasks.inputs import InputForm, Sequence
from seqlab.tasks.inspection import Inspection, SplitTable
from seqlab.tasks.preprocessing import Preprocessing

SHAPES = ("sine", "square", "sawtooth")
SIZES: dict[SplitName, int] = {"training": 240, "validation": 90, "test": 60}


class SignalPreprocessing(Preprocessing):
    """What a wave is divided by."""

    kind: Literal["signals"] = "signals"
    largest: float
    """The largest value of the training waves."""

    def inputs(self, raw: Any) -> NDArray[np.float32]:
        """Waves as `(batch, time, 1)` from `(batch, time)`."""
        scaled: NDArray[np.float32] = (raw / self.largest).astype(np.float32)[..., np.newaxis]
        return scaled


@dataclass(frozen=True, eq=False)
class SignalData(Data):
    """Labelled waves.

    Args:
        waves: of each split, `(waves, time)`.
        labels: the number of each wave's shape, `(waves,)`, by split.
        batch_size: waves in a training batch.
    """

    waves: dict[SplitName, NDArray[np.float64]]
    labels: dict[SplitName, NDArray[np.int64]]
    batch_size: int

    @property
    def noun(self) -> str:
        return "waves"

    @property
    def task(self) -> Classification:
        length = self.waves["training"].shape[1]
        return Classification(inputs=Sequence(length, 1, name="wave"), classes=SHAPES)

    @property
    def digests(self) -> dict[str, str]:
        return {}

    @property
    def preprocessing(self) -> SignalPreprocessing:
        return SignalPreprocessing(largest=float(np.abs(self.waves["training"]).max()))

    def steps_per_epoch(self) -> int:
        return len(self.labels["training"]) // self.batch_size

    def training_batch(self, seed: int, epoch: int, step: int) -> Batch:
        order = np.random.default_rng((seed, epoch)).permutation(len(self.labels["training"]))
        return self._batch("training", order[step * self.batch_size :][: self.batch_size])

    def samples(self, split: SplitName) -> Samples:
        digest = hashlib.sha256(np.round(self.waves[split], 6).tobytes()).hexdigest()
        return Samples(len(self.labels[split]), self.noun, digest)

    def evaluation_batch(self, split: SplitName, size: int, number: int) -> Batch:
        rows = np.arange(len(self.labels[split]))
        return self._batch(split, rows[number * size :][:size])

    def training_targets(self) -> NDArray[np.int64]:
        return self.labels["training"]

    def inspect(self) -> Inspection:
        counts = {split: np.bincount(self.labels[split], minlength=3).tolist() for split in ORDER}
        rows = tuple((split, *map(str, counts[split])) for split in ORDER)
        length = self.task.inputs.shape[0]
        return Inspection(
            record={"task": self.task.name, "length": length, "splits": counts},
            facts=[f"waves of {length} steps"],
            splits=SplitTable(("split",), SHAPES, rows),
        )

    def _batch(self, split: SplitName, rows: NDArray[np.int64]) -> Batch:
        labels = self.labels[split][rows].astype(np.float32)
        return self.preprocessing.inputs(self.waves[split][rows]), labels[:, np.newaxis]


class Signals(Dataset):
    """Which shape has a wave? Made from a seed; the answer is in its corners."""

    default_baselines: ClassVar[tuple[str, ...]] = ("majority",)

    kind: Literal["signals"] = "signals"
    steps: int = Field(24, ge=8)
    """Time steps of a wave."""
    noise: float = Field(0.2, ge=0)
    """Standard deviation of what is added to it."""
    batch_size: int = Field(32, gt=0)
    """Waves in one training batch."""

    @property
    def task(self) -> type[Classification]:
        return Classification

    @property
    def input_form(self) -> InputForm:
        return "sequence"

    @property
    def length(self) -> int:
        return self.steps

    @property
    def preprocessing_type(self) -> type[SignalPreprocessing]:
        return SignalPreprocessing

    def load(self) -> SignalData:
        """Make the waves."""
        generator = np.random.default_rng(7)
        waves, labels = {}, {}
        for split, count in SIZES.items():
            labels[split] = generator.integers(len(SHAPES), size=count)
            phase = generator.random((count, 1)) + np.arange(self.steps) / 8
            shapes = np.stack(
                [np.sin(2 * np.pi * phase), np.sign(phase % 1 - 0.5), phase % 1 - 0.5]
            )
            clean = shapes[labels[split], np.arange(count)]
            waves[split] = clean + self.noise * generator.standard_normal(clean.shape)
        return SignalData(waves, labels, self.batch_size)
