"""`seqlab init` writes a config for a file that nobody prepared."""

from __future__ import annotations

from pathlib import Path

import pytest

from seqlab.experiment.experiment import load_experiment
from tests.conftest import Cli
from tests.datasets.sources.series_file.files import series


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An hourly series of three weeks."""
    path = tmp_path / "load.csv"
    path.write_text(series(500, "2020-01-01T00:00", "h", "time,load"))
    return path


def test_a_config_is_written_and_the_next_commands_work(seqlab_here: Cli, data: Path) -> None:
    done = seqlab_here("init", "load.csv")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "load.yaml",
        "",
        "Next:",
        "  seqlab inspect --config load.yaml",
        "  seqlab train --config load.yaml",
    ]
    assert seqlab_here("validate", "load.yaml").returncode == 0
    first = data.with_name("load.yaml").read_text().splitlines()[0]
    assert first == "# seqlab train --config load.yaml"


def test_nothing_is_replaced(seqlab_here: Cli, data: Path) -> None:
    config = data.with_name("load.yaml")
    config.write_text("mine")
    done = seqlab_here("init", "load.csv")
    assert done.returncode == 2
    assert "load.yaml exists already" in done.stderr
    assert config.read_text() == "mine"


def test_the_config_may_stand_in_another_folder(seqlab_here: Cli, data: Path) -> None:
    done = seqlab_here("init", data, "--output", "my own/deep.yaml", "--target", "load")
    assert done.returncode == 0, done.stderr
    assert "seqlab train --config 'my own/deep.yaml'" in done.stdout
    experiment = load_experiment(data.parent / "my own" / "deep.yaml")
    assert experiment.dataset.path == str(data.parent / "my own" / ".." / "load.csv")


def test_a_file_of_the_folder_for_data_is_named_from_there(
    seqlab_here: Cli, data: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("data")
    (folder / "own").mkdir()
    data.rename(folder / "own" / "load.csv")
    done = seqlab_here("init", "own/load.csv", SEQLAB_DATA=str(folder))
    assert done.returncode == 0, done.stderr
    assert "  path: own/load.csv " in (tmp_path / "load.yaml").read_text()


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (["absent.csv"], 1, "there is no absent.csv"),
        (["load.csv", "--target", "laod"], 2, "did you mean `load`"),
        ([".", "--target", "load"], 1, "is no file"),
        (["."], 1, "expected a folder in it for each class"),
        (["load.csv", "--target", "load", "--text", "load"], 2, "--target is for series"),
        (["load.csv", "--text", "lod"], 2, "did you mean `load`"),
        (["load.csv", "--text", "time"], 1, "expected a column of labels, found none"),
    ],
)
def test_what_cannot_be_looked_at_is_refused(
    seqlab_here: Cli, data: Path, arguments: list[str], code: int, expected: str
) -> None:
    done = seqlab_here("init", *arguments)
    assert (done.returncode, expected in done.stderr) == (code, True), done.stderr
    assert not data.with_name("load.yaml").exists()


def test_a_file_with_faults_gets_a_config_that_names_them(seqlab_here: Cli, data: Path) -> None:
    data.write_text(data.read_text().replace("2020-01-02 05:00", "2020-01-02 04:00"))
    done = seqlab_here("init", "load.csv")
    assert done.returncode == 0
    assert "line 31, 2020-01-02 04:00:00: expected a later time" in done.stderr


def test_texts_get_a_config_of_their_own(seqlab_here: Cli, tmp_path: Path) -> None:
    rows = "".join(f"It crashed {n} times today,{('bug', 'wish')[n % 2]}\n" for n in range(40))
    (tmp_path / "tickets.csv").write_text(f"message,kind\n{rows}")
    done = seqlab_here("init", "tickets.csv")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "tickets.yaml",
        "",
        "Next:",
        "  seqlab inspect --config tickets.yaml",
        "  seqlab train --config tickets.yaml",
    ]
    written = (tmp_path / "tickets.yaml").read_text()
    assert "  kind: text\n  path: tickets.csv " in written
    done = seqlab_here("init", "tickets.csv", "--label", "kind", "--output", "other.yaml")
    assert "label_column: kind # as you said" in (tmp_path / "other.yaml").read_text()


def test_a_folder_of_texts_gets_a_config_named_like_it(seqlab_here: Cli, tmp_path: Path) -> None:
    for place in ("neg/1", "neg/2", "pos/1", "pos/2"):
        path = tmp_path / "films" / f"{place}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"a film of {place}")
    done = seqlab_here("init", "films/")
    assert done.returncode == 0, done.stderr
    assert "\n  path: films " in (tmp_path / "films.yaml").read_text()


def test_texts_with_faults_get_a_config_that_names_them(seqlab_here: Cli, tmp_path: Path) -> None:
    rows = "".join(f"It crashed {n} times today,{('bug', 'wish')[n % 2]}\n" for n in range(40))
    (tmp_path / "tickets.csv").write_text(f"message,kind\n{rows}too,many,cells\n")
    done = seqlab_here("init", "tickets.csv")
    assert done.returncode == 0
    assert "line 42: expected 2 cells" in done.stderr


def test_a_table_of_texts_with_dates_and_numbers_says_what_to_do_if_it_is_one_of_series(
    seqlab_here: Cli, tmp_path: Path
) -> None:
    rows = "".join(
        f"2020-01-{n + 1:02},{n},It crashed {n} times today,{('bug', 'wish')[n % 2]}\n"
        for n in range(28)
    )
    (tmp_path / "a.csv").write_text(f"date,sales,message,kind\n{rows}")
    assert seqlab_here("init", "a.csv").returncode == 0
    written = (tmp_path / "a.yaml").read_text()
    assert "kind: text" in written
    assert "# If it holds series to forecast: seqlab init FILE --target NAME" in written
    assert seqlab_here("init", "a.csv", "--target", "sales", "--output", "b.yaml").returncode == 0
    written = (tmp_path / "b.yaml").read_text()
    assert "kind: series" in written
