"""A model.keras from a stranger is a model, or it is refused by name before Keras sees it."""

from __future__ import annotations

import inspect
import io
import json
import re
import sys
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
        ("keras.src.layers.core.lambda_layer", "Lambda"),
        ("keras.src.ops.core", "VectorizedMap"),
        ("keras.utils", "FeatureSpace"),
        ("keras.layers", "deserialize"),
        ("keras.src.ops.numpy", "backend"),
        ({"a": 1}, "Dense"),
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


def kinds_of_keras() -> list[type]:
    """Every class that Keras loads with itself and that could be a part of a model."""
    import keras

    from seqlab.runs.model_archive import _bases

    found = {
        member
        for name, module in list(sys.modules.items())
        if name.startswith("keras.src.")
        for member in vars(module).values()
        if inspect.isclass(member) and issubclass(member, (keras.Operation, *_bases(keras)))
    }
    return sorted(found, key=str)


SUSPECT = re.compile(r"fn|func|call|code|path|file|dir|vocab|module|command|url")
HARMLESS = {
    ("LossFunctionWrapper", "fn"),  # a function by its name, which is checked
    ("MeanMetricWrapper", "fn"),
    ("PrecisionAtRecall", "recall"),
    ("CTCDecode", "top_paths"),
    ("StochasticDepth", "drop_path_rate"),
}


def test_no_class_of_keras_takes_code_or_files_by_an_argument_that_is_not_known() -> None:
    from seqlab.runs.model_archive import _is_dangerous

    for kind in kinds_of_keras():
        arguments = inspect.signature(kind.__init__).parameters
        suspects = {(kind.__name__, name) for name in arguments if SUSPECT.search(name)}
        assert suspects <= HARMLESS or _is_dangerous(kind), kind


def test_the_known_dangers_are_refused_and_all_that_publishes_layers_is_let_through() -> None:
    import keras

    from seqlab.runs.model_archive import _class_of_keras, _is_dangerous

    dangerous = {
        name
        for name, member in vars(keras.layers).items()
        if inspect.isclass(member) and _is_dangerous(member)
    }
    assert dangerous == {
        "Lambda", "TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer",
        "StringLookup", "IntegerLookup", "TextVectorization",
    }  # fmt: skip
    for module, names in {
        "layers": ("GRU", "LayerNormalization", "MultiHeadAttention", "TimeDistributed"),
        "optimizers": ("AdamW", "LossScaleOptimizer"),
        "optimizers.schedules": ("CosineDecay",),
        "losses": ("Huber",),
        "metrics": ("AUC",),
        "initializers": ("Orthogonal",),
        "regularizers": ("L2",),
        "constraints": ("MaxNorm",),
    }.items():
        for name in names:
            assert _class_of_keras(f"keras.{module}", name) is not None, name
    assert _class_of_keras("keras.src.ops.nn", "Softmax") is not None
    assert _class_of_keras("keras.losses", ["Huber"]) is None


def compiled_model_of_many_parts() -> Any:
    import keras

    inputs = keras.Input((8, 3))
    x = keras.layers.Conv1D(4, 3, kernel_regularizer=keras.regularizers.L1L2(0.1))(inputs)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.Bidirectional(keras.layers.GRU(2, return_sequences=True))(x)
    x = keras.ops.concatenate([x, keras.ops.softmax(x)], axis=-1)
    x = keras.layers.Dense(1, kernel_constraint="max_norm", dtype="mixed_float16")(x[:, -1])
    model = keras.Model(inputs, keras.Sequential([keras.layers.Dense(1)])(x))
    schedule = keras.optimizers.schedules.CosineDecay(0.1, 10)
    model.compile(keras.optimizers.AdamW(schedule), keras.losses.Huber(), metrics=["mae"])
    return model


def test_whatever_keras_publishes_a_model_may_be_made_of(tmp_path: Path) -> None:
    model = compiled_model_of_many_parts()
    model.save(tmp_path / "model.keras")
    loaded = Run(tmp_path).model()
    x = np.ones((2, 8, 3), np.float32)
    np.testing.assert_array_equal(loaded(x), model(x))


def test_a_layer_that_a_plug_in_registered_is_let_through_and_any_other_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keras

    class Twice(keras.layers.Layer):
        def call(self, x: Any) -> Any:
            return 2 * x

    model = keras.Sequential([keras.Input((3,)), Twice(), keras.layers.Dense(1)])
    model.save(tmp_path / "model.keras")
    check_refused(tmp_path / "model.keras", "Twice")
    keras.saving.register_keras_serializable("plug_in")(Twice)
    model.save(tmp_path / "model.keras")
    assert len(Run(tmp_path).model().get_weights()) == 2
    monkeypatch.delitem(keras.saving.get_custom_objects(), "plug_in>Twice")
    check_refused(tmp_path / "model.keras", "Twice")


def test_registering_does_not_make_a_lambda_harmless(
    sound: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keras

    class Disguised(keras.layers.Lambda):
        pass

    monkeypatch.setitem(keras.saving.get_custom_objects(), "plug_in>Disguised", Disguised)

    def plant(config: dict[str, Any]) -> None:
        last_layer(config)["registered_name"] = "plug_in>Disguised"

    check_refused(written(tmp_path / "model.keras", changed(sound, plant)), "can run code")


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
