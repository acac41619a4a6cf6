"""Where seqlab keeps what it can make anew."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path | None:
    """`$XDG_CACHE_HOME/seqlab` or else `~/.cache/seqlab`; the folder may not exist yet.

    None for a user without a home directory, as in some containers: in a folder that all users
    share, anyone could prepare something else.
    """
    cache = os.environ.get("XDG_CACHE_HOME")
    if cache:
        return Path(cache) / "seqlab"
    try:
        return Path.home() / ".cache" / "seqlab"
    except RuntimeError:
        return None
