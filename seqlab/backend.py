"""TensorFlow and Keras, started without their chatter and computing the same for everybody."""

from __future__ import annotations

import logging
import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any, NoReturn

from seqlab.errors import SeqlabError

VECTOR_WIDTH = "--xla_cpu_prefer_vector_width"

_ONE_AT_A_TIME = threading.RLock()


def start_tensorflow() -> None:
    """Import TensorFlow and Keras, keeping their start-up messages from the user.

    Whoever needs them calls this first; later calls return at once.

    Raises:
        SeqlabError: Keras was imported before, to compute with something else than TensorFlow.
    """
    _prefer_full_vectors()
    if "tensorflow" in sys.modules and "keras" in sys.modules:
        _check_backend()
        return
    from seqlab.compiled_programs import keep_compiled_programs

    keep_compiled_programs()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ["KERAS_BACKEND"] = "tensorflow"
    for name in ("tensorflow", "absl"):
        logging.getLogger(name).setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module=r"(tensorflow|keras|google)\b.*")
    with _without_native(2):
        import keras  # noqa: F401
        import tensorflow  # noqa: F401
    _check_backend()


def leave(code: int) -> NoReturn:
    """End the process, at once where TensorFlow may still be at work.

    After an error its pipelines may be amid a batch, which Python code cuts. A process that ends in
    Python's own way no longer lets that code run, and waits for the pipeline to end: forever.

    Args:
        code: the exit code.
    """
    if "tensorflow" in sys.modules:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):  # whoever read it is gone, or it was closed
                stream.flush()
        os._exit(code)
    sys.exit(code)


@contextmanager
def settled_keras() -> Iterator[None]:
    """While this lasts, Keras computes as it does on the command line of a user without settings.

    A notebook, or a file keras.json, may have set another precision, steps one operation at a time
    or limits for debugging: all for the whole process, and none of it is said in a config. They are
    put back afterwards. It also decorates functions.

    Of several threads one at a time gets in, and the same one may come in again: such settings, the
    seed that weights are drawn from and the size of the memory are one for all.
    """
    start_tensorflow()
    with _ONE_AT_A_TIME, ExitStack() as afterwards:
        for read, write, wanted in _settings():
            afterwards.callback(write, read())
            write(wanted)
        yield


def _settings() -> list[tuple[Callable[[], Any], Callable[[Any], Any], Any]]:
    """What can be set for a whole process: how it is read, how written, and its usual value."""
    import tensorflow as tf
    from keras import config

    return [
        # The policy first: as long as nobody has set one, reading it makes one from floatx.
        (config.dtype_policy, config.set_dtype_policy, "float32"),
        (config.floatx, config.set_floatx, "float32"),
        (config.epsilon, config.set_epsilon, 1e-7),
        (config.image_data_format, config.set_image_data_format, "channels_last"),
        (config.max_epochs, config.set_max_epochs, None),
        (config.max_steps_per_epoch, config.set_max_steps_per_epoch, None),
        (tf.config.functions_run_eagerly, tf.config.run_functions_eagerly, False),
    ]


def _check_backend() -> None:
    import keras

    if keras.config.backend() != "tensorflow":
        raise SeqlabError(
            f"Keras computes with {keras.config.backend()} in this process; seqlab needs "
            "TensorFlow.",
            remedy="Start Python anew and import seqlab before keras, or set the environment "
            "variable KERAS_BACKEND=tensorflow before it starts.",
        )


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
def without_chatter() -> Iterator[None]:
    """While this lasts, nothing is printed, logged or warned of, by Python or by C++.

    Converters tell all that they do, on both streams. Errors are exceptions, which pass through.
    """
    disabled = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with (
            warnings.catch_warnings(),
            Path(os.devnull).open("w", encoding="utf-8") as nowhere,
            redirect_stdout(nowhere),
            redirect_stderr(nowhere),
            _without_native(1),
            _without_native(2),
        ):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(disabled)


@contextmanager
def _without_native(descriptor: int) -> Iterator[None]:
    """Send a file descriptor nowhere, such as 2, which TensorFlow's C++ logs to.

    It does so before it reads its settings. Python's own errors are exceptions, which pass through
    untouched.
    """
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None:
            stream.flush()
    saved = os.dup(descriptor)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, descriptor)
        yield
    finally:
        os.dup2(saved, descriptor)
        os.close(saved)
        os.close(nowhere)
