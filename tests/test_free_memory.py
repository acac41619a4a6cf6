"""The memory that is left is the least of what machine, groups and limits leave."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from seqlab.free_memory import free_memory
from tests.conftest import ROOT

MEMINFO = "MemTotal: 8000000 kB\nMemAvailable:    4000000 kB\nSwapFree:  1000 kB\nHugePages: 0\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Linux without any limit."""
    unlimited = resource.RLIM_INFINITY, resource.RLIM_INFINITY
    monkeypatch.setattr(resource, "getrlimit", lambda _: unlimited)
    write(tmp_path, "proc/meminfo", MEMINFO)
    return tmp_path


def write(root: Path, path: str, text: str | int) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(f"{text}\n")


def group(root: Path, path: str, most: str | int, used: int, cached: int = 0) -> None:
    """A control group of version 2."""
    write(root, f"sys/fs/cgroup/{path}/memory.max", most)
    write(root, f"sys/fs/cgroup/{path}/memory.current", used)
    write(root, f"sys/fs/cgroup/{path}/memory.stat", f"anon 5\nfile {cached}")


def test_a_machine_has_what_is_available_and_what_can_be_swapped(root: Path) -> None:
    assert free_memory(root) == 1024 * (4_000_000 + 1000)


def test_nothing_is_known_of_another_system(tmp_path: Path, root: Path) -> None:
    (root / "proc/meminfo").unlink()
    assert free_memory(root) is None
    write(root, "proc/self/cgroup", "0::/a")
    assert free_memory(tmp_path / "nowhere") is None


def test_the_nearest_limit_of_all_groups_counts_without_what_caches_hold(root: Path) -> None:
    write(root, "proc/self/cgroup", "0::/jobs/mine")
    group(root, "jobs/mine", "max", 100)
    assert free_memory(root) == 1024 * 4_001_000
    group(root, "jobs", 1_000_000, 700_000, cached=200_000)
    assert free_memory(root) == 500_000
    group(root, "jobs/mine", 300_000, 100_000)
    assert free_memory(root) == 200_000
    group(root, "jobs/mine", 300_000, 400_000)
    assert free_memory(root) == 0


def test_a_container_that_sees_its_group_as_the_uppermost_one_has_its_limit(root: Path) -> None:
    write(root, "proc/self/cgroup", "0::/../../docker/abc")
    group(root, "", 1_000_000, 400_000)
    assert free_memory(root) == 600_000


def test_groups_of_version_1_count_too(root: Path) -> None:
    write(root, "proc/self/cgroup", "12:cpu,cpuacct:/x\n5:memory:/mine")
    for name, value in (("limit_in_bytes", 1_000_000), ("usage_in_bytes", 300_000)):
        write(root, f"sys/fs/cgroup/memory/mine/memory.{name}", value)
    write(root, "sys/fs/cgroup/memory/mine/memory.stat", "cache 1\ntotal_cache 50000")
    assert free_memory(root) == 750_000


def test_a_limit_on_addresses_counts_less_what_is_in_use(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (10**9, resource.RLIM_INFINITY))
    write(root, "proc/self/statm", "1000 200 100 1 0 50 0")
    assert free_memory(root) == 10**9 - 1000 * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
def test_this_machine_tells_and_a_limit_of_the_shell_is_seen() -> None:
    assert (free_memory() or 0) > 0
    program = "from seqlab.free_memory import free_memory; print(free_memory())"
    done = subprocess.run(
        ["bash", "-c", f"ulimit -v 1000000; exec {sys.executable} -c '{program}'"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert 0 < int(done.stdout) < 1_024_000_000
