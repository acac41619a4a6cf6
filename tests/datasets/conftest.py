"""Folders of a test's own, and the real files."""

import os
from pathlib import Path

import pytest

from tests.datasets.small_imdb import put_small_imdb


@pytest.fixture
def own_folders(tmp_path, monkeypatch):
    """No source file and nothing cached: both are looked for in the folder that this returns."""
    monkeypatch.delenv("SEQLAB_DATA", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def small_imdb(own_folders, monkeypatch):
    """Eighty reviews in place of the published ones; returns the folder of the files."""
    folder = own_folders / "keras" / "datasets"
    put_small_imdb(folder, monkeypatch)
    return folder


@pytest.fixture
def downloads(own_folders):
    """Where downloads go."""
    return own_folders / "keras" / "datasets"


@pytest.fixture(scope="session")
def real_data():
    """The folder with the real files."""
    folder = os.environ.get("SEQLAB_DATA")
    if not folder:
        pytest.skip("SEQLAB_DATA does not name a folder with the real files")
    return Path(folder)
