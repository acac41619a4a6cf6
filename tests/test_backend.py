"""How TensorFlow is started, each time in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from seqlab.backend import settled_keras, start_tensorflow
from seqlab.errors import SeqlabError
from tests.conftest import ROOT

pytestmark = pytest.mark.keras

USE_XLA = """
import tensorflow as tf
tf.function(lambda x: 2 * x * x, jit_compile=True)(tf.ones(3))
"""


def flags_after(*lines: str, given: str | None) -> str:
    """The flags that XLA was started with, having compiled something."""
    code = "\n".join(
        [
            *lines,
            "from seqlab.backend import start_tensorflow",
            "start_tensorflow()",
            "start_tensorflow()",
            USE_XLA,
            "import os",
            "print(os.environ['XLA_FLAGS'])",
        ]
    )
    environment = {"PYTHONPATH": str(ROOT), "PATH": ""}
    if given is not None:
        environment["XLA_FLAGS"] = given
    process = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return process.stdout.strip()


OURS = "--xla_cpu_prefer_vector_width=512"


@pytest.mark.parametrize("before", ["import keras", "import tensorflow; import seqlab"])
def test_xla_gets_the_same_flags_whatever_was_imported_before(before: str) -> None:
    assert flags_after(before, given=None) == OURS


def test_flags_of_the_user_are_kept_and_have_the_last_word(tmp_path) -> None:
    other = "--xla_dump_hlo_as_text=false"
    width = "--xla_cpu_prefer_vector_width=256"
    file = tmp_path / "flags"
    file.write_text(other, encoding="utf-8")
    assert flags_after(given=other) == f"{OURS} {other}"
    assert flags_after(given=width) == width
    assert flags_after(given=str(file)) == str(file)


def settings() -> tuple[object, ...]:
    import keras

    config = keras.config
    names = (config.floatx(), config.epsilon(), config.image_data_format())
    return (*names, config.dtype_policy().name, config.max_epochs())


USUAL = ("float32", 1e-7, "channels_last", "float32", None)


def test_what_was_set_in_keras_is_put_back_also_after_an_error() -> None:
    import keras

    assert settings() == USUAL
    keras.config.set_dtype_policy("float64")
    keras.config.set_epsilon(1e-3)
    try:
        with pytest.raises(ZeroDivisionError), settled_keras():
            assert settings() == USUAL
            with settled_keras():  # the same thread may come in again
                assert settings() == USUAL
            assert settings() == USUAL
            1 / 0  # noqa: B018
        assert settings() == ("float32", 1e-3, "channels_last", "float64", None)
    finally:
        keras.config.set_dtype_policy("float32")
        keras.config.set_epsilon(1e-7)


def test_one_thread_at_a_time_computes() -> None:
    inside, waited = threading.Event(), []

    def compute() -> None:
        with settled_keras():
            waited.append(inside.is_set())

    with settled_keras():
        thread = threading.Thread(target=compute)
        thread.start()
        thread.join(0.2)
        assert thread.is_alive()
        inside.set()
    thread.join()
    assert waited == [True]


def test_a_keras_that_computes_without_tensorflow_is_refused_with_the_remedy(monkeypatch) -> None:
    import keras

    monkeypatch.setattr(keras.config, "backend", lambda: "torch")
    with pytest.raises(SeqlabError, match="Keras computes with torch in this process") as caught:
        start_tensorflow()
    assert "KERAS_BACKEND=tensorflow" in str(caught.value)
