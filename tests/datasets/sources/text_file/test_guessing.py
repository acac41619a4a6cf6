"""Columns of texts and labels are told from others by what they hold, then by their names."""

import pytest

from seqlab.datasets.sources.text_file.guessing import guess_text_roles, is_named

ROWS = 40
COLUMNS = {
    "id": [str(n) for n in range(ROWS)],
    "date": [f"2020-01-{n % 28 + 1:02}" for n in range(ROWS)],
    "when": [f"{n % 28 + 1:02}.01.2021 12:00" for n in range(ROWS)],
    "key": [f"{n * 7919:032x}" for n in range(ROWS)],
    "message": [f"It crashed {n} times today" for n in range(ROWS)],
    "long": [f"This is what happened on day {n}, in full" for n in range(ROWS)],
    "chinese": [f"\u8fd9\u4e2a\u7535\u5f71\u5f88\u597d\u770b\u554a\u554a{n}" for n in range(ROWS)],
    "title": [f"Crash {n}" for n in range(ROWS)],
    "city": [("New York City", "Los Angeles West")[n % 2] for n in range(ROWS)],
    "kind": ["bug", "wish"] * (ROWS // 2),
    "rating": [str(n % 5 + 1) for n in range(ROWS)],
    "sales": [f"{n * 1.7:.2f}" for n in range(ROWS)],
    "constant": ["en"] * ROWS,
    "nothing": [""] * ROWS,
    "remarks": ["" if n % 3 else f"closed on day {n} for repairs" for n in range(ROWS)],
}


def roles(*names):
    return guess_text_roles({name: COLUMNS[name] for name in names})


def test_each_column_has_its_role() -> None:
    found = guess_text_roles(COLUMNS)
    assert found.times == ("date", "when")
    assert found.numbers == ("id", "rating", "sales")
    # Those with a name for it first, then the longest texts; labels from the last column on.
    assert found.texts == ("message", "title", "long", "chinese")
    assert found.labels == ("rating", "kind", "city")
    assert found.are_texts


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("message", "kind"), True),
        (("id", "long", "rating"), True),
        (("date", "message", "kind"), True),
        (("date", "message", "rating"), True),
        (("date", "remarks", "sales", "city"), False),
        (("date", "sales"), False),
        (("date", "sales", "city"), False),
        (("id", "sales"), False),
        (("message",), False),
        (("key", "kind"), False),
    ],
)
def test_texts_are_told_from_series(names, expected) -> None:
    assert roles(*names).are_texts is expected


def test_names_say_what_columns_hold() -> None:
    assert [name for name in ("Text", "label", "context", "a label") if is_named(name)] == [
        "Text",
        "label",
    ]
