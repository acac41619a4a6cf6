"""`seqlab predict` prints, writes and draws how series go on."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from seqlab.runs.reader import Run
from tests.conftest import Cli
from tests.own_series import HORIZON, TARGETS, sales, trained

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return trained(tmp_path_factory.mktemp("shops"), known_dynamic_columns=())


@pytest.fixture
def shops(finished: Run, tmp_path: Path) -> Run:
    """A run whose model sees nothing that must be known ahead, which a test may spoil."""
    return Run(shutil.copytree(finished.path, tmp_path / "outputs" / "shops" / finished.id))


def test_forecasts_alone_are_printed_on_stdout(shops: Run, seqlab_here: Cli) -> None:
    done = seqlab_here("predict", "last")
    assert (done.returncode, done.stderr) == (0, "")
    frame = pd.read_csv(io.StringIO(done.stdout))
    assert len(frame) == 2 * HORIZON * len(TARGETS)
    assert frame["time"][0] == "2020-10-25 23:00:00+01:00"

    document = json.loads(seqlab_here("predict", shops.id, "--json").stdout)
    assert (document["split"], document["windows"], document["rows"]) == (None, 2, len(frame))
    rows = pd.DataFrame(document["predictions"])
    assert rows["prediction"].tolist() == frame["prediction"].tolist()
    assert rows["time"].tolist() == frame["time"].tolist()


def test_files_are_written_and_named(shops: Run, seqlab_here: Cli, tmp_path: Path) -> None:
    sales().to_csv(tmp_path / "new.csv", index=False)
    done = seqlab_here(
        "predict", "last", "--data", "new.csv", "--output", "out.parquet", "--plot", "out.png"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["out.parquet", "out.png"]
    assert len(pd.read_parquet(tmp_path / "out.parquet")) == 2 * HORIZON * len(TARGETS)
    assert (tmp_path / "out.png").read_bytes().startswith(b"\x89PNG")
    command = ["predict", shops.id, "--output", "out.csv", "--plot", "out.svg", "--json"]
    document = json.loads(seqlab_here(*command).stdout)
    assert (document["output"], document["plot"]) == ("out.csv", "out.svg")
    assert "predictions" not in document


def test_from_the_second_look_at_the_test_split_on_the_command_warns(
    shops: Run, seqlab_here: Cli
) -> None:
    command = ["predict", shops.id, "--split", "test"]
    first, second = seqlab_here(*command), seqlab_here(*command)
    assert (first.returncode, first.stderr) == (0, "")
    assert "2 times" in second.stderr and first.stdout == second.stdout
    assert len(json.loads(seqlab_here(*command, "--json").stdout)["test_evaluations"]) == 3


def test_a_template_is_filled_in_and_predicted_from(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, seqlab_here: Cli
) -> None:
    run = trained(tmp_path_factory.mktemp("priced"), calendar=())
    done = seqlab_here("predict", run.path, "--template", "t.csv")
    assert (done.returncode, done.stdout) == (0, "t.csv\n")
    assert f"seqlab predict {run.id} --data t.csv" in done.stderr
    failed = seqlab_here("predict", run.path, "--data", "t.csv")
    assert failed.returncode == 1
    assert "column 'price': expected a reading, found none" in failed.stderr
    frame = pd.read_csv(tmp_path / "t.csv")
    frame.fillna({"price": 1.0}).to_csv(tmp_path / "t.csv", index=False)
    assert seqlab_here("predict", run.path, "--data", "t.csv").returncode == 0
    document = json.loads(seqlab_here("predict", run.path, "--template", "t.csv", "--json").stdout)
    assert document["template"] == "t.csv"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--output", "out.xlsx"], ".xlsx is no form that predictions have"),
        (["--template", "t"], "no suffix is no form"),
        (["--plot", "out.gif"], ".gif is not a format of pictures"),
        (["--template", "t.csv"], "--template writes the rows ahead in which known columns"),
        (["--template", "t.csv", "--split", "test"], "--template is for rows ahead"),
        (["--data", "new.csv", "--split", "test"], "Leave out the one or the other"),
    ],
)
def test_what_cannot_be_done_is_a_wrong_command_and_leaves_no_file(
    arguments: list[str], says: str, shops: Run, seqlab_here: Cli, tmp_path: Path
) -> None:
    done = seqlab_here("predict", "last", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []
    assert not shops.files.test_evaluations.exists()
