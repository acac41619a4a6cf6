"""A component is found by being there, and refuses what it does not know."""

from __future__ import annotations

from typing import Literal

import pytest
from pydantic import ValidationError, model_validator

from seqlab.component import Component, Settings, descriptions, problem_at
from seqlab.experiment.experiment import BASELINES, DATASETS, MODELS


def test_every_shipped_component_has_a_manual_and_its_own_kind() -> None:
    found = [one for room in (DATASETS, MODELS, BASELINES) for one in room.every]
    assert len(found) >= 20
    for component in found:
        assert component.__doc__
        assert set(component.model_fields) - set(descriptions(component)) == {"kind"}


class Block(Settings):
    size: int = 1

    @model_validator(mode="after")
    def _check(self) -> Block:
        if self.size == 13:
            raise problem_at("size", "13 {is} unlucky: take 12")
        return self


class Kind(Component):
    kind: Literal["kind"] = "kind"


def test_settings_refuse_unknown_keys_other_types_and_changes() -> None:
    for bad in ({"sise": 1}, {"size": "1"}, {"size": 1.0}, {"size": True}):
        with pytest.raises(ValidationError):
            Block.model_validate(bad)
    with pytest.raises(ValidationError):
        Block().size = 2  # type: ignore[misc]  # what must be refused
    with pytest.raises(ValidationError):
        Kind(kind="other")  # type: ignore[arg-type]  # what must be refused


def test_a_problem_carries_its_path_and_message_as_they_are() -> None:
    with pytest.raises(ValidationError) as caught:
        Block(size=13)
    (problem,) = caught.value.errors()
    assert problem["type"] == "at"
    assert problem["msg"] == "13 {is} unlucky: take 12"
    assert problem["ctx"]["path"] == "size"
