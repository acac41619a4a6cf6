"""Whether recorded scores are those that follow from history, data and model."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from seqlab.evaluation.judging import contenders, judge, scores_of
from seqlab.recipes.saved import SavedRun
from seqlab.runs.asked import Asked
from seqlab.runs.difference import ABSENT, Change, changes
from seqlab.runs.history import History
from seqlab.runs.metrics import JUDGED, JudgedSplit, Metrics
from seqlab.runs.reader import Run
from seqlab.runs.scores import SOUND, Judgement, Scores
from seqlab.runs.untrusted import printable, read_json_object
from seqlab.tasks.metric import KNOWN

TOLERANCE = 1e-4
"""Of a recomputed score, as a share of it. Other machines and versions add numbers in another
order, which changes the sixth digit; another model changes the second."""
ROUNDING = 1e-9
"""Of what is computed from recorded numbers, as a share of it."""


def unlike_metrics(
    run: Run, saved: SavedRun, history: History, results: Metrics, again: Scores
) -> list[str]:
    """Where metrics.json does not say what follows from history, data and model."""
    values = history.validation(history.best_epoch)
    best = scores_of(saved.data, values, again.sound, again.more)
    if best.original is None:  # it does not follow from the metric
        best = replace(best, original=again.original)
    expected = Metrics(
        asked=Asked.of(saved.data),
        best_epoch=history.best_epoch,
        validation=_judged_again(saved, "validation", best, results.validation),
        test=None,
        parameters=saved.model.count_params(),
        seconds_per_epoch=history.seconds_per_epoch,
        data=saved.data.findings(),
    )
    if results.test is not None:
        # No new look at the test split: the score is known, and only its truth is asked for.
        scores = saved.scores("test")
        expected = expected.with_test(_judged_again(saved, "test", scores, results.test))
    recorded = read_json_object(run.files.metrics)
    wanted = _as_old_as(recorded, expected.record(), saved.data.noun)
    return unlike(recorded, wanted, "metrics.json", _tolerance)


def _judged_again(
    saved: SavedRun, split: JudgedSplit, model: Scores, recorded: Judgement
) -> Judgement:
    """A model beside the baselines that its run was judged beside, with their recorded seconds."""
    names = [rival.name for rival in recorded.rivals]
    wanted = [one for one in saved.experiment.judged_beside if one.kind in names]
    beside = contenders(wanted, saved.data, split)
    seconds = {rival.name: rival.seconds for rival in recorded.rivals}
    judged = judge(saved.data, split, model, saved.errors(split), beside)
    rivals = (replace(rival, seconds=seconds[rival.name]) for rival in judged.rivals)
    verdict = None if recorded.verdict is None else judged.verdict
    return replace(judged, rivals=tuple(rivals), verdict=verdict)


def _tolerance(key: str) -> tuple[float, float]:
    """How far a number of metrics.json may be off: as a share of it, and at least.

    What is computed from the history is right to the last digits. What models and fitted baselines
    predict is not; and a share of what is left of an error may be anything near 0.
    """
    block, _, name = key.partition(".")
    if block in ("verdict", "skill_over_best"):
        return TOLERANCE, TOLERANCE
    from_history = ("loss", "unit", *KNOWN, *(f"{metric}_original" for metric in KNOWN))
    if block in ("baselines", "test") or (block == "validation" and name not in from_history):
        return predicted(key)
    return computed(key)


def predicted(_: str) -> tuple[float, float]:
    """How far off a number may be that a model or a fitted baseline predicts."""
    return TOLERANCE, TOLERANCE / 1000


def computed(_: str) -> tuple[float, float]:
    """How far off a number may be that is computed from recorded ones."""
    return ROUNDING, ROUNDING / 1000


def _as_old_as(recorded: Mapping[str, Any], expected: dict[str, Any], noun: str) -> dict[str, Any]:
    """What is expected, without what folders of the recorded age do not have."""
    younger = {"format", "task", "data"} - recorded.keys()
    expected = {key: value for key, value in expected.items() if key not in younger}
    if "baselines" not in recorded:
        known = {"loss", "unit", SOUND, *KNOWN, *(f"{metric}_original" for metric in KNOWN)}
        beside = {"baseline", "split", "horizon_minutes", "fingerprint", noun}
        for split in JUDGED:
            for own in (expected.get(split, {}), expected["baseline"].get(split, {})):
                for key in own.keys() - known - beside:
                    del own[key]
                # Runs without the look at the data are older than scores on sound samples, too.
                if "data" not in recorded:
                    own.pop(SOUND, None)
    if "format" not in recorded:
        for naive in expected["baseline"].values():
            del naive["fingerprint"]
    return expected


def unlike(
    recorded: Any, found: Any, what: str, tolerance: Callable[[str], tuple[float, float]]
) -> list[str]:
    """What differs by more than a share of it and more than a least, which its key decides."""
    return [
        f"{what}: {change.key} is recorded as {shown(change.left)}, found {shown(change.right)}"
        for change in changes(recorded, found)
        if not _is_near(change, *tolerance(change.key))
    ]


def _is_near(change: Change, share: float, least: float) -> bool:
    if change.by is None:
        return False
    return math.isclose(change.left, change.right, rel_tol=share, abs_tol=least)


def shown(value: Any) -> str:
    """A value in a message."""
    if value is ABSENT:
        return "nothing"
    return f"{value:.7g}" if isinstance(value, float) else printable(str(value)[:80])
