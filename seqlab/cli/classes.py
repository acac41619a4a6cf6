"""What a classification scores class by class, and its worst mistakes, as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from seqlab.cli.output import print_table, table, tell
from seqlab.runs.untrusted import printable

if TYPE_CHECKING:
    from seqlab.tasks.mistakes import Mistake

MOST_NAMED = 5
"""Values without a number that a line names."""
LONGEST = 60
"""Characters of a text that are shown."""


def print_classes(scores: Mapping[str, Any]) -> None:
    """Print a line for each class, and what there is to say of all together.

    Args:
        scores: what there is beside the metric; nothing is printed where no classes are among it.
    """
    classes = scores.get("classes")
    if not classes:
        return
    typer.echo("")
    result = table("class", right=("precision", "recall", "F1", "samples"))
    for name, own in classes.items():
        values = (own["precision"], own["recall"], own["f1"])
        result.add_row(printable(name), *map(_share, values), f"{own['support']:,}")
    print_table(result)
    summary = {
        "macro F1": scores.get("macro_f1"),
        "ROC-AUC": scores.get("roc_auc"),
        "expected calibration error": scores.get("calibration_error"),
    }
    known = [f"{name} {value:.4f}" for name, value in summary.items() if value is not None]
    typer.echo(", ".join(known))
    for reason, names in _by_reason(scores.get("reasons") or {}).items():
        more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
        typer.echo(printable(f"{', '.join(names[:MOST_NAMED])}{more}: {reason}"))


def _by_reason(reasons: Mapping[str, str]) -> dict[str, list[str]]:
    """What has no value, by the reason why."""
    found: dict[str, list[str]] = {}
    for name, reason in reasons.items():
        found.setdefault(reason, []).append(name)
    return found


def print_mistakes(mistakes: Sequence[Mistake]) -> None:
    """Print a line for each mistake, the most confident one first."""
    typer.echo("")
    if not mistakes:
        typer.echo("The model makes no mistake.")
        return
    result = table("where", "is", "taken for", "text", right=("probability",))
    for one in mistakes:
        text = " ".join(one.sample.split())
        shown = text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."
        result.add_row(
            printable(one.place),
            printable(one.truth),
            printable(one.answer),
            printable(shown),
            f"{one.probability:.4f}",
        )
    print_table(result)


def draw_classes(what: str, scores: Mapping[str, Any], title: str, path: Path) -> None:
    """Draw which classes are taken for which, or how far confidence is justified.

    Args:
        what: `confusion` or `reliability`.
        scores: what there is beside the metric.
        title: what the picture shows.
        path: of the picture.

    Raises:
        SeqlabError: the file cannot be written.
    """
    import numpy as np

    from seqlab.plots.classification import draw_confusion, draw_reliability
    from seqlab.plots.style import save_figure
    from seqlab.text.scores import ReliabilityBin

    if what == "confusion":
        figure = draw_confusion(np.array(scores[what]), list(scores["classes"]), title)
    else:
        bins = [ReliabilityBin(**one) for one in scores[what]]
        figure = draw_reliability(bins, scores["calibration_error"], title)
    save_figure(figure, path)
    tell(f"written: {printable(path)}")


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"
