"""An error says what happened and how to mend it, and knows its exit code."""

from __future__ import annotations

import pytest

from seqlab.errors import ConfigError, DataError, SeqlabError, did_you_mean


def test_an_error_is_its_message_and_its_remedy_below_it() -> None:
    assert str(SeqlabError("The loss is NaN.")) == "The loss is NaN."
    assert str(SeqlabError("The loss is NaN.", remedy="Try less.")) == "The loss is NaN.\nTry less."


@pytest.mark.parametrize(
    ("kind", "code"), [(SeqlabError, 1), (DataError, 1), (ConfigError, 2)], ids=str
)
def test_every_kind_of_error_has_its_exit_code(kind: type[SeqlabError], code: int) -> None:
    error = kind("message", remedy="remedy")
    assert isinstance(error, SeqlabError)
    assert (error.exit_code, error.message, error.remedy) == (code, "message", "remedy")


@pytest.mark.parametrize(
    ("given", "end"),
    [
        ("gruu", ", did you mean `gru`?"),
        ("GRU", ", did you mean `gru`?"),
        ("t (degc)", ", did you mean `T (degC)`?"),
        ("transformer", "."),
        (5, "."),
        (["gru"], "."),
    ],
)
def test_the_name_that_was_perhaps_meant_ends_the_sentence(given: object, end: str) -> None:
    assert did_you_mean(given, ["gru", "lstm", "T (degC)"]) == end
