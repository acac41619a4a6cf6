"""The edge turns every error into one message and an exit code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import Cli, cli_environment


def test_more_data_than_memory_is_told_without_calling_it_a_bug(
    seqlab_cli: Cli, small_config: Path
) -> None:
    done = seqlab_cli("baseline", "--config", small_config, "dataset.days=1000000000000")
    assert (done.returncode, done.stdout) == (1, "")
    assert "the memory does not suffice" in done.stderr
    assert "bug" not in done.stderr and "Traceback" not in done.stderr


def test_a_traceback_is_for_debug_only_wherever_it_stands(seqlab_cli: Cli) -> None:
    command = ["train", "--config", "."]
    for arguments in (["--debug", *command], [*command, "--debug"]):
        done = seqlab_cli(*arguments)
        assert done.returncode == 2
        assert "Traceback" in done.stderr and "IsADirectoryError" in done.stderr
        assert done.stderr.rstrip().endswith("makes one yours.")
        assert done.stdout == ""


def test_a_pipe_that_closes_early_is_no_error_to_tell(small_config: Path) -> None:
    folder = small_config.parent
    for command in ("schema", "configs list", "--help"):
        done = subprocess.run(
            f"{sys.executable} -m seqlab {command} | true",
            shell=True,
            cwd=folder,
            env=cli_environment(folder),
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        assert done.stderr == ""


def test_an_output_that_is_full_is_told_without_calling_it_a_bug(tmp_path: Path) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "seqlab", "schema"],
            cwd=tmp_path,
            env=cli_environment(tmp_path),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode != 0
    assert "No space left on device" in done.stderr
    assert "bug" not in done.stderr and "Traceback" not in done.stderr


def test_the_completion_of_the_shell_can_be_shown(tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m seqlab --show-completion; exit $?"],
        cwd=tmp_path,
        env=cli_environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "_SEQLAB_COMPLETE=complete_bash" in done.stdout
