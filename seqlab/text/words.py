"""Texts to words: as Keras splits English ones, or in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Literal

Splitting = Literal["keras", "any_script", "characters"]
"""How texts become words: see the functions of these names."""

APOSTROPHES = "'\N{RIGHT SINGLE QUOTATION MARK}"
WITHOUT_SPACES = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3041, 0x30FF),  # Hiragana, Katakana
    (0x31F0, 0x31FF),  # more of Katakana
    (0x3400, 0x4DBF),  # Chinese characters, as in the two other ranges
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3134F),
)
"""The first and the last character of each script that puts no spaces between words."""

SEPARATORS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'
"""What stands between words besides a space, for `keras`."""
_SPACED = str.maketrans(dict.fromkeys(SEPARATORS, " "))


def splitter(splitting: Splitting) -> Callable[[str], list[str]]:
    """The function of this name."""
    return {"keras": keras, "any_script": any_script, "characters": characters}[splitting]


def keras(text: str) -> list[str]:
    """Split a text into lower-case words as Keras's `Tokenizer` does.

    At ASCII's spaces and punctuation alone; an apostrophe is part of its word.
    `keras("Don't <br />MISS it!")` is `["don't", "br", "miss", "it"]`.
    """
    return [word for word in text.lower().translate(_SPACED).split(" ") if word]


def any_script(text: str) -> list[str]:
    """Split a text into lower-case words at whatever is neither a letter, a mark nor a digit.

    An apostrophe inside of a word is part of it. Where a script puts no spaces between words, as
    Chinese does, each character stands for itself. Forms of the same character, such as an é in
    one piece or two, count as one (Unicode's NFKC).
    `any_script("„Größe“: 東京 isn't BIG")` is `["größe", "東", "京", "isn't", "big"]`.
    """
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    words = text.lower().translate(_ANY_SCRIPT).split()
    if "'" in text or APOSTROPHES[1] in text:
        words = [word for quoted in words if (word := quoted.strip("'"))]
    if text.isascii() or not _unspaced().search(text):
        return words
    return [part for word in words for part in _with_marks().findall(word)]


def characters(text: str) -> list[str]:
    """Every character, as it is: `characters("Hi!")` is `["H", "i", "!"]`."""
    return list(text)


class _Separators(dict[int, str]):
    """For `str.translate`: what each character becomes, found when it first occurs."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in APOSTROPHES:
            found = "'"
        elif unicodedata.category(character)[0] not in "LMN":  # letters, marks, numbers
            found = " "
        else:
            found = character
        self[code] = found
        return found


_ANY_SCRIPT = _Separators()


# Compiled when they are first used: every command imports this file.
@cache
def _unspaced() -> re.Pattern[str]:
    """A character of a script without spaces."""
    return re.compile(f"[{_ranges()}]")


@cache
def _with_marks() -> re.Pattern[str]:
    return re.compile(parts_pattern())


@cache
def parts_pattern() -> str:
    """One of these characters with the marks on it, or a run of all others: parts of a word."""
    every = [chr(code) for first, last in WITHOUT_SPACES for code in range(first, last + 1)]
    marks = "".join(one for one in every if unicodedata.category(one)[0] == "M")
    return f"[{_ranges()}][{marks}]*|[^{_ranges()}]+"


def _ranges() -> str:
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in WITHOUT_SPACES)
