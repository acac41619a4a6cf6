"""`seqlab predict RUN`: how series go on, and what texts are about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seqlab.cli.arguments import RunArgument, Split
from seqlab.cli.judgement import looks_warning
from seqlab.cli.output import JsonOption, OutputsOption, print_json

if TYPE_CHECKING:
    import pandas as pd

    from seqlab.recipes.predict import Prediction
    from seqlab.runs.metrics import JudgedSplit
    from seqlab.runs.reader import Run


def predict(
    run: RunArgument,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            metavar="FILE",
            help="The history of the series, or the texts: a file like the run's own. For series, "
            "without it, that one.",
        ),
    ] = None,
    text: Annotated[
        list[str] | None,
        typer.Option("--text", metavar="TEXT", help="A text to tell the class of; repeatable."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="The file to write: .csv, .tsv or .parquet."
        ),
    ] = None,
    split: Annotated[
        Split | None,
        typer.Option("--split", help="Answer every sample of a split instead."),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template",
            metavar="FILE",
            help="Write the last history and the rows ahead, to fill in what is known of them.",
        ),
    ] = None,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", metavar="FILE", help="Draw the history and the forecast."),
    ] = None,
    outputs: OutputsOption = Path("outputs"),
    as_json: JsonOption = False,
) -> None:
    """Forecast series or classify texts with a run's best model, from its folder alone.

    Of series, rows behind the last one with a target are rows ahead, in which known columns are
    filled in. Without --output, what the model says is printed as CSV. Every look at the test split
    is counted in the run folder.
    """
    from seqlab.plots.style import check_format
    from seqlab.recipes.predict import as_csv, is_parquet, write_predictions
    from seqlab.runs.search import find_run
    from seqlab.runs.untrusted import printable

    for path in (output, template):
        if path is not None:
            is_parquet(path)
    if plot is not None:
        check_format(plot)
    found = find_run(run, outputs)
    if template is not None:
        _write_template(found, data, template, split, as_json=as_json)
        return
    result = _predict(found, data, text, split, to_draw=plot is not None)
    if len(result.test_evaluations) > 1:
        typer.echo(looks_warning(result.test_evaluations), err=True)
    if output is not None:
        write_predictions(result.table, output)
    if plot is not None:
        _draw(result, found, plot)
    if as_json:
        print_json(_record(found, split, result, output, plot))
        return
    if output is None:
        typer.echo(as_csv(result.table), nl=False)
    for path in (output, plot):
        if path is not None:
            typer.echo(printable(path), err=output is None)


def _predict(
    run: Run, data: Path | None, texts: list[str] | None, split: Split | None, *, to_draw: bool
) -> Prediction:
    from seqlab.errors import ConfigError
    from seqlab.recipes.predict import predict_run, predict_texts

    if not texts:
        asked: JudgedSplit | None = None if split is None else split.value
        return predict_run(run, data=data, split=asked, to_draw=to_draw)
    if data is not None or split is not None:
        raise ConfigError(
            "--text gives the texts, and so does " + ("--data." if data else "--split."),
            remedy="Leave out the one or the other.",
        )
    if to_draw:
        raise ConfigError("--plot draws forecasts, and --text gives texts.", remedy="Leave it out.")
    return predict_texts(run, texts)


def _write_template(
    run: Run, data: Path | None, path: Path, split: Split | None, *, as_json: bool
) -> None:
    from seqlab.errors import ConfigError
    from seqlab.recipes.predict import is_parquet, template_of, write_file
    from seqlab.runs.untrusted import printable

    if split is not None:
        raise ConfigError(
            "--template is for rows ahead, and those of a split are in the data already.",
            remedy="Leave out the one or the other.",
        )
    write_file(template_of(run, data, parquet=is_parquet(path)), path)
    if as_json:
        print_json({"run": run.id, "folder": str(run.path), "template": str(path)})
        return
    typer.echo(printable(path))
    typer.echo(
        "Fill in the known columns of the rows without a target, then: "
        f"seqlab predict {run.id} --data {printable(path)}",
        err=True,
    )


def _draw(result: Prediction, run: Run, path: Path) -> None:
    from seqlab.plots.forecast import draw_forecasts
    from seqlab.plots.style import save_figure

    save_figure(draw_forecasts(result.drawings(), f"Forecast of {run.name}"), path)


def _record(
    run: Run, split: Split | None, result: Prediction, output: Path | None, plot: Path | None
) -> dict[str, Any]:
    """The result as a JSON object; the predictions are part of it where no file has them."""
    looks = result.test_evaluations
    return {
        "run": run.id,
        "folder": str(run.path),
        "split": None if split is None else split.value,
        result.questions.noun: len(result.questions),
        "rows": len(result.table),
        "output": None if output is None else str(output),
        "plot": None if plot is None else str(plot),
        **({"predictions": _rows(result.table)} if output is None else {}),
        **({"test_evaluations": looks} if looks else {}),
    }


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Each row as a JSON object, times as text."""
    from seqlab.series.forecasts import with_texts

    rows = with_texts(table).to_dict("records")
    return [{str(key): value for key, value in row.items()} for row in rows]
