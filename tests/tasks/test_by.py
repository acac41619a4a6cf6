"""What errors are told apart by is what can be asked for."""

from typing import get_args

import pytest

from seqlab.errors import ConfigError
from seqlab.tasks.by import By
from tests.series.examples import SETTINGS


@pytest.mark.parametrize("by", get_args(By))
def test_each_is_answered_or_refused_with_a_reason(by) -> None:
    data = SETTINGS.load()
    targets = data.targets("test")
    try:
        found = data.break_down("test", by, targets, {"persistence": targets + 1})
    except ConfigError as error:
        assert by in ("id",) and error.remedy  # there is one series only
        return
    assert found.by == by
    assert sum(group.count for group in found.groups) == len(targets)
