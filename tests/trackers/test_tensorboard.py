"""What TensorBoard is given is what the run folder says, once however often it is sent."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest

from seqlab.errors import ConfigError, SeqlabError
from seqlab.runs.reader import Run
from seqlab.trackers.tensorboard import TensorBoard, _varint
from tests.runs_examples import (
    GRU_LOSS,
    GRU_VAL_LOSS,
    LSTM_VAL_ACCURACY,
    PERSISTENCE,
    change_file,
    series_run,
    text_run,
)

pytestmark = pytest.mark.keras


def send(run: Run, to: Path) -> Path:
    return Path(TensorBoard(folder=str(to)).send(run))


def read(folder: Path) -> list[Any]:
    """The events of a folder, as TensorFlow reads them."""
    import tensorflow as tf

    (file,) = [path for path in folder.iterdir() if path.is_file()]
    assert "tfevents" in file.name
    events = list(tf.compat.v1.train.summary_iterator(str(file)))
    assert events[0].file_version == "brain.Event:2"
    return events[1:]


def scalars(events: list[Any]) -> dict[str, dict[int, float]]:
    import tensorflow as tf

    found: dict[str, dict[int, float]] = {}
    for event in events:
        for value in event.summary.value:
            if value.metadata.plugin_data.plugin_name == "scalars":
                number = float(tf.make_ndarray(value.tensor))
                found.setdefault(value.tag, {})[event.step] = number
    return found


def of_plugin(events: list[Any], name: str) -> list[Any]:
    values = [value for event in events for value in event.summary.value]
    return [value for value in values if value.metadata.plugin_data.plugin_name == name]


def test_every_column_of_the_history_is_a_scalar_of_every_epoch(tmp_path: Path) -> None:
    folder = send(series_run(tmp_path / "outputs"), tmp_path / "boards")
    training, validation = (read(folder / name) for name in ("training", "validation"))
    assert scalars(training).keys() == {"loss", "mae", "learning_rate", "seconds"}
    assert scalars(validation).keys() == {"loss", "mae"}
    for found, expected in ((training, GRU_LOSS), (validation, GRU_VAL_LOSS)):
        curve = scalars(found)["mae"]
        assert list(curve) == list(range(1, 9))
        assert list(curve.values()) == pytest.approx(expected)


def test_epochs_are_as_far_apart_in_time_as_they_were(tmp_path: Path) -> None:
    run = series_run(tmp_path / "outputs")
    change_file(run.files.status, run.status_record.started, "2026-11-20T22:40:36.500+00:00")
    times = [event.wall_time for event in read(send(run, tmp_path) / "validation")]
    assert times == pytest.approx([1795214436.5 + 9.1 * epoch for epoch in range(1, 9)])
    change_file(run.files.status, "2026-11-20T22:40:36.500+00:00", "yesterday")
    assert read(send(run, tmp_path) / "training")[0].wall_time == pytest.approx(9.1)


def test_the_best_epoch_stands_beside_the_baseline(tmp_path: Path) -> None:
    found = scalars(read(send(series_run(tmp_path / "outputs"), tmp_path)))
    assert found["validation/mae"] == {3: pytest.approx(min(GRU_VAL_LOSS))}
    assert found["validation/persistence/mae"] == {3: pytest.approx(PERSISTENCE)}
    assert found["skill"] == {3: pytest.approx(1 - min(GRU_VAL_LOSS) / PERSISTENCE)}
    texts = scalars(read(send(text_run(tmp_path / "outputs"), tmp_path)))
    assert texts["validation/accuracy"] == {4: pytest.approx(LSTM_VAL_ACCURACY[-1])}
    assert not {name for name in texts if name.startswith("test/")}


def test_the_config_and_the_curves_can_be_seen(tmp_path: Path) -> None:
    from matplotlib.image import imread

    run = series_run(tmp_path / "outputs")
    events = read(send(run, tmp_path))
    (config,), (curves,) = of_plugin(events, "text"), of_plugin(events, "images")
    text = config.tensor.string_val[0].decode()
    assert [line[4:] for line in text.splitlines()] == run.config_text.splitlines()
    width, height, png = curves.tensor.string_val
    assert imread(io.BytesIO(png)).shape[:2] == (int(height), int(width))


def hparams_message() -> Any:
    """The class of TensorBoard's `HParamsPluginData`, as far as it is used, from its definition."""
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, struct_pb2

    assert struct_pb2.DESCRIPTOR.name
    file = descriptor_pb2.FileDescriptorProto(
        name="hparams.proto", package="h", dependency=["google/protobuf/struct.proto"]
    )
    data, start, end = (file.message_type.add(name=name) for name in ("Data", "Start", "End"))
    entry = start.nested_type.add(name="HparamsEntry")
    entry.options.map_entry = True
    one, many, message, text, enum = 1, 3, 11, 9, 5
    for owner, name, number, label, kind, of in (
        (data, "session_start_info", 3, one, message, ".h.Start"),
        (data, "session_end_info", 4, one, message, ".h.End"),
        (start, "hparams", 1, many, message, ".h.Start.HparamsEntry"),
        (entry, "key", 1, one, text, None),
        (entry, "value", 2, one, message, ".google.protobuf.Value"),
        (end, "status", 1, one, enum, None),
    ):
        owner.field.add(name=name, number=number, label=label, type=kind, type_name=of)
    pool = descriptor_pool.Default()
    pool.Add(file) if hasattr(pool, "Add") else pool.AddSerializedFile(file.SerializeToString())
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("h.Data"))


