"""The cache gives back what was put in, or builds it anew."""

import logging
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from seqlab.datasets.sources.cache import cache_folder, cached, clear, entries

pytestmark = pytest.mark.usefixtures("own_folders")

ARRAYS = {
    "values": np.arange(12, dtype=np.float64).reshape(3, 4) / 7,
    "tokens": np.array([5, -1], np.int32),
    "none": np.zeros((0, 3), np.float32),
    "flags": np.array([True, False]),
}


class Builder:
    """Builds `ARRAYS` and counts how often."""

    def __init__(self):
        self.calls = 0

    def __call__(self):
        self.calls += 1
        return {name: array.copy() for name, array in ARRAYS.items()}


def assert_equal(arrays):
    assert list(arrays) == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert arrays[name].dtype == array.dtype
        np.testing.assert_array_equal(arrays[name], array)


def files():
    return sorted(path for path in cache_folder().iterdir())


def test_the_second_time_the_arrays_are_read_and_are_the_same():
    build = Builder()
    assert_equal(cached("things", {"file": "abc", "format": 1}, build))
    assert_equal(cached("things", {"format": 1, "file": "abc"}, build))
    assert build.calls == 1


@pytest.mark.parametrize(
    ("name", "key"),
    [("others", {"file": "abc"}), ("things", {"file": "abd"}), ("things", {"file": "abc", "n": 1})],
)
def test_another_name_or_key_is_another_entry(name, key):
    cached("things", {"file": "abc"}, lambda: {"a": np.zeros(1)})
    build = Builder()
    assert_equal(cached(name, key, build))
    assert build.calls == 1
    assert len(entries()) == 2


def test_arrays_from_the_cache_can_be_changed_and_the_entry_stays_as_it_is():
    cached("things", {}, Builder())
    arrays = cached("things", {}, Builder())
    for array in arrays.values():
        assert array.flags.aligned
        array[...] = 0
    assert_equal(cached("things", {}, Builder()))


@pytest.mark.parametrize("order", ["C", "F"])
def test_any_number_of_arrays_of_any_shape_is_aligned_in_memory(order):
    shapes = [(n, n % 5) for n in range(40)] + [(7,), (), (2, 3, 4)]
    made = {
        "x" * (n + 1): np.asarray(np.random.rand(*s), order=order) for n, s in enumerate(shapes)
    }
    cached("things", {}, lambda: made)
    arrays = cached("things", {}, Builder())
    for name, array in made.items():
        np.testing.assert_array_equal(arrays[name], array)
        assert arrays[name].size == 0 or arrays[name].ctypes.data % 64 == 0


def test_the_folder_is_seqlab_in_the_users_cache(own_folders, monkeypatch):
    assert cache_folder() == own_folders / "cache" / "seqlab"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(own_folders))
    assert cache_folder() == own_folders / ".cache" / "seqlab"


def test_without_a_home_directory_nothing_is_kept(monkeypatch, caplog):
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", nobodys_home)
    assert cache_folder() is None
    assert_equal(cached("things", {}, Builder()))
    assert "no home directory" in caplog.text
    assert entries() == []
    assert clear() == 0


def nobodys_home():
    raise RuntimeError("Could not determine home directory.")


def test_no_flipped_byte_goes_unnoticed(caplog):
    cached("things", {}, Builder())
    (path,) = files()
    sound = path.read_bytes()
    for place in range(0, len(sound), 5):
        damaged = bytearray(sound)
        damaged[place] ^= 1 << place % 8
        path.write_bytes(damaged)
        build = Builder()
        assert_equal(cached("things", {}, build))
        assert build.calls == 1, f"byte {place} of {len(sound)}"
        assert path.read_bytes() == sound
    assert "damaged" in caplog.text


@pytest.mark.parametrize("length", [0, 1, 100, -1])
def test_a_shortened_entry_is_built_anew(length):
    cached("things", {}, Builder())
    (path,) = files()
    path.write_bytes(path.read_bytes()[:length])
    build = Builder()
    assert_equal(cached("things", {}, build))
    assert build.calls == 1
    assert_equal(cached("things", {}, build))
    assert build.calls == 1


def test_a_cache_that_cannot_be_written_does_not_fail_the_run(own_folders, monkeypatch, caplog):
    (own_folders / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(own_folders / "file"))
    assert_equal(cached("things", {}, Builder()))
    assert "things cannot be kept in the cache" in caplog.text
    assert entries() == []
    assert clear() == 0


def test_a_full_disk_leaves_nothing_behind(monkeypatch, caplog):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert_equal(cached("things", {}, Builder()))
    assert "No space left" in caplog.text
    assert files() == []


def test_a_build_that_fails_leaves_nothing_behind(own_folders):
    with pytest.raises(ZeroDivisionError):
        cached("things", {}, lambda: {"a": np.ones(1 // 0)})
    assert not (own_folders / "cache").exists()


def test_python_objects_are_refused_because_reading_them_would_run_code():
    with pytest.raises(ValueError, match="Object arrays"):
        cached("things", {}, lambda: {"a": np.array([{}])})
    assert entries() == []


def test_entries_tell_name_size_and_time_and_can_be_cleared():
    cached("two-words", {}, Builder())
    cached("jena", {"file": "abc"}, Builder())
    found = entries()
    assert [entry.name for entry in found] == ["jena", "two-words"]
    for entry in found:
        assert entry.size == len(entry.path.read_bytes())
        assert entry.modified.timestamp() == pytest.approx(entry.path.stat().st_mtime)
    assert clear() == sum(entry.size for entry in found)
    assert entries() == []
    build = Builder()
    assert_equal(cached("jena", {"file": "abc"}, build))
    assert build.calls == 1


def test_clearing_leaves_other_files_alone():
    cached("things", {}, Builder())
    (cache_folder() / "notes.txt").write_text("mine")
    clear()
    assert [path.name for path in files()] == ["notes.txt"]


PROCESS = """
import sys, time
import numpy as np
from seqlab.datasets.sources.cache import cached

def build():
    while time.time() < float(sys.argv[1]):  # so that both write at the same moment
        pass
    return {"a": np.arange(2_000_000)}

for _ in range(5):
    assert (cached("big", {}, build)["a"] == np.arange(2_000_000)).all()
print("sound")
"""


def test_two_processes_may_prepare_the_same_entry_at_once(caplog):
    start = str(time.time() + 2)
    processes = [
        subprocess.Popen([sys.executable, "-c", PROCESS, start], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [process.communicate(timeout=60)[0] for process in processes] == ["sound\n"] * 2
    assert len(files()) == 1
    with caplog.at_level(logging.WARNING):
        arrays = cached("big", {}, Builder())
    assert list(arrays) == ["a"] and not caplog.text


KILLED = """
import os
import numpy as np
from seqlab.datasets.sources.cache import cached

os.fsync = lambda descriptor: os._exit(9)
cached("things", {}, lambda: {"a": np.zeros(100)})
"""


def test_a_killed_process_leaves_no_entry_and_its_rest_can_be_cleared():
    assert subprocess.run([sys.executable, "-c", KILLED], check=False).returncode == 9
    assert [path.suffix for path in files()] == [".part"]
    assert entries() == []
    build = Builder()
    assert_equal(cached("things", {}, build))
    assert build.calls == 1
    assert clear() > 0
    assert files() == []
