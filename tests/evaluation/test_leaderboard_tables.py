"""A leaderboard's cells, Markdown, CSV and JSON, made from entries by hand."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from seqlab.evaluation.leaderboard import JudgedOn, Leaderboard, Place, Result, Simple
from seqlab.evaluation.leaderboard_tables import (
    NOTE,
    headings,
    notes,
    rows,
    title,
    to_csv,
    to_json,
    to_markdown,
)
from seqlab.evaluation.statistics import t_interval
from seqlab.runs.reader import Run
from seqlab.runs.strict_json import strict_json
from seqlab.tasks.data import Samples
from seqlab.tasks.metric import ACCURACY, MAE

WINDOWS = JudgedOn(
    metric=MAE, unit="degC", baselines=(Simple("persistence", 0.29, 2.32),),
    samples=Samples(1000, "windows", "ab", 1500.0), digests=(("jena", "cd"),),
)  # fmt: skip
REVIEWS = JudgedOn(
    metric=ACCURACY, unit="", baselines=(Simple("majority", 0.5, None),),
    samples=Samples(5000, "reviews", "ef"), digests=(),
)  # fmt: skip


def place(judged_on: JudgedOn, name: str, *values: float, original: float | None = None) -> Place:
    """An entry with a run for each value."""
    naive, metric = judged_on.naive.value, judged_on.metric
    results = tuple(
        Result(
            run=Run(Path(f"outputs/{name}/run-{seed}")), experiment=name, seed=seed, config=name,
            judged_on=judged_on, value=value, original=original,
            skill=metric.skill(value, naive), parameters=4641, seconds_per_epoch=9.14,
        )
        for seed, value in enumerate(values, start=1)
    )  # fmt: skip
    interval = t_interval(values) if len(values) > 1 else None
    return Place(name, results, sum(values) / len(values), interval)


def board(judged_on: JudgedOn, *places: Place) -> Leaderboard:
    return Leaderboard(judged_on, places)


def test_a_title_says_what_was_judged_and_how_far_ahead() -> None:
    assert title(WINDOWS) == "mae on 1,000 validation windows, 25 hours ahead"
    assert title(REVIEWS) == "accuracy on 5,000 validation reviews"


def test_original_units_have_a_column_where_there_are_some() -> None:
    assert headings(WINDOWS)[3:5] == ("mae", "in degC")
    assert headings(REVIEWS)[3:5] == ("accuracy", "skill")
    for judged_on in (WINDOWS, REVIEWS):
        for row in rows(board(judged_on, place(judged_on, "a", 0.4))):
            assert len(row) == len(headings(judged_on))


def test_the_baseline_stands_behind_what_is_better_and_before_what_is_not() -> None:
    windows = [place(WINDOWS, "good", 0.2), place(WINDOWS, "equal", 0.29), place(WINDOWS, "bad", 1)]
    names = [row[1] for row in rows(board(WINDOWS, *windows))]
    assert names == ["good", "(persistence baseline)", "equal", "bad"]
    reviews = [place(REVIEWS, "good", 0.9), place(REVIEWS, "better", 0.6)]
    names = [row[1] for row in rows(board(REVIEWS, *reviews))]
    assert names == ["good", "better", "(majority baseline)"]


def test_every_baseline_stands_where_its_score_would_with_its_skill_over_the_first() -> None:
    ridge = Simple("ridge", 0.261, 2.1)
    judged_on = replace(WINDOWS, baselines=(*WINDOWS.baselines, ridge))
    boards = board(judged_on, place(judged_on, "good", 0.25), place(judged_on, "bad", 0.27))
    assert [(row[1], row[5]) for row in rows(boards)] == [
        ("good", "0.138"), ("(ridge baseline)", "0.100"), ("bad", "0.069"),
        ("(persistence baseline)", "0.000"),
    ]  # fmt: skip
    (found,) = to_json([boards])["leaderboards"]
    assert (found["baseline"], found["baseline_value"]) == ("persistence", 0.29)
    assert found["baselines"][1] == {"baseline": "ridge", "value": 0.261, "original": 2.1}


def test_a_row_has_the_mean_its_interval_and_the_best_run() -> None:
    (row, _) = rows(board(WINDOWS, place(WINDOWS, "gru", 0.26, 0.24, original=2.0)))
    assert row == (
        "1", "gru", "1 2", "0.2500 ± 0.1271", "2.000", "0.138", "4,641", "9.1", "run-2",
    )  # fmt: skip
    (row, _) = rows(board(REVIEWS, place(REVIEWS, "lstm", 0.8, 0.9)))
    assert row[-1] == "run-2"


@pytest.mark.parametrize("judged_on", [WINDOWS, REVIEWS])
def test_no_skill_is_an_empty_cell_and_null(judged_on: JudgedOn) -> None:
    best = replace(judged_on.naive, value=judged_on.metric.best)
    perfect = replace(judged_on, baselines=(best,))
    boards = [board(perfect, place(perfect, "a", 0.4, 0.4), place(perfect, "b", 0.4))]
    cells = [row[-4] for row in rows(boards[0]) if row[0]]
    assert cells == ["", ""]
    (found,) = json.loads(strict_json(to_json(boards)))["leaderboards"]
    assert [entry["skill"] for entry in found["entries"]] == [None, None]
    assert all(row["skill"] == "" for row in csv.DictReader(io.StringIO(to_csv(boards))))
    assert "| 0.000 |" not in to_markdown(boards)  # of the baseline itself neither


def test_markdown_keeps_its_columns_whatever_a_name_holds() -> None:
    text = to_markdown([board(WINDOWS, place(WINDOWS, "a|b\\c", 0.2))])
    assert "| a\\|b\\\\c |" in text
    lines = [line.replace("\\|", "") for line in text.splitlines() if line.startswith("|")]
    assert len({line.count("|") for line in lines}) == 1


def test_csv_has_a_line_for_each_entry_and_the_number_of_its_table() -> None:
    boards = [
        board(WINDOWS, place(WINDOWS, "a", 0.2), place(WINDOWS, "b", 0.26, 0.24)),
        board(REVIEWS, place(REVIEWS, "c", 0.9)),
    ]
    found = list(csv.DictReader(io.StringIO(to_csv(boards))))
    assert [(row["table"], row["experiment"], row["seeds"]) for row in found] == [
        ("1", "a", "1"), ("1", "b", "1 2"), ("2", "c", "1"),
    ]  # fmt: skip
    assert [row["horizon_minutes"] for row in found] == ["1500.0", "1500.0", ""]
    assert to_csv([]) == ""


def test_notes_say_what_a_reader_must_know_and_no_more() -> None:
    single = board(WINDOWS, place(WINDOWS, "a", 0.2))
    assert notes([single]) == []
    several = board(REVIEWS, place(REVIEWS, "b", 0.9, 0.8))
    assert notes([several]) == [NOTE]
    assert notes([single, several])[1].startswith("These runs were judged on 2 different sets")
