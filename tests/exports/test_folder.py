"""An exported folder is there as a whole or not at all, and never replaces anything."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from seqlab.errors import ConfigError, SeqlabError
from seqlab.exports.folder import check_free, digests, new_folder


def test_what_was_written_takes_the_place_of_nothing_or_of_an_empty_folder(tmp_path: Path) -> None:
    for name in ("a/b/new", "empty"):
        folder = tmp_path / name
        if name == "empty":
            folder.mkdir()
        check_free(folder)
        with new_folder(folder) as beside:
            (beside / "inner").mkdir()
            (beside / "inner" / "file").write_text("x")
            assert not folder.exists() or not any(folder.iterdir())
        assert digests(folder) == {"inner/file": hashlib.sha256(b"x").hexdigest()}
        assert [*folder.parent.glob(".*")] == []


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_error_leaves_nothing(error, tmp_path: Path) -> None:
    with pytest.raises(error), new_folder(tmp_path / "new") as beside:
        (beside / "file").write_text("x")
        raise error
    assert not any(tmp_path.iterdir())


def test_what_is_there_already_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ConfigError, match="is not empty"):
        check_free(tmp_path)
    with pytest.raises(ConfigError, match="is no folder"):
        check_free(tmp_path / "file")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(ConfigError, match="is no folder"):
        check_free(tmp_path / "link")


def test_a_disk_that_is_full_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(SeqlabError, match="No space left") as caught, new_folder(tmp_path / "new"):
        raise OSError(28, os.strerror(28))
    assert "--output" in caught.value.remedy
    assert not any(tmp_path.iterdir())
