"""A text stands where its file has it."""

from pathlib import Path

from seqlab.datasets.sources.text_file.table import TextTable


def test_places_are_numbers_of_lines_or_names_of_files() -> None:
    table = TextTable(Path("a.csv"), ["a", "b"], None, "", "line", [2, 12345])
    assert [table.place(row) for row in (0, 1)] == ["line 2", "line 12,345"]
    table = TextTable(Path("a"), ["a"], ["pos"], "", "", ["pos/12.txt"])
    assert table.place(0) == "pos/12.txt"
