"""`seqlab search FILE`: the settings that work best, and how sure that is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seqlab.cli.advice import print_advice
from seqlab.cli.output import (
    JsonOption,
    OutputsOption,
    print_json,
    print_table,
    progress_console,
    table,
    tell,
)
from seqlab.interrupts import EXIT_CODE, second_leaves_at_once

if TYPE_CHECKING:
    from seqlab.searches.results import Found
    from seqlab.searches.run import Searched
    from seqlab.searches.search import Search

SHOWN_WITHOUT_FINALISTS = 5


def search(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The YAML file of a search.", show_default=False)
    ],
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", metavar="N", min=1, help="Runs at the same time.")
    ] = 1,
    outputs: OutputsOption = Path("outputs"),
    as_json: JsonOption = False,
) -> None:
    """Try settings of an experiment, and train the best ones again with fresh seeds.

    Each trial is an ordinary run. The same command goes on with an interrupted search, and ends
    with the same trials and the same winner as if nothing had happened. The test split is not
    looked at.
    """
    from seqlab.recipes.train import refuse_naive
    from seqlab.runs.writer import check_writable
    from seqlab.searches.search import load_search
    from seqlab.searches.write import to_record, write_found

    loaded, document = load_search(file)
    refuse_naive(loaded.experiment)
    check_writable(outputs)
    print_advice((loaded.experiment, document))
    try:
        with second_leaves_at_once():
            searched = _run(loaded, outputs, jobs)
    except KeyboardInterrupt:
        tell("Interrupted; the same command goes on where it stopped.")
        raise typer.Exit(EXIT_CODE) from None
    found = searched.found
    written = write_found(found, outputs / loaded.name, searched.importance)
    if as_json:
        print_json(to_record(found, searched.importance))
    else:
        _print(found)
    tell("written: " + ", ".join(map(str, written)))
    if found.winner is None:
        _fail(found)


def _run(loaded: Search, outputs: Path, jobs: int) -> Searched:
    from seqlab.cli.progress import Screen
    from seqlab.searches.run import Order, run_search

    screen = Screen(progress_console())
    return run_search(loaded, Order(outputs, jobs, screen.observer(), screen.observer))


def _print(found: Found) -> None:
    from seqlab.searches.write import best_baseline, mean_text

    search = found.search
    counts = ", ".join(
        f"{found.count(state)} {state}"
        for state in ("complete", "pruned", "failed")
        if found.count(state)
    )
    why = f"; the budget of {search.file.budget} ended it" if found.is_short else ""
    typer.echo(f"{search.name}: {len(found.trials)} trials, {counts or 'none ended'}{why}\n")
    keys = [one.key for one in search.space.dimensions]
    name = search.goal.name
    if found.finals:
        right = (*keys, f"{name} in the search", f"{len(search.fresh_seeds)} fresh seeds")
        rows = table("rank", "trial", right=(*right, "95 % interval", "failed"))
        for rank, final in enumerate(found.finals, start=1):
            mean, _, ends = mean_text(final).partition(" ")
            failed = str(len(final.errors)) if final.errors else ""
            promised = f"{final.trial.value:.4f}"
            settings = _cells(found, final.trial.number)
            number = str(final.trial.number + 1)
            rows.add_row(str(rank), number, *settings, promised, mean, ends.strip("()"), failed)
    else:
        rows = table("trial", right=(*keys, name))
        for trial in found.ranked[:SHOWN_WITHOUT_FINALISTS]:
            value = f"{trial.value:.4f}"
            rows.add_row(str(trial.number + 1), *_cells(found, trial.number), value)
    if found.ranked:
        print_table(rows)
        baseline = best_baseline(found.trials)
        if baseline is not None:
            typer.echo(f"best baseline: {baseline['baseline']}, {name} {baseline['value']:.4f}")
        _print_winner(found)
    if found.has_other_samples:
        tell(
            "warning: trials were judged on different samples, because a setting of the dataset "
            "varies: their order may come from that alone."
        )


def _print_winner(found: Found) -> None:
    from seqlab.searches.results import optimism

    winner = found.winner
    assert winner is not None
    final = next((one for one in found.finals if one.trial.number == winner.number), None)
    more = None if final is None else optimism(found.search, final)
    if final is None or more is None:
        typer.echo(
            f"Trial {winner.number + 1} is the best of the search, with the seeds that chose it: "
            "expect less of it."
        )
        return
    sure = "" if more.low > 0 or more.high < 0 else ", which may be chance"
    typer.echo(
        f"Trial {winner.number + 1} wins. How much worse it is with fresh seeds than in the "
        f"search: {more.mean:+.4f} (95 % interval {more.low:+.4f} to {more.high:+.4f}){sure}."
    )


def _cells(found: Found, number: int) -> list[str]:
    trial = next(one for one in found.trials if one.number == number)
    return [
        f"{value:.4g}" if isinstance(value, float) else str(value)[:30]
        for value in trial.drawn.values()
    ]


def _fail(found: Found) -> None:
    from seqlab.errors import SeqlabError

    errors = list(dict.fromkeys(trial.error for trial in found.trials if trial.error))
    raise SeqlabError(
        "\n".join([f"No trial of the search {found.search.name} completed:", *errors[:3]]),
        remedy="Try the experiment with `seqlab train`, or narrow the parameters.",
    )
