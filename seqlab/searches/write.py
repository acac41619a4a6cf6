"""A search on the disk: trials and finalists as tables, the winner as a config, and pictures."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seqlab.errors import SeqlabError
from seqlab.plots.search import Axis, Point, Scale, draw_history, draw_importance, draw_slices
from seqlab.plots.style import save_figure
from seqlab.runs import atomic
from seqlab.searches.results import Final, Found, Trial, optimism
from seqlab.searches.space import Drawn

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from seqlab.searches.journal import Journal

FEWEST_FOR_IMPORTANCE = 4
"""With fewer trials than these nothing can be said of what mattered."""


def write_found(found: Found, folder: Path, importance: dict[str, float]) -> list[Path]:
    """Write what came out of a search. The same search writes the same bytes.

    Args:
        found: what came out.
        folder: of the search.
        importance: of each setting, by its key; empty where too little is known.

    Returns:
        The files.

    Raises:
        SeqlabError: the folder cannot be written.
    """
    texts = {"trials.csv": trials_csv(found), "finalists.csv": finalists_csv(found)}
    if found.winner is not None:
        texts["best.yaml"] = best_yaml(found, found.winner)
    try:
        for name, text in texts.items():
            atomic.write_text(folder / name, text)
    except OSError as error:
        raise SeqlabError(
            f"Cannot write to the folder {folder}: {error.strerror}.",
            remedy="The same command goes on from there once it can be written.",
        ) from error
    written = [folder / name for name in texts]
    for name, figure in _pictures(found, importance):
        for suffix in (".png", ".svg"):
            path = folder / f"{name}{suffix}"
            save_figure(figure, path)
            written.append(path)
    return written


def importance_of(journal: Journal) -> dict[str, float]:
    """The share of the differences between trials that each setting explains, by its key.

    It is fANOVA's, over the completed trials; empty where these are too few or all alike.
    """
    from optuna.importance import FanovaImportanceEvaluator, get_param_importances
    from optuna.trial import TrialState

    done = journal.study.get_trials(states=(TrialState.COMPLETE,))
    if len(done) < FEWEST_FOR_IMPORTANCE or len({trial.value for trial in done}) == 1:
        return {}
    evaluator = FanovaImportanceEvaluator(seed=0)
    found: dict[str, float] = get_param_importances(journal.study, evaluator=evaluator)
    return found


def best_yaml(found: Found, winner: Trial) -> str:
    """The winner as a config for `seqlab train`, with what is known of it in its first lines."""
    search = found.search
    experiment = search.space.experiment(
        winner.drawn, f"{search.name}/best", search.experiment.seed
    )
    lines = [
        f"# seqlab train outputs/{search.name}/best.yaml",
        "#",
        f"# Trial {winner.number + 1} of {len(found.trials)} of the search {search.name}, "
        f"{search.goal.name} {winner.value:.4f} there.",
    ]
    final = next((f for f in found.finals if f.trial.number == winner.number), None)
    if final is not None and final.interval is not None:
        lines.append(f"# With {len(final.values)} fresh seeds: {mean_text(final)}.")
    return "\n".join([*lines, experiment.to_yaml()])


def mean_text(final: Final) -> str:
    """The mean over fresh seeds with its interval: `0.3120 (0.3050 to 0.3190)`."""
    if not final.values:
        return ""
    interval = final.interval
    ends = "" if interval is None else f" ({interval.low:.4f} to {interval.high:.4f})"
    return f"{final.mean:.4f}{ends}"


def trials_csv(found: Found) -> str:
    """The trials as CSV, a line for each, in their order."""
    keys = [one.key for one in found.search.space.dimensions]
    heading = ["trial", "experiment", "state", found.search.goal.name, "epochs", *keys, "error"]
    rows = [
        [
            trial.number + 1,
            found.search.trial_name(trial.number),
            trial.state,
            _exact(trial.value),
            trial.epochs,
            *(_exact(trial.drawn[key]) for key in keys),
            trial.error,
        ]
        for trial in found.trials
    ]
    return _csv([heading, *rows])


def finalists_csv(found: Found) -> str:
    """The finalists as CSV, a line for each, the best one first."""
    seeds = list(found.search.fresh_seeds)
    heading = ["rank", "trial", "in_the_search", "mean", "low", "high", "optimism"]
    heading += ["optimism_low", "optimism_high", *(f"seed_{seed}" for seed in seeds)]
    rows = []
    for rank, final in enumerate(found.finals, start=1):
        interval, more = final.interval, optimism(found.search, final)
        ends = (interval.low, interval.high) if interval else (None, None)
        promised = (more.mean, more.low, more.high) if more else (None, None, None)
        mean = final.mean if final.values else None
        values = [final.trial.value, mean, *ends, *promised, *map(final.values.get, seeds)]
        rows.append([rank, final.trial.number + 1, *map(_exact, values)])
    return _csv([heading, *rows])


def to_record(found: Found, importance: dict[str, float]) -> dict[str, Any]:
    """What came out as a JSON object."""
    search, winner = found.search, found.winner
    return {
        "search": search.name,
        "metric": search.goal.model_dump(),
        "trials": [
            {
                "trial": trial.number + 1,
                "experiment": search.trial_name(trial.number),
                "state": trial.state,
                "value": trial.value,
                "epochs": trial.epochs,
                "settings": found.settings(trial),
                "error": trial.error or None,
            }
            for trial in found.trials
        ],
        "finalists": [_final_record(found, final) for final in found.finals],
        "winner": None if winner is None else winner.number + 1,
        "settings": None if winner is None else found.settings(winner),
        "best_baseline": best_baseline(found.trials),
        "importance": importance,
        "same_samples": not found.has_other_samples,
        "ended_by_budget": found.is_short,
    }


def best_baseline(trials: Sequence[Trial]) -> dict[str, Any] | None:
    """The best baseline on the trials' samples, and its value; None where there is none."""
    baseline = next((trial.baseline for trial in trials if trial.baseline), None)
    return None if baseline is None else {"baseline": baseline[1], "value": baseline[0]}


