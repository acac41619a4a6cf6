"""Scores on one split, of a model beside the baselines, as several commands print them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from seqlab.cli.output import print_table, table
from seqlab.runs.scores import MORE
from seqlab.runs.verdict import skill_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seqlab.runs.asked import Asked
    from seqlab.runs.scores import Judgement, Rival, Scores


def print_judgement(split: str, model: str, asked: Asked, judged: Judgement) -> None:
    """Print a line for the model, a line for each baseline, and the verdict.

    Args:
        split: its name.
        model: what to call the model.
        asked: how scores are to be read.
        judged: the model beside the baselines.
    """
    scored = [(model, judged.model), *((rival.name, rival.scores) for rival in judged.rivals)]
    _print_scores(split, asked, [(name, scores, None) for name, scores in scored])
    if judged.verdict is not None:
        typer.echo(f"{model}: {judged.verdict.sentence()}")
        return
    values = (scores.values[asked.metric.name] for _, scores in scored[:2])
    typer.echo(skill_sentence(asked.metric.skill(*values), asked.metric.shortfall))


def print_rivals(split: str, asked: Asked, rivals: Sequence[Rival]) -> None:
    """Print a line for each baseline, with what it took.

    Args:
        split: its name.
        asked: how scores are to be read.
        rivals: the baselines.
    """
    _print_scores(split, asked, [(rival.name, rival.scores, rival.seconds) for rival in rivals])


def _print_scores(
    split: str, asked: Asked, scored: Sequence[tuple[str, Scores, float | None]]
) -> None:
    """A line for each name: the metric, and other ones where there are some."""
    metric = asked.metric
    more = [name for name in MORE if any(name in scores.more for _, scores, _ in scored)]
    has_original = any(scores.original is not None for _, scores, _ in scored)
    has_seconds = any(seconds is not None for *_, seconds in scored)
    in_units = f"{metric.name} in {asked.unit}" if asked.unit else f"{metric.name}, original"
    headings = [metric.name, *([in_units] if has_original else []), *(MORE[name] for name in more)]
    result = table(split, right=(*headings, *(["seconds"] if has_seconds else [])))
    for name, scores, seconds in scored:
        value = scores.values[metric.name]
        cells = [f"{value:.4f}", *([_cell(scores.original)] if has_original else [])]
        cells += [_cell(scores.more.get(one)) for one in more]
        result.add_row(name, *cells, *([_cell(seconds, 1)] if has_seconds else []))
    for name, scores, _ in scored:
        if scores.sound is not None:
            value, count = scores.sound
            cells = [f"{value:.4f}", *([_cell(asked.original(value))] if has_original else [])]
            label = f"{name}, {count:,} {asked.noun} with sound readings only"
            result.add_row(label, *cells, *([""] * (len(more) + has_seconds)))
    print_table(result)


def _cell(value: object, digits: int = 4) -> str:
    """A number; nothing where there is none."""
    return f"{value:.{digits}f}" if isinstance(value, (int, float)) else ""


def looks_warning(times: list[str]) -> str:
    """What several looks at the test split mean for its score.

    Args:
        times: of the looks, from first to last.
    """
    from seqlab.runs.untrusted import printable

    return (
        f"warning: this run was judged on its test split {len(times)} times, first on "
        f"{printable(times[0])}. A test score that has been seen takes part in what is decided "
        "next, and then flatters the model like a validation score: report the first one."
    )
