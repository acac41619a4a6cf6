"""What is no text is refused by name, and the separator is found in the header."""

import pytest

from seqlab.datasets.sources.own_file.head import find_separator, read_head, split_header
from seqlab.errors import DataError


@pytest.mark.parametrize("encoding", ["utf-9", "zlib", "undefined", "\0"])
def test_an_encoding_that_is_none_of_text_is_refused(tmp_path, encoding) -> None:
    (tmp_path / "a.csv").write_text("a,b")
    with pytest.raises(DataError, match="is no encoding"):
        read_head(tmp_path / "a.csv", encoding, "CSV", "rows")


def test_the_form_and_the_content_that_were_expected_are_named(tmp_path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(DataError, match="is no JSONL but a zip"):
        read_head(path, "utf-8", "JSONL", "objects")
    path.write_bytes(b" ")
    with pytest.raises(DataError, match="is empty: expected objects"):
        read_head(path, "utf-8", "JSONL", "objects")


def test_the_wanted_columns_decide_before_their_number() -> None:
    assert find_separator("t;y;a,b,c,d,e", ["t", "y"]) == ";"
    assert find_separator("t;y;a,b,c,d,e", ["other"]) == ","
    assert split_header('"a b" | c', "|") == ["a b", "c"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("text,label\na,b\n".encode("utf-16-le"), "NUL byte, which is no text in utf-8"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
    ],
)
def test_nuls_and_a_mark_with_nothing_behind_it_are_refused(tmp_path, content, expected) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(DataError, match=expected):
        read_head(tmp_path / "a.csv", "utf-8", "CSV", "rows")


def test_a_header_that_is_one_endless_name_is_one_name() -> None:
    assert split_header("x" * 200_000, ",") == ["x" * 200_000]
