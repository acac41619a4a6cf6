"""Looking at a model.keras before Keras does: a stranger's file must not run anything, read any
other file or fill the memory.

Keras's safe mode refuses Python code. Here its archive may hold nothing but what Keras writes for a
model of its own layers, and the weights nothing but plain arrays that lie in the file.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from seqlab.errors import DataError
from seqlab.runs.untrusted import LARGEST_FILE, printable

LARGEST_WEIGHTS = 4 * 2**30
"""Bytes, with the optimizer's: a model of 350 million parameters under RMSprop."""
WEIGHTS = "model.weights.h5"
MEMBERS = frozenset({"metadata.json", "config.json", WEIGHTS})

MODULES = frozenset(
    {
        "keras",
        "keras.constraints",
        "keras.initializers",
        "keras.layers",
        "keras.losses",
        "keras.metrics",
        "keras.optimizers",
        "keras.regularizers",
        "keras.src.models.functional",
        "keras.src.models.sequential",
        "keras.src.ops.numpy",
    }
)
"""Where the classes of a model may come from; `keras.utils`, for one, can fetch files."""
FOREIGN = frozenset(
    {
        "Lambda",  # Python code
        "TFSMLayer",  # a TensorFlow program from elsewhere on the disk
        "TorchModuleWrapper",
        "JaxLayer",
        "FlaxLayer",
        "StringLookup",  # these read vocabularies from paths
        "IntegerLookup",
        "TextVectorization",
    }
)
PLAIN = frozenset({"__keras_tensor__", "__slice__", "__tuple__", "__numpy__", "__ellipsis__"})
"""What Keras writes for values that are no objects."""


def check_model_archive(path: Path) -> None:
    """Refuse a model.keras that holds more than a model.

    Args:
        path: the file, from anyone.

    Raises:
        DataError: it is no Keras archive, or names what in it is not allowed.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(archive, path)
            config = _read_config(archive, path)
            weights = archive.read(WEIGHTS)
    except (OSError, zipfile.BadZipFile, RuntimeError, EOFError) as error:
        _refuse(path, f"is not a whole Keras archive: {printable(error)}")
    for node in _objects(config):
        _check_object(node, path)
    _check_weights(weights, path)


def _check_members(archive: zipfile.ZipFile, path: Path) -> None:
    members = archive.infolist()
    names = [member.filename for member in members]
    if sorted(names) != sorted(MEMBERS):
        found = printable(", ".join(names)[:200])
        _refuse(path, f"holds {found}, not just {', '.join(sorted(MEMBERS))}")
    for member in members:
        # Keras never compresses: what is small as a file stays small.
        if member.compress_type != zipfile.ZIP_STORED or member.flag_bits & 1:
            _refuse(path, f"has a compressed or encrypted member, {member.filename}")
        largest = LARGEST_WEIGHTS if member.filename == WEIGHTS else LARGEST_FILE
        if member.file_size > largest:
            size = f"{member.file_size:,} bytes; at most {largest:,} are expected"
            _refuse(path, f"has a member {member.filename} of {size}")


def _read_config(archive: zipfile.ZipFile, path: Path) -> Any:
    try:
        return json.loads(archive.read("config.json"))
    except (ValueError, RecursionError):
        _refuse(path, "is damaged: its config.json is not JSON")


def _objects(config: Any) -> Iterator[dict[str, Any]]:
    """Every mapping that says which class to make, however deep."""
    waiting = [config]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            waiting += node.values()
            if "class_name" in node or "module" in node:
                yield node
        elif isinstance(node, list):
            waiting += node


def _check_object(node: dict[str, Any], path: Path) -> None:
    module, name = node.get("module"), node.get("class_name")
    if name in FOREIGN:
        _refuse(path, f"has a layer {name}, which can run code or read files; it is not loaded")
    if (module, name) == ("builtins", "function"):
        _check_function(node.get("config"), path)
    elif module not in MODULES and not (module is None and name in PLAIN):
        place = printable(f"{module}.{name}"[:100])
        _refuse(path, f"asks for {place}, which no model of Keras's own layers needs")


def _check_function(name: Any, path: Path) -> None:
    """Functions are losses, metrics and activations, by their names."""
    import keras

    homes = (keras.losses, keras.metrics, keras.activations)
    if not isinstance(name, str) or not any(hasattr(home, name) for home in homes):
        _refuse(path, f"asks for the function {printable(str(name)[:100])}, which is not Keras's")


def _check_weights(content: bytes, path: Path) -> None:
    """Refuse arrays that lie outside of the file, or that are larger than the file itself."""
    import h5py

    stored = 0
    links: list[tuple[str, Any]] = []
    try:
        with h5py.File(io.BytesIO(content), "r") as file:
            file.visititems_links(lambda name, link: links.append((name, link)))
            for name, link in links:
                if not isinstance(link, h5py.HardLink):
                    _refuse(path, f"has weights that lead elsewhere, at {printable(name)}")
                item = file[name]
                if isinstance(item, h5py.Dataset):
                    if item.external or item.is_virtual or item.chunks is not None:
                        _refuse(
                            path, f"has weights that are not a plain array, at {printable(name)}"
                        )
                    stored += item.nbytes
    except (OSError, RuntimeError, KeyError, ValueError, TypeError) as error:
        _refuse(path, f"is damaged: its {WEIGHTS} cannot be read: {printable(error)}")
    if stored > len(content):
        _refuse(path, f"claims {stored:,} bytes of weights in {len(content):,} bytes")


def _refuse(path: Path, problem: str) -> NoReturn:
    raise DataError(
        f"The model {printable(path)} {problem}.",
        remedy="Train the experiment again, or restore the file from a copy that you trust.",
    )
