"""Texts as bags of the most frequent terms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

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


class BagEncoding(TermEncoding):
    """Which words a text has, whatever their order (listing 6.3); with `ngrams`, runs of words too.

    The vocabulary is the most frequent terms of the training texts, and theirs alone.
    """

    kind: Literal["bag"] = "bag"
    max_features: int = Field(10_000, ge=2)
    """Terms that have a column."""

    @property
    def preprocessing_type(self) -> type[BagPreprocessing]:
        return BagPreprocessing

    def count(self, words: Words, training: NDArray[np.int64]) -> tuple[Counts, list[str]]:
        import numpy as np

        from seqlab.text.bags import count_terms, frequent, ngrams, spell

        texts = len(words.sequences.offsets) - 1
        rows, numbers = ngrams(words.sequences, self.ngrams)
        learns = np.zeros(texts, bool)
        learns[training] = True
        known = frequent(numbers[learns[rows]], self.max_features)
        terms = spell(known, words.sequences, words.spelling)
        return count_terms(rows, numbers, known, texts), terms

    def remember(
        self, terms: tuple[str, ...], rarity: tuple[float, ...], splitting: Splitting
    ) -> BagPreprocessing:
        return BagPreprocessing(splitting=splitting, encoding=self, terms=terms, rarity=rarity)


class BagPreprocessing(TextPreprocessing):
    """The terms that have a column."""

    kind: Literal["bag"] = "bag"
    encoding: BagEncoding
    """The settings."""
    terms: tuple[str, ...] = Field(strict=False)
    """The term of each column: words joined by a space."""
    rarity: tuple[float, ...] = Field((), strict=False)
    """The weight of each column for `tfidf`, else none."""

    @property
    def vocabulary(self) -> tuple[str, ...] | None:
        return self.terms if self.encoding.ngrams == 1 else None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """`(texts, columns)`."""
        import numpy as np

        from seqlab.text.bags import count_spelled, weigh

        settings = self.encoding
        counts = count_spelled(
            texts, self.terms, settings.ngrams, settings.max_features, self.splitting
        )
        bags: NDArray[np.float32]
        bags = weigh(counts, settings.weighting, np.array(self.rarity)).toarray()
        return bags

    def strings(self) -> Callable[[Any], Any]:
        from seqlab.text.in_graph.encoders import TermBag

        return TermBag(self.splitting, self.terms, self.rarity, self.encoding)

    def code(self) -> Code:
        from seqlab.tasks.deployment import Code
        from seqlab.text.plain_python import splitting_code, weighing_code

        own, split = self.encoding, splitting_code(self.splitting)
        lines = (
            *split.lines,
            'columns = {term: column for column, term in enumerate(kept["terms"])}',
            f'bag = np.zeros((1, {own.max_features}), "float32")',
            f"for length in range(1, {own.ngrams + 1}):",
            "    for first in range(len(words) - length + 1):",
            '        term = " ".join(words[first : first + length])',
            "        if term in columns:",
            "            bag[0, columns[term]] += 1",
            *weighing_code(own.weighting),
        )
        return Code(split.imports, lines)
