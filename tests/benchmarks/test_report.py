"""Tables, the results file, and the section of the README."""

from __future__ import annotations

import pytest

from benchmarks.measure import Figure, Target
from benchmarks.report import (
    BEGIN,
    END,
    Part,
    markdown_table,
    merge_results,
    number,
    results_to_markdown,
    rewrite_section,
)

FASTER = Figure("jena/gru", "faster by", "x", (3.0, 5.0, 4.0), Target(2, at_least=True))
SECONDS = Figure("jena/gru", "seqlab", "s", (8.0, 7.0, 9.0))
START = Figure("seqlab --help", "seqlab", "s", (0.5,), Target(0.3))
MACHINE = {
    "machine": {"cpu": "A CPU", "cores": 2, "memory_gib": 8, "gpu": "no GPU", "os": "Linux"},
    "versions": {"Python": "3.11.14"},
}


def test_a_row_has_a_cell_for_each_column_and_its_targets() -> None:
    table = markdown_table([SECONDS, FASTER, START]).splitlines()
    assert len({len(line) for line in table}) == 1  # aligned
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    assert cells[0] == ["", "seqlab, s", "faster by, x", "target"]
    assert cells[2] == [
        "jena/gru",
        "8.00 (7.00 to 9.00)",
        "4.00 (3.00 to 5.00)",
        "at least 2 x: met",
    ]
    assert cells[3] == ["seqlab --help", "0.500", "", "at most 0.3 s: MISSED"]


def test_a_table_without_targets_has_no_column_for_them() -> None:
    assert "target" not in markdown_table([SECONDS])


def test_several_targets_of_a_row_name_their_columns() -> None:
    slower = Figure("jena/gru", "other", "x", (1.0,), Target(2, at_least=True))
    assert "at least 2 x: met (faster by), MISSED (other)" in markdown_table([FASTER, slower])


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.02314, "0.0231"), (2.345, "2.35"), (7, "7.00"), (118.4, "118"), (42_917.2, "42,917")],
)
def test_numbers_have_three_figures(value, shown) -> None:
    assert number(value) == shown


def test_the_results_file_gathers_parts_and_where_each_was_measured(tmp_path) -> None:
    path = tmp_path / "results.json"
    merge_results(path, Part("epochs", "Epochs", [SECONDS, FASTER], ["A note."]), MACHINE)
    elsewhere = {**MACHINE, "versions": {"Python": "3.12.1"}}
    results = merge_results(path, Part("startup", "Start-up", [START]), elsewhere)
    assert list(results["parts"]) == ["epochs", "startup"]
    record = results["parts"]["epochs"]["figures"][1]
    assert (record["runs"], record["median"], record["min"], record["max"]) == (3, 4, 3, 5)
    assert record["target"] == {"limit": 2, "at_least": True, "met": True}
    again = merge_results(path, Part("epochs", "Epochs", [SECONDS]), elsewhere)
    assert len(again["parts"]["epochs"]["figures"]) == 1
    assert again["parts"]["epochs"]["versions"] == {"Python": "3.12.1"}


def test_the_results_read_back_give_the_same_tables_below_their_machines(tmp_path) -> None:
    path = tmp_path / "results.json"
    epochs = Part("epochs", "Epochs", [SECONDS, FASTER], ["A note."])
    startup, input_ = Part("startup", "Start-up", [START]), Part("input", "Input", [START])
    merge_results(path, epochs, MACHINE)
    merge_results(path, input_, MACHINE)
    elsewhere = {**MACHINE, "versions": {"Python": "3.12.1"}}
    results = merge_results(path, startup, elsewhere)
    text = results_to_markdown(results, ["input", "epochs", "startup"])
    assert all(part.to_markdown() in text for part in (epochs, input_, startup))
    assert text.count("A CPU, 2 cores, 8 GiB, no GPU, Linux; Python 3.11.14.") == 1
    assert text.index("Python 3.11.14") < text.index("### Input") < text.index("### Epochs")
    assert text.index("### Epochs") < text.index("Python 3.12.1") < text.index("### Start-up")


def test_only_what_stands_between_the_markers_is_rewritten() -> None:
    text = f"before\n\n{BEGIN}\n\nold\n\n{END}\n\nafter\n"
    once = rewrite_section(text, "new\n")
    assert once == f"before\n\n{BEGIN}\n\nnew\n\n{END}\n\nafter\n"
    assert rewrite_section(once, "new\n") == once


@pytest.mark.parametrize("text", ["", BEGIN, END, f"{END}\n{BEGIN}", f"{BEGIN}{BEGIN}{END}"])
def test_a_document_without_its_markers_is_refused(text) -> None:
    with pytest.raises(ValueError, match="expected one line"):
        rewrite_section(text, "new")


def test_the_readme_has_the_markers() -> None:
    from benchmarks.__main__ import FOLDER

    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert "marker of this test" in rewrite_section(text, "marker of this test")
