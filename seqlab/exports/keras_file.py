"""Keras's own file, which opens without seqlab."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from numpy.typing import NDArray

from seqlab.errors import SeqlabError
from seqlab.exports.format import Arrays, Format
from seqlab.tasks.deployment import Deployment


class KerasFile(Format):
    """One file of Keras's own layers and operations, without loss and optimizer."""

    name: ClassVar[str] = "keras"
    file: ClassVar[str] = "model.keras"
    title: ClassVar[str] = "Keras"

    def write(self, core: Any, deployment: Deployment, folder: Path) -> None:
        import keras

        from seqlab.exports.graph import copied, whole_model
        from seqlab.training.model_file import save_model

        model = whole_model(copied(core), deployment, self.precision)
        _refuse_foreign(keras.saving.serialize_keras_object(model))
        save_model(model, folder / self.file)

    def opened(self, folder: Path, output: str) -> Any:
        import keras

        model = keras.saving.load_model(folder / self.file)

        def ask(given: Arrays) -> NDArray[Any]:
            answers: NDArray[Any] = model.predict(dict(given), verbose=0)[output]
            return answers

        return ask

    def loading(self, output: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        lines = (
            f'model = keras.saving.load_model("{self.file}")',
            f'{output} = model.predict(inputs, verbose=0)["{output}"]',
        )
        return ("keras",), lines


def _refuse_foreign(config: Any) -> None:
    """Refuse a model with classes that are not Keras's own: its file names them, and has no code.

    Args:
        config: of the model, as its file has it.

    Raises:
        SeqlabError: names the class.
    """
    if isinstance(config, dict):
        name = config.get("registered_name")
        if isinstance(name, str) and ">" in name:
            raise SeqlabError(
                f"A .keras file holds no code, and the model has layers of `{name}`, which are not "
                "Keras's own.",
                remedy="Export it to saved_model or onnx, which hold what layers compute.",
            )
        config = list(config.values())
    if isinstance(config, list):
        for part in config:
            _refuse_foreign(part)
