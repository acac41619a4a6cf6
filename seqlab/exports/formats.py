"""Which formats there are."""

from __future__ import annotations

from collections.abc import Sequence

from seqlab.errors import ConfigError, did_you_mean
from seqlab.exports.format import Format
from seqlab.exports.keras_file import KerasFile
from seqlab.exports.litert import LiteRt
from seqlab.exports.onnx import Onnx
from seqlab.exports.saved_model import SavedModel

FORMATS: dict[str, Format] = {
    one.name: one for one in (SavedModel(), Onnx(), LiteRt(), KerasFile())
}
"""All of them, by their names."""


def named_formats(names: Sequence[str]) -> tuple[Format, ...]:
    """The formats of these names, each once, with all that they take installed.

    Raises:
        ConfigError: there is none of a name.
        SeqlabError: a package is missing; names the extra that installs it.
    """
    for name in names:
        if name not in FORMATS:
            raise ConfigError(
                f"There is no format {name!r}{did_you_mean(name, FORMATS)}",
                remedy=f"Formats are {', '.join(FORMATS)}.",
            )
    found = tuple(FORMATS[name] for name in dict.fromkeys(names))
    for one in found:
        one.check_installed()
    return found
