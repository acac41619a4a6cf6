"""Where the splits of one's own series begin, as a config says it."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from pydantic import field_validator, model_validator

from seqlab.component import Settings, problem_at

Place = float | int | str
"""A share of each series, a number of rows at its end, or the first date."""


class Split(Settings):
    """Where validation and test begin; what comes before them is for training."""

    validation: Place = 0.2
    """A share of each series (0.2), a number of rows (2880), or the first date ("2018-01-01")."""
    test: Place = 0.2
    """The same of the last part."""

    @field_validator("validation", "test", mode="before")
    @classmethod
    def _check_place(cls, value: object) -> object:
        """Speak of the three forms in one sentence; pydantic would report each on its own."""
        is_share = type(value) is float and 0 < value < 1
        is_count = type(value) is int and value > 0
        if is_share or is_count or (isinstance(value, str) and _is_date(value)):
            return value
        raise problem_at(
            "",
            "expected a share such as 0.2, a number of rows such as 2880, or the first date such "
            f"as '2018-01-01'; given: {value!r:.60}",
        )

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        shares = [place for place in (self.validation, self.test) if isinstance(place, float)]
        if sum(shares) >= 1:
            raise problem_at("validation", "validation and test leave nothing to train on")
        both = (self.validation, self.test)
        dates = [datetime.fromisoformat(place) for place in both if isinstance(place, str)]
        if dates[1:] and dates[0] >= dates[1]:
            raise problem_at("test", "the test split must begin after the validation split")
        return self


def _is_date(text: str) -> bool:
    try:
        # Rows are told apart by their local time, which an offset from UTC would not be.
        return datetime.fromisoformat(text).tzinfo is None
    except ValueError:
        return False
