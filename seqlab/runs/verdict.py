"""Whether a model was worth it, as metrics.json says it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from seqlab.runs.fields import Fields
from seqlab.runs.untrusted import printable

Answer = Literal["worth it", "not worth it", "cannot be told"]


@dataclass(frozen=True)
class Skill:
    """What a model removes of a baseline's error, as a share, and its 95 % interval.

    Args:
        value: below 0 where it adds to it.
        low: the lower end of the interval.
        high: the upper end.
    """

    value: float
    low: float
    high: float

    @property
    def is_sure(self) -> bool:
        """Whether both ends are numbers: a baseline with one mistake has resamples without any."""
        return math.isfinite(self.low) and math.isfinite(self.high)


@dataclass(frozen=True)
class Verdict:
    """A model beside its baselines, on the same samples.

    Args:
        skills: the share of each baseline's error that the model removes, with its 95 % interval,
            by the baseline's name in the order of the config; None for a baseline without error.
        best_baseline: the name of the best one.
        shortfall: what is removed: `error`, `mistakes`.
    """

    skills: Mapping[str, Skill | None]
    best_baseline: str
    shortfall: str

    @property
    def over_best(self) -> Skill | None:
        """What the model removes of the best baseline's error; None where that has none."""
        return self.skills[self.best_baseline]

    @property
    def answer(self) -> Answer | None:
        """The verdict; None where the best baseline makes no error, which no model can beat."""
        skill = self.over_best
        if skill is None:
            return None
        if not skill.is_sure:
            return "cannot be told"
        if skill.low > 0:
            return "worth it"
        return "not worth it" if skill.high <= 0 else "cannot be told"

    def sentence(self) -> str:
        """The verdict in words, against the first baseline and the best one.

        `removes 9.5 % of persistence's error and 5.1 % of ridge's (3.9 to 6.2): worth it`,
        `not better than ridge (-4.9 to -1.2 %)`, `cannot be told from ridge (-0.4 to 1.2 %)`.
        """
        best, skill = self.best_baseline, self.over_best
        if skill is None:
            return f"{best} makes no {self.shortfall}: no model can beat it on these samples"
        if self.answer == "worth it":
            first, removed = next(iter(self.skills.items()))
            ends = f"({_span(skill)})"
            if first == best or removed is None:
                return (
                    f"removes {_share(skill.value)} % of {best}'s {self.shortfall} {ends}: worth it"
                )
            over_first = f"{_share(removed.value)} % of {first}'s {self.shortfall}"
            return f"removes {over_first} and {_share(skill.value)} % of {best}'s {ends}: worth it"
        so = "not better than" if self.answer == "not worth it" else "cannot be told from"
        return f"{so} {best}" + (f" ({_span(skill)} %)" if skill.is_sure else "")

    def record(self) -> dict[str, Any]:
        """The verdict as a JSON object; nothing that is not defined is a number."""
        skill = self.over_best
        return {
            "best_baseline": self.best_baseline,
            "skill_over_best": None if skill is None else skill.value,
            "interval": _ends(skill),
            "verdict": self.answer,
            "skills": {
                name: {"skill": None if own is None else own.value, "interval": _ends(own)}
                for name, own in self.skills.items()
            },
        }

    @classmethod
    def parse(cls, fields: Fields, shortfall: str) -> Verdict:
        """Read it from a block of metrics.json.

        Args:
            fields: the block.
            shortfall: what is removed.
        """
        skills: dict[str, Skill | None] = {}
        block = fields.block("skills")
        for name in block.values:
            own = block.block(name)
            value = own.optional_number("skill")
            low, high = own.span("interval")
            skills[printable(name)] = None if value is None else Skill(value, low, high)
        best = printable(fields.text("best_baseline"))
        if best not in skills:
            fields.refuse("best_baseline", "one of the skills")
        return cls(skills, best, shortfall)


def skill_sentence(skill: float | None, shortfall: str) -> str:
    """Whether a model beats the baseline, in a sentence, for runs of before there were others.

    Args:
        skill: the share of the baseline's error that the model removes; None where that is 0.
        shortfall: what is removed: `error`, `mistakes`.
    """
    if skill is None:
        return f"The baseline makes no {shortfall}: no model can beat it on these samples."
    if skill > 0:
        return f"The model removes {skill:.1%} of the baseline's {shortfall}."
    return f"The model does not beat the baseline: {abs(skill):.1%} more {shortfall}."


def _ends(skill: Skill | None) -> list[float] | None:
    return None if skill is None or not skill.is_sure else [skill.low, skill.high]


def _span(skill: Skill) -> str:
    return f"{_share(skill.low)} to {_share(skill.high)}"


def _share(value: float) -> str:
    """A share in per cent; never -0.0."""
    return f"{round(100 * value, 1) + 0.0:,.1f}"
