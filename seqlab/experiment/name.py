"""The names of experiments, which are also the folders of their runs."""

from __future__ import annotations

import re
from pathlib import Path

PATTERN = r"^[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)*$"
"""Parts such as `jena/gru`: no `..`, nothing hidden, and no way out of the outputs folder."""
LONGEST_NAME = 100


def is_name(text: str) -> bool:
    """Whether a text can name an experiment."""
    return re.fullmatch(PATTERN, text) is not None and len(text) <= LONGEST_NAME


def name_after(path: Path) -> str:
    """A name for the experiment of a file that gives none: `my gru.yaml` is `my_gru`."""
    words = re.sub(r"[^A-Za-z0-9.-]+", "_", path.stem).lstrip("_.-")
    return words[:LONGEST_NAME] or "experiment"
