"""`seqlab evaluate RUN`: the saved best model judged on a split, beside the baselines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seqlab.cli.advice import print_warnings
from seqlab.cli.arguments import RunArgument, Split
from seqlab.cli.judgement import looks_warning, print_judgement
from seqlab.cli.output import JsonOption, OutputsOption, print_json, tell
from seqlab.tasks.by import By

if TYPE_CHECKING:
    from seqlab.recipes.evaluate import Evaluation
    from seqlab.runs.reader import Run
    from seqlab.tasks.breakdown import Breakdown

MODEL = "best model"


def evaluate(
    run: RunArgument,
    split: Annotated[Split, typer.Option("--split", help="The samples to judge on.")] = (
        Split.VALIDATION
    ),
    by: Annotated[
        By | None, typer.Option("--by", help="Tell the errors of each of these as well.")
    ] = None,
    worst: Annotated[
        int,
        typer.Option("--worst", metavar="N", min=0, help="List the most confident mistakes."),
    ] = 0,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", metavar="FILE", help="Draw what --by tells: .png, .svg or .pdf."),
    ] = None,
    confusion: Annotated[
        Path | None,
        typer.Option("--confusion", metavar="FILE", help="Draw which classes are taken for which."),
    ] = None,
    reliability: Annotated[
        Path | None,
        typer.Option("--reliability", metavar="FILE", help="Draw how far confidence is justified."),
    ] = None,
    outputs: OutputsOption = Path("outputs"),
    as_json: JsonOption = False,
) -> None:
    """Score a run's best model beside the baselines for exactly the same samples.

    Training and the choice of the best epoch never touch the test split. It is for the last word on
    a model that is already chosen: every look at it is counted in the run folder.
    """
    from seqlab.cli.classes import draw_classes, print_classes, print_mistakes
    from seqlab.plots.style import check_format
    from seqlab.recipes.evaluate import evaluate_run
    from seqlab.runs.search import find_run

    _check_plot(plot, by)
    asked_for = {"confusion": confusion, "reliability": reliability}
    pictures = {name: path for name, path in asked_for.items() if path is not None}
    for path in pictures.values():
        check_format(path)
    found = find_run(run, outputs)
    result = evaluate_run(found, split.value, tell, by, worst, classes=bool(pictures))
    times = result.test_evaluations
    if len(times) > 1:
        typer.echo(looks_warning(times), err=True)
    print_warnings(result.warnings)
    asked, judged, breakdown = result.asked, result.judgement, result.breakdown
    if as_json:
        print_json(_document(found, split, result))
    else:
        print_judgement(split.value, MODEL, asked, judged)
        typer.echo(str(judged.samples))
        print_classes(judged.model.more)
        if result.mistakes is not None:
            print_mistakes(result.mistakes)
        if breakdown is not None:
            _print_breakdown(breakdown, asked.unit)
    # After the scores: a look that was counted must show them, also where a folder is full.
    if plot is not None and breakdown is not None:
        _draw(breakdown, found, split, asked.unit, plot)
    for name, path in pictures.items():
        draw_classes(name, judged.model.more, f"{found.name}: {split.value}", path)


def _document(run: Run, split: Split, result: Evaluation) -> dict[str, Any]:
    """The evaluation as a JSON object; what was not asked for is not in it."""
    from seqlab.runs.scores import baseline_record, rival_record

    asked, judged, looks = result.asked, result.judgement, result.test_evaluations
    mistakes = [one.record() for one in result.mistakes or ()]
    return {
        "run": run.id,
        "folder": str(run.path),
        "split": split.value,
        "scores": judged.model.record(asked),
        "baseline": baseline_record(
            asked, split.value, judged.name, judged.baseline, judged.samples
        ),
        "skill": result.skill,
        "baselines": [rival_record(asked, rival) for rival in judged.rivals],
        "verdict": None if judged.verdict is None else judged.verdict.record(),
        **({"test_evaluations": looks} if looks else {}),
        **({} if result.mistakes is None else {"mistakes": mistakes}),
        **({} if result.breakdown is None else {"breakdown": result.breakdown.record()}),
    }


def _print_breakdown(breakdown: Breakdown, unit: str) -> None:
    from seqlab.cli.breakdown import print_breakdown

    typer.echo("")
    print_breakdown(breakdown, MODEL, unit)


def _check_plot(plot: Path | None, by: By | None) -> None:
    """Refuse a picture that cannot be drawn, before anything is looked at."""
    from seqlab.errors import ConfigError
    from seqlab.plots.style import check_format

    if plot is None:
        return
    check_format(plot)
    if by is None:
        raise ConfigError(
            "--plot draws what --by tells, and there is no --by.",
            remedy="Add `--by step`, for instance; `seqlab plot RUN` draws the curves of a run.",
        )


def _draw(breakdown: Breakdown, run: Run, split: Split, unit: str, path: Path) -> None:
    from seqlab.plots.breakdown import draw_breakdown
    from seqlab.plots.style import save_figure
    from seqlab.runs.untrusted import printable

    save_figure(draw_breakdown(breakdown, MODEL, unit, f"{run.name}: {split.value}"), path)
    tell(f"written: {printable(path)}")
