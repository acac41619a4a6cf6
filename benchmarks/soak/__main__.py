"""`python -m benchmarks.soak [PART ...]`: mistreat everything, print what was survived, keep it."""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.soak.report import Survey, keep

PARTS = ("kills", "configs", "files", "crowd", "disk")


def main() -> int:
    """Soak the parts named on the command line, or all.

    Returns:
        The exit code: 1 if anything happened that should not have.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; default all")
    parser.add_argument("--seed", type=int, default=1, help="draws moments and damage")
    parser.add_argument("--quick", action="store_true", help="a little of everything; not kept")
    arguments = parser.parse_args()
    unknown = [part for part in arguments.parts if part not in PARTS]
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    failed = False
    for name in arguments.parts or PARTS:
        begun = time.monotonic()
        with TemporaryDirectory(prefix=f"soak-{name}-") as folder:
            module = importlib.import_module(f"benchmarks.soak.{name}")
            survey: Survey = module.soak(
                Random(arguments.seed), Path(folder), quick=arguments.quick
            )
        print(survey.to_markdown(), flush=True)
        if not arguments.quick:
            keep(survey, arguments.seed, (time.monotonic() - begun) / 60)
        failed = failed or bool(survey.failures)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
