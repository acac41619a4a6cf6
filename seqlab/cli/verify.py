"""`seqlab verify RUN`: is this run folder what it says?"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seqlab.cli.arguments import RunArgument
from seqlab.cli.output import JsonOption, OutputsOption, print_json, progress_console

if TYPE_CHECKING:
    from seqlab.recipes.verify import Check


def verify(
    run: RunArgument,
    rerun: Annotated[
        bool, typer.Option("--rerun", help="Train it again, and compare every epoch.")
    ] = False,
    outputs: OutputsOption = Path("outputs"),
    as_json: JsonOption = False,
) -> None:
    """Check that a run's files are whole and belong together, and that its numbers are true.

    The data must still have the recorded digests, and the scores are computed again from the saved
    model. The exit code is 1 if anything is not as recorded.
    """
    from seqlab.cli.progress import Screen
    from seqlab.recipes.verify import verify_run
    from seqlab.runs.search import find_run

    found, screen = find_run(run, outputs), Screen(progress_console())
    checks: list[Check] = []
    for check in verify_run(found, screen.observer(), rerun=rerun):
        checks.append(check)
        if not as_json:
            _print(check)
    count = sum(len(check.problems) for check in checks)
    if as_json:
        print_json(
            {
                "run": found.id,
                "folder": str(found.path),
                "verified": not count,
                "checks": [asdict(check) for check in checks],
            }
        )
    else:
        verdict = "verified" if not count else f"not verified: {count} problem{'s' * (count > 1)}"
        typer.echo(verdict)
    if count:
        raise typer.Exit(1)


def _print(check: Check) -> None:
    typer.echo(f"{check.name:<12} {check.seen if not check.problems else 'WRONG'}")
    for problem in check.problems:
        for line in problem.splitlines():
            typer.echo(f"  {line}")
