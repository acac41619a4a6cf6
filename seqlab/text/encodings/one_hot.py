"""Texts as sequences of one-hot words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from seqlab.text.encodings.encoding import Encoded, Encoding, TextPreprocessing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.deployment import Code
    from seqlab.tasks.inputs import InputForm
    from seqlab.tasks.inputs import Sequence as Steps
    from seqlab.text.corpus import Corpus


class OneHotEncoding(Encoding):
    """A vector with a single one for each word of a text (listing 6.1).

    Words are numbered by their frequency in the training texts; others are dropped. The vectors
    are made batch by batch: all of them would fill the memory many times over.
    """

    kind: Literal["one_hot"] = "one_hot"
    max_features: int = Field(1000, ge=1)
    """Most frequent words of the training texts to keep: numbers in a vector."""
    maxlen: int = Field(100, gt=0)
    """Words of a text after it was cut, from its beginning, or filled up."""

    @property
    def input_form(self) -> InputForm:
        return "sequence"

    @property
    def length(self) -> int:
        return self.maxlen

    @property
    def preprocessing_type(self) -> type[OneHotPreprocessing]:
        return OneHotPreprocessing

    @property
    def pads_before(self) -> bool:
        return True

    def inputs(self, prepared: TextPreprocessing) -> Steps:  # noqa: ARG002
        from seqlab.tasks.inputs import Sequence as Steps

        return Steps(self.maxlen, self.max_features, name="vectors")

    def encode(self, corpus: Corpus, training: NDArray[np.int64]) -> Encoded:
        import numpy as np

        from seqlab.text.one_hot import one_hot
        from seqlab.text.padding import pad
        from seqlab.text.vocabulary import keep_words, word_counts

        words = corpus.words()
        numbers = list(word_counts(words.sequences, training, self.max_features))
        kept = keep_words(words.sequences, numbers)
        prepared = OneHotPreprocessing(
            splitting=corpus.splitting,
            encoding=self,
            words=tuple(words.spelling[number] for number in numbers),
        )
        return Encoded(
            rows=pad(kept, self.maxlen),
            inputs=self.inputs(prepared),
            preprocessing=prepared,
            digests=corpus.digests,
            numbers=partial(one_hot, columns=self.max_features),
            lengths=np.diff(kept.offsets),
        )


class OneHotPreprocessing(TextPreprocessing):
    """The words that have a column."""

    kind: Literal["one_hot"] = "one_hot"
    encoding: OneHotEncoding
    """The settings."""
    words: tuple[str, ...] = Field(strict=False)
    """The word of each column."""

    @property
    def vocabulary(self) -> tuple[str, ...]:
        return self.words

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """`(texts, time, columns)`."""
        from seqlab.text.one_hot import one_hot
        from seqlab.text.padding import pad
        from seqlab.text.vocabulary import find_words

        tokens = pad(find_words(texts, self.words, self.splitting), self.encoding.maxlen)
        return one_hot(tokens, self.encoding.max_features)

    def strings(self) -> Callable[[Any], Any]:
        from seqlab.text.in_graph.encoders import WordTokens

        return WordTokens(self.splitting, self.words, self.encoding.maxlen)

    def code(self) -> Code:
        from seqlab.tasks.deployment import Code
        from seqlab.text.plain_python import places_code, splitting_code

        split = splitting_code(self.splitting)
        return Code(split.imports, (*split.lines, *places_code(self.encoding.maxlen)))
