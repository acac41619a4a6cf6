"""Runs as files of events, which TensorBoard shows beside each other.

A run becomes three runs of TensorBoard: `training` and `validation` hold a scalar of each epoch for
everything in history.csv, and the folder above them what belongs to the whole run.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from seqlab.backend import start_tensorflow
from seqlab.errors import SeqlabError
from seqlab.runs.difference import leaves
from seqlab.runs.history import VALIDATION, History
from seqlab.runs.layout import check_experiment_name
from seqlab.runs.untrusted import printable
from seqlab.trackers.times import ends_of_epochs
from seqlab.trackers.tracker import Tracker

if TYPE_CHECKING:
    from seqlab.runs.reader import Run

EVENTS = "events.out.tfevents.seqlab"
"""Always the same, so that a run that is sent again takes the place of its earlier copy."""


class TensorBoard(Tracker):
    """Files of events for TensorBoard: scalars of every epoch, hyperparameters and the curves."""

    kind: Literal["tensorboard"] = "tensorboard"
    folder: str = Field("tensorboard", min_length=1)
    """What `tensorboard --logdir` is given; each run has a folder below, by its name and id."""

    def send(self, run: Run) -> str:
        """Write the events of a run.

        Raises:
            DataError: the run folder is damaged.
            SeqlabError: the folder cannot be written.
        """
        name, history, results = run.status_record.name, run.epochs(), run.results
        check_experiment_name(name)
        folder = Path(self.folder) / name / run.id
        start_tensorflow()
        times = ends_of_epochs(run, history)
        scores = () if results is None else results.named_scores()
        whole = [*_about(run), *(_scalar(*score) for score in scores)]
        _write(folder, [_event(whole, history.best_epoch, times[-1])])
        for below, values in (("training", _training), ("validation", History.validation)):
            _write(
                folder / below,
                [
                    _event([_scalar(*pair) for pair in values(history, epoch).items()], epoch, time)
                    for epoch, time in enumerate(times, start=1)
                ],
            )
        return str(folder)


def _training(history: History, epoch: int) -> dict[str, float]:
    """All that a row has but what `History.validation` has."""
    row = history.rows[epoch - 1]
    return {
        name: value
        for name, value in row.items()
        if name != "epoch" and not name.startswith(VALIDATION)
    }


def _about(run: Run) -> Iterator[Any]:
    """The hyperparameters, the config as text, and the curves."""
    from seqlab.plots.curves import draw_curves
    from seqlab.plots.style import picture

    yield from _hyperparameters(run.config)
    indented = "".join(f"    {line}\n" for line in run.config_text.splitlines())
    yield _value("config", "text", indented.encode())
    png = picture(draw_curves([run]), ".png")
    # Width and height stand at fixed places of every PNG.
    size = [str(int.from_bytes(png[at : at + 4])).encode() for at in (16, 20)]
    yield _value("curves", "images", [*size, png])


def _scalar(name: str, value: float) -> Any:
    import numpy as np

    return _value(name, "scalars", np.float32(value))


def _hyperparameters(config: dict[str, Any]) -> Iterator[Any]:
    """What the tab HPARAMS reads: that a session began with settings, and that it succeeded.

    TensorBoard's own messages are not part of TensorFlow. `Struct` has the form of its
    `SessionStartInfo` on the wire: field 1 maps names to values.
    """
    from google.protobuf.struct_pb2 import Struct

    settings = Struct()
    settings.update(
        {
            printable(key): _hyperparameter(value)
            for key, value in leaves(config)
            if value is not None and key.partition(".")[0] not in {"name", "silence"}
        }
    )
    for name, number, message in (
        ("start", 3, settings.SerializeToString(deterministic=True)),
        ("end", 4, b"\x08\x01"),  # STATUS_SUCCESS
    ):
        content = bytes([number << 3 | 2, *_varint(len(message))]) + message
        yield _value(f"_hparams_/session_{name}_info", "hparams", [], content)


def _hyperparameter(value: Any) -> bool | float | str:
    """A setting as `Struct` can hold it, whatever stands in a stranger's file."""
    if isinstance(value, bool):
        return value
    is_number = isinstance(value, (int, float)) and abs(value) <= sys.float_info.max
    return float(value) if is_number else printable(value)


def _varint(number: int) -> Iterator[int]:
    """A length as protocol buffers write it, 7 bits a byte, the lowest first.

    Worked example, 300 = 2 * 128 + 44: the bytes 44 + 128 and 2.
    """
    while number > 127:
        yield number & 127 | 128
        number >>= 7
    yield number


def _value(name: str, plugin: str, content: Any, about: bytes = b"") -> Any:
    """A value of a summary, shown by a plugin of TensorBoard."""
    import tensorflow as tf

    summary = tf.compat.v1
    data = summary.SummaryMetadata.PluginData(plugin_name=plugin, content=about)
    return summary.Summary.Value(
        tag=name,
        metadata=summary.SummaryMetadata(plugin_data=data),
        tensor=tf.make_tensor_proto(content, shape=None if plugin != "hparams" else (0,)),
    )


def _event(values: Iterable[Any], step: int, time: float) -> Any:
    import tensorflow as tf

    summary = tf.compat.v1.Summary(value=values)
    return tf.compat.v1.Event(wall_time=time, step=step, summary=summary)


def _write(folder: Path, events: list[Any]) -> None:
    """Write a file of events in one step.

    Raises:
        SeqlabError: it cannot be written.
    """
    import tensorflow as tf

    first = tf.compat.v1.Event(wall_time=events[0].wall_time, file_version="brain.Event:2")
    beside = folder / "unfinished"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tf.io.TFRecordWriter(str(beside)) as file:
            for event in (first, *events):
                file.write(event.SerializeToString(deterministic=True))
        beside.replace(folder / EVENTS)
    except (OSError, tf.errors.OpError) as error:
        raise SeqlabError(
            f"The events of the run cannot be written to {printable(folder)}: "
            f"{printable(getattr(error, 'strerror', None) or error)}.",
            remedy="Check that the folder can be written to and is not full.",
        ) from error
