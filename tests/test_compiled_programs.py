"""Compiled programs are kept where they can be, and never make anything but the time differ."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from seqlab import compiled_programs
from seqlab.compiled_programs import FLAG, clear, keep_compiled_programs, kept
from tests.conftest import QUICK, Cli

WHOLE = b"\x0a\x03abc"
"""A message of protocol buffers whose first field is three bytes long."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of this machine's programs, which is made."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("TF_XLA_FLAGS", "--tf_xla_clustering_debug=false")
    keep_compiled_programs()
    before, ours = os.environ["TF_XLA_FLAGS"].split(" ")
    assert before == "--tf_xla_clustering_debug=false"
    monkeypatch.delenv("TF_XLA_FLAGS")
    return Path(ours.removeprefix(f"{FLAG}="))


def test_the_folder_is_the_users_alone(folder: Path, tmp_path: Path) -> None:
    assert folder.parent == tmp_path / "seqlab" / "compiled"
    assert folder.stat().st_mode & 0o777 == 0o700


def test_another_processor_number_of_cores_or_flag_has_a_folder_of_its_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = {folder.name}
    for change in (
        lambda: monkeypatch.setattr(compiled_programs, "usable_cores", lambda: [0] * 99),
        lambda: monkeypatch.setattr(compiled_programs, "_processor", lambda: ["another"]),
        lambda: monkeypatch.setenv("XLA_FLAGS", "--xla_cpu_prefer_vector_width=256"),
    ):
        change()
        monkeypatch.delenv("TF_XLA_FLAGS", raising=False)
        keep_compiled_programs()
        seen.add(Path(os.environ["TF_XLA_FLAGS"]).name)
    assert len(seen) == 4


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("given", [f"{FLAG}=/elsewhere", "a_file_of_flags"])
def test_a_folder_of_the_users_own_choice_stays(
    given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TF_XLA_FLAGS", given)
    keep_compiled_programs()
    assert os.environ["TF_XLA_FLAGS"] == given


def test_programs_that_were_cut_short_go_and_whole_ones_stay(folder: Path) -> None:
    contents = {"whole": WHOLE, "cut": WHOLE[:-1], "empty": b"", "zeros": bytes(99)}
    for name, content in contents.items():
        (folder / f"{name}.pb").write_bytes(content)
    keep_compiled_programs()
    assert [path.stem for path in kept()] == ["whole"]


def test_the_oldest_programs_go_when_there_are_too_many(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled_programs, "LIMIT", 2 * len(WHOLE))
    for age, name in enumerate(["new", "old", "older"]):
        (folder / f"{name}.pb").write_bytes(WHOLE)
        os.utime(folder / f"{name}.pb", (1e9 - age, 1e9 - age))
    keep_compiled_programs()
    assert [path.stem for path in kept()] == ["new", "old"]
    (folder / ".half.pb.tmp").touch()
    assert clear() == 2 * len(WHOLE)
    assert not list(folder.iterdir())


def writable_by_all(folder: Path) -> None:
    folder.chmod(0o777)


def a_file_in_its_place(folder: Path) -> None:
    folder.rmdir()
    folder.touch()


@pytest.mark.parametrize("spoil", [writable_by_all, a_file_in_its_place])
def test_nothing_is_kept_where_others_could_put_programs_or_none_can_be_written(
    spoil, folder: Path
) -> None:
    spoil(folder)
    keep_compiled_programs()
    assert "TF_XLA_FLAGS" not in os.environ


def test_nothing_is_kept_on_a_disk_that_is_nearly_full(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(folder)._replace(free=compiled_programs.ROOM - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    keep_compiled_programs()
    assert "TF_XLA_FLAGS" not in os.environ


@pytest.mark.keras
def test_a_kept_program_computes_the_same_bits_and_a_damaged_one_is_compiled_anew(
    seqlab_cli: Cli, tmp_path: Path
) -> None:
    with_dropout = QUICK.replace("units: 4", "units: 4, dropout: 0.2")
    (tmp_path / "small.yaml").write_text(with_dropout, encoding="utf-8")

    def train(outputs: str, seed: int = 1) -> bytes:
        done = seqlab_cli(
            "train", "small.yaml", "--outputs", outputs, "--seed", str(seed), TF_XLA_FLAGS=""
        )
        assert done.returncode == 0, done.stderr
        (model,) = (tmp_path / outputs).glob("*/*/model.keras")
        return model.read_bytes()

    cold = train("cold")
    programs = sorted((tmp_path / ".home" / "cache" / "seqlab" / "compiled").glob("*/*.pb"))
    written = {path: path.stat().st_mtime_ns for path in programs}
    assert written
    assert train("warm") == cold
    assert train("other", seed=2) != cold
    assert len(list(programs[0].parent.glob("*.pb"))) == len(programs)  # none is the seed's own
    assert {path: path.stat().st_mtime_ns for path in programs} == written
    for path in programs:
        os.truncate(path, path.stat().st_size // 2)
    assert train("damaged") == cold
    assert all(path.stat().st_mtime_ns != written[path] for path in programs)
