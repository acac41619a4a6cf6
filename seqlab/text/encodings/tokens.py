"""Texts as the tokens that Keras has for its IMDB dataset."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from seqlab.text.encodings.encoding import Encoded, Encoding, TextPreprocessing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.deployment import Code
    from seqlab.tasks.inputs import InputForm, Tokens
    from seqlab.text.corpus import Corpus, Ranked
    from seqlab.text.padding import Ragged


class TokenEncoding(Encoding):
    """A token for each word, by the rank of its frequency; rarer words become one token.

    The ranking is the one that the texts come with, as Keras's index of the words of `imdb`; where
    they come with none, it is fitted on the training texts. Words without a rank are dropped.
    """

    kind: Literal["tokens"] = "tokens"
    max_features: int = Field(10_000, ge=5)
    """Size of the vocabulary: 0 pads, 1 starts a text, 2 is any rarer word, 4 is the first word."""
    maxlen: int = Field(500, gt=0)
    """Tokens of a text after it was cut or filled up."""
    padding: Literal["pre", "post"] = "pre"
    """The side that zeros are added to."""
    truncating: Literal["pre", "post"] = "pre"
    """The side that tokens are taken from."""
    reverse: bool = False
    """Read every text from its end, before it is cut or filled up."""

    @property
    def input_form(self) -> InputForm:
        return "tokens"

    @property
    def length(self) -> int:
        return self.maxlen

    @property
    def preprocessing_type(self) -> type[TokenPreprocessing]:
        return TokenPreprocessing

    @property
    def pads_before(self) -> bool:
        return self.padding == "pre"

    def inputs(self, prepared: TextPreprocessing) -> Tokens:  # noqa: ARG002
        from seqlab.tasks.inputs import Tokens

        return Tokens(self.maxlen, self.max_features)

    def encode(self, corpus: Corpus, training: NDArray[np.int64]) -> Encoded:
        import numpy as np

        ranked = corpus.ranked() if corpus.ranked else _fit(corpus, training)
        prepared = TokenPreprocessing(
            splitting=corpus.splitting, encoding=self, words=tuple(ranked.spelling)
        )
        return Encoded(
            rows=self.rows(ranked.tokens),
            inputs=self.inputs(prepared),
            preprocessing=prepared,
            digests=corpus.digests | ranked.digests,
            lengths=np.diff(ranked.tokens.offsets),
        )

    def rows(self, tokens: Ragged) -> NDArray[np.int32]:
        """Tokens of the whole ranking, cut to the vocabulary and to length, `(texts, time)`."""
        from seqlab.text.padding import Ragged, pad
        from seqlab.text.tokens import limit_vocabulary

        known = Ragged(limit_vocabulary(tokens.values, self.max_features), tokens.offsets)
        return pad(known, self.maxlen, self.padding, self.truncating, self.reverse)


class TokenPreprocessing(TextPreprocessing):
    """A ranking of words; all of it, since a rarer word becomes a token and an unknown one none."""

    kind: Literal["tokens"] = "tokens"
    encoding: TokenEncoding
    """The settings."""
    words: tuple[str, ...] = Field(strict=False)
    """The first has rank 1."""

    @property
    def vocabulary(self) -> tuple[str, ...]:
        from seqlab.text.tokens import RANK_OFFSET

        return self.words[: self.encoding.max_features - RANK_OFFSET - 1]

    def encode(self, texts: Sequence[str]) -> NDArray[np.int32]:
        """`(texts, time)`."""
        from seqlab.text.tokens import tokens_of_ranks
        from seqlab.text.vocabulary import find_words

        ranks = find_words(texts, self.words, self.splitting)
        return self.encoding.rows(tokens_of_ranks(ranks))

    def strings(self) -> Callable[[Any], Any]:
        from seqlab.text.in_graph.encoders import RankTokens

        return RankTokens(self.splitting, self.words, self.encoding)

    def code(self) -> Code:
        from seqlab.tasks.deployment import Code
        from seqlab.text.plain_python import padding_code, splitting_code
        from seqlab.text.tokens import RANK_OFFSET, START, UNKNOWN

        own, split = self.encoding, splitting_code(self.splitting)
        lines = (
            *split.lines,
            f'ranked = enumerate(kept["words"], {RANK_OFFSET + 1})',
            "known = {word: token for token, word in ranked}",
            f"tokens = [{START}] + [known[word] for word in words if word in known]",
            f"tokens = [t if t < {own.max_features} else {UNKNOWN} for t in tokens]",
            *(("tokens = tokens[::-1]",) if own.reverse else ()),
            *padding_code(own.maxlen, own.padding, own.truncating),
        )
        return Code(split.imports, lines)


def _fit(corpus: Corpus, training: NDArray[np.int64]) -> Ranked:
    """A ranking of all words of the training texts by how often they occur there."""
    from seqlab.text.corpus import Ranked
    from seqlab.text.tokens import tokens_of_ranks
    from seqlab.text.vocabulary import keep_words, word_counts

    words = corpus.words()
    ranking = list(word_counts(words.sequences, training, len(words.spelling)))
    tokens = tokens_of_ranks(keep_words(words.sequences, ranking))
    return Ranked(tokens, [words.spelling[number] for number in ranking], {})
