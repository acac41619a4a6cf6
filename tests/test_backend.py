"""How TensorFlow is started, each time in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

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


@pytest.mark.parametrize("before", ["", "import keras", "import tensorflow", "import seqlab"])
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
