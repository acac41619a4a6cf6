"""Where someone's file is: beside the config, or in the folder for data."""

from __future__ import annotations

import os
from pathlib import Path

from seqlab.errors import DataError


def find_own_file(
    path: str,
    config_folder: Path | None,
    expected: str = "a CSV, TSV or Parquet file",
    *,
    may_be_folder: bool = False,
    setting: str = "dataset.path",
) -> Path:
    """Find the file that a config names.

    Args:
        path: as the config has it: relative to the config's folder, then to `$SEQLAB_DATA`.
        config_folder: where the config is; None for one that is no file, which takes the working
            folder instead.
        expected: the forms that it may have, for errors.
        may_be_folder: whether a folder will do.
        setting: what names the file.

    Raises:
        DataError: there is no such file; the message names the places.
    """
    own = os.environ.get("SEQLAB_DATA")
    folders = [config_folder or Path(), *([Path(own)] if own else [])]
    places = [folder / Path(path).expanduser() for folder in folders]
    for place in places:
        if place.is_file() or (may_be_folder and place.is_dir()):
            return place
        if place.exists():
            raise DataError(
                f"{setting} is {path!r}, and {place} is no file.", remedy=f"Name {expected}."
            )
    searched = " and not ".join(str(place) for place in dict.fromkeys(places))
    first = "the config's folder" if setting.startswith("dataset.") else "this folder"
    remedy = f"{setting} is relative to {first}, then to the folder SEQLAB_DATA"
    remedy += " names." if own else ", which is not set."
    raise DataError(f"{setting} is {path!r}: there is no {searched}.", remedy=remedy)
