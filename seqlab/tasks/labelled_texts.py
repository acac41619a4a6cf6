"""The texts behind a classification, for whatever looks at the words themselves."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.data import SplitName


@dataclass(frozen=True, eq=False)
class LabelledTexts:
    """Texts as they were written, the class of each, and which of them belong to each split.

    Worked example: of the texts 0 to 4 with the labels [0, 1, 1, 0, 1] and the training places
    [3, 1], the first training text is text 3, of class 0, and the second is text 1, of class 1.

    Args:
        texts: reads them all, in order; called when they are asked for, as they are many.
        labels: the number of each text's class, `(texts,)`.
        classes: the names of the classes, in the order of their numbers.
        places: the texts of each split, by their places in `texts`.
        fingerprint: the same for the same texts and labels.
    """

    texts: Callable[[], Sequence[str]] = field(repr=False)
    labels: NDArray[np.int64] = field(repr=False)
    classes: tuple[str, ...]
    places: Mapping[SplitName, NDArray[np.int64]] = field(repr=False)
    fingerprint: str

    def labels_of(self, split: SplitName) -> NDArray[np.int64]:
        """The number of each text's class, in the order of the split, `(texts of the split,)`."""
        labels: NDArray[np.int64] = self.labels[self.places[split]]
        return labels

    def digest(self) -> str:
        """The same for the same texts, classes and splits, without reading any text."""
        content = hashlib.blake2b(digest_size=16)
        content.update(f"{self.fingerprint} {len(self.classes)}".encode())
        for split in sorted(self.places):
            places = self.places[split].astype("<i8")
            content.update(f" {split} {len(places)} ".encode())
            content.update(places.tobytes())
        return content.hexdigest()
