"""`seqlab report` writes pages of runs, suites and folders, and says what it cannot write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seqlab.runs.reader import Run
from tests.conftest import ROOT, Cli
from tests.report.checks import check_page, headings, verdict
from tests.runs_examples import series_run, text_run

pytestmark = pytest.mark.keras


def test_a_run_has_one_page_with_everything(run: Run, seqlab_here: Cli, tmp_path: Path) -> None:
    done = seqlab_here("report", "last", "--output", "mine.html")
    assert (done.returncode, done.stdout) == (0, "mine.html\n")
    page = check_page((tmp_path / "mine.html").read_text(encoding="utf-8"))
    assert verdict(page).startswith("The model ")
    assert {"Where it errs", "Forecasts over truth", "Data", "Model"} < set(headings(page))
    assert not run.files.test_evaluations.exists()


def test_several_runs_share_a_page(seqlab_here: Cli, tmp_path: Path) -> None:
    runs = [series_run(tmp_path / "outputs"), text_run(tmp_path / "outputs")]
    done = seqlab_here("report", "jena/gru", "imdb/*", "--json")
    document = json.loads(done.stdout)
    assert document == {
        "runs": [f"outputs/{run.path.relative_to(tmp_path / 'outputs')}" for run in runs],
        "written": ["report.html"],
    }
    page = check_page((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert page.all("h1")[0].text == "2 runs compared"


@pytest.mark.parametrize("words", [[], ["outputs"], ["outputs/imdb"]])
def test_a_folder_has_a_list_and_a_page_for_each_run(
    words: list[str], seqlab_here: Cli, tmp_path: Path
) -> None:
    series_run(tmp_path / "outputs")
    text_run(tmp_path / "outputs")
    done = seqlab_here("report", *words, "--recorded", "-o", "pages/all.html")
    assert (done.returncode, done.stdout, done.stderr) == (0, "pages/all.html\n", "")
    pages = list((tmp_path / "pages" / "all-pages").glob("*.html"))
    assert len(pages) == (1 if words == ["outputs/imdb"] else 2)
    for path in (tmp_path / "pages" / "all.html", *pages):
        check_page(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "words", [["chapter6", "--results", ROOT / "results"], [ROOT / "results" / "chapter6.json"]]
)
def test_a_suite_has_a_page(words: list[str | Path], seqlab_here: Cli, tmp_path: Path) -> None:
    done = seqlab_here("report", *words)
    assert (done.returncode, done.stderr) == (0, "")
    page = check_page((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert page.all("h1")[0].text == "chapter6"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["chapter6"], 2, "There is no results/chapter6.json"),
        (["nothing"], 2, "There is no run 'nothing'"),
        ([], 2, "There are no runs in the folder outputs"),
        (["last", "--output", "page.pdf"], 2, "page.pdf: .pdf is not a format of pages"),
        (["gone.json"], 1, "gone.json is missing"),
    ],
)
def test_what_there_is_no_page_of_is_an_error_and_leaves_no_file(
    words: list[str], code: int, says: str, seqlab_here: Cli, tmp_path: Path
) -> None:
    done = seqlab_here("report", *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
    assert not list(tmp_path.rglob("*.html"))


def test_a_page_that_cannot_be_written_is_an_error(seqlab_here: Cli, tmp_path: Path) -> None:
    run = series_run(tmp_path / "outputs")
    (tmp_path / "file").write_text("")
    done = seqlab_here("report", run.path, "--recorded", "-o", "file/report.html")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Cannot write to the folder file" in done.stderr
