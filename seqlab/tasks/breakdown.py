"""The errors of a model and its baselines in parts, such as those of every hour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from seqlab.tasks.by import By
from seqlab.tasks.metric import MAE


@dataclass(frozen=True)
class Group:
    """The errors of one part.

    Args:
        name: such as `3` for a step, `07` for an hour, `Monday`, or an id.
        count: values that were forecast and measured.
        model: the model's mean absolute error, in original units; None where there is no value.
        baselines: the same of each baseline, by its name.
    """

    name: str
    count: int
    model: float | None
    baselines: Mapping[str, float | None]

    @property
    def best_baseline(self) -> str | None:
        """The name of the baseline with the smallest error here; None where there is no value."""
        known = {name: error for name, error in self.baselines.items() if error is not None}
        return min(known, key=known.__getitem__, default=None)

    @property
    def skill(self) -> float | None:
        """The share of the best baseline's error that the model removes; None where that is 0."""
        best = self.best_baseline
        error = None if best is None else self.baselines[best]
        return None if error is None or self.model is None else MAE.skill(self.model, error)

    def record(self) -> dict[str, Any]:
        """The group as a JSON object."""
        return {
            "group": self.name,
            "count": self.count,
            "mae": self.model,
            "baselines": dict(self.baselines),
            "best_baseline": self.best_baseline,
            "skill": self.skill,
        }


@dataclass(frozen=True)
class Breakdown:
    """The errors of every part, and of all together.

    Args:
        by: what the parts have in common.
        groups: the parts that have values, in their natural order.
        overall: everything.
    """

    by: By
    groups: tuple[Group, ...]
    overall: Group

    def worst(self) -> tuple[Group, ...]:
        """The groups from the lowest skill to the highest; those without one come last."""

        def place(group: Group) -> tuple[bool, float]:
            return group.skill is None, group.skill or 0.0

        return tuple(sorted(self.groups, key=place))

    def record(self) -> dict[str, Any]:
        """The table as a JSON object."""
        return {
            "by": self.by,
            "groups": [group.record() for group in self.groups],
            "overall": self.overall.record(),
        }
