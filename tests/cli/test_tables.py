"""Tables of runs and of their scores have a cell for everything, and nothing where nothing is."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table

from seqlab.cli.tables import runs_table, scores_table
from seqlab.runs.summary import summarise
from tests.runs_examples import series_run, start, text_run


def cells(table: Table) -> list[list[str]]:
    """The headings, and the cells of every row."""
    columns = [[str(column.header), *map(str, column.cells)] for column in table.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def test_a_run_is_a_row_and_a_young_one_has_empty_cells(tmp_path: Path) -> None:
    runs = [series_run(tmp_path), text_run(tmp_path)]
    start(tmp_path, "jena/young")
    (young,) = (tmp_path / "jena" / "young").iterdir()
    from seqlab.runs.reader import Run

    heading, series, text, none = cells(runs_table([summarise(run) for run in [*runs, Run(young)]]))
    assert heading == ["run", "experiment", "seed", "status", "epochs", "best", "skill", "s/epoch"]
    assert series[1:] == ["jena/gru", "1", "completed", "8", "mae 2.3486 degC", "0.084", "9.1"]
    assert text[1:] == ["imdb/lstm", "1", "completed", "4", "accuracy 0.8862", "0.772", "21.5"]
    assert none[1:] == ["jena/young", "1", "running", "0", "", "", ""]


def test_scores_stand_beside_the_baseline_s(tmp_path: Path) -> None:
    heading, *rows = cells(scores_table(series_run(tmp_path).results))
    assert heading == ["score", "validation", "persistence (validation)"]
    assert rows == [
        ["loss", "0.2653", ""],
        ["mae", "0.2653", "0.2897"],
        ["mae in original units", "2.3486 degC", "2.5649 degC"],
    ]


def test_the_test_split_has_columns_of_its_own(tmp_path: Path) -> None:
    results = text_run(tmp_path).results
    heading, *rows = cells(scores_table(results.with_test(results.validation)))
    assert heading == [
        "score", "validation", "majority (validation)", "test", "majority (test)",
    ]  # fmt: skip
    assert ["accuracy", "0.8862", "0.5000", "0.8862", "0.5000"] in rows
