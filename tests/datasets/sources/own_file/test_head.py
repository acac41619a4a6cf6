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
