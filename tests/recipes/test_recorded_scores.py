"""How near recorded scores must be to those that are computed again."""

from __future__ import annotations

import pytest

from seqlab.recipes.recorded_scores import computed, predicted, unlike


@pytest.mark.parametrize(
    ("tolerance", "recorded", "found", "is_told"),
    [
        (computed, 0.25, 0.25 * (1 + 1e-10), False),
        (computed, 0.25, 0.25 * (1 + 1e-8), True),
        (predicted, 0.25, 0.25 * (1 + 5e-5), False),
        (predicted, 0.25, 0.25 * (1 + 2e-4), True),
        (predicted, "ridge", "drift", True),
        (predicted, None, 0.0, True),
    ],
)
def test_numbers_may_differ_by_a_share_and_all_else_not_at_all(
    tolerance, recorded, found, is_told
) -> None:
    problems = unlike({"a": {"b": recorded}}, {"a": {"b": found}}, "metrics.json", tolerance)
    assert len(problems) == is_told
    assert all(problem.startswith("metrics.json: a.b is recorded as ") for problem in problems)


def test_what_only_one_side_has_is_told() -> None:
    problems = unlike({"mae": 0.5}, {"mse": 0.5}, "metrics.json", computed)
    assert problems == [
        "metrics.json: mae is recorded as 0.5, found nothing",
        "metrics.json: mse is recorded as nothing, found 0.5",
    ]
