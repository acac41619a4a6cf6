"""Importing TensorFlow without its chatter."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

VECTOR_WIDTH = "--xla_cpu_prefer_vector_width"


def start_tensorflow() -> None:
    """Import TensorFlow and Keras, keeping their start-up messages from the user.

    Whoever needs them calls this first; later calls return at once.
    """
    _prefer_full_vectors()
    if "tensorflow" in sys.modules and "keras" in sys.modules:
        return
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ["KERAS_BACKEND"] = "tensorflow"
    for name in ("tensorflow", "absl"):
        logging.getLogger(name).setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module=r"(tensorflow|keras|google)\b.*")
    with _without_native_stderr():
        import keras  # noqa: F401
        import tensorflow  # noqa: F401


def _prefer_full_vectors() -> None:
    """Have XLA use the full width of a CPU's vectors, unless the user chose a width.

    It is 4 to 9 % faster for every recurrent model measured, and may change the last bits. So it
    must not depend on who imported Keras first: XLA reads its flags when it first compiles.
    """
    flags = os.environ.get("XLA_FLAGS", "")
    names_a_file = bool(flags) and not flags.startswith("-")
    if VECTOR_WIDTH not in flags and not names_a_file:
        os.environ["XLA_FLAGS"] = f"{VECTOR_WIDTH}=512 {flags}".rstrip()


@contextmanager
def _without_native_stderr() -> Iterator[None]:
    """Send file descriptor 2 nowhere: what TensorFlow's C++ logs before it reads its settings.

    Python's own errors are exceptions, which pass through untouched.
    """
    sys.stderr.flush()
    saved = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
        os.close(nowhere)
