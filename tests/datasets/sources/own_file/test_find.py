"""A file is looked for beside the config, then in the folder for data."""

import pytest

from seqlab.datasets.sources.own_file.find import find_own_file
from seqlab.errors import DataError


@pytest.fixture
def folders(tmp_path, monkeypatch):
    own, data = tmp_path / "own", tmp_path / "data"
    own.mkdir()
    data.mkdir()
    monkeypatch.setenv("SEQLAB_DATA", str(data))
    return own, data


def test_the_folder_of_the_config_comes_first(folders) -> None:
    own, data = folders
    (data / "a.csv").touch()
    assert find_own_file("a.csv", own) == data / "a.csv"
    (own / "a.csv").touch()
    assert find_own_file("a.csv", own) == own / "a.csv"


def test_a_whole_path_is_taken_as_it_is(folders) -> None:
    own, data = folders
    (data / "a.csv").touch()
    assert find_own_file(str(data / "a.csv"), own) == data / "a.csv"


def test_without_a_config_file_the_working_folder_counts(folders, monkeypatch) -> None:
    own, _ = folders
    (own / "a.csv").touch()
    monkeypatch.chdir(own)
    assert find_own_file("a.csv", None).is_file()


def test_a_file_that_is_nowhere_names_both_places(folders, monkeypatch) -> None:
    own, data = folders
    with pytest.raises(DataError) as caught:
        find_own_file("a.csv", own)
    assert str(own / "a.csv") in str(caught.value) and str(data / "a.csv") in str(caught.value)
    monkeypatch.delenv("SEQLAB_DATA")
    with pytest.raises(DataError, match="SEQLAB_DATA, which is not set"):
        find_own_file("a.csv", own)


def test_a_folder_is_no_file(folders) -> None:
    own, _ = folders
    with pytest.raises(DataError, match="is no file"):
        find_own_file(".", own)


def test_a_folder_will_do_where_it_may(folders) -> None:
    own, _ = folders
    assert find_own_file(".", own, "a folder", may_be_folder=True) == own
    with pytest.raises(DataError, match=r"^dataset.test_path is 'b'"):
        find_own_file("b", own, "a folder", may_be_folder=True, setting="dataset.test_path")
