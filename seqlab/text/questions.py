"""Texts that a trained model is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from seqlab.tasks.classification import Classification
from seqlab.tasks.questions import Questions
from seqlab.text.encodings.encoding import TextPreprocessing
from seqlab.text.scores import probabilities

if TYPE_CHECKING:
    import pandas as pd

    from seqlab.tasks.data import InputBatch

PLACE, TEXT, ANSWER, TRUTH = "place", "text", "prediction", "label"
"""The headings of the answers; each class has a column of its own for its probability."""


@dataclass(frozen=True, eq=False)
class TextQuestions(Questions):
    """Texts, and where they stand.

    Args:
        texts: raw ones.
        asked: the task.
        places: where each stands in its file: `line 17`; none where they were given one by one.
        truths: the number of each text's class where it is known, `(texts,)`; None where not.
    """

    texts: Sequence[str] = field(repr=False)
    asked: Classification
    places: Sequence[str] = field(default=(), repr=False)
    truths: NDArray[np.int64] | None = field(default=None, repr=False)

    @property
    def task(self) -> Classification:
        return self.asked

    @property
    def noun(self) -> str:
        return "texts"

    def __len__(self) -> int:
        return len(self.texts)

    def chosen(self, places: NDArray[np.int64]) -> Self:
        numbers = places.tolist()
        return replace(
            self,
            texts=[self.texts[number] for number in numbers],
            places=[self.places[number] for number in numbers] if self.places else (),
            truths=None if self.truths is None else self.truths[places],
        )

    def inputs(self, prepared: TextPreprocessing) -> InputBatch:
        return prepared.inputs(self.texts)

    def answers(self, outputs: NDArray[np.float64], *, from_logits: bool) -> pd.DataFrame:
        """A row for each text: where it stands, the text, the most probable class, and a column for
        the probability of each class, named like it; with the true class where it is known.
        """
        import pandas as pd

        names = np.array(self.asked.classes, object)
        likely = probabilities(outputs, from_logits=from_logits)
        columns: dict[str, object] = {PLACE: list(self.places)} if self.places else {}
        columns[TEXT] = list(self.texts)
        if self.truths is not None:
            columns[TRUTH] = names[self.truths]
        columns[ANSWER] = names[likely.argmax(axis=1)]
        taken = {*columns, *self.asked.classes}
        for number, name in enumerate(self.asked.classes):
            heading = name
            if name in columns:  # a class that is called like a column of another kind
                while heading in taken:
                    heading = f"p({heading})"
            columns[heading] = likely[:, number]
        return pd.DataFrame(columns)
