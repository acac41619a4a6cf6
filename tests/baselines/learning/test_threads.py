"""One core."""

from __future__ import annotations

import numpy as np  # noqa: F401 - loads the library that is limited
from threadpoolctl import threadpool_info

from seqlab.baselines.learning.threads import one_thread


def test_no_library_uses_more_than_one_thread_within() -> None:
    before = threadpool_info()
    with one_thread():
        assert {library["num_threads"] for library in threadpool_info()} == {1}
    assert threadpool_info() == before
