"""What the system says about a folder becomes an error that the user can act on."""

from __future__ import annotations

from pathlib import Path

import pytest

from seqlab.errors import SeqlabError
from seqlab.runs.disk import explaining_errors


def test_an_error_of_the_system_names_the_folder_the_reason_and_a_way_out() -> None:
    with pytest.raises(SeqlabError) as caught, explaining_errors(Path("out\x1b[2J")):
        raise OSError(28, "No space left on device")
    assert caught.value.message == "Cannot write to the folder out[2J: No space left on device."
    assert caught.value.remedy.endswith("or choose another folder with --outputs.")
    assert isinstance(caught.value.__cause__, OSError)


def test_another_way_out_may_be_given_and_an_error_without_words_still_says_something() -> None:
    with (
        pytest.raises(SeqlabError) as caught,
        explaining_errors(Path("out"), otherwise="then go on"),
    ):
        raise OSError("odd")
    assert caught.value.message == "Cannot write to the folder out: odd."
    assert caught.value.remedy.endswith("the space on its disk, then go on.")


def test_what_is_no_error_of_the_system_goes_through() -> None:
    with pytest.raises(KeyError), explaining_errors(Path("out")):
        raise KeyError("a bug")
    with explaining_errors(Path("out")):
        pass
