"""YAML becomes plain data with places, and no document is bad enough for a traceback."""

from __future__ import annotations

import json
import math
import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from seqlab.errors import ConfigError
from seqlab.experiment.source import MOST_VALUES, read_file, read_text, write_text
from tests.experiment.examples import place_in, write


def refusal(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        read_text(text, "f.yaml")
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-3", 0.001),
        ("1E5", 100000.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("-1.5e+2", -150.0),
        ("200_000", 200000),
        ("+7", 7),
        ("010", 10),
        ("no", "no"),
        ("yes", "yes"),
        ("off", "off"),
        ("y", "y"),
        ("12:30", "12:30"),
        ("2009-01-01", "2009-01-01"),
        ("0x10", "0x10"),
        ("1e", "1e"),
        ("1.2.3", "1.2.3"),
        ("=", "="),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("null", None),
        ("", None),
        ("'5'", "5"),
        ('"no"', "no"),
        ("nULL", "nULL"),
    ],
)
def test_scalars_are_what_yaml_1_2_says(text: str, value: object) -> None:
    found = read_text(f"key: {text}", "f.yaml").data["key"]
    assert found == value
    assert type(found) is type(value)


def test_infinity_and_not_a_number_are_numbers() -> None:
    a, b, c = read_text("[.inf, -.INF, .NaN]", "f.yaml").data
    assert (a, b) == (float("inf"), float("-inf"))
    assert math.isnan(c)


def test_every_key_and_value_has_its_place() -> None:
    text = "model:\n  kind: dense\n  layers:\n    - {units: 3}\n    - units: 4\n"
    source = read_text(text, "f.yaml")
    for path, word in {
        ("model",): "model",
        ("model", "kind"): "kind",
        ("model", "layers"): "layers",
        ("model", "layers", 0, "units"): "units: 3",
        ("model", "layers", 1, "units"): "units: 4",
    }.items():
        assert str(source.keys[path]) == f"f.yaml:{place_in(text, word)}"
    for path, word in {
        ("model", "kind"): "dense",
        ("model", "layers"): "- {",
        ("model", "layers", 0): "{units",
        ("model", "layers", 0, "units"): "3",
        ("model", "layers", 1, "units"): "4",
    }.items():
        assert str(source.values[path]) == f"f.yaml:{place_in(text, word)}"


@pytest.mark.parametrize(
    ("text", "word", "says"),
    [
        ("a: 1\nb: 2\na: 3\n", "a: 3", "the key `a` stands here a second time; the first is in"),
        ("x:\n  a: 1\n  'a': 3\n", "'a'", "the first is in line 2"),
        ("a: 1\n---\nb: 2\n", "---", "a second document begins here"),
        ("a:\n\tb: 1\n", "\t", "a tab"),
        ("a: !!python/object/apply:os.system ['x']\n", "!!", "`!!python/object/apply:os.system`"),
        ("a: !jena\n  b: 1\n", "!jena", "the tag `!jena`"),
        ("a: !!int foo\n", "!!", "the tag `!!int`"),
        ("a: !!float foo\n", "!!", "the tag `!!float`"),
        ("a: [1, !!bool x]\n", "!!", "the tag `!!bool`"),
        ("a: !!timestamp 2001-01-01\n", "!!", "the tag `!!timestamp`"),
        ("!!omap\n- a: 1\n", "!!", "the tag `!!omap`"),
        ("a: ! 5\n", "! 5", "the tag `!`"),
        ("a: &a [1, *a]\n", "&a", "contains itself"),
        ("a: &a\n  b: {c: *a}\n", "&a", "contains itself"),
        ("a: *b\n", "*b", "undefined alias"),
        ("b: &b {c: 1}\na:\n  <<: *b\n", "<<", "the merge key"),
        ("a: 1\n2: 3\n", "2", "a key must be a word, not `2`"),
        ("a: 1\ntrue: 3\n", "true", "a key must be a word, not `true`"),
        ("~: 3\n", "~", "a key must be a word, not `~`"),
        ("? [a]\n: 3\n", "[a]", "a key must be a word, not a list"),
        ("a: b: c\n", ": c", "mapping values are not allowed"),
        ("a: @b\n", "@b", "cannot start any token"),
        ("a:\n    b: 1\n  c: 2\n", "c: 2", "<block end>"),
        ("a: 1\nb: " + "9" * 5000 + "\n", "999", "a number of 5,000 digits"),
        ("%YAML 3.0\n---\na: 1\n", "%YAML", "incompatible YAML document"),
    ],
)
def test_bad_documents_are_refused_with_the_place(text: str, word: str, says: str) -> None:
    message = refusal(text)
    assert message.startswith(f"f.yaml:{place_in(text, word)}: ")
    assert says in message


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("name: a\n seed: 1\n", "Indent the line like the keys that it belongs to."),
        ("model:\n  kind: dense\n   layers: []\n", "Indent the line"),
        ("layers:\n  - cell: gru\n     units: 3\n", "Indent the line"),
        ("a: b: c\n", "Put quotes around a value that holds `: `."),
        ("a:\n  - b: c: d\n", "Put quotes"),
    ],
)
def test_a_colon_too_many_and_a_space_too_many_have_remedies_of_their_own(
    text: str, remedy: str
) -> None:
    with pytest.raises(ConfigError, match="mapping values are not allowed") as caught:
        read_text(text, "f.yaml")
    assert caught.value.remedy.startswith(remedy)


