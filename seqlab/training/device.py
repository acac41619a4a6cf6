"""The device that everything is computed on."""

from __future__ import annotations

from typing import Literal

from seqlab.backend import start_tensorflow
from seqlab.errors import SeqlabError


def use_device(wanted: Literal["auto", "cpu", "gpu"]) -> str:
    """Choose the device before anything is built on it.

    Args:
        wanted: `auto` takes the GPU when there is one.

    Returns:
        What will be computed on, such as `CPU` or `GPU: NVIDIA GeForce RTX 4070`.

    Raises:
        SeqlabError: `gpu` was asked for and there is none.
    """
    start_tensorflow()
    import tensorflow as tf

    gpus = tf.config.list_physical_devices("GPU")
    if wanted == "gpu" and not gpus:
        built = "is built with" if tf.test.is_built_with_cuda() else "is built without"
        raise SeqlabError(
            f"training.device is gpu, but TensorFlow {tf.__version__} sees no GPU here "
            f"(it {built} CUDA).",
            remedy="Install the extra `seqlab[gpu]` and check the driver, "
            "or set training.device=auto to train on the CPU.",
        )
    if wanted == "cpu" or not gpus:
        if gpus and tf.config.get_visible_devices("GPU"):
            tf.config.set_visible_devices([], "GPU")
        return "CPU"
    for gpu in gpus:
        tf.config.experimental.set_memory_growth(gpu, True)
    details = tf.config.experimental.get_device_details(gpus[0])
    return f"GPU: {details.get('device_name', 'unnamed')}"
