"""Where someone's file is: beside the config, or in the folder for data."""

from __future__ import annotations

import os
from pathlib import Path

from seqlab.errors import DataError


def find_series_file(path: str, config_folder: Path | None) -> Path:
    """Find the file that a config names.

    Args:
        path: as the config has it: relative to the config's folder, then to `$SEQLAB_DATA`.
        config_folder: where the config is; None for one that is no file, which takes the working
            folder instead.

    Raises:
        DataError: there is no such file; the message names the places.
    """
    own = os.environ.get("SEQLAB_DATA")
    folders = [config_folder or Path(), *([Path(own)] if own else [])]
    places = [folder / Path(path).expanduser() for folder in folders]
    for place in places:
        if place.is_file():
            return place
        if place.exists():
            raise DataError(
                f"dataset.path is {path!r}, and {place} is no file.",
                remedy="Name a CSV, TSV or Parquet file.",
            )
    searched = " and not ".join(str(place) for place in dict.fromkeys(places))
    remedy = "dataset.path is relative to the config's folder, then to the folder SEQLAB_DATA"
    remedy += " names." if own else ", which is not set."
    raise DataError(f"dataset.path is {path!r}: there is no {searched}.", remedy=remedy)
