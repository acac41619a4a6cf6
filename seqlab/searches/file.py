"""A search file: which experiment, which of its settings vary, and how they are searched."""

from __future__ import annotations

import json
import re
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from seqlab.component import Settings, problem_at
from seqlab.experiment.name import LONGEST_NAME, PATTERN

ROOM_FOR_TRIALS = len("/trial-0000")
"""Letters that a trial's name has more than the search's."""
SECONDS_IN = {"s": 1, "m": 60, "h": 3600, "d": 86400}
BUDGET = re.compile(r"(\d+(?:\.\d+)?)([smhd])")


class Goal(Settings):
    """What the trials are ranked by."""

    name: str
    """A column of history.csv on the validation split, such as `val_mae` or `val_loss`."""
    goal: Literal["minimize", "maximize"]
    """Which way it is better."""


class Parameter(Settings):
    """What a setting may be: some values, or a range of numbers."""

    values: tuple[Any, ...] | None = Field(None, strict=False, min_length=1)
    """The values to choose from; a list or a block is one value."""
    min: int | float | None = None
    """The smallest number."""
    max: int | float | None = None
    """The largest number, which is possible too."""
    log: bool = False
    """Draw the logarithm evenly: for numbers whose order of magnitude is not known."""
    step: int | float | None = Field(None, gt=0)
    """From one number to the next; null is any number, or each whole one."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.values is not None:
            self._check_values(self.values)
            return self
        if self.min is None or self.max is None:
            raise problem_at("", "expected `{values: [...]}`, or `{min: ..., max: ...}`")
        if self.min >= self.max:
            raise problem_at("max", f"expected a number above min, {self.min}; given: {self.max}")
        if self.log and self.min <= 0:
            raise problem_at("min", f"log needs a number above 0; given: {self.min}")
        if self.log and self.step is not None:
            raise problem_at("step", "log and step exclude each other: keep one")
        if self.step is not None and self.step > self.max - self.min:
            raise problem_at(
                "step", f"expected {self.max - self.min} or less, from min to max; "
                f"given: {self.step}"
            )  # fmt: skip
        return self

    def _check_values(self, values: tuple[Any, ...]) -> None:
        others = [key for key in ("min", "max", "step") if getattr(self, key) is not None]
        others += ["log"] if self.log else []
        if others:
            raise problem_at(others[0], f"values and {others[0]} exclude each other: keep one")
        seen: set[str] = set()
        for number, value in enumerate(values):
            text = json.dumps(value, sort_keys=True)
            if text in seen:
                raise problem_at(f"values.{number}", f"{text:.60} stands here a second time")
            seen.add(text)


class SearchFile(Settings):
    """The whole file."""

    name: str | None = Field(None, pattern=PATTERN, max_length=LONGEST_NAME - ROOM_FOR_TRIALS)
    """Names the folder `outputs/<name>/`; null is the file's own name."""
    experiment: str | dict[str, Any]
    """The config whose settings vary: a file, the name of a shipped one, or a block."""
    metric: Goal | None = Field(None, examples=[{"name": "val_mae", "goal": "minimize"}])
    """What trials are ranked by; null is what the task's models are judged by."""
    parameters: dict[str, Parameter] = Field(min_length=1)
    """What varies, by dotted keys as on the command line: `training.learning_rate`."""
    trials: int = Field(gt=0, le=10_000)
    """How many are made."""
    sampler: Literal["tpe", "random", "grid", "cma_es"] = "tpe"
    """How settings are proposed."""
    pruner: Literal["none", "median", "hyperband"] = "none"
    """How trials without prospects are ended early."""
    seeds_per_trial: int = Field(1, gt=0, le=100)
    """Runs of one trial, whose mean counts: from the experiment's seed on."""
    budget: str | None = None
    """The time after which no further trial begins, such as `90m` or `1h30m`; null has none."""
    seed: int = Field(1, ge=0, lt=2**31)
    """Decides what is proposed."""
    finalists: int = Field(3, ge=0, le=100)
    """The best trials, which are trained again with fresh seeds; 0 leaves that out."""
    fresh_seeds: int = Field(3, ge=2, le=100)
    """Runs of each of them."""

    @field_validator("budget")
    @classmethod
    def _check_budget(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(f"(?:{BUDGET.pattern})+", value):
            raise problem_at("", f"expected a time such as 90m or 1h30m; given: {value!r:.60}")
        return value

    @property
    def budget_seconds(self) -> float | None:
        """The budget as a number; None where there is none.

        Worked example: `1h30m` is 5400.
        """
        if self.budget is None:
            return None
        return sum(float(n) * SECONDS_IN[unit] for n, unit in BUDGET.findall(self.budget))
