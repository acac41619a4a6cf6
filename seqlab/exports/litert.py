"""LiteRT, for phones and small devices."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from numpy.typing import NDArray

from seqlab.errors import SeqlabError
from seqlab.exports.format import Arrays, Format
from seqlab.tasks.deployment import Deployment, Precision


class LiteRt(Format):
    """One file of built-in operations alone: no Flex delegate is needed.

    Those know no lists of tensors, which Keras's loops over time are made of: recurrent layers are
    unrolled, an operation for each time step.
    """

    name: ClassVar[str] = "litert"
    file: ClassVar[str] = "model.tflite"
    title: ClassVar[str] = "LiteRT"
    modules: ClassVar[tuple[str, ...]] = ("ai_edge_litert",)
    precision: ClassVar[Precision] = "float32"

    def write(self, core: Any, deployment: Deployment, folder: Path) -> None:
        import tensorflow as tf

        from seqlab.exports.graph import as_function, copied, whole_model

        ports = deployment.inputs
        model = whole_model(copied(core, unrolled=True), deployment, self.precision)
        function = as_function(model, ports, self.precision)
        module = tf.Module()
        module.function = function
        module.kept = [variable.value for variable in model.variables]
        converter = tf.lite.TFLiteConverter.from_concrete_functions(
            [function.get_concrete_function()], module
        )
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS]
        try:
            made = converter.convert()
        except Exception as error:  # whatever the converter stumbles over
            raise SeqlabError(
                f"LiteRT's built-in operations cannot hold the model: {_first_line(error)}.",
                remedy="Export it to saved_model, onnx or keras.",
            ) from error
        (folder / self.file).write_bytes(made)

    def opened(self, folder: Path, output: str) -> Any:
        from ai_edge_litert.interpreter import Interpreter

        interpreter = Interpreter(model_path=str(folder / self.file))
        runner = interpreter.get_signature_runner()

        def ask(given: Arrays) -> NDArray[Any]:
            answers: NDArray[Any] = runner(**given)[output]
            return answers

        return ask

    def loading(self, output: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        lines = (
            f'interpreter = Interpreter("{self.file}")',
            f'{output} = interpreter.get_signature_runner()(**inputs)["{output}"]',
        )
        return ("from ai_edge_litert.interpreter import Interpreter",), lines


def _first_line(error: Exception) -> str:
    """What a converter says is wrong, without its traces."""
    lines = [line for line in str(error).splitlines() if "error:" in line] or [str(error)]
    return lines[0].rpartition("error: ")[2].strip()[:300].rstrip(".")
