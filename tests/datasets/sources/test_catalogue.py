"""Source files are found where they should be, and refused with a remedy where they are not."""

import hashlib
import os
from pathlib import Path

import pytest

from seqlab.datasets.sources.catalogue import (
    JENA,
    REVIEWS,
    SOURCES,
    WORD_INDEX,
    download_folder,
    fetch,
    file_digest,
    find,
    folders,
)
from seqlab.errors import DataError
from tests.datasets.sources.examples import CONTENT, make_source, put

pytestmark = pytest.mark.usefixtures("own_folders")


def test_the_folder_of_seqlab_data_comes_before_that_of_keras(downloads, own_folders, monkeypatch):
    in_keras = put(downloads / "data.bin")
    own = put(own_folders / "mine" / "data.txt")
    assert find(make_source()) == in_keras
    monkeypatch.setenv("SEQLAB_DATA", str(own_folders / "mine"))
    assert find(make_source()) == own
    own.unlink()
    assert find(make_source()) == in_keras


def test_without_keras_home_the_folder_is_in_the_users_home(own_folders, monkeypatch):
    monkeypatch.delenv("KERAS_HOME")
    monkeypatch.setenv("HOME", str(own_folders))
    path = put(own_folders / ".keras" / "datasets" / "data.bin")
    assert find(make_source()) == path


def test_the_published_name_comes_before_the_others(downloads):
    put(downloads / "data.txt")
    path = put(downloads / "data.bin")
    assert find(make_source()) == path


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (JENA, "jena_climate_2009_2016.csv.zip"),
        (JENA, "jena_climate_2009_2016.csv"),
        (REVIEWS, "aclImdb_v1.tar.gz"),
        (REVIEWS, "aclImdb_labelled.tar.gz"),
        (REVIEWS, "aclImdb/train"),
        (WORD_INDEX, "imdb_word_index.json"),
    ],
)
def test_every_known_name_of_a_source_is_found(downloads, source, name):
    assert find(source) is None
    put(downloads / name)
    assert find(source) == downloads / name.split("/")[0]


def test_without_a_known_digest_of_the_file_the_remedy_names_that_of_its_contents():
    assert "contents sha256:000" in make_source(digest="").remedy


def test_other_contents_are_refused_with_both_digests(downloads):
    source = make_source()
    source.check_content("0" * 64, downloads / "data.bin")
    with pytest.raises(DataError) as caught:
        source.check_content("1" * 64, downloads / "data.bin")
    for part in (str(downloads / "data.bin"), "the example", "0" * 64, "1" * 64):
        assert part in str(caught.value)


def test_the_digest_of_a_file_is_that_of_its_bytes(own_folders):
    path = put(own_folders / "file", CONTENT)
    assert file_digest(path) == hashlib.sha256(CONTENT).hexdigest()


def test_the_digest_of_a_folder_changes_with_its_files(own_folders):
    folder = own_folders / "folder"
    put(folder / "sub" / "a.txt", b"one")
    seen = {file_digest(folder)}
    assert file_digest(folder) in seen
    put(folder / "sub" / "a.txt", b"two!")
    seen.add(file_digest(folder))
    put(folder / "sub" / "b.txt", b"one")
    seen.add(file_digest(folder))
    (folder / "sub" / "b.txt").rename(folder / "sub" / "c.txt")
    seen.add(file_digest(folder))
    os.utime(folder / "sub" / "c.txt", ns=(0, 0))
    seen.add(file_digest(folder))
    assert len(seen) == 5


def test_a_file_that_vanished_is_an_error(own_folders):
    with pytest.raises(DataError, match="No such file"):
        file_digest(own_folders / "gone")


def test_the_catalogue_is_keyed_by_name_and_complete():
    assert {source.name: source for source in (JENA, REVIEWS, WORD_INDEX)} == SOURCES
    for source in SOURCES.values():
        assert source.address.startswith("https://")
        assert source.address.endswith(source.files[0])
        assert int(source.content_digest, 16) and len(source.content_digest) == 64


@pytest.mark.data
def test_the_known_digest_is_that_of_the_real_word_index(real_data):
    content = (real_data / "imdb_word_index.json").read_bytes()
    assert WORD_INDEX.file_digest == f"md5:{hashlib.md5(content).hexdigest()}"


def test_without_a_home_directory_the_own_folder_is_still_looked_in(own_folders, monkeypatch):
    def nobodys_home():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("KERAS_HOME")
    monkeypatch.setenv("SEQLAB_DATA", str(own_folders / "mine"))
    monkeypatch.setattr(Path, "home", nobodys_home)
    path = put(own_folders / "mine" / "data.bin")
    assert fetch(make_source()) == path
    assert folders() == (own_folders / "mine", Path("/tmp/.keras/datasets"))
    assert str(download_folder()) in make_source().remedy


def test_a_pipe_in_the_place_of_a_file_is_refused_and_never_waited_for(downloads):
    downloads.mkdir(parents=True)
    os.mkfifo(downloads / "data.bin")
    with pytest.raises(DataError, match=r"data\.bin is neither a file nor a folder") as caught:
        fetch(make_source())
    assert "Move it away. Download http" in caught.value.remedy
