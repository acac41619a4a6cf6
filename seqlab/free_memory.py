"""The memory that this process may still take."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path


def free_memory(root: Path = Path("/")) -> int | None:
    """Bytes, as far as the system tells: the least of what machine, group and limits leave.

    Args:
        root: where `proc` and `sys` lie.

    Returns:
        None where nothing is known, as on systems other than Linux.
    """
    return min([*_of_machine(root), *_of_groups(root), *_of_addresses(root)], default=None)


def _of_machine(root: Path) -> Iterator[int]:
    """What could be had without pushing anything out but caches, and what could be swapped."""
    found = _numbers(root / "proc/meminfo")
    if "MemAvailable:" in found:
        yield 1024 * (found["MemAvailable:"] + found.get("SwapFree:", 0))


def _of_groups(root: Path) -> Iterator[int]:
    """What the limits of control groups leave; each group above this process may have one.

    A container sees its own group as the uppermost one, whatever its path is called.
    """
    folder = root / "sys/fs/cgroup"
    for line in _text(root / "proc/self/cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        own = Path(path.strip("/"))
        if not controllers:  # version 2
            for group in (folder / own, *(folder / own).parents[: len(own.parts)]):
                yield from _left(group / "memory.max", group / "memory.current", "file", group)
        elif "memory" in controllers.split(","):
            limit, used = "memory.limit_in_bytes", "memory.usage_in_bytes"
            for group in (folder / "memory" / own, folder / "memory"):
                yield from _left(group / limit, group / used, "total_cache", group)


def _left(limit: Path, used: Path, cache: str, group: Path) -> Iterator[int]:
    """A limit less what is used, but for caches of files, which make room."""
    most, taken = _text(limit).strip(), _text(used).strip()
    if most.isdigit() and taken.isdigit():
        cached = _numbers(group / "memory.stat").get(cache, 0)
        yield max(0, int(most) - max(0, int(taken) - cached))


def _of_addresses(root: Path) -> Iterator[int]:
    """What `ulimit -v` leaves."""
    if sys.platform == "win32":
        return
    import resource

    most, _ = resource.getrlimit(resource.RLIMIT_AS)
    pages = _text(root / "proc/self/statm").split()
    if most != resource.RLIM_INFINITY and pages:
        yield max(0, most - int(pages[0]) * os.sysconf("SC_PAGE_SIZE"))


def _numbers(path: Path) -> dict[str, int]:
    """The first two words of each line: a name and a number."""
    lines = (line.split() for line in _text(path).splitlines())
    return {words[0]: int(words[1]) for words in lines if len(words) > 1 and words[1].isdigit()}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:  # another system, or not ours to read
        return ""
