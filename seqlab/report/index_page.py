"""The page of all runs in a folder, each of which has a page of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from seqlab.errors import SeqlabError
from seqlab.report.html import write_page
from seqlab.report.parts import Cell, Page, Section, Table, Tone
from seqlab.report.run_page import run_page
from seqlab.report.scores import percent, shown
from seqlab.runs.reader import Run
from seqlab.runs.summary import RunSummary, summarise
from seqlab.runs.untrusted import printable

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 80
_HEADINGS = (
    "experiment",
    "run",
    "status",
    "verdict",
    "metric",
    "best",
    "baseline",
    "skill",
    "epochs",
    "seed",
    "s/epoch",
)


def write_index(
    runs: Sequence[Run],
    folder: Path,
    output: Path,
    notice: Callable[[str], None],
    *,
    recorded: bool = False,
) -> list[Path]:
    """Write a page for each run, and one that lists them all.

    Args:
        runs: in the order of the list.
        folder: where they are.
        output: the file of the list; the other pages go into a folder beside it.
        notice: told of what takes its time.
        recorded: as for `run_page`.

    Returns:
        The files, the list first.

    Raises:
        SeqlabError: a file cannot be written.
    """
    pages = output.with_name(f"{output.stem}-pages")
    files = _file_names(runs)
    back = quote(f"../{output.name}")
    for run in runs:
        page = run_page(run, notice, recorded=recorded, back=back)
        write_page(page, pages / files[run.path])
    links = {path: quote(f"{pages.name}/{name}") for path, name in files.items()}
    write_page(index_page(runs, folder, links), output)
    return [output, *(pages / name for name in files.values())]


def index_page(runs: Sequence[Run], folder: Path, links: Mapping[Path, str]) -> Page:
    """The list of runs.

    Args:
        runs: in the order of the list.
        folder: where they are.
        links: the page of each run, by its folder, relative to the list.
    """
    summaries = [summarise(run) for run in runs]
    answers = [_answer(run) for run in runs]
    rows = [
        _cells(summary, answer, links[run.path])
        for run, summary, answer in zip(runs, summaries, answers, strict=True)
    ]
    experiments = len({summary.experiment for summary in summaries if summary.experiment})
    counts = Counter(answers)
    told = ", ".join(f"{count} {name}" for name, count in counts.most_common())
    runs_told = f"{len(runs):,} run{'s' * (len(runs) != 1)}"
    verdict = f"{runs_told} of {experiments:,} experiment{'s' * (experiments != 1)}: {told}."
    tone: Tone = "good" if counts["worth it"] else "open"
    table = Table("All runs, newest first", _HEADINGS, rows, words=5, is_sortable=True)
    name = printable(folder.resolve().name) or "runs"
    sections = [Section("runs", "Runs", [table])]
    return Page(f"Experiments in {name}", "seqlab index of runs", verdict, tone, [], sections)


def _cells(summary: RunSummary, answer: str, link: str) -> list[str | Cell]:
    skill = "" if summary.skill is None else percent(summary.skill)
    return [
        Cell(summary.experiment or "damaged folder", link=link),
        summary.id,
        summary.status,
        answer,
        printable(f"{summary.metric}, {summary.unit}" if summary.unit else summary.metric),
        _number(summary.value),
        _number(summary.baseline),
        Cell(skill, order=summary.skill),
        _number(summary.epochs, 0),
        "" if summary.seed is None else str(summary.seed),
        _number(summary.seconds_per_epoch, 1),
    ]


def _number(value: float | None, digits: int = 4) -> Cell:
    return Cell(shown(value, digits), order=value)


def _answer(run: Run) -> str:
    """Whether a run was worth it, in a word or two."""
    try:
        results, status = run.results, run.status
    except SeqlabError:
        return "damaged"
    if status != "completed" or results is None:
        return "no verdict yet"
    verdict = results.validation.verdict
    if verdict is None:
        skill = results.skill()
        return "cannot be told" if skill is None else "worth it" if skill > 0 else "not worth it"
    return verdict.answer or "cannot be beaten"


def _file_names(runs: Sequence[Run]) -> dict[Path, str]:
    """A file name for each run, in which nothing of its folder's name can lead elsewhere."""
    found: dict[Path, str] = {}
    taken: set[str] = set()
    for run in runs:
        stem = _NOT_IN_NAMES.sub("-", run.path.resolve().name).strip(".-")[:_LONGEST] or "run"
        name, number = stem, 2
        while name.lower() in taken:
            name, number = f"{stem}-{number}", number + 1
        taken.add(name.lower())
        found[run.path] = f"{name}.html"
    return found
