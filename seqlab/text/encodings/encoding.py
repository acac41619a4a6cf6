"""What every encoding of texts has in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from seqlab.component import Component
from seqlab.tasks.inputs import InputForm, Inputs

if TYPE_CHECKING:
    from seqlab.tasks.preprocessing import Preprocessing
    from seqlab.text.corpus import Corpus
    from seqlab.text.vectors import Vectors


@dataclass(frozen=True, eq=False)
class Encoded:
    """All texts of a corpus, encoded.

    Args:
        rows: a row for every text: tokens `(texts, time)`, or a sparse matrix `(texts, terms)`.
        inputs: what a model sees of one text.
        preprocessing: what encodes another text in the same way.
        digests: SHA-256 of the contents of every source that was used, by name.
        numbers: from some of the rows to the numbers that a model sees, `(batch, ...)`; None where
            it sees the rows themselves.
        vectors: learned elsewhere, for the tokens; None where there are none.
    """

    rows: Any
    inputs: Inputs
    preprocessing: Preprocessing
    digests: dict[str, str]
    numbers: Callable[[Any], NDArray[np.float32]] | None = None
    vectors: Vectors | None = field(default=None)


class Encoding(Component):
    """A way to turn texts into tokens or numbers. What it learns, it learns from training texts."""

    @property
    @abstractmethod
    def input_form(self) -> InputForm:
        """What a model sees of a text."""

    @property
    @abstractmethod
    def length(self) -> int:
        """Time steps of one text; 0 for a bag of terms, which has no time."""

    @property
    @abstractmethod
    def preprocessing_type(self) -> type[Preprocessing]:
        """What reads the preprocessing that `encode` makes."""

    @property
    def vector_dimension(self) -> int | None:
        """Numbers in the vectors learned elsewhere, if it has any."""
        return None

    @property
    def pads_before(self) -> bool:
        """Whether short texts are filled up in front."""
        return False

    @abstractmethod
    def encode(self, corpus: Corpus, training: NDArray[np.int64]) -> Encoded:
        """Encode every text of a corpus.

        Args:
            corpus: the texts.
            training: the places of the training texts, from which alone anything is learned.

        Raises:
            DataError: a file cannot be had, read or trusted.
        """
