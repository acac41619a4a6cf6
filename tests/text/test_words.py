"""Words are Keras's, or those of any script."""
# ruff: noqa: RUF001

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqlab.text.words import any_script, characters, keras, splitter

# Written out again, character by character, from Keras's `Tokenizer`.
SEPARATORS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'


def test_words_are_lower_case_and_markup_becomes_words():
    assert keras("Don't <br />MISS it!") == ["don't", "br", "miss", "it"]


def test_of_all_ascii_characters_only_the_listed_ones_separate_words():
    separators = {chr(code) for code in range(128) if len(keras(f"a{chr(code)}b")) == 2}
    assert separators == {*SEPARATORS, " "}


@pytest.mark.parametrize("character", ["\r", "\x0b", "\xa0", "\u2003", "\x85"])
def test_other_white_space_is_part_of_a_word_as_in_keras(character):
    assert keras(f"a{character}b") == [f"a{character}b"]


@given(st.text())
def test_splitting_agrees_with_a_regular_expression(text):
    words = [word for word in re.split(f"[ {re.escape(SEPARATORS)}]+", text.lower()) if word]
    assert keras(text) == words


@pytest.mark.keras
@settings(deadline=None)  # the first example imports Keras
@given(st.text(alphabet=st.sampled_from("aB'! \t\n-é\xa0\r\u2003"), max_size=30))
def test_splitting_agrees_with_keras(text):
    from keras.src.legacy.preprocessing.text import text_to_word_sequence

    assert keras(text) == text_to_word_sequence(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("„Größe“ – isn't BIG", ["größe", "isn't", "big"]),
        ("’quoted’ 'n' rock’n’roll ''", ["quoted", "n", "rock'n'roll"]),
        ("東京は3月、abc東京def", [*"東京は", "3", "月", "abc", "東", "京", "def"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("ที่ไทย", ["ที่", "ไ", "ท", "ย"]),
        ("e\u0301 ﬁne ＡＢ", ["é", "fine", "ab"]),
        ("Привет,мир\u2028سلام", ["привет", "мир", "سلام"]),
        ("3.5 % 10_000 a\x00b", ["3", "5", "10", "000", "a", "b"]),
        (" \n—…", []),
    ],
)
def test_words_of_any_script(text, words):
    assert any_script(text) == words


@given(st.text())
def test_no_letter_is_lost_and_nothing_else_is_kept_in_any_script(text):
    normal = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    letters = [one for one in normal if unicodedata.category(one)[0] in "LMN"]
    assert "".join(any_script(text)).replace("'", "") == "".join(letters)


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "Zs"])))
def test_both_agree_on_plain_english(text):
    assert any_script(text) == keras(text)


def test_characters_are_all_of_them_and_each_splitting_has_its_name():
    assert characters("Hi !") == ["H", "i", " ", "!"]
    assert [splitter(name) for name in ("keras", "any_script", "characters")] == [
        keras,
        any_script,
        characters,
    ]
