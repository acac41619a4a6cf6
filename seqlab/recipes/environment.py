"""What a result depends on besides its config, as it is here and now."""

from __future__ import annotations

import os
import platform
import shlex
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from seqlab.cores import usable_cores
from seqlab.runs.environment import Environment
from seqlab.version import __version__

PACKAGES = ("tensorflow", "keras", "numpy", "pandas", "pydantic")


def describe_environment(
    device: str,
    plan: Mapping[str, Any] | None,
    digests: Mapping[str, str],
    plugins: Mapping[str, str],
) -> Environment:
    """What a run that begins now is made with.

    Args:
        device: what is computed on.
        plan: how a training step is spread over the cores; None for Keras's own way.
        digests: SHA-256 of the contents of every data source, by name.
        plugins: versions of the other packages that add a part of the experiment.
    """
    return Environment(
        versions={"python": platform.python_version(), "seqlab": __version__, **_versions()},
        plugins=plugins,
        platform=platform.platform(),
        processor=platform.machine(),
        cores=len(usable_cores()),
        device=device,
        plan=plan,
        xla_flags=os.environ.get("XLA_FLAGS"),
        git_commit=_git_commit(Path(__file__).parent),
        command=shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]]),
        digests=digests,
    )


def _versions() -> dict[str, str]:
    found: dict[str, str] = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _git_commit(folder: Path) -> str | None:
    """The commit that the code was checked out at, with `+` where files differ from it."""
    try:
        described = subprocess.run(
            ["git", "describe", "--always", "--abbrev=40", "--exclude=*", "--dirty=+"],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return described.stdout.strip()
