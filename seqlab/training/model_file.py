"""Writing model.keras so that the same model is the same file, byte for byte.

Keras writes the time, and memory addresses as the identities of shared objects, into its archive:
two runs with the same weights would differ as files. Here the identities are counted from 1 in
the order of their appearance, and times are left out. Keras reads the file like any other.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import keras

_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that an archive can hold


def save_model(model: keras.Model, path: Path) -> None:
    """Save a model in Keras's own format, with no trace of time and place.

    Args:
        model: weights, architecture, optimizer and loss are saved.
        path: ends in `.keras`; replaced if it is there.

    Raises:
        OSError: the file cannot be written.
    """
    model.save(path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    config = _count_shared_objects(json.loads(members["config.json"]), {})
    members["config.json"] = json.dumps(config).encode()
    members["metadata.json"] = json.dumps({"keras_version": keras.__version__}).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, _NO_TIME), content)


def _count_shared_objects(node: Any, numbers: dict[int, int]) -> Any:
    """Replace each `shared_object_id` by its place in the order of first appearance."""
    if isinstance(node, list):
        return [_count_shared_objects(child, numbers) for child in node]
    if not isinstance(node, dict):
        return node
    return {
        key: numbers.setdefault(value, len(numbers) + 1)
        if key == "shared_object_id"
        else _count_shared_objects(value, numbers)
        for key, value in node.items()
    }
