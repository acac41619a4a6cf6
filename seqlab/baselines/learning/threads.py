"""How many cores a baseline takes."""

from __future__ import annotations

from contextlib import AbstractContextManager


def one_thread() -> AbstractContextManager[object]:
    """Work on one core: the same bits however many there are.

    Libraries that are loaded later keep all their threads.

    It is also the quickest where others use them too: threads that wait for each other spin, and
    two on two busy cores took ten times as long as one.
    """
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[object] = threadpool_limits(1)
    return limits
