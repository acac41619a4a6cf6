"""Static columns have one value in each series."""

from tests.datasets.sources.series_file.files import parse, refusal

SOUND = "s,t,y,c,n\n" + "".join(
    f"{s},2020-01-0{day},{day},{s * 2},{number}\n"
    for day in (1, 2, 3)
    for s, number in (("b", 1), ("a", 2.5))
)


def test_values_are_those_of_each_series_numbers_where_all_are(tmp_path) -> None:
    table = parse(tmp_path, SOUND, id_column="s", static=("c", "n"))
    assert table.ids == ("b", "a")
    assert table.static == {"c": ("bb", "aa"), "n": (1.0, 2.5)}
    assert parse(
        tmp_path, SOUND.replace(",1\n", ",one\n"), id_column="s", static=("n",)
    ).static == {"n": ("one", "2.5")}


def test_a_value_that_changes_is_named_with_both_lines(tmp_path) -> None:
    text = SOUND.replace("a,2020-01-02,2,aa", "a,2020-01-02,2,x")
    (line,) = refusal(tmp_path, text, id_column="s", static=("c",))
    assert "line 5, id 'a', column 'c': expected the 'aa' of line 3" in line
    assert "found 'x' (1 such row)" in line


def test_an_empty_value_is_named(tmp_path) -> None:
    (line,) = refusal(tmp_path, SOUND.replace("bb", ""), id_column="s", static=("c",))
    assert "line 2, id 'b', column 'c': expected a value, found nothing (in 1 series)" in line
