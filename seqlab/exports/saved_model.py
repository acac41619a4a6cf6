"""TensorFlow's SavedModel, which holds texts as strings too."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from numpy.typing import NDArray

from seqlab.exports.format import Arrays, Format
from seqlab.tasks.deployment import Deployment, Port


class SavedModel(Format):
    """A folder that TensorFlow and TensorFlow Serving load."""

    name: ClassVar[str] = "saved_model"
    file: ClassVar[str] = "saved_model"
    title: ClassVar[str] = "SavedModel"

    def ports(self, deployment: Deployment) -> tuple[Port, ...]:
        strings = deployment.strings
        return deployment.inputs if strings is None else (strings.port,)

    def feed(self, deployment: Deployment, questions: Any) -> dict[str, NDArray[Any]]:
        strings = deployment.strings
        if strings is None:
            return super().feed(deployment, questions)
        return {strings.port.name: strings.feed(questions)}

    def write(self, core: Any, deployment: Deployment, folder: Path) -> None:
        import tensorflow as tf

        from seqlab.errors import SeqlabError
        from seqlab.exports.graph import copied, signature, whole_model

        model = whole_model(copied(core), deployment, self.precision)
        ports, strings = self.ports(deployment), deployment.strings

        def serve(*given: Any) -> Any:
            named = {port.name: value for port, value in zip(ports, given, strict=True)}
            if strings is not None:
                named = {deployment.inputs[0].name: strings.encode(named[strings.port.name])}
            return model(named, training=False)

        module = tf.Module()
        module.kept = [variable.value for variable in model.variables]
        module.encode = None if strings is None else strings.encode
        module.serve = tf.function(
            serve, input_signature=signature(ports, self.precision), autograph=False
        )
        concrete = module.serve.get_concrete_function()
        try:
            tf.saved_model.save(
                module, folder / self.file, signatures={"serving_default": concrete}
            )
        except tf.errors.OpError as error:  # what a full disk is to TensorFlow
            raise SeqlabError(
                # It names every temporary file before it says what is wrong.
                f"TensorFlow cannot write {self.file}: {error.message.rpartition('; ')[2][:200]}.",
                remedy="Check the permissions of the folder and the space on its disk.",
            ) from error

    def opened(self, folder: Path, output: str) -> Any:
        import tensorflow as tf

        loaded = tf.saved_model.load(folder / self.file)

        def ask(given: Arrays) -> NDArray[Any]:
            named = {name: tf.constant(values) for name, values in given.items()}
            # By `loaded`: a signature alone does not keep its variables.
            answers: NDArray[Any] = loaded.signatures["serving_default"](**named)[output].numpy()
            return answers

        return ask

    def loading(self, output: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        lines = (
            f'loaded = tf.saved_model.load("{self.file}")',
            'serve = loaded.signatures["serving_default"]',
            "tensors = {name: tf.constant(values) for name, values in inputs.items()}",
            f'{output} = serve(**tensors)["{output}"].numpy()',
        )
        return ("tensorflow as tf",), lines
