"""`evaluate` tells classes, mistakes and pictures of texts; `predict` tells classes of others."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from seqlab.cli.classes import print_classes, print_mistakes
from seqlab.runs.reader import Run
from seqlab.tasks.mistakes import Mistake
from tests.conftest import Cli
from tests.own_texts import CLASSES, trained


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return trained(tmp_path_factory.mktemp("tickets"))


@pytest.fixture
def tickets(finished: Run, tmp_path: Path) -> Run:
    """A run that a test may spoil."""
    return Run(shutil.copytree(finished.path, tmp_path / "outputs" / "tickets" / finished.id))


@pytest.mark.keras
def test_a_table_for_each_class_and_the_worst_mistakes(tickets: Run, seqlab_here: Cli) -> None:
    done = seqlab_here("evaluate", tickets.id, "--worst", "2")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    (head,) = [number for number, line in enumerate(lines) if line.startswith("class ")]
    assert lines[head].split() == ["class", "precision", "recall", "F1", "samples"]
    assert [line.split()[0] for line in lines[head + 1 : head + 4]] == list(CLASSES)
    assert lines[head + 4].startswith("macro F1 ")
    assert lines[head + 6].split() == ["where", "is", "taken", "for", "text", "probability"]
    document = json.loads(seqlab_here("evaluate", "last", "--worst", "2", "--json").stdout)
    assert document["scores"]["classes"].keys() == set(CLASSES)
    assert [one["place"] in lines[head + 7 + n] for n, one in enumerate(document["mistakes"])]


@pytest.mark.keras
def test_pictures_are_written_and_named(tickets: Run, seqlab_here: Cli, tmp_path: Path) -> None:
    done = seqlab_here(
        "evaluate", tickets.id, "--confusion", "c.png", "--reliability", "r.svg", "--json"
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["split"] == "validation"
    assert (tmp_path / "c.png").read_bytes().startswith(b"\x89PNG")
    assert "<svg" in (tmp_path / "r.svg").read_text()
    assert "written: c.png" in done.stderr and "written: r.svg" in done.stderr
    assert seqlab_here("evaluate", tickets.id, "--confusion", "c.doc").returncode == 2


@pytest.mark.keras
def test_a_look_that_was_counted_shows_its_score_whatever_becomes_of_the_picture(
    tickets: Run, seqlab_here: Cli
) -> None:
    done = seqlab_here(
        "evaluate", tickets.id, "--split", "test", "--confusion", "/nonexistent/c.png"
    )
    assert done.returncode == 1 and "test " in done.stdout and "accuracy" in done.stdout


@pytest.mark.keras
def test_classes_of_other_texts_are_printed_as_csv_or_json(
    tickets: Run, seqlab_here: Cli, tmp_path: Path
) -> None:
    done = seqlab_here("predict", tickets.id, "--text", 'it, "broke"', "--text", "thanks")
    assert (done.returncode, done.stderr) == (0, "")
    frame = pd.read_csv(io.StringIO(done.stdout))
    assert list(frame) == ["text", "prediction", *CLASSES]
    assert frame["text"].tolist() == ['it, "broke"', "thanks"]
    (tmp_path / "new.jsonl").write_text('{"text": "where is my parcel"}\n')
    done = seqlab_here("predict", tickets.id, "--data", "new.jsonl", "--json")
    document = json.loads(done.stdout)
    assert (document["texts"], document["rows"]) == (1, 1)
    assert document["predictions"][0]["place"] == "line 1"
    refused = seqlab_here("predict", tickets.id, "--data", "new.jsonl", "--text", "a")
    assert (
        refused.returncode == 2 and "--text gives the texts, and so does --data" in refused.stderr
    )


def test_nothing_is_said_of_scores_without_classes(capsys: pytest.CaptureFixture[str]) -> None:
    print_classes({"mse": 0.1})
    assert capsys.readouterr().out == ""
    print_mistakes([])
    assert capsys.readouterr().out == "\nThe model makes no mistake.\n"


def test_what_is_not_defined_has_an_empty_cell_and_a_reason_below(
    capsys: pytest.CaptureFixture[str],
) -> None:
    nothing = {"precision": None, "recall": 0.0, "f1": 0.0, "support": 3}
    reasons = {f"{name}: precision": "no answer" for name in "abcdefg"} | {"roc_auc": "too few"}
    print_classes({"classes": {"a": nothing}, "macro_f1": 0.0, "reasons": reasons})
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].split() == ["a", "0.0000", "0.0000", "3"]
    assert lines[3] == "macro F1 0.0000"
    named = ", ".join(f"{name}: precision" for name in "abcde")
    assert lines[4:] == [f"{named} and 2 more: no answer", "roc_auc: too few"]


def test_a_long_text_is_cut_and_control_characters_are_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_mistakes([Mistake("line 2", "a\x1b[31m\n" + 99 * "b", "x", "y", 0.75)])
    (_, _, line) = capsys.readouterr().out.splitlines()
    assert "\x1b" not in line and line.endswith("0.7500") and "bbb..." in line
