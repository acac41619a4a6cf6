"""`python -m benchmarks [PART ...]`: measure, print the tables, keep the figures."""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.machine import describe_machine
from benchmarks.report import Part, merge_results, results_to_markdown, rewrite_section
from benchmarks.settings import COMPILING_ANEW, EPOCH_STEPS, Settings

PARTS = ("input", "epochs", "steps", "imdb", "startup", "memory", "series_file", "panels")
FOLDER = Path(__file__).parent
QUICK_STEPS = 40


def main() -> int:
    """Measure the parts named on the command line, each in a process of its own.

    Returns:
        The exit code: 1 if a part failed.
    """
    parser = _parser()
    arguments = parser.parse_args()
    unknown = [part for part in arguments.parts if part not in PARTS]
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    if len(arguments.parts) != 1:
        return _measure_each(arguments)
    steps = arguments.steps or (QUICK_STEPS if arguments.quick else EPOCH_STEPS)
    os.environ["TF_XLA_FLAGS"] = COMPILING_ANEW
    settings = Settings(steps, arguments.turns, arguments.quick)
    part: Part = importlib.import_module(f"benchmarks.{arguments.parts[0]}").measure(settings)
    print(part.to_markdown(), flush=True)
    if arguments.output or not arguments.quick:
        keep(part, arguments.output or FOLDER)
    return 0


def keep(part: Part, folder: Path) -> None:
    """Put a part into results.json, and all of that into the README beside it, if there is one."""
    results = merge_results(folder / "results.json", part, describe_machine())
    readme = folder / "README.md"
    if readme.exists():
        section = results_to_markdown(results, PARTS)
        readme.write_text(rewrite_section(readme.read_text("utf-8"), section), encoding="utf-8")


def _measure_each(arguments: argparse.Namespace) -> int:
    """Run each part in a fresh process, so that none finds what another has left behind."""
    options = ["--quick"] if arguments.quick else []
    for name in ("turns", "steps", "output"):
        if getattr(arguments, name) is not None:
            options += [f"--{name}", str(getattr(arguments, name))]
    failed = []
    for part in dict.fromkeys(arguments.parts or PARTS):
        command = [sys.executable, "-m", "benchmarks", part, *options]
        if subprocess.run(command, check=False).returncode != 0:
            failed.append(part)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; default all")
    parser.add_argument("--turns", type=int, help="measure each side so often (default: 3 to 9)")
    parser.add_argument(
        "--steps", type=int, help="training steps of a measured epoch (default 500; fewer: scaled)"
    )
    parser.add_argument(
        "--quick", action="store_true", help="few short turns; printed, and kept only by --output"
    )
    parser.add_argument(
        "--output", type=Path, help="keep results.json in this folder (default: benchmarks)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
