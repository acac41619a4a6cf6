"""The command line in this process, for what needs no process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from seqlab.__main__ import main
from tests.conftest import Cli, cli_environment


@pytest.fixture
def seqlab_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Cli:
    """The entry point as `seqlab_cli` runs it, but in this process: as quick as what it does."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        own = cli_environment(tmp_path) | environment
        for name in set(os.environ) - set(own):
            monkeypatch.delenv(name)
        for name, value in own.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["seqlab", *map(str, arguments)])
        code: str | int | None = 0
        try:
            main()
        except SystemExit as exit_:
            code = exit_.code
        printed = capsys.readouterr()
        return subprocess.CompletedProcess(sys.argv, int(code or 0), printed.out, printed.err)

    return run
