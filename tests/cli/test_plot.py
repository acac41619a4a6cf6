"""`seqlab plot` writes pictures where it says, soon."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from seqlab.cli.plot import plot
from seqlab.errors import ConfigError, SeqlabError
from tests.runs_examples import series_run, text_run

PROGRAM = """\
import sys, typer
from seqlab.cli.plot import plot
app = typer.Typer()
app.command()(plot)
app(standalone_mode=False)
print(*(name for name in ("pandas", "matplotlib.pyplot", "tensorflow") if name in sys.modules))
"""


def invoke(*arguments: object) -> Result:
    app = typer.Typer()
    app.command()(plot)
    return CliRunner().invoke(
        app, [str(argument) for argument in arguments], catch_exceptions=False
    )


def test_one_run_gets_both_pictures_in_its_folder(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    result = invoke("last", "--outputs", tmp_path)
    assert result.stdout.splitlines() == [str(run.files.curves_png), str(run.files.curves_svg)]
    assert run.files.curves_png.read_bytes().startswith(b"\x89PNG")
    assert b"<svg" in run.files.curves_svg.read_bytes()


def test_several_runs_are_compared_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = [series_run(tmp_path / "outputs"), series_run(tmp_path / "outputs")]
    monkeypatch.chdir(tmp_path)
    assert invoke(*[run.id for run in runs]).stdout == "comparison.png\n"
    assert (tmp_path / "comparison.png").exists()
    assert not runs[0].files.curves_png.exists()


def test_a_comparison_that_is_there_is_never_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = [series_run(tmp_path / "outputs").id for _ in range(2)]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "comparison.png").write_text("mine")
    assert invoke(*runs).stdout == "comparison-2.png\n"
    assert invoke(*runs).stdout == "comparison-3.png\n"
    assert (tmp_path / "comparison.png").read_text() == "mine"


@pytest.mark.parametrize("reference", ["jena/gru", "jena/*"])
def test_an_experiment_or_a_pattern_means_all_of_its_runs(
    reference: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = [series_run(tmp_path / "outputs") for _ in range(2)]
    text_run(tmp_path / "outputs")
    monkeypatch.chdir(tmp_path)
    result = json.loads(invoke(reference, "--json").stdout)
    assert {Path(path).name for path in result["runs"]} == {run.id for run in runs}
    assert result["written"] == ["comparison.png"]


def test_an_experiment_with_one_run_gets_its_pictures_in_its_folder(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    result = json.loads(invoke("jena/gru", "--outputs", tmp_path, "--json").stdout)
    assert result["runs"] == [str(run.path)]
    assert result["written"] == [str(run.files.curves_png), str(run.files.curves_svg)]


def test_output_is_the_only_file_that_is_written(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    picture = tmp_path / "mine.pdf"
    assert invoke(run.path, "-o", picture).stdout == f"{picture}\n"
    assert picture.read_bytes().startswith(b"%PDF")
    assert not run.files.curves_png.exists()


def test_a_wrong_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"\.gif is not a format"):
        invoke(series_run(tmp_path).path, "-o", tmp_path / "mine.gif")


def test_a_picture_needs_no_heavy_import(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(series_run(tmp_path).path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=dict(os.environ))
    assert done.stdout.splitlines()[-1] == ""


def test_a_picture_that_cannot_be_written_has_a_remedy_that_every_command_has(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SeqlabError, match="Cannot write the picture") as caught:
        invoke(series_run(tmp_path).path, "-o", tmp_path / "file" / "mine.png")
    assert "--output" not in caught.value.remedy
    assert "folder" in caught.value.remedy
