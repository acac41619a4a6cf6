"""Columns know the order of a table and the settings that name them."""

from seqlab.datasets.sources.series_file.columns import Columns

COLUMNS = Columns(("a", "b"), "shop", "date", past=("c",), known=("d",), static=("e",))


def test_the_columns_of_a_table_are_targets_past_and_known_ones() -> None:
    assert COLUMNS.values == ("a", "b", "c", "d")


def test_every_column_is_named_by_its_setting() -> None:
    assert list(COLUMNS.roles()) == [
        ("dataset.id_column", "shop"),
        ("dataset.timestamp_column", "date"),
        ("dataset.target", "a"),
        ("dataset.target", "b"),
        ("dataset.past_dynamic_columns", "c"),
        ("dataset.known_dynamic_columns", "d"),
        ("dataset.static_columns", "e"),
    ]
