"""The suites that come with seqlab."""

from __future__ import annotations

from pathlib import Path

from seqlab.errors import ConfigError, did_you_mean
from seqlab.experiment.shipped import configs_folder


def shipped_suites() -> dict[str, Path]:
    """The file of every suite that comes with seqlab, by its name."""
    return {file.stem: file for file in sorted((configs_folder() / "suites").glob("*.yaml"))}


def find_suite(reference: str) -> Path:
    """The file of a suite that the user names: a path, or the name of a shipped one.

    Raises:
        ConfigError: there is no such file and no shipped suite of that name.
    """
    path = Path(reference)
    if path.is_file():
        return path
    shipped = shipped_suites()
    if reference in shipped:
        return shipped[reference]
    raise ConfigError(
        f"There is no suite {reference!r}, neither a file nor one that comes with seqlab"
        f"{did_you_mean(reference, shipped)}",
        remedy="Those that come with it: " + ", ".join(shipped),
    )