def test_json_indented_with_tabs_is_read_with_its_places() -> None:
    text = '{\n\t"name": "a\\tb",\n\t"rows": [0,\t1e3],\n\t"deep": {\t"x": null}\n}\n'
    document = read_text(text, "f.json")
    assert (
        document.data
        == json.loads(text)
        == {"name": "a\tb", "rows": [0, 1000.0], "deep": {"x": None}}
    )
    for path, word in {("name",): '"name"', ("rows",): '"rows"', ("deep", "x"): '"x"'}.items():
        assert str(document.keys[path]) == f"f.json:{place_in(text, word)}"


@pytest.mark.parametrize("text", ['{\n\t"a": 1,\n\t"a": 2\n}', '{\n\t"a": 1,,\n}', '\t{"a": 1} x'])
def test_json_with_tabs_is_not_read_more_leniently(text: str) -> None:
    with pytest.raises(ConfigError):
        read_text(text, "f.json")


@pytest.mark.parametrize("text", ["a: [1, 2\n", "a: {b: 1\n", "a: 'b\n", 'a: "b\n'])
def test_what_is_never_closed_is_said_to_begin_where_it_begins(text: str) -> None:
    message = refusal("# comment\n" + text)
    assert message.startswith("f.yaml:3:1: not YAML: ")
    assert "in line 2" in message
    assert "not closed" in message


@pytest.mark.parametrize("text", ["", "\n\n", "# only\n# comments\n", "---\n", "\ufeff"])
def test_an_empty_document_is_said_to_be_empty(text: str, tmp_path: Path) -> None:
    path = write(tmp_path, text)
    if text == "---\n":
        assert read_file(path).data is None
        return
    with pytest.raises(ConfigError, match="empty: there is nothing in it") as caught:
        read_file(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "a: " + "{a: " * 5_000,
        "".join("  " * depth + "a:\n" for depth in range(400)),
        "a0: &a0 "
        + "[" * 40
        + "1"
        + "]" * 40
        + "\n"
        + "".join(
            f"a{i}: &a{i} " + "[" * 40 + f"*a{i - 1}" + "]" * 40 + "\n" for i in range(1, 30)
        ),
    ],
    ids=["lists", "mappings", "blocks", "by aliases"],
)
def test_bottomless_nesting_is_refused_at_once(text: str) -> None:
    start = time.perf_counter()
    assert "nested more than 50 levels deep" in refusal(text)
    assert time.perf_counter() - start < 5


