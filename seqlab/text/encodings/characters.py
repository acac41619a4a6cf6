"""Texts as sequences of one-hot characters."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from seqlab.text.encodings.encoding import Encoded, Encoding, TextPreprocessing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.deployment import Code
    from seqlab.tasks.inputs import InputForm
    from seqlab.tasks.inputs import Sequence as Steps
    from seqlab.text.corpus import Corpus
    from seqlab.text.padding import Ragged


class CharacterEncoding(Encoding):
    """A vector with a single one for each character of a text (listing 6.2).

    The 100 printable characters of ASCII have a column each, or the most frequent characters of the
    training texts; others are dropped. The vectors are made batch by batch.
    """

    kind: Literal["characters"] = "characters"
    maxlen: int = Field(100, gt=0)
    """Characters of a text after it was cut, from its beginning, or filled up."""
    alphabet: Literal["ascii"] | Annotated[int, Field(ge=1, le=100_000)] = "ascii"
    """How many of the training texts' most frequent characters have a column; `ascii` is listing
    6.2's, for English."""

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

    def inputs(self, prepared: TextPreprocessing) -> Steps:
        from seqlab.tasks.inputs import Sequence as Steps

        assert isinstance(prepared, CharacterPreprocessing)
        return Steps(self.maxlen, len(prepared.characters), name="vectors")

    def encode(self, corpus: Corpus, training: NDArray[np.int64]) -> Encoded:
        import numpy as np

        from seqlab.text.one_hot import CHARACTERS, one_hot
        from seqlab.text.padding import pad

        texts = corpus.texts()
        known = CHARACTERS
        if self.alphabet != "ascii":
            known = _most_frequent(texts, training, self.alphabet)
        prepared = CharacterPreprocessing(maxlen=self.maxlen, characters=known)
        numbers = prepared.numbers(texts)
        return Encoded(
            rows=pad(numbers, self.maxlen),
            inputs=self.inputs(prepared),
            preprocessing=prepared,
            digests=corpus.digests,
            numbers=partial(one_hot, columns=len(known)),
            lengths=np.diff(numbers.offsets),
        )


def _most_frequent(texts: Sequence[str], training: NDArray[np.int64], most: int) -> str:
    """The most frequent characters of the training texts; of equals the first to occur."""
    counts = Counter(chain.from_iterable(texts[place] for place in training))
    return "".join(character for character, _ in counts.most_common(most))


class CharacterPreprocessing(TextPreprocessing):
    """The characters that a model sees."""

    kind: Literal["characters"] = "characters"
    maxlen: int
    """Characters of a text after it was cut, from its beginning, or filled up."""
    characters: str = string.printable
    """The character of each column."""

    def numbers(self, texts: Sequence[str]) -> Ragged:
        """The columns of the characters, counted from 1."""
        from seqlab.text.one_hot import CHARACTERS, number_ascii, number_characters

        if self.characters == CHARACTERS:
            return number_ascii(texts)
        return number_characters(texts, self.characters)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """`(texts, time, characters)`."""
        from seqlab.text.one_hot import one_hot
        from seqlab.text.padding import pad

        return one_hot(pad(self.numbers(texts), self.maxlen), len(self.characters))

    def places(self) -> dict[str, int]:
        """The number of every character that has one, as `numbers` counts them."""
        from seqlab.text.one_hot import CHARACTERS

        known = {character: place for place, character in enumerate(self.characters, start=1)}
        if self.characters == CHARACTERS:  # ASCII's control characters are kept as padding
            known = {chr(code): 0 for code in range(128)} | known
        return known

    def strings(self) -> Callable[[Any], Any]:
        from seqlab.text.in_graph.encoders import CharacterTokens

        return CharacterTokens(self.places(), self.maxlen)

    def code(self) -> Code:
        from seqlab.tasks.deployment import Code
        from seqlab.text.plain_python import padding_code

        lines = (
            'tokens = [kept["places"][c] for c in text if c in kept["places"]]',
            *padding_code(self.maxlen),
        )
        return Code((), lines)

    def kept(self) -> dict[str, Any]:
        return {"places": self.places()}
