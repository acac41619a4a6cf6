"""Parts of the errors: the best baseline of each, the skill over it, and the lowest skill first."""

from __future__ import annotations

import json

from seqlab.tasks.breakdown import Breakdown, Group

NORTH = Group("north", 4, 3.0, {"persistence": 4.0, "ridge": 2.0})
SOUTH = Group("south", 4, 1.0, {"persistence": 4.0, "ridge": 5.0})
PERFECT = Group("flat", 4, 1.0, {"persistence": 0.0, "ridge": 5.0})
EMPTY = Group("empty", 0, None, {"persistence": None, "ridge": None})


def test_the_skill_of_a_part_is_over_the_baseline_that_is_best_there() -> None:
    assert (NORTH.best_baseline, NORTH.skill) == ("ridge", -0.5)
    assert (SOUTH.best_baseline, SOUTH.skill) == ("persistence", 0.75)


def test_a_part_without_error_or_without_values_has_no_skill() -> None:
    assert (PERFECT.best_baseline, PERFECT.skill) == ("persistence", None)
    assert (EMPTY.best_baseline, EMPTY.skill) == (None, None)


def test_the_worst_part_comes_first_and_those_without_skill_last() -> None:
    found = Breakdown("id", (PERFECT, SOUTH, NORTH), SOUTH)
    assert found.worst() == (NORTH, SOUTH, PERFECT)
    record = json.loads(json.dumps(found.record()))
    assert [group["group"] for group in record["groups"]] == ["flat", "south", "north"]
    assert record["overall"]["skill"] == 0.75
