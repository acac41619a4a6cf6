"""Folders of texts, a folder for each class."""

import os

import pytest

from seqlab.datasets.sources.text_file import collecting
from seqlab.datasets.sources.text_file.columns import TextColumns
from seqlab.datasets.sources.text_file.read import read_texts
from tests.datasets.sources.text_file.files import COLUMNS, refusal


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "texts"
    for place in ("pos/2.txt", "pos/10.txt", "neg/a.TXT", "neg/.hidden", ".git/x", "README.txt"):
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(f"text of {place}\n")
    return root


def test_texts_come_by_class_and_name_of_file(folder) -> None:
    table = read_texts(folder, COLUMNS)
    assert [table.place(row) for row in range(3)] == ["neg/a.TXT", "pos/10.txt", "pos/2.txt"]
    assert table.texts[2] == "text of pos/2.txt\n"
    assert table.labels == ["neg", "pos", "pos"]
    assert read_texts(folder, TextColumns("text", None)).labels is None


def test_a_mark_is_left_out_and_another_encoding_read(folder) -> None:
    (folder / "pos" / "2.txt").write_bytes("\ufeffgroß".encode())
    assert read_texts(folder, COLUMNS).texts[2] == "groß"
    (folder / "pos" / "2.txt").write_bytes("groß".encode("cp1252"))
    assert read_texts(folder, TextColumns("", "label", "cp1252")).texts[2] == "groß"


def test_all_that_is_wrong_is_told_at_once(folder, tmp_path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "other").mkdir()
    (folder / "pos" / "3.txt").write_bytes(b"gro\xdf")
    (folder / "pos" / "4.md").touch()
    (folder / "pos" / "5.txt").mkdir()
    (folder / "pos" / "6.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "pos" / "7.txt").symlink_to("absent.txt")
    (folder / "pos" / "8.txt").symlink_to("8.txt")
    (folder / "out").symlink_to(tmp_path / "other")
    (folder / "void").mkdir()
    os.mkfifo(folder / "pos" / "9.txt")
    head, *lines = refusal(folder)
    assert head.endswith("has 4 problems:")
    link, byte, suffix, void = sorted(lines, key=lambda line: line.split(". ", 1)[1])
    assert "out: expected folders and files, found a link that leads out of" in link
    assert "(4 such files)" in link
    assert "pos/3.txt: line 1, byte 3 of the file is 0xdf, which is no text in utf-8" in byte
    assert "pos/4.md: expected .txt files alone in the folder of a class (3 such files)" in suffix
    assert "void: expected .txt files in the folder of a class" in void


def test_a_link_within_the_folder_is_followed(folder) -> None:
    (folder / "pos" / "3.txt").symlink_to("../neg/a.TXT")
    assert read_texts(folder, COLUMNS).texts[3] == "text of neg/a.TXT\n"


def test_a_folder_without_classes_is_refused(tmp_path) -> None:
    (tmp_path / "a.txt").touch()
    assert "expected a folder in it for each class" in refusal(tmp_path)[0]


def test_a_file_that_is_too_long_is_not_read(folder, monkeypatch) -> None:
    monkeypatch.setattr(collecting, "LONGEST_TEXT", 20)
    with (folder / "pos" / "2.txt").open("wb") as file:
        file.truncate(1 << 34)
    (line,) = refusal(folder)
    assert line.startswith("pos/2.txt: expected at most 20 characters in a text")
