"""Texts as bags of terms without a vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from seqlab.text.encodings.encoding import TextPreprocessing
from seqlab.text.encodings.terms import TermEncoding

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.deployment import Code
    from seqlab.text.bags import Counts
    from seqlab.text.vocabulary import Words
    from seqlab.text.words import Splitting


class HashingEncoding(TermEncoding):
    """A bag in which a hash of a term is its column (listing 6.4).

    No vocabulary is fitted or kept, and some terms share a column.
    """

    kind: Literal["hashing"] = "hashing"
    max_features: int = Field(10_000, ge=2)
    """Columns that all terms share."""

    @property
    def preprocessing_type(self) -> type[HashingPreprocessing]:
        return HashingPreprocessing

    def count(
        self,
        words: Words,
        training: NDArray[np.int64],  # noqa: ARG002
    ) -> tuple[Counts, list[str]]:
        return self.columns(words), []

    def columns(self, words: Words) -> Counts:
        """How often each text has terms of each column, `(texts, columns)`, sparse."""
        from seqlab.text.bags import count_hashed, ngrams, word_hashes

        texts = len(words.sequences.offsets) - 1
        rows, numbers = ngrams(words.sequences, self.ngrams, word_hashes(words.spelling))
        return count_hashed(rows, numbers, self.max_features, texts)

    def remember(
        self,
        terms: tuple[str, ...],  # noqa: ARG002
        rarity: tuple[float, ...],
        splitting: Splitting,
    ) -> HashingPreprocessing:
        return HashingPreprocessing(splitting=splitting, encoding=self, rarity=rarity)


class HashingPreprocessing(TextPreprocessing):
    """How terms are hashed and weighed."""

    kind: Literal["hashing"] = "hashing"
    encoding: HashingEncoding
    """The settings."""
    rarity: tuple[float, ...] = Field((), strict=False)
    """The weight of each column for `tfidf`, else none."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """`(texts, columns)`."""
        import numpy as np

        from seqlab.text.bags import weigh
        from seqlab.text.vocabulary import number_words

        counts = self.encoding.columns(number_words(texts, self.splitting))
        weighed = weigh(counts, self.encoding.weighting, np.array(self.rarity))
        bags: NDArray[np.float32] = weighed.toarray()
        return bags

    def code(self) -> Code:
        from seqlab.tasks.deployment import Code
        from seqlab.text.plain_python import splitting_code, weighing_code

        own, split = self.encoding, splitting_code(self.splitting)
        lines = (
            *split.lines,
            "digests = [hashlib.blake2b(word.encode(), digest_size=8).digest() for word in words]",
            'numbers = run = [int.from_bytes(digest, "little") for digest in digests]',
            f'bag = np.zeros((1, {own.max_features}), "float32")',
            f"for length in range(1, {own.ngrams + 1}):",
            "    for number in run:",
            f"        bag[0, (number ^ number >> 32) % {own.max_features}] += 1",
            "    run = [(a * 0x100000001B3 + b) % 2**64 for a, b in zip(run, numbers[length:])]",
            *weighing_code(own.weighting),
        )
        return Code(("hashlib", *split.imports), lines)
