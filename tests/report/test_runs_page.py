"""The page of several runs ranks those that can be ranked and names the others."""

from __future__ import annotations

from pathlib import Path

from seqlab.report.html import to_html
from seqlab.report.runs_page import runs_page
from seqlab.runs.reader import Run
from tests.report.checks import check_page, headings, table, verdict
from tests.runs_examples import GRU_LOSS, GRU_VAL_LOSS, series_run, start, text_run


def test_the_best_run_is_named_and_every_set_of_samples_has_its_table(tmp_path: Path) -> None:
    worse = series_run(tmp_path, "jena/worse", GRU_LOSS, [loss + 0.1 for loss in GRU_VAL_LOSS])
    runs = [worse, series_run(tmp_path), text_run(tmp_path)]
    page = check_page(to_html(runs_page(runs)))
    assert verdict(page).startswith("The best on the first of 2 sets of samples is jena/gru.")
    ranked = [(row[1], row[0]) for row in table(page, "mae on")[1:]]
    assert ranked == [("1", "jena/gru"), ("", "(persistence baseline)"), ("2", "jena/worse")]
    assert len(table(page, "accuracy on")) == 3
    assert [row[0] for row in table(page, "Each run")[1:]] == [
        "jena/worse",
        "jena/gru",
        "imdb/lstm",
    ]
    assert len(page.all("svg")) == 3  # the loss of two, the loss and the accuracy of one


def test_runs_without_scores_are_named_and_left_out(tmp_path: Path) -> None:
    young = Run(start(tmp_path, "jena/young").files.folder)
    page = check_page(to_html(runs_page([series_run(tmp_path), young])))
    assert "Left out:" in page.text and "it has no final scores" in page.text
    page = check_page(to_html(runs_page([young, young])))
    assert verdict(page).startswith("None of these runs has final scores")
    assert headings(page) == ["Ranking", "Make them again"]
