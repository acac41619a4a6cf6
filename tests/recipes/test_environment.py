"""What a run was made with, as it is here and now."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import seqlab
from seqlab.recipes import environment
from seqlab.recipes.environment import PACKAGES, describe_environment


def test_versions_device_plan_command_and_digests_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["/usr/bin/seqlab", "train", "my config.yaml"])
    monkeypatch.setenv("XLA_FLAGS", "--xla_a=1")
    plan = {"shards": 2, "jit": True}
    found = describe_environment("CPU", plan, {"jena": "ab"}, {"waves": "1.0"})
    assert found.versions.keys() == {"python", "seqlab", *PACKAGES}
    assert found.versions["seqlab"] == seqlab.__version__
    assert found.plugins == {"waves": "1.0"}
    assert found.command == "seqlab train 'my config.yaml'"
    assert (found.device, found.plan) == ("CPU", plan)
    assert (found.digests, found.xla_flags) == ({"jena": "ab"}, "--xla_a=1")
    assert found.cores and found.cores <= (os.cpu_count() or 1)


def test_a_package_that_is_not_installed_has_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "PACKAGES", ("numpy", "a-package-that-nobody-made"))
    versions = describe_environment("CPU", None, {}, {}).versions
    assert versions.keys() == {"python", "seqlab", "numpy"}


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def test_the_commit_is_that_of_the_code_with_a_plus_where_files_differ(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")
    git(tmp_path, "init")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "a")
    commit = environment._git_commit(tmp_path)
    assert commit is not None and len(commit) == 40
    (tmp_path / "a.py").write_text("2")
    assert environment._git_commit(tmp_path) == f"{commit}+"


def test_without_git_or_a_repository_there_is_no_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert environment._git_commit(tmp_path) is None
    monkeypatch.setenv("PATH", "")
    assert environment._git_commit(tmp_path) is None
