"""model.keras: the same model is the same file."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.keras


def model(seed: int = 1) -> Any:
    import keras

    keras.utils.set_random_seed(seed)
    shared = keras.layers.Dense(3, name="shared", kernel_initializer=keras.initializers.Zeros())
    inputs = keras.Input((4, 3), name="inputs")
    x = keras.layers.Bidirectional(keras.layers.GRU(2, name="gru"), name="both")(shared(inputs))
    built = keras.Model(inputs, keras.layers.Dense(1, name="head")(x), name="small")
    built.compile(keras.optimizers.RMSprop(name="rmsprop"), "mae", jit_compile=False)
    return built


def test_the_same_model_built_twice_is_the_same_file(tmp_path: Path) -> None:
    from seqlab.training.model_file import save_model

    one, two = model(), model()  # both are kept, so that memory addresses differ
    save_model(one, tmp_path / "one.keras")
    save_model(two, tmp_path / "two.keras")
    assert (tmp_path / "one.keras").read_bytes() == (tmp_path / "two.keras").read_bytes()
    save_model(model(seed=2), tmp_path / "two.keras")
    assert (tmp_path / "one.keras").read_bytes() != (tmp_path / "two.keras").read_bytes()


def test_neither_time_nor_memory_addresses_are_in_the_file(tmp_path: Path) -> None:
    from seqlab.training.model_file import save_model

    path = tmp_path / "model.keras"
    save_model(model(), path)
    with zipfile.ZipFile(path) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert json.loads(archive.read("metadata.json")).keys() == {"keras_version"}
        config = archive.read("config.json").decode()
    identities = sorted(set(shared_objects(json.loads(config))))
    assert identities == list(range(1, len(identities) + 1)) != []


def shared_objects(node: Any) -> list[int]:
    if isinstance(node, list):
        return [identity for child in node for identity in shared_objects(child)]
    if not isinstance(node, dict):
        return []
    own = [node["shared_object_id"]] if "shared_object_id" in node else []
    return own + shared_objects(list(node.values()))


def test_keras_reads_the_file_like_any_other(tmp_path: Path) -> None:
    import keras

    from seqlab.training.model_file import save_model

    saved = model()
    save_model(saved, tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    x = np.random.default_rng(0).normal(size=(2, 4, 3)).astype(np.float32)
    np.testing.assert_array_equal(loaded(x), saved(x))
    assert loaded.compiled