def test_a_billion_laughs_are_refused_at_once() -> None:
    lines = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    start = time.perf_counter()
    assert f"the aliases stand for more than {MOST_VALUES:,} values" in refusal("\n".join(lines))
    assert time.perf_counter() - start < 5


def test_too_many_values_are_refused_without_reading_them_all() -> None:
    start = time.perf_counter()
    assert f"more than {MOST_VALUES:,} values" in refusal("a: [" + "1," * 400_000 + "1]")
    assert time.perf_counter() - start < 5


def test_an_alias_stands_for_its_value() -> None:
    source = read_text("a: &a {b: [1]}\nc: *a\n", "f.yaml")
    assert source.data == {"a": {"b": [1]}, "c": {"b": [1]}}
    assert source.data["a"] is not source.data["c"]


@pytest.mark.parametrize(
    ("raw", "place", "says"),
    [
        (b"name: a\nseed: \xe9\n", "2:7", "the byte 0xe9 is not UTF-8"),
        ("name: ä\n".encode("utf-16"), "1:1", "is not UTF-8"),
        ("é: 1\nseed: \0\n".encode(), "2:7", "U+0000"),
        (b"a: 1\nbell: \x07\n", "2:7", "U+0007"),
    ],
)
def test_bytes_that_are_no_text_have_a_place(
    raw: bytes, place: str, says: str, tmp_path: Path
) -> None:
    path = write(tmp_path, raw)
    with pytest.raises(ConfigError) as caught:
        read_file(path)
    assert str(caught.value).startswith(f"{path}:{place}: ")
    assert says in str(caught.value)


def test_an_impossible_escape_is_refused() -> None:
    assert refusal('a: "\\U00110000"\n').startswith("f.yaml:1:")


def test_a_byte_order_mark_moves_no_column(tmp_path: Path) -> None:
    source = read_file(write(tmp_path, "\ufeffname: a\n"))
    assert source.data == {"name": "a"}
    assert (source.keys[("name",)].line, source.keys[("name",)].column) == (1, 1)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_counts_one_line(newline: str, tmp_path: Path) -> None:
    source = read_file(write(tmp_path, newline.join(["a: 1", "# é", "b: 2", ""])))
    assert source.data == {"a": 1, "b": 2}
    assert source.keys[("b",)].line == 3


def test_a_file_without_end_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "# x\n" * 300_000)
    for endless in (path, Path("/dev/zero")):
        with pytest.raises(ConfigError, match=r"more than 1,000,000 bytes"):
            read_file(endless)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("absent.yaml", "No such file"),
        (".", "Is a directory"),
        ("file/inside.yaml", "Not a directory"),
        ("x" * 300, "File name too long"),
        ("a\0b", "null"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(
    name: str, reason: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match=reason) as caught:
        read_file(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)
    assert "seqlab configs" in caught.value.remedy


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text() | st.floats(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=timedelta(seconds=5))
@given(st.dictionaries(st.text(), PLAIN, max_size=5))
def test_what_is_written_is_read_back_the_same_by_this_and_any_other_reader(
    data: dict[str, object],
) -> None:
    text = write_text(data)
    assert repr(read_text(text, "f.yaml").data) == repr(data)
    assert repr(yaml.safe_load(text)) == repr(data)


@settings(max_examples=300, deadline=timedelta(seconds=5))
@given(st.text(alphabet="ab:{}[]-,&*!|>'\"#%@`?\n\t <1.~e_\\\x85\u2028\ufeff", max_size=60))
def test_any_text_gives_data_or_an_error_that_names_the_file(text: str) -> None:
    try:
        source = read_text(text, "f.yaml")
    except ConfigError as error:
        assert re.match(r"f\.yaml(:\d+:\d+)?: ", str(error))
    else:
        assert () in source.values
