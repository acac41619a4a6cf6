"""A run on a full disk stops with a message, and goes on to the same bits once there is room."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from benchmarks.soak import disk

pytestmark = [pytest.mark.keras, pytest.mark.slow]


def test_a_full_disk_costs_nothing_but_time(tmp_path: Path) -> None:
    if not disk.can_mount():
        pytest.skip("this system lets its users mount nothing, not even for themselves")
    survey = disk.soak(Random(1), tmp_path, quick=True)
    assert survey.failures == []
    ((_, runs, resumed, same),) = survey.rows
    assert runs == resumed == same == 1
