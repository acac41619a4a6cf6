"""Every problem of a config at once: its place, its key, what was given and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from seqlab.errors import ConfigError
from seqlab.experiment.experiment import load_experiment
from seqlab.experiment.problems import check
from seqlab.experiment.source import read_text
from seqlab.suites.suite import SuiteFile
from tests.experiment.examples import SERIES, TEXT, place_in, write


def refusal(path: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        load_experiment(path)
    return str(caught.value)


MANY = """\
nam: a
dataset:
  kind: synthetic_climate
  lookbak: 5
  step: 0
  delay: -1
  training_rows: [0]
model:
  kind: conv1d_recurrent
  blocks:
    - filters: many
      kernel_sise: 3
    - {activation: relo}
    - 7
  layers:
    - {cell: GRU, dropout: 1.5}
training:
  epoch: 5
  optimizer: adm
  early_stopping: {patience: two}
  mixed_precision: yes
  learning_rate: .nan
seed: 2147483648
"""


def test_all_problems_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, MANY)
    expected = [
        ("nam", "nam", "unknown key, did you mean `name`?"),
        ("lookbak", "dataset.lookbak", "unknown key, did you mean `lookback`?"),
        ("0", "dataset.step", "expected a number above 0; given: 0"),
        ("-1", "dataset.delay", "expected a number above 0; given: -1"),
        ("[0]", "dataset.training_rows", "expected a list of 2 or more; given: [0]"),
        ("many", "model.blocks.0.filters", "expected a whole number; given: 'many'"),
        ("kernel_sise", "model.blocks.0.kernel_sise", "did you mean `kernel_size`?"),
        ("relo", "model.blocks.1.activation", "given: 'relo', did you mean `relu`?"),
        ("7", "model.blocks.2", "expected a block of keys; given: 7"),
        ("GRU", "model.layers.0.cell", "expected one of gru, lstm, simple_rnn"),
        ("1.5", "model.layers.0.dropout", "expected a number below 1; given: 1.5"),
        ("epoch", "training.epoch", "did you mean `epochs`?"),
        ("adm", "training.optimizer", "rmsprop, adam, sgd; given: 'adm', did you mean `adam`?"),
        ("two", "training.early_stopping.patience", "expected a whole number; given: 'two'"),
        ("yes", "training.mixed_precision", "expected true or false; given: 'yes'"),
        (".nan", "training.learning_rate", "expected a finite number; given: nan"),
        ("2147483648", "seed", "expected a number below 2147483648; given: 2147483648"),
    ]
    heading, *lines = refusal(path).splitlines()
    assert heading == f"{len(expected)} problems in the config:"
    for line, (word, key, says) in zip(lines, expected, strict=True):
        assert line.startswith(f"  {path}:{place_in(MANY, word)}: {key}: ")
        assert says in line


@pytest.mark.parametrize(
    ("old", "new", "word", "key", "says"),
    [
        ("kind: recurrent", "kind: Recurrent", "Recurrent", "model.kind", "`recurrent`?"),
        ("kind: recurrent", "kind: [dense]", "[dense]", "model.kind", "no such kind: ['dense']"),
        ("kind: recurrent", "kind: 5", "5\n  layers", "model.kind", "no such kind: 5"),
        ("kind: synthetic_climate", "kind: jenna", "jenna", "dataset.kind", "mean `jena`?"),
        ("  kind: recurrent\n", "", "layers", "model.kind", "missing: it chooses which settings"),
        ("kind: recurrent", "kind: dense", "cell", "model.layers.0.cell", "Allowed: activation,"),
        ("- {cell: gru, units: 3}", "[]", "[]", "model.layers", "a list of 1 or more; given: []"),
        ("- {cell: gru, units: 3}", "5", "5\ntrain", "model.layers", "expected a list; given: 5"),
        ("units: 3", "units: 3.0", "3.0", "model.layers.0.units", "a whole number; given: 3.0"),
        (
            "units: 3",
            "units: 99999999999999999999999",
            "999",
            "model.layers.0.units",
            "expected 1000000 or less; given: 99999999999999999999999.",
        ),
        ("units: 3", "units: true", "true", "model.layers.0.units", "number; given: true"),
        ("units: 3", "units: '3'", "'3'", "model.layers.0.units", "number; given: '3'"),
        ("{epochs: 2}", "[epochs]", "[epochs]", "training", "expected a block of keys"),
        ("name: example", "name: ../x", "../x", "name", "in parts joined by `/`"),
        ("cell: gru", "cell: GRU", "GRU", "model.layers.0.cell", "'GRU', did you mean `gru`?"),
        ("units: 3", "units: '3'", "'3'", "model.layers.0.units", "remove the quotes."),
        ("{epochs: 2}", "{learning_rate: '1e-3'}", "'1e-3", "training.learning_rate", "the quotes"),
        (
            "{epochs: 2}",
            "{early_stopping: true}",
            "true",
            "training.early_stopping",
            "such as `early_stopping: {patience: 5}`; given: true.",
        ),
        (
            "{epochs: 2}",
            "{clipping: 5}",
            "5}",
            "training.clipping",
            "such as `clipping: {global_norm: 1.0}`; given: 5.",
        ),
        ("name: example", "name: " + "x" * 101, "xxx", "name", "expected 100 letters at most"),
        ("name: example", "name: 12:30", "12:30", "name", "given: '12:30'"),
        ("[0, 30000]", "[0, 30000, 5]", "[0, 30000", "dataset.training_rows", "list of 2 at most"),
        ("[0, 30000]", "[0, ~]", "~", "dataset.training_rows.1", "a whole number; given: nothing"),
        ("[0, 30000]", "[-5, 30000]", "-5", "dataset.training_rows.0", "0 or more; given: -5"),
        ("{epochs: 2}", "{clipping: {norm: 1, value: 2}}", "2}}", "training.clipping.value", "one"),
        ("name: example", '"\\e[2J": 1', '"\\e', "'\\x1b[2J'", "unknown key"),
    ],
)
def test_a_problem_at_any_depth_has_its_place_key_and_words(
    old: str, new: str, word: str, key: str, says: str, tmp_path: Path
) -> None:
    assert old in SERIES
    text = SERIES.replace(old, new)
    path = write(tmp_path, text)
    heading, line = refusal(path).splitlines()
    assert heading == "1 problem in the config:"
    assert line.startswith(f"  {path}:{place_in(text, word)}: {key}: ")
    assert says in line


def test_a_name_without_parts_is_not_told_to_join_them() -> None:
    document = read_text("name: a/b\nexperiments: [{config: a.yaml}]\n", "f.yaml")
    with pytest.raises(ConfigError, match="name: expected letters, digits") as caught:
        check(document, SuiteFile)
    assert "joined" not in str(caught.value)


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, "seed: 5\n")
    assert refusal(path).splitlines()[1:] == [
        f"  {path}:1:1: dataset: missing: this key has no default.",
        f"  {path}:1:1: model: missing: this key has no default.",
    ]


@pytest.mark.parametrize("text", ["- a\n", "hello\n", "5\n", "~\n"])
def test_a_file_without_keys_is_told_what_to_begin_with(text: str, tmp_path: Path) -> None:
    path = write(tmp_path, text)
    assert refusal(path).startswith(f"{path}:1:1: expected keys such as `name:`")


def test_a_long_value_is_shortened(tmp_path: Path) -> None:
    path = write(tmp_path, SERIES.replace("name: example", f"name: '{'é!' * 2000}'"))
    assert len(refusal(path)) < 400 + len(str(path))


CROSS_CHECKS = [
    (
        SERIES,
        "kind: recurrent\n  layers:\n    - {cell: gru, units: 3}",
        "kind: recurrent\n  reverse_time: true\n  layers: [{bidirectional: true}]",
        "true",
        "model.reverse_time",
        "reads every window both ways already: remove reverse_time",
    ),
    (TEXT, "  embedding: {dimension: 8}\n", "", "kind: conv1d", "model", "conv1d has no embedding"),
    (
        SERIES,
        "kind: recurrent",
        "kind: recurrent\n  embedding: {}",
        "{}",
        "model.embedding",
        "synthetic_climate is a series of numbers",
    ),
    (
        SERIES,
        "{epochs: 2}",
        "{loss: binary_crossentropy}",
        "binary_",
        "training.loss",
        "use mae or mse",
    ),
    (
        TEXT,
        "model:",
        "training: {loss: mae}\nmodel:",
        "mae",
        "training.loss",
        "use binary_crossentropy",
    ),
    (
        SERIES,
        "{epochs: 2}",
        "{shards: 129}",
        "129",
        "training.shards",
        "a batch of dataset.batch_size 128 samples cannot be split into 129 parts: use 128 or "
        "less, or auto for one a core",
    ),
    (
        TEXT,
        "{filters: 4, kernel_size: 5, pool_size: 3}",
        "{kernel_size: 40}\n    - {kernel_size: 12}",
        "{kernel_size: 12}",
        "model.blocks.1",
        "meets 11 time steps but needs at least 12",
    ),
    (
        TEXT,
        "{filters: 4, kernel_size: 5, pool_size: 3}",
        "{kernel_size: 26, dilation: 2}",
        "{kernel_size",
        "model.blocks.0",
        "meets 50 time steps but needs at least 51",
    ),
    (
        TEXT,
        "pool_size: 3",
        "pool_size: 47",
        "{filters",
        "model.blocks.0",
        "meets 50 time steps but needs at least 51",
    ),
    (
        SERIES,
        "lookback: 720",
        "lookback: 725",
        "725",
        "dataset.lookback",
        "must be a multiple of step 6, such as 720 or 726",
    ),
    (
        SERIES,
        "lookback: 720\n  step: 6",
        "lookback: 48\n  step: 480",
        "48\n",
        "dataset.lookback",
        "must be a multiple of step 480, such as 480.",
    ),
    (
        SERIES,
        "[30001, 45000]",
        "[30001, 30849]",
        "[30001",
        "dataset.validation_rows",
        "848 rows, but lookback 720 and a batch of 128 windows need 849",
    ),
    (SERIES, "[0, 30000]", "[500, 10]", "[500", "dataset.training_rows", "holds 0 rows"),
    (
        SERIES,
        "[30001, 45000]",
        "[29999, 45000]",
        "[29999",
        "dataset.validation_rows",
        "starts at row 29,999 but training_rows ends at row 30,000",
    ),
    (SERIES, "[30001, 45000]", "[30001, null]", "[45001", "dataset.test_rows", "ends at null"),
    (
        SERIES,
        "[45001, null]",
        "[44000, null]",
        "[44000",
        "dataset.test_rows",
        "starts at row 44,000",
    ),
]


@pytest.mark.parametrize(("text", "old", "new", "word", "key", "says"), CROSS_CHECKS)
def test_parts_that_do_not_fit_together_are_refused_where_they_meet(
    text: str, old: str, new: str, word: str, key: str, says: str, tmp_path: Path
) -> None:
    assert old in text
    text = text.replace(old, new)
    path = write(tmp_path, text)
    _, line = refusal(path).splitlines()
    assert line.startswith(f"  {path}:{place_in(text, word)}: {key}: ")
    assert says in line


@pytest.mark.parametrize("length", [720, 1440])
def test_the_shortest_splits_that_hold_a_batch_are_accepted(length: int, tmp_path: Path) -> None:
    rows = f"lookback: {length}\n  batch_size: 100"
    exact = SERIES.replace("lookback: 720", rows).replace("45000", str(30001 + length + 101))
    assert load_experiment(write(tmp_path, exact)).dataset.length == length // 6
    short = exact.replace(str(30001 + length + 101), str(30001 + length + 100))
    assert "dataset.validation_rows" in refusal(write(tmp_path, short))


@pytest.mark.parametrize(
    ("text", "key"),
    [(SERIES, key) for key in ("lookback", "step", "delay", "batch_size", "days")]
    + [(TEXT, key) for key in ("reviews", "batch_size")],
)
@pytest.mark.parametrize("size", ["0", "-1", "-99999999999999999999"])
def test_sizes_that_are_zero_or_negative_are_refused(
    text: str, key: str, size: str, tmp_path: Path
) -> None:
    lines = [line for line in text.splitlines() if not line.startswith(f"  {key}:")]
    lines.insert(3, f"  {key}: {size}")
    path = write(tmp_path, "\n".join(lines))
    message = refusal(path)
    assert f"{path}:4:{len(key) + 5}: dataset.{key}: expected " in message
    assert f"given: {size}" in message


@pytest.mark.parametrize("key", ["maxlen", "max_features"])
@pytest.mark.parametrize("size", ["0", "-1", "-99999999999999999999"])
def test_sizes_of_an_encoding_are_refused_too(key: str, size: str, tmp_path: Path) -> None:
    was = {"maxlen": "maxlen: 50", "max_features": "max_features: 200"}[key]
    text = TEXT.replace(was, f"{key}: {size}")
    path = write(tmp_path, text)
    message = refusal(path)
    column = text.splitlines()[3].index(f"{key}: ") + len(f"{key}: ") + 1
    assert f"{path}:4:{column}: dataset.encoding.{key}: expected " in message
    assert f"given: {size}" in message