def test_hyperparameters_are_the_settings_in_the_form_of_the_tab_hparams(tmp_path: Path) -> None:
    events = read(send(series_run(tmp_path / "outputs"), tmp_path))
    values, kind = of_plugin(events, "hparams"), hparams_message()
    start, end = (kind.FromString(one.metadata.plugin_data.content) for one in values)
    assert [value.tag for value in values] == [
        "_hparams_/session_start_info",
        "_hparams_/session_end_info",
    ]
    found = {
        key: getattr(value, value.WhichOneof("kind"))
        for key, value in start.session_start_info.hparams.items()
    }
    assert found == {
        "seed": 1.0, "dataset.kind": "jena", "dataset.lookback": 1440.0, "model.kind": "gru",
        "model.units": 32.0, "training.epochs": 20.0,
    }  # fmt: skip
    assert end.session_end_info.status == 1


@pytest.mark.parametrize("number", [0, 1, 127, 128, 300, 16_383, 16_384, 2**31])
def test_lengths_are_written_as_protocol_buffers_write_them(number: int) -> None:
    from google.protobuf.wrappers_pb2 import UInt64Value

    expected = UInt64Value(value=number).SerializeToString()[1:] or b"\0"
    assert bytes(_varint(number)) == expected


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_sent_again_a_run_takes_the_place_of_its_copy_and_others_stay(tmp_path: Path) -> None:
    run = series_run(tmp_path / "outputs")
    folder = send(run, tmp_path / "boards")
    assert folder == tmp_path / "boards" / "jena" / "gru" / run.id
    first = contents(tmp_path / "boards")
    assert len(first) == 3
    send(run, tmp_path / "boards")
    assert contents(tmp_path / "boards") == first
    send(series_run(tmp_path / "outputs"), tmp_path / "boards")
    assert len(contents(tmp_path / "boards")) == 6
    assert contents(tmp_path / "boards").items() >= first.items()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "boards").write_text("")
    with pytest.raises(SeqlabError, match=r"cannot be written to .*boards/jena/gru/.*: Not a dir"):
        send(series_run(tmp_path / "outputs"), tmp_path / "boards")


def test_the_name_in_a_stranger_s_folder_leads_nowhere_else(tmp_path: Path) -> None:
    run = series_run(tmp_path / "outputs")
    change_file(run.files.status, '"jena/gru"', '"../../gru"')
    with pytest.raises(ConfigError, match=r"The experiment name '\.\./\.\./gru' cannot name"):
        send(run, tmp_path / "boards")


def test_whatever_stands_in_a_stranger_s_folder_is_sent_or_refused(tmp_path: Path) -> None:
    run = series_run(tmp_path / "outputs")
    text = f'units: {10**30}\n  "a\\ud800\\x1b[2J": "\\ud800"\n  b: .inf\n  c: []\n  d: 2026-01-01'
    change_file(run.files.config, "units: 32", text)
    change_file(run.files.history, "seconds", "minutes")
    (about,) = read(send(run, tmp_path))
    assert about.step == 3
    run.files.history.unlink()
    with pytest.raises(SeqlabError, match="has no finished epoch"):
        send(run, tmp_path)
