"""The real command line in processes of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST = 1200.0
"""Seconds; a command that takes longer hangs."""


def start(folder: Path, *arguments: str | Path) -> subprocess.Popen[str]:
    """Start seqlab in `folder`; what it prints goes to `printed.txt` there, after what is there."""
    with (folder / "printed.txt").open("a", encoding="utf-8") as printed:
        return subprocess.Popen(
            [sys.executable, "-m", "seqlab", *map(str, arguments)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            text=True,
        )


def run(folder: Path, *arguments: str | Path) -> int:
    """Run seqlab in `folder` to its end.

    Returns:
        The exit code.
    """
    return start(folder, *arguments).wait(LONGEST)


def printed(folder: Path) -> str:
    """What the commands in `folder` printed so far."""
    return (folder / "printed.txt").read_text(encoding="utf-8", errors="replace")
