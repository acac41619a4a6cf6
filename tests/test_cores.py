"""The cores that this process may use, not those of the machine."""

from __future__ import annotations

import os

import pytest

from seqlab.cores import usable_cores


def test_there_is_at_least_one_core_and_none_is_counted_twice() -> None:
    cores = usable_cores()
    assert cores == sorted(set(cores))
    assert 1 <= len(cores) <= (os.cpu_count() or 1)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="processes are not pinned there")
def test_a_process_that_is_pinned_to_a_core_may_use_that_one_alone() -> None:
    before = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {max(before)})
        assert usable_cores() == [max(before)]
    finally:
        os.sched_setaffinity(0, before)
    assert usable_cores() == sorted(before)


@pytest.mark.parametrize(("count", "cores"), [(4, [0, 1, 2, 3]), (None, [0])])
def test_where_no_process_is_pinned_all_cores_may_be_used(count, cores, monkeypatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: count)
    assert usable_cores() == cores
