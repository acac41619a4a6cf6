"""Texts as sequences of one-hot characters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from seqlab.text.encodings.encoding import Encoded, Encoding, TextPreprocessing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.inputs import InputForm
    from seqlab.text.corpus import Corpus


class CharacterEncoding(Encoding):
    """A vector with a single one for each character of a text (listing 6.2).

    The 100 printable characters of ASCII have a column each; others are dropped. Nothing is
    fitted, and the vectors are made batch by batch.
    """

    kind: Literal["characters"] = "characters"
    maxlen: int = Field(100, gt=0)
    """Characters of a text after it was cut, from its beginning, or filled up."""

    @property
    def input_form(self) -> InputForm:
        return "sequence"

    @property
    def length(self) -> int:
        return self.maxlen

    @property
    def preprocessing_type(self) -> type[CharacterPreprocessing]:
        return CharacterPreprocessing

    @property
    def pads_before(self) -> bool:
        return True

    def encode(self, corpus: Corpus, training: NDArray[np.int64]) -> Encoded:  # noqa: ARG002
        from seqlab.tasks.inputs import Sequence as Steps
        from seqlab.text.one_hot import CHARACTERS, number_characters, one_hot
        from seqlab.text.padding import pad

        columns = len(CHARACTERS)
        return Encoded(
            rows=pad(number_characters(corpus.texts()), self.maxlen),
            inputs=Steps(self.maxlen, columns, name="vectors"),
            preprocessing=CharacterPreprocessing(maxlen=self.maxlen),
            digests=corpus.digests,
            numbers=partial(one_hot, columns=columns),
        )


class CharacterPreprocessing(TextPreprocessing):
    """How many characters a model sees."""

    kind: Literal["characters"] = "characters"
    maxlen: int
    """Characters of a text after it was cut, from its beginning, or filled up."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """`(texts, time, characters)`."""
        from seqlab.text.one_hot import CHARACTERS, number_characters, one_hot
        from seqlab.text.padding import pad

        return one_hot(pad(number_characters(texts), self.maxlen), len(CHARACTERS))
