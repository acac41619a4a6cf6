"""What can only be measured in a fresh process: `python -m benchmarks.child WHAT [ARGUMENT ...]`.

The process does one thing and prints one number as the last line of its output:

- `first-step ARGUMENT ...`: runs `seqlab train ARGUMENT ...` until its first training step has
  ended, prints the time of day in seconds, and leaves.
- `memory-import`: imports TensorFlow and prints the peak of its memory in bytes.
- `memory-train ARGUMENT ...`: runs `seqlab train ARGUMENT ...` to its end and prints the same.
- `read-series FILE`: prints the seconds of `read_series`, with the imports before it done.
- `memory-series FILE`: does the same and prints the peak of its memory in bytes;
  `memory-series-imports FILE` only imports.
- `load-imdb`: prints the seconds of `Imdb().load()`, with the imports before it done.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.settings import ROOT


def run_child(*arguments: str, environment: Mapping[str, str] | None = None) -> float:
    """Run this file in a fresh process.

    Args:
        arguments: what to do.
        environment: variables to set beside those of this process.

    Returns:
        The number that it printed.

    Raises:
        RuntimeError: it failed; says what it wrote.
    """
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.child", *arguments],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stderr}")
    return float(done.stdout.split()[-1])


def print_time_of_first_step(arguments: list[str]) -> None:
    """Run `seqlab train` and leave as soon as its display is told of the first step."""
    from seqlab.cli.progress import ConsoleObserver
    from seqlab.training.events import Event, StepEnded

    def leave_at_a_step(_: ConsoleObserver, event: Event) -> None:
        if isinstance(event, StepEnded):
            print(time.time(), flush=True)
            os._exit(0)

    setattr(ConsoleObserver, "__call__", leave_at_a_step)  # noqa: B010
    run_seqlab(["train", *arguments])
    sys.exit("the training ended without a step that its display was told of")


def run_seqlab(arguments: list[str]) -> None:
    """Run a seqlab command in this process, as the command line does."""
    from seqlab.__main__ import main

    sys.argv = ["seqlab", *arguments]
    try:
        main()
    except SystemExit as end:
        if end.code:
            raise


def print_peak_memory() -> None:
    """Print the most memory that this process has had, in bytes.

    Linux's own count (VmHWM) rather than `getrusage`, whose peak a child inherits from its parent.
    """
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    if found:
        print(int(found[1]) * 1024)
    else:  # macOS counts bytes
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def read_own_series(file: str) -> None:
    """Read the file of `series_file.py` and print the seconds that it took."""
    from seqlab.datasets.sources.series_file.columns import Columns
    from seqlab.datasets.sources.series_file.read import read_series

    import_series_packages()
    began = time.perf_counter()
    past = tuple(f"x{column}" for column in range(1, 6))
    read_series(Path(file), Columns(("x0",), "shop", "date", past=past))
    print(time.perf_counter() - began)


def import_series_packages() -> None:
    """Import what reading a file of series imports."""
    import pandas  # noqa: F401
    import pyarrow.compute
    import pyarrow.csv  # noqa: F401


def main() -> None:
    """Do what the command line says."""
    what, *arguments = sys.argv[1:]
    if what == "first-step":
        print_time_of_first_step(arguments)
    elif what == "memory-import":
        import tensorflow  # noqa: F401

        print_peak_memory()
    elif what == "memory-train":
        run_seqlab(["train", *arguments])
        print_peak_memory()
    elif what == "read-series":
        read_own_series(*arguments)
    elif what == "memory-series":
        read_own_series(*arguments)
        print_peak_memory()
    elif what == "memory-series-imports":
        import_series_packages()
        print_peak_memory()
    elif what == "load-imdb":
        from seqlab.datasets.imdb import Imdb

        began = time.perf_counter()
        Imdb().load()
        print(time.perf_counter() - began)
    else:
        sys.exit(f"unknown: {what}")


if __name__ == "__main__":
    main()
