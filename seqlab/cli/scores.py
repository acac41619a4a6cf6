"""A model's scores on one split beside the baseline's, as several commands print them."""

from __future__ import annotations

from typing import Any

import typer

from seqlab.cli.output import print_table, table


def print_scores(
    split: str, model: str, scores: dict[str, Any], naive: dict[str, Any], skill: float
) -> None:
    """Print a line for the model, a line for the baseline, and the verdict.

    Args:
        split: its name.
        model: what to call the model.
        scores: the model's, as metrics.json has them.
        naive: the baseline's, on the same samples.
        skill: the share of the baseline's error that the model removes.
    """
    is_series = "mae" in scores
    headings = ("mae", f"mae in {scores['unit']}") if is_series else ("accuracy",)
    result = table(split, right=headings)
    for name, values in ((model, scores), (naive["baseline"], naive)):
        cells = ["mae", "mae_original"] if is_series else ["accuracy"]
        result.add_row(name, *(f"{values[cell]:.4f}" for cell in cells))
    if "without_touched" in scores and "without_touched" in naive:
        windows = naive["without_touched"]["windows"]
        for name, values in ((model, scores), (naive["baseline"], naive)):
            sound = values["without_touched"]
            label = f"{name}, {windows:,} windows with sound readings only"
            result.add_row(label, f"{sound['mae']:.4f}", f"{sound['mae_original']:.4f}")
    print_table(result)
    error = "error" if is_series else "mistakes"
    verdict = (
        f"removes {skill:.1%} of the baseline's {error}"
        if skill > 0
        else f"does not beat the baseline: {-skill:.1%} more {error}"
    )
    typer.echo(f"The model {verdict}.")
