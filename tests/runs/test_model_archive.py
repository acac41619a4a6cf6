"""A model.keras from a stranger is a model, or it is refused by name before Keras sees it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seqlab.errors import DataError
from seqlab.runs.model_archive import WEIGHTS, check_model_archive
from seqlab.runs.reader import Run

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The members of a small model's archive."""
    import keras

    path = tmp_path_factory.mktemp("model") / "model.keras"
    model = keras.Sequential([keras.Input((4, 3)), keras.layers.GRU(2), keras.layers.Dense(1)])
    model.compile(optimizer="rmsprop", loss="mae")
    model.save(path)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(path: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def check_refused(path: Path, what: str) -> None:
    with pytest.raises(DataError, match=what):
        check_model_archive(path)


def changed(
    members: dict[str, bytes], change: Callable[[dict[str, Any]], None]
) -> dict[str, bytes]:
    """The members with another config.json."""
    config = json.loads(members["config.json"])
    change(config)
    return {**members, "config.json": json.dumps(config).encode()}


def last_layer(config: dict[str, Any]) -> dict[str, Any]:
    layer: dict[str, Any] = config["config"]["layers"][-1]
    return layer


def test_what_keras_writes_is_let_through(sound: dict[str, bytes], tmp_path: Path) -> None:
    written(tmp_path / "model.keras", sound)
    check_model_archive(tmp_path / "model.keras")
    assert len(Run(tmp_path).model().get_weights()) == 5


def test_a_lambda_is_refused_by_name_and_its_code_never_runs(tmp_path: Path) -> None:
    import keras

    trace = tmp_path / "trace"
    attack = eval(f"lambda x: (open({str(trace)!r}, 'w').close(), x)[1]")
    model = keras.Sequential([keras.Input((3,)), keras.layers.Lambda(attack)])
    trace.unlink(missing_ok=True)  # building the model ran it
    model.save(tmp_path / "model.keras")
    with pytest.raises(DataError, match="has a layer Lambda, which can run code"):
        Run(tmp_path).model()
    assert not trace.exists()


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("keras.utils", "get_file"),
        ("keras.src.utils.file_utils", "get_file"),
        ("os", "system"),
        ("builtins", "exec"),
        (None, "TFSMLayer"),
        ("keras.layers", "TextVectorization"),
        ("tests.runs", "Anything"),
    ],
)
def test_classes_from_elsewhere_are_refused(
    module: str | None, name: str, sound: dict[str, bytes], tmp_path: Path
) -> None:
    def plant(config: dict[str, Any]) -> None:
        last_layer(config)["config"]["kernel_initializer"] = {
            "module": module,
            "class_name": name,
            "config": {},
            "registered_name": name,
        }

    check_refused(written(tmp_path / "model.keras", changed(sound, plant)), name)


def test_functions_are_losses_metrics_and_activations_only(
    sound: dict[str, bytes], tmp_path: Path
) -> None:
    def plant(config: dict[str, Any]) -> None:
        last_layer(config)["config"]["activation"] = {
            "module": "builtins",
            "class_name": "function",
            "config": "eval",
            "registered_name": "function",
        }

    check_refused(written(tmp_path / "model.keras", changed(sound, plant)), "the function eval")


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/passwd", "assets/vocabulary.txt"])
def test_any_further_member_is_refused(name: str, sound: dict[str, bytes], tmp_path: Path) -> None:
    check_refused(written(tmp_path / "model.keras", {**sound, name: b"x"}), name)


def test_a_compressed_member_could_be_a_bomb(sound: dict[str, bytes], tmp_path: Path) -> None:
    bomb = {**sound, "config.json": b'{"a": "' + b"0" * 10_000_000 + b'"}'}
    path = written(tmp_path / "model.keras", bomb, zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 200_000
    check_refused(path, "compressed or encrypted member")


def weights_with(plant: Callable[[h5py.File], None], content: bytes) -> bytes:
    buffer = io.BytesIO(content)
    with h5py.File(buffer, "r+") as file:
        plant(file)
    return buffer.getvalue()


def external(file: h5py.File) -> None:
    file["layers/stolen"] = h5py.ExternalLink("/etc/passwd", "/")


def soft(file: h5py.File) -> None:
    file["layers/stolen"] = h5py.SoftLink("/layers/dense")


def outside(file: h5py.File) -> None:
    file.create_dataset("stolen", (100,), "u1", external=[("/etc/passwd", 0, 100)])


def virtual(file: h5py.File) -> None:
    layout = h5py.VirtualLayout((100,), "f4")
    layout[:] = h5py.VirtualSource("/tmp/other.h5", "data", (100,))
    file.create_virtual_dataset("stolen", layout)


def chunked(file: h5py.File) -> None:
    file.create_dataset("bomb", (2**40,), "f4", chunks=(2**16,))


@pytest.mark.parametrize(
    ("plant", "what"),
    [
        (external, "weights that lead elsewhere"),
        (soft, "weights that lead elsewhere"),
        (outside, "not a plain array"),
        (virtual, "not a plain array"),
        (chunked, "not a plain array"),
    ],
)
def test_weights_are_plain_arrays_in_the_file(
    plant: Callable[[h5py.File], None], what: str, sound: dict[str, bytes], tmp_path: Path
) -> None:
    members = {**sound, WEIGHTS: weights_with(plant, sound[WEIGHTS])}
    check_refused(written(tmp_path / "model.keras", members), what)


def test_an_array_larger_than_its_file_is_refused(sound: dict[str, bytes], tmp_path: Path) -> None:
    def claim(file: h5py.File) -> None:
        file.create_dataset("late", (2**33,), "f4")  # contiguous, its space not yet given

    members = {**sound, WEIGHTS: weights_with(claim, sound[WEIGHTS])}
    check_refused(written(tmp_path / "model.keras", members), "claims 34,359,738,")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_is_a_model_or_a_message(
    data: st.DataObject, sound: dict[str, bytes], tmp_path: Path
) -> None:
    path = written(tmp_path / "model.keras", sound)
    content = bytearray(path.read_bytes())
    places = st.integers(0, len(content) - 1)
    for place in data.draw(st.lists(places, min_size=1, max_size=20)):
        content[place] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    try:
        weights = Run(tmp_path).model().get_weights()
    except DataError as error:
        assert str(path) in error.message
    else:
        assert all(isinstance(weight, np.ndarray) for weight in weights)
