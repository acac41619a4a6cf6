"""The class that most are of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from seqlab.baselines.baseline import Baseline

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.data import Data, SplitName


class Majority(Baseline):
    """The class that is most frequent in training, for every sample; of equals the first."""

    kind: Literal["majority"] = "majority"

    def obstacle(self, data: Data) -> str:
        targets = data.training_targets()
        if targets is not None and data.task.commonest(targets) is not None:
            return ""
        return f"{self.kind} chooses the most frequent class, and there are none in this data"

    def fit(self, data: Data) -> MostFrequent:
        targets = data.training_targets()
        assert targets is not None  # else there is an obstacle
        answer = data.task.commonest(targets)
        assert answer is not None
        return MostFrequent(answer, data)


@dataclass(frozen=True, eq=False)
class MostFrequent:
    """Answers every sample with the same class.

    Args:
        answer: what it says of a sample, as the task's outputs do.
        data: whose samples it is asked about.
    """

    answer: NDArray[np.float64]
    data: Data

    def predict(self, split: SplitName) -> NDArray[np.float64]:
        """Log-odds, `(samples, 1)`, or a score for each class, `(samples, classes)`."""
        import numpy as np

        return np.tile(self.answer, (self.data.samples(split).count, 1))
