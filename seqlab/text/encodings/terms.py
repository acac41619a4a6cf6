"""What bags with a vocabulary and bags without one have in common."""

from __future__ import annotations

import hashlib
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from seqlab.text.encodings.encoding import Encoded, Encoding, TextPreprocessing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.inputs import Bag, InputForm
    from seqlab.text.bags import Counts
    from seqlab.text.corpus import Corpus
    from seqlab.text.vocabulary import Words
    from seqlab.text.words import Splitting

FORMAT = 3
"""Of the cached bags; a change of how they are made counts it up."""


class TermEncoding(Encoding):
    """Which terms a text has, whatever their order: words and, with `ngrams`, runs of words."""

    max_features: int
    ngrams: int = Field(1, ge=1, le=3)
    """Words in the longest terms."""
    weighting: Literal["binary", "count", "frequency", "tfidf"] = "binary"
    """Whether a term occurs, how often, as a share of the text's terms, or by its rarity."""

    @property
    def input_form(self) -> InputForm:
        return "bag"

    @property
    def length(self) -> int:
        return 0

    @abstractmethod
    def count(self, words: Words, training: NDArray[np.int64]) -> tuple[Counts, list[str]]:
        """How often each text has each term.

        Args:
            words: of all texts.
            training: the texts that a vocabulary is fitted on.

        Returns:
            `(texts, terms)`, sparse, and the terms that are worth remembering.
        """

    @abstractmethod
    def remember(
        self, terms: tuple[str, ...], rarity: tuple[float, ...], splitting: Splitting
    ) -> TextPreprocessing:
        """What counts and weighs the terms of other texts."""

    def inputs(self, prepared: TextPreprocessing) -> Bag:  # noqa: ARG002
        from seqlab.tasks.inputs import Bag

        return Bag(self.max_features)

    def encode(self, corpus: Corpus, training: NDArray[np.int64]) -> Encoded:
        from scipy.sparse import csr_matrix

        from seqlab.text.vocabulary import unpack_words

        key: dict[str, str | int] = {
            "corpus": corpus.fingerprint,  # digests are called like people's files
            "settings": self.model_dump_json(),
            "training": hashlib.sha256(training.tobytes()).hexdigest(),
            "format": FORMAT,
        }
        arrays = corpus.cache(f"{corpus.name}-bags", key, lambda: self._prepare(corpus, training))
        bags = arrays["data"], arrays["indices"], arrays["indptr"]
        rarity = tuple(arrays["rarity"].tolist()) if self.weighting == "tfidf" else ()
        terms = tuple(unpack_words(arrays["terms"]))
        prepared = self.remember(terms, rarity, corpus.splitting)
        return Encoded(
            rows=csr_matrix(bags, shape=(len(corpus.labels), self.max_features)),
            inputs=self.inputs(prepared),
            preprocessing=prepared,
            digests=corpus.digests,
            numbers=csr_matrix.toarray,
        )

    def _prepare(self, corpus: Corpus, training: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        from seqlab.text.bags import rarity, weigh
        from seqlab.text.vocabulary import pack_words

        counts, terms = self.count(corpus.words(), training)
        rare = rarity(counts[training])
        bags = weigh(counts, self.weighting, rare)
        return {
            "data": bags.data,
            "indices": bags.indices,
            "indptr": bags.indptr,
            "terms": pack_words(terms),
            "rarity": rare,
        }
