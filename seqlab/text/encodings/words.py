"""Texts as a vocabulary that is fitted on them, with word vectors that were learned elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field

from seqlab.component import Settings
from seqlab.text.encodings.encoding import Encoded, Encoding, TextPreprocessing

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.deployment import Code
    from seqlab.tasks.inputs import InputForm, Tokens
    from seqlab.text.corpus import Corpus


class PretrainedVectors(Settings):
    """Word vectors that were learned on billions of words (GloVe, Pennington et al. 2014)."""

    dimension: int = Field(100, gt=0)
    """Numbers in one vector; the official archive has 50, 100, 200 and 300."""
    file: str | None = None
    """An archive, a folder or a text file; null is the official archive, found or downloaded."""


class WordEncoding(Encoding):
    """A token for each of the training texts' most frequent words; all others are dropped.

    With `vectors` for them (listings 6.8 to 6.17). The vocabulary is fitted on the training texts
    alone. (The book fits it on all 25,000 raw training texts, validation texts included, before it
    takes 200 of them.)
    """

    kind: Literal["words"] = "words"
    max_features: int = Field(10_000, ge=3)
    """Tokens: 0 pads, 1 is the training texts' most frequent word."""
    maxlen: int = Field(100, gt=0)
    """Tokens of a text after it was cut, from its beginning, or filled up."""
    vectors: PretrainedVectors | None = None
    """Vectors for `model.embedding.pretrained`; null for none."""

    @property
    def input_form(self) -> InputForm:
        return "tokens"

    @property
    def length(self) -> int:
        return self.maxlen

    @property
    def preprocessing_type(self) -> type[WordPreprocessing]:
        return WordPreprocessing

    @property
    def vector_dimension(self) -> int | None:
        return self.vectors.dimension if self.vectors else None

    @property
    def pads_before(self) -> bool:
        return True

    def located(self, folder: Path) -> Self:
        if self.vectors is None or self.vectors.file is None:
            return self
        beside = folder / self.vectors.file
        if not beside.exists():
            return self
        vectors = self.vectors.model_copy(update={"file": str(beside.absolute())})
        return self.model_copy(update={"vectors": vectors})

    def inputs(self, prepared: TextPreprocessing) -> Tokens:  # noqa: ARG002
        import numpy as np

        from seqlab.tasks.inputs import Tokens

        vectors = None
        if self.vectors is not None:
            vectors = np.zeros((self.max_features, self.vectors.dimension), np.float32)
        return Tokens(self.maxlen, self.max_features, vectors)

    def encode(self, corpus: Corpus, training: NDArray[np.int64]) -> Encoded:
        import numpy as np

        from seqlab.tasks.inputs import Tokens
        from seqlab.text.padding import pad
        from seqlab.text.vectors import arrange
        from seqlab.text.vocabulary import keep_words, word_counts

        words = corpus.words()
        counts = word_counts(words.sequences, training, self.max_features - 1)
        known = {words.spelling[number]: count for number, count in counts.items()}
        vectors, digests = None, corpus.digests
        if self.vectors is not None:
            dimension = self.vectors.dimension
            found, own = corpus.vectors(list(known), dimension, self.vectors.file)
            vectors = arrange(found, known, dimension, self.max_features)
            digests = digests | own
        kept = keep_words(words.sequences, list(counts))
        return Encoded(
            rows=pad(kept, self.maxlen),
            inputs=Tokens(self.maxlen, self.max_features, vectors.matrix if vectors else None),
            preprocessing=WordPreprocessing(
                splitting=corpus.splitting, maxlen=self.maxlen, words=tuple(known)
            ),
            digests=digests,
            vectors=vectors,
            lengths=np.diff(kept.offsets),
        )


class WordPreprocessing(TextPreprocessing):
    """A vocabulary."""

    kind: Literal["words"] = "words"
    maxlen: int
    """Tokens of a text after it was cut, from its beginning, or filled up."""
    words: tuple[str, ...] = Field(strict=False)
    """The first is token 1."""

    @property
    def vocabulary(self) -> tuple[str, ...]:
        return self.words

    def encode(self, texts: Sequence[str]) -> NDArray[np.int32]:
        """`(texts, time)`."""
        from seqlab.text.padding import pad
        from seqlab.text.vocabulary import find_words

        return pad(find_words(texts, self.words, self.splitting), self.maxlen)

    def strings(self) -> Callable[[Any], Any]:
        from seqlab.text.in_graph.encoders import WordTokens

        return WordTokens(self.splitting, self.words, self.maxlen)

    def code(self) -> Code:
        from seqlab.tasks.deployment import Code
        from seqlab.text.plain_python import places_code, splitting_code

        split = splitting_code(self.splitting)
        return Code(split.imports, (*split.lines, *places_code(self.maxlen)))
