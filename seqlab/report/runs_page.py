"""The page of several runs: which is the best, and whether it was worth it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seqlab.errors import DataError, SeqlabError
from seqlab.evaluation.leaderboard import Leaderboard, Result, leaderboards, read_result
from seqlab.evaluation.leaderboard_tables import headings, notes, rows, title
from seqlab.plots.curves import draw_curves
from seqlab.plots.readings import read_run
from seqlab.report.made_with import missing
from seqlab.report.parts import Code, Page, Part, Section, Table, Text, Tone
from seqlab.report.pictures import Pictures
from seqlab.report.scores import verdict_of
from seqlab.runs.reader import Run
from seqlab.runs.untrusted import printable

MOST_CURVES = 16


def runs_page(runs: Sequence[Run]) -> Page:
    """The page that ranks runs beside their baselines.

    Args:
        runs: at least two; those that have no final scores are named and left out.
    """
    results, left_out = [], []
    for run in runs:
        try:
            results.append(read_result(run))
        except DataError as error:
            left_out.append(missing(error, "Left out:"))
    boards = leaderboards(results)
    pictures = Pictures()
    ranking = [*_ranking(boards), *left_out]
    sections = [Section("ranking", "Ranking", ranking)]
    if results:
        worth = [_worth(results)]
        sections.append(Section("worth", "What each is worth", worth))
        drawn = list(_curves([result.run for result in results], pictures))
        sections.append(Section("curves", "Curves", drawn))
    commands = "\n".join(f"seqlab train {printable(run.files.config)}" for run in runs)
    sections.append(Section("again", "Make them again", [Code(commands, "Commands")]))
    verdict, tone = _verdict(boards)
    facts = [("Runs", f"{len(runs)}"), ("With final scores", f"{len(results)}")]
    heading = f"{len(runs)} runs compared"
    return Page(heading, "seqlab report of several runs", verdict, tone, facts, sections)


def _verdict(boards: Sequence[Leaderboard]) -> tuple[str, Tone]:
    if not boards:
        return "None of these runs has final scores: there is no verdict yet.", "open"
    best = boards[0].places[0]
    metrics = best.best.run.results
    assert metrics is not None
    sentence, tone = verdict_of(metrics)
    where = "" if len(boards) == 1 else f" on the first of {len(boards)} sets of samples"
    return f"The best{where} is {best.experiment}. {sentence}", tone


def _ranking(boards: Sequence[Leaderboard]) -> Iterator[Part]:
    for board in boards:
        names = headings(board.judged_on)
        cells = [[printable(cell) for cell in row] for row in rows(board)]
        # The experiment names a row, not its rank.
        turned = [[row[1], row[0], *row[2:]] for row in cells]
        heads = [printable(one) for one in (names[1], names[0], *names[2:])]
        yield Table(printable(title(board.judged_on)), heads, turned)
    for note in notes(boards):
        yield Text(note)


def _worth(results: Sequence[Result]) -> Table:
    cells = []
    for result in results:
        metrics = result.run.results
        assert metrics is not None
        seed = "" if result.seed is None else str(result.seed)
        run = printable(result.run.id)
        cells.append([result.experiment, seed, run, verdict_of(metrics)[0]])
    return Table(
        "Each run beside its baselines", ["experiment", "seed", "run", "verdict"], cells, 4
    )


def _curves(runs: Sequence[Run], pictures: Pictures) -> Iterator[Part]:
    """A picture for each measure of runs that measure the same."""
    groups: dict[tuple[str, ...], list[Run]] = {}
    for run in runs[:MOST_CURVES]:
        try:
            groups.setdefault(read_run(run).measures, []).append(run)
        except SeqlabError as error:
            yield missing(error, "Some curves cannot be drawn.")
    for measures, group in groups.items():
        for measure in measures:
            names = ", ".join(dict.fromkeys(run.name for run in group))
            caption = f"{measure} of {names}: strong lines are validation, thin ones training."
            figure = draw_curves(group, measure)
            yield pictures.picture(figure, f"Curves: {measure}", caption)
    if len(runs) > MOST_CURVES:
        yield Text(f"Only the curves of the first {MOST_CURVES} runs are drawn.")
