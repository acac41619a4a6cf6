"""`seqlab report [RUN... | SUITE | FOLDER]`: results as a page that anyone can open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seqlab.cli.arguments import complete_runs
from seqlab.cli.output import JsonOption, OutputsOption, print_json, tell

if TYPE_CHECKING:
    from seqlab.runs.reader import Run


def report(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="RUN|SUITE|FOLDER",
            help="Runs, as `seqlab plot` takes them; or a suite that was reproduced, by its name "
            "or the JSON that came out; or a folder of runs. Without any, the folder of all runs.",
            autocompletion=complete_runs,
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The page to write.")
    ] = Path("report.html"),
    recorded: Annotated[
        bool,
        typer.Option(
            "--recorded", help="Show only what the run folders record, without data and model."
        ),
    ] = False,
    outputs: OutputsOption = Path("outputs"),
    results: Annotated[
        Path, typer.Option("--results", metavar="DIR", help="Where `seqlab reproduce` wrote to.")
    ] = Path("results"),
    as_json: JsonOption = False,
) -> None:
    """Write a page about a run, about several, about a suite, or about a whole folder of runs.

    The page is one file that loads nothing. What has to be computed for it is computed on the
    validation split. For a folder, each run gets a page too, in a folder beside the first one.
    """
    from seqlab.report.html import write_page
    from seqlab.report.index_page import write_index
    from seqlab.report.run_page import run_page
    from seqlab.report.runs_page import runs_page
    from seqlab.report.suite_page import suite_page
    from seqlab.runs.search import find_runs, list_runs
    from seqlab.runs.untrusted import printable
    from seqlab.suites.recorded import read_recorded

    _check_output(output)
    words = what or []
    recorded_suite = _suite(words[0], results) if len(words) == 1 else None
    folder = _folder(words, outputs)
    runs: list[Run] = []
    written = [output]
    if recorded_suite is not None:
        write_page(suite_page(read_recorded(recorded_suite), list_runs(outputs)), output)
    elif folder is not None:
        runs = _runs_in(folder)
        written = write_index(runs, folder, output, tell, recorded=recorded)
    else:
        runs = find_runs(words, outputs)
        page = run_page(runs[0], tell, recorded=recorded) if len(runs) == 1 else runs_page(runs)
        write_page(page, output)
    if as_json:
        print_json({"runs": [str(run.path) for run in runs], "written": list(map(str, written))})
    else:
        typer.echo(printable(output))


def _check_output(output: Path) -> None:
    """Refuse a file that is no page, before anything takes its time."""
    from seqlab.errors import ConfigError
    from seqlab.runs.untrusted import printable

    if output.suffix.lower() not in (".html", ".htm"):
        raise ConfigError(
            f"Cannot write a page to {printable(output)}: {printable(output.suffix) or 'no suffix'}"
            " is not a format of pages.",
            remedy="Give --output a file such as report.html.",
        )


def _suite(word: str, results: Path) -> Path | None:
    """The JSON of a reproduced suite, if that is what a word means."""
    from seqlab.errors import ConfigError
    from seqlab.runs.untrusted import printable
    from seqlab.suites.shipped import shipped_suites

    path = Path(word)
    if path.suffix.lower() == ".json":
        return path
    is_file = path.suffix.lower() in (".yaml", ".yml") and path.is_file()
    if not is_file and word not in shipped_suites():
        return None
    from seqlab.suites.suite import load_suite

    name = load_suite(path).name if is_file else word
    found = results / f"{name}.json"
    if not found.is_file():
        raise ConfigError(
            f"There is no {printable(found)}: nothing is known of the suite {printable(name)}.",
            remedy=f"`seqlab reproduce {printable(word)}` writes it; --results says where it is.",
        )
    return found


def _folder(words: list[str], outputs: Path) -> Path | None:
    """The folder of runs that is meant, if it is one."""
    from seqlab.runs.layout import STATUS

    if not words:
        return outputs
    path = Path(words[0])
    is_folder = len(words) == 1 and path.is_dir() and not (path / STATUS).exists()
    return path if is_folder else None


def _runs_in(folder: Path) -> list[Run]:
    """All runs below a folder, the newest first.

    Raises:
        ConfigError: there is none.
    """
    from seqlab.errors import ConfigError
    from seqlab.runs.search import list_runs
    from seqlab.runs.untrusted import printable

    runs = list_runs(folder)
    if not runs:
        raise ConfigError(
            f"There are no runs in the folder {printable(folder)}.",
            remedy="Start one with `seqlab train FILE`, or name the folder of your runs.",
        )
    return runs
