"""What a run says it was made with."""

from __future__ import annotations

import os
import platform

import pytest

from seqlab.recipes.environment import describe_environment
from seqlab.version import __version__


def test_versions_machine_and_data_are_those_of_here_and_now(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XLA_FLAGS", "--xla_flag=1")
    found = describe_environment("CPU", {"shards": 2, "jit": True}, {"jena": "ab"})
    assert found.versions["python"] == platform.python_version()
    assert found.versions["seqlab"] == __version__
    assert {"tensorflow", "keras", "numpy"} <= found.versions.keys()
    assert (found.device, found.plan) == ("CPU", {"shards": 2, "jit": True})
    assert found.cores == len(os.sched_getaffinity(0))
    assert (found.xla_flags, found.digests) == ("--xla_flag=1", {"jena": "ab"})


def test_the_version_is_known_where_seqlab_is_not_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from importlib.metadata import PackageNotFoundError

    def nothing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("seqlab.recipes.environment.version", nothing)
    assert describe_environment("CPU", None, {}).versions.keys() == {"python", "seqlab"}


def test_outside_of_a_checkout_there_is_no_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    assert describe_environment("CPU", None, {}).git_commit is None
