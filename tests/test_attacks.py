"""Files that attack: refused by name, and what they carry never runs."""

from __future__ import annotations

import io
import os
import pickle
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest

from seqlab.runs.checkpoints import _checksum
from seqlab.runs.reader import Run
from seqlab.training.events import silence
from tests.conftest import Cli
from tests.recipes.examples import DENSE, forecast, interrupted, run_of

pytestmark = pytest.mark.keras

JENA = "dataset: {kind: jena}\nmodel: {kind: persistence}\n"
FILE = "jena_climate_2009_2016.csv.zip"


class Payload:
    """Leaves a trace when it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self._trace = trace

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self._trace),)


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    """What an attack would make, if it could."""
    return tmp_path / "trace"


def pickled(trace: Path) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, record=np.array([Payload(trace)], dtype=object))
    return buffer.getvalue()


def test_the_payload_works_where_pickles_are_loaded(trace: Path) -> None:
    pickle.loads(pickle.dumps(Payload(trace)))
    assert trace.exists()


def test_an_alias_bomb_is_refused_with_its_place(tmp_path: Path, seqlab_here: Cli) -> None:
    levels = [f"b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 9)}]" for n in range(1, 30)]
    (tmp_path / "bomb.yaml").write_text("\n".join(["b0: &b0 [x]", *levels, JENA]))
    done = seqlab_here("validate", "bomb.yaml")
    assert done.returncode == 2
    assert "bomb.yaml:1:5: the aliases" in done.stderr
    assert "more than 10,000 values" in done.stderr


def test_a_pickle_in_the_place_of_the_data_is_refused(
    tmp_path: Path, trace: Path, seqlab_here: Cli
) -> None:
    (tmp_path / "jena.yaml").write_text(JENA)
    (tmp_path / FILE).write_bytes(pickled(trace))
    done = seqlab_here("baseline", "--config", "jena.yaml", SEQLAB_DATA=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{FILE}: expected one CSV" in done.stderr
    assert "record.npy" in done.stderr
    assert not trace.exists()


def test_a_zip_that_climbs_out_of_its_folder_is_refused(tmp_path: Path, seqlab_here: Cli) -> None:
    (tmp_path / "jena.yaml").write_text(JENA)
    with zipfile.ZipFile(tmp_path / FILE, "w") as archive:
        archive.writestr("../../climbed.csv", "a,b\n1,2\n")
    done = seqlab_here("baseline", "--config", "jena.yaml", SEQLAB_DATA=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{FILE} holds '../../climbed.csv', which leads out of the folder" in done.stderr
    assert not list(tmp_path.parent.parent.glob("climbed.csv"))


def test_a_model_with_a_lambda_is_refused_by_every_command_that_loads_it(
    tmp_path: Path, trace: Path, seqlab_here: Cli
) -> None:
    import keras

    run = run_of(forecast(model=DENSE), tmp_path / "outputs")
    attack = eval(f"lambda x: (__import__('os').makedirs({str(trace)!r}, exist_ok=True), x)[1]")
    inputs = keras.Input(run.model().input_shape[1:])
    model = keras.Model(inputs, keras.layers.Dense(1)(keras.layers.Lambda(attack)(inputs)))
    model.compile(loss="mae")
    model.save(run.files.model)
    shutil.rmtree(trace)  # building it ran it
    for command in (["evaluate"], ["evaluate", "--split", "test"], ["verify"]):
        done = seqlab_here(command[0], run.path, *command[1:])
        assert done.returncode == 1
        assert "model.keras has a layer Lambda, which can run code" in done.stdout + done.stderr
    assert not trace.exists()


def test_a_pickle_in_the_place_of_a_checkpoint_is_passed_over(tmp_path: Path, trace: Path) -> None:
    from seqlab.recipes.train import resume_run

    run = interrupted(forecast(model=DENSE), tmp_path, epoch=2)
    content = pickled(trace)
    forged = run.files.checkpoints / f"epoch-00003-{_checksum(content)}.npz"
    forged.write_bytes(content)
    assert Run(run.path).status == "failed"
    assert resume_run(run, silence).status == "completed"
    assert not trace.exists()


def test_escapes_in_a_folder_from_elsewhere_do_not_reach_the_terminal(
    tmp_path: Path, seqlab_here: Cli
) -> None:
    run = run_of(forecast(model=DENSE), tmp_path / "outputs")
    for path in (run.files.status, run.files.metrics, run.files.environment, run.files.config):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("test/gru", r"\u001b]0;x\u0007").replace("degC", r"\u001b[2J"))
    commands = (
        ["runs", "list"],
        ["runs", "show", "last"],
        ["runs", "compare", "last"],
        ["runs", "diff", "last", "last"],
        ["plot", "last"],
        ["evaluate", "last"],
        ["verify", "last"],
        ["resume", "last"],
    )
    for command in commands:
        done = seqlab_here(*command)
        assert "\x1b" not in done.stdout + done.stderr, command
        assert "Traceback" not in done.stderr, command
        assert done.returncode in (0, 1, 2), command
