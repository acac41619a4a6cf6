"""Texts as how many words of each length they have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from seqlab.tasks.inputs import Bag
from seqlab.text.encodings.encoding import Encoded, Encoding, TextPreprocessing

if TYPE_CHECKING:
    from seqlab.tasks.inputs import InputForm
    from seqlab.text.corpus import Corpus


class WordLengthPreprocessing(TextPreprocessing):
    """The longest words that are told apart."""

    kind: Literal["word_lengths"] = "word_lengths"
    longest: int
    """Letters; longer words count as such."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """`(texts, lengths)`."""
        rows = [
            np.bincount(
                [min(len(word), self.longest) - 1 for word in text.split()], minlength=self.longest
            )
            for text in texts
        ]
        return np.array(rows, np.float32)


class WordLengths(Encoding):
    """How many words of one letter, of two, and so on a text has."""

    kind: Literal["word_lengths"] = "word_lengths"
    longest: int = Field(12, ge=1)
    """Letters; longer words count as such."""

    @property
    def input_form(self) -> InputForm:
        return "bag"

    @property
    def length(self) -> int:
        return 0

    @property
    def preprocessing_type(self) -> type[WordLengthPreprocessing]:
        return WordLengthPreprocessing

    def inputs(self, prepared: TextPreprocessing) -> Bag:  # noqa: ARG002
        return Bag(self.longest)

    def encode(self, corpus: Corpus, training: NDArray[np.int64]) -> Encoded:  # noqa: ARG002
        preprocessing = WordLengthPreprocessing(longest=self.longest)
        return Encoded(
            rows=preprocessing.encode(corpus.texts()),
            inputs=self.inputs(preprocessing),
            preprocessing=preprocessing,
            digests=corpus.digests,
        )
