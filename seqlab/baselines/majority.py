"""The class that most are of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from seqlab.baselines.baseline import Baseline
from seqlab.tasks.classification import Classification
from seqlab.tasks.data import ORDER

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.data import Data, SplitName


class Majority(Baseline):
    """The class that is most frequent in training, for every sample; of equals the first."""

    kind: Literal["majority"] = "majority"

    def obstacle(self, data: Data) -> str:
        if isinstance(data.task, Classification) and data.training_targets() is not None:
            return ""
        return f"{self.kind} chooses the most frequent class, and there are none in this data"

    def fit(self, data: Data) -> MostFrequent:
        import numpy as np

        task, targets = data.task, data.training_targets()
        assert isinstance(task, Classification)  # else there is an obstacle
        assert targets is not None
        counts = np.bincount(targets.astype(np.int64).ravel(), minlength=len(task.classes))
        samples = {split: data.samples(split).count for split in ORDER}
        return MostFrequent(int(counts.argmax()), task.output_shape[0], samples)


@dataclass(frozen=True)
class MostFrequent:
    """Answers every sample with the same class.

    Args:
        chosen: its number.
        width: numbers that answer a sample: 1 for two classes, one for each class of more.
        samples: how many evaluation samples each split has.
    """

    chosen: int
    width: int
    samples: dict[SplitName, int]

    def predict(self, split: SplitName) -> NDArray[np.float64]:
        """Log-odds of 1 or -1, `(samples, 1)`, or 1 for the class of `(samples, classes)`."""
        import numpy as np

        answer = np.zeros(self.width)
        if self.width == 1:
            answer[0] = 1.0 if self.chosen == 1 else -1.0
        else:
            answer[self.chosen] = 1.0
        return np.tile(answer, (self.samples[split], 1))