def _final_record(found: Found, final: Final) -> dict[str, Any]:
    interval, more = final.interval, optimism(found.search, final)
    return {
        "trial": final.trial.number + 1,
        "experiment": found.search.final_name(final.trial.number),
        "in_the_search": final.trial.value,
        "mean": final.mean if final.values else None,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "optimism": {"mean": more.mean, "low": more.low, "high": more.high} if more else None,
        "seeds": {str(seed): value for seed, value in final.values.items()},
        "errors": {str(seed): error for seed, error in final.errors.items()},
    }


def _pictures(found: Found, importance: dict[str, float]) -> Iterable[tuple[str, Figure]]:
    search = found.search
    points = [_point(found, trial) for trial in found.trials if trial.value is not None]
    done = [point for point in points if point.is_complete]
    if not done:
        return
    baseline = best_baseline(found.trials)
    label = search.metric.label if search.is_judged_by_metric else "loss"
    scale = Scale(
        f"validation {label}",
        search.goal.goal == "minimize",
        None if baseline is None else baseline["value"],
    )
    winner = None if found.winner is None else found.winner.number + 1
    yield "history", draw_history(points, winner, scale)
    if importance:
        yield "importance", draw_importance(importance)
    axes = [
        Axis(one.key, one.parameter.log, [_exact(drawn) for drawn in one.choices])
        for one in search.space.dimensions
    ]
    yield "slices", draw_slices(done, axes, winner, scale)


def _point(found: Found, trial: Trial) -> Point:
    assert trial.value is not None
    settings: dict[str, float | str] = {
        one.key: _drawn_place(trial.drawn[one.key], is_choice=one.parameter.values is not None)
        for one in found.search.space.dimensions
    }
    return Point(trial.number + 1, trial.value, trial.state == "complete", settings)


def _drawn_place(drawn: Drawn, *, is_choice: bool) -> float | str:
    """A number of a range; choices are names, numbers too, so that they stand side by side."""
    if is_choice or not isinstance(drawn, (int, float)):
        return _exact(drawn)
    return drawn


def _exact(value: Drawn) -> str:
    """As it stands in a config; a number so that reading it gives the same number again."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _csv(rows: list[list[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
