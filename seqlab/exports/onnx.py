"""ONNX, which onnxruntime and many others run."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from numpy.typing import NDArray

from seqlab.errors import SeqlabError
from seqlab.exports.format import Arrays, Format
from seqlab.tasks.deployment import Deployment

OPSET = 17
"""Of the operations: of 2022, so that runtimes of today know them all."""
BATCH = "batch"
"""What the first axis of every input and output is called."""


class Onnx(Format):
    """One file."""

    name: ClassVar[str] = "onnx"
    file: ClassVar[str] = "model.onnx"
    title: ClassVar[str] = "ONNX"
    modules: ClassVar[tuple[str, ...]] = ("tf2onnx", "onnx", "onnxruntime")

    def write(self, core: Any, deployment: Deployment, folder: Path) -> None:
        import tf2onnx

        from seqlab.exports.graph import as_function, copied, signature, whole_model

        ports = deployment.inputs
        model = whole_model(copied(core), deployment, self.precision)
        try:
            made, _ = tf2onnx.convert.from_function(
                as_function(model, ports, self.precision),
                input_signature=signature(ports, self.precision),
                opset=OPSET,
                custom_op_handlers={"Erfc": (_erfc, [])},
            )
        except Exception as error:  # whatever tf2onnx stumbles over
            raise SeqlabError(
                f"The model cannot be converted to ONNX: {str(error)[:500]}.",
                remedy="Export it to saved_model or keras, which hold every model.",
            ) from error
        for one in (*made.graph.input, *made.graph.output):
            one.type.tensor_type.shape.dim[0].dim_param = BATCH
        (folder / self.file).write_bytes(made.SerializeToString())

    def opened(self, folder: Path, output: str) -> Any:
        import onnxruntime

        path = str(folder / self.file)
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])

        def ask(given: Arrays) -> NDArray[Any]:
            answers: NDArray[Any] = session.run([output], dict(given))[0]
            return answers

        return ask

    def loading(self, output: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        lines = (
            f'session = onnxruntime.InferenceSession("{self.file}")',
            f'({output},) = session.run(["{output}"], inputs)',
        )
        return ("onnxruntime",), lines


def _erfc(context: Any, node: Any, name: str, _: Any) -> None:
    """1 - erf(x), of which the activation `gelu` is made and which ONNX has no operation for."""
    import numpy as np

    (given,), (output,) = node.input, node.output
    dtype, shape = context.get_dtype(output), context.get_shape(output)
    context.remove_node(node.name)
    erf = context.make_node("Erf", [given], dtypes=[dtype], shapes=[shape])
    one = context.make_const(f"{name}_one", np.array(1, np.float32))
    context.make_node(
        "Sub", [one.output[0], erf.output[0]], outputs=[output], dtypes=[dtype], shapes=[shape]
    )
