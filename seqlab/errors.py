"""The one error that users see.

Anything that goes wrong for a reason outside the code is raised as a `SeqlabError`; the command
line turns it into one message and an exit code. Every other exception is a bug of ours.
"""

from __future__ import annotations

from collections.abc import Iterable


class SeqlabError(Exception):
    """A run failed for a reason the user can act on: a diverging loss, a missing GPU (exit code 1).

    Args:
        message: what happened, where, what was expected and what was given.
        remedy: how to mend it, as a sentence.
    """

    exit_code = 1

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}\n{self.remedy}" if self.remedy else self.message


class DataError(SeqlabError):
    """A data file is missing, damaged or not what it should be (exit code 1)."""


class ConfigError(SeqlabError):
    """The command line or a config file is wrong (exit code 2).

    A message about a setting begins with its dotted key, so that its place can be told.
    """

    exit_code = 2


def did_you_mean(given: object, known: Iterable[str]) -> str:
    """End a sentence about a name that nothing has, with the one that was perhaps meant.

    Args:
        given: what was written; anything but a word is close to nothing.
        known: the names that there are; upper and lower case do not matter.

    Returns:
        ", did you mean `gru`?", or a full stop.
    """
    from difflib import get_close_matches

    by_lower = {name.lower(): name for name in known}
    close = get_close_matches(given.lower(), by_lower, n=1) if isinstance(given, str) else []
    return f", did you mean `{by_lower[close[0]]}`?" if close else "."
