"""`seqlab track` sends completed runs to the tracker that is named, or says why it does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Cli
from tests.packages import install, place_for_packages
from tests.runs_examples import series_run, start

NOTES = """\
from pathlib import Path
from typing import Literal
from seqlab.runs.reader import Run
from seqlab.trackers.tracker import Tracker

class Notes(Tracker):
    \"\"\"A line of a file.\"\"\"
    kind: Literal["notes"] = "notes"
    file: str = "notes.txt"
    \"\"\"Which.\"\"\"

    def send(self, run: Run) -> str:
        Path(self.file).write_text(f"{run.name} {run.results.value():.4f}")
        return self.file
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    with place_for_packages(tmp_path) as folder:
        install(folder, "notebook", {"trackers": "notes = my_notes"}, my_notes=NOTES)
        yield folder


@pytest.mark.keras
def test_runs_are_sent_and_it_is_said_where_they_are(tmp_path: Path, seqlab_here: Cli) -> None:
    first, second = (series_run(tmp_path / "outputs") for _ in range(2))
    done = seqlab_here("track", "jena/*", "--to", "tensorboard", "folder=boards")
    written = [f"boards/jena/gru/{run.id}" for run in (second, first)]
    assert (done.returncode, done.stdout.splitlines()) == (0, written)
    done = seqlab_here("track", "last", "--to", "tensorboard", "--json")
    assert json.loads(done.stdout) == {
        "tracker": "tensorboard",
        "runs": [
            {
                "run": second.id,
                "folder": f"outputs/jena/gru/{second.id}",
                "to": f"tensorboard/jena/gru/{second.id}",
            }
        ],
    }


def test_another_package_s_tracker_is_one_like_any_other(place: Path, seqlab_here: Cli) -> None:
    series_run(place / "outputs")
    done = seqlab_here("track", "last", "--to", "notes", "file=here.txt")
    assert (done.returncode, done.stdout) == (0, "here.txt\n")
    assert (place / "here.txt").read_text() == "jena/gru 0.2653"
    done = seqlab_here("track", "last", "--to", "notes", "fil=x")
    assert (done.returncode, "did you mean `file`?" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("last --to tensorbord", 2, "There is no tracker 'tensorbord', did you mean `tensorboard`"),
        ("folder=x --to tensorboard", 2, "seqlab track needs a run.\nTry `seqlab track last"),
        ("last --to tensorboard folder=3 a.b=c", 2, "folder: expected a word; given: 3."),
        ("last --to tensorboard 5=x", 2, "expected KEY=VALUE with a dotted key"),
        ("nothing --to tensorboard", 2, "There is no run 'nothing'"),
        ("last", 2, "Missing option '--to'"),
    ],
)
def test_what_is_wrong_with_the_words_is_told(
    words: str, code: int, said: str, tmp_path: Path, seqlab_here: Cli
) -> None:
    series_run(tmp_path / "outputs")
    done = seqlab_here("track", *words.split())
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr


def test_nothing_is_sent_where_one_of_the_runs_is_not_completed(
    tmp_path: Path, seqlab_here: Cli
) -> None:
    series_run(tmp_path / "outputs")
    start(tmp_path / "outputs").finish("failed", "why")
    done = seqlab_here("track", "jena/gru", "--to", "tensorboard")
    assert done.returncode == 1
    assert "is failed: only completed ones are sent.\n`seqlab resume outputs/jena" in done.stderr
    assert not (tmp_path / "tensorboard").exists()
