"""What a component may warn of: plain values that cannot be changed on the way."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from seqlab.advice import Finding, Surroundings
from seqlab.models.recurrent import Recurrent, RecurrentLayer

ALONE = Surroundings(may_use_gpu=False, learns=True, clips=True, pads_before=False)


def test_a_finding_cannot_be_changed_and_is_equal_to_its_like() -> None:
    finding = Finding("cudnn", ("layers", 0, "dropout"), "why", "what instead")
    assert finding == Finding("cudnn", ("layers", 0, "dropout"), "why", "what instead")
    with pytest.raises(FrozenInstanceError):
        finding.name = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("surroundings", "names"),
    [
        (ALONE, []),
        (Surroundings(True, True, True, False), ["cudnn"]),
        (Surroundings(False, True, False, False), ["unbounded_activation"]),
        (Surroundings(True, True, False, True), ["cudnn", "unbounded_activation"]),
    ],
)
def test_the_same_settings_are_warned_of_by_what_stands_around_them(surroundings, names) -> None:
    layer = RecurrentLayer(activation="relu", recurrent_dropout=0.2)
    found = list(Recurrent(layers=(layer,)).warn(surroundings))
    assert [finding.name for finding in found] == names
    assert all(finding.reason and finding.remedy and finding.path for finding in found)
