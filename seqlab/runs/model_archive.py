"""Looking at a model.keras before Keras does: a stranger's file must not run anything, read any
other file or fill the memory.

Keras's safe mode refuses Python code. Here its archive may hold nothing but what Keras writes for a
model of its own layers and of registered ones, and the weights nothing but plain arrays that lie in
the file. Which layers Keras has is asked of Keras.
"""

from __future__ import annotations

import functools
import inspect
import io
import json
import sys
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

HOMES = {
    "keras": ("Sequential", "DTypePolicy"),
    "keras.layers": ("Layer",),
    "keras.initializers": ("Initializer",),
    "keras.regularizers": ("Regularizer",),
    "keras.constraints": ("Constraint",),
    "keras.losses": ("Loss",),
    "keras.metrics": ("Metric",),
    "keras.optimizers": ("Optimizer",),
    "keras.optimizers.schedules": ("LearningRateSchedule",),
    "keras.dtype_policies": ("DTypePolicy", "DTypePolicyMap"),
}
"""Where Keras publishes what models are made of, and of which classes in there everything is that a
model may be made of. Other places, such as `keras.utils`, hold what fetches and opens files."""
UNPUBLISHED = {"keras.src.models.": "Model", "keras.src.ops.": "Operation"}
"""The same for what Keras publishes as functions only, but writes by the names of its classes."""
DANGEROUS = {
    "function": "Lambda and its like: Python code",
    "call_fn": "JaxLayer: code",
    "module": "FlaxLayer, TorchModuleWrapper: code, as a pickle",
    "filepath": "TFSMLayer: a TensorFlow program from elsewhere on the disk",
    "vocabulary": "StringLookup, TextVectorization and their like: words, or a path to them",
}
"""The arguments by which a class can be given code or the path of a file, and who takes them."""
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
    problem = refusal(config)
    if problem is not None:
        _refuse(path, problem)
    _check_weights(weights, path)


def refusal(config: Any) -> str | None:
    """Why a model is not opened because of what it is made of; None if it is.

    Args:
        config: what Keras writes for it, from anyone.

    Returns:
        What is wrong with it, to stand behind its name.
    """
    return next((problem for problem in map(_object_problem, _objects(config)) if problem), None)


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


def _object_problem(node: dict[str, Any]) -> str | None:
    module, name = node.get("module"), node.get("class_name")
    if (module, name) == ("builtins", "function"):
        return _function_problem(node.get("config"))
    if module is None and name in PLAIN:
        return None
    found = _registered(node) or _class_of_keras(module, name)
    if found is None:
        place = printable(f"{module}.{name}"[:100])
        return f"asks for {place}, which no model of known layers needs"
    if _is_dangerous(found):
        return f"has a layer {found.__name__}, which can run code or read files; it is not loaded"
    return None


def _registered(node: dict[str, Any]) -> type | None:
    """The class that code of this process has registered with Keras under the name that is given.

    Keras takes it before anything else. A plug-in's own layers are found here.
    """
    import keras

    name = node.get("registered_name", node.get("class_name"))
    found = keras.saving.get_registered_object(name) if isinstance(name, str) else None
    if inspect.isclass(found) and issubclass(found, _bases(keras)):
        return found
    return None


def _bases(keras: Any) -> tuple[type, ...]:
    """The classes that all which a model is made of is derived from."""
    homes = ((_part(keras, home), names) for home, names in HOMES.items())
    return tuple(getattr(home, name) for home, names in homes for name in names)


def _class_of_keras(module: Any, name: Any) -> type | None:
    """A class of Keras's own that a model may be made of; None if it is none."""
    import keras

    if not isinstance(module, str) or not isinstance(name, str):
        return None
    if module in HOMES:
        home = _part(keras, module)
        bases = tuple(getattr(home, base) for base in HOMES[module])
    else:
        # Not imported here: a name from a file would decide which code runs.
        home = sys.modules.get(module)
        bases = tuple(
            getattr(keras, base) for start, base in UNPUBLISHED.items() if module.startswith(start)
        )
    found = vars(home).get(name) if home is not None else None
    return found if inspect.isclass(found) and issubclass(found, bases) else None


def _part(keras: Any, module: str) -> Any:
    """`keras.optimizers.schedules` is an attribute of an attribute of keras."""
    return functools.reduce(getattr, module.split(".")[1:], keras)


def _is_dangerous(found: type) -> bool:
    """Whether a class, or one that it is derived from, takes code or the path of a file."""
    arguments: set[str] = set()
    for parent in found.__mro__[:-1]:  # the last is `object`
        arguments |= inspect.signature(parent.__init__).parameters.keys()  # type: ignore[misc]
    return not DANGEROUS.keys().isdisjoint(arguments)


def _function_problem(name: Any) -> str | None:
    """Functions are losses, metrics and activations, by their names."""
    import keras

    homes = (keras.losses, keras.metrics, keras.activations)
    if isinstance(name, str) and any(hasattr(home, name) for home in homes):
        return None
    return f"asks for the function {printable(str(name)[:100])}, which is not Keras's"


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
