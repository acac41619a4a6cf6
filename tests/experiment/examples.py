"""Experiments for tests, and the places of words in them."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from seqlab.datasets.imdb import Imdb
from seqlab.datasets.jena import Jena
from seqlab.datasets.series_dataset import SeriesDataset
from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.datasets.synthetic_reviews import SyntheticReviews
from seqlab.experiment.experiment import Experiment, warning_names
from seqlab.experiment.training import Clipping, EarlyStopping, ReduceOnPlateau, TrainingSettings
from seqlab.models.convolutional import Convolutional, ConvolutionalRecurrent, ConvolutionBlock
from seqlab.models.dense import Dense, DenseLayer
from seqlab.models.embedding import Embedding
from seqlab.models.recurrent import Recurrent, RecurrentLayer
from seqlab.text.encodings.tokens import TokenEncoding

CONFIGS = sorted(
    p for p in (Path(__file__).parents[2] / "configs").rglob("*.yaml") if p.parent.name != "suites"
)

SERIES = """\
name: example
dataset:
  kind: synthetic_climate
  lookback: 720
  step: 6
  training_rows: [0, 30000]
  validation_rows: [30001, 45000]
  test_rows: [45001, null]
model:
  kind: recurrent
  layers:
    - {cell: gru, units: 3}
training: {epochs: 2}
"""

TEXT = """\
name: example
dataset:
  kind: synthetic_reviews
  encoding: {kind: tokens, max_features: 200, maxlen: 50}
model:
  kind: conv1d
  embedding: {dimension: 8}
  blocks:
    - {filters: 4, kernel_size: 5, pool_size: 3}
"""


def place_in(text: str, word: str, nth: int = 1) -> str:
    """`line:column` of the nth time that a word stands in a text, both counted from 1."""
    start = -1
    for _ in range(nth):
        start = text.index(word, start + 1)
    return f"{text.count(chr(10), 0, start) + 1}:{start - text.rfind(chr(10), 0, start)}"


def write(folder: Path, text: str | bytes) -> Path:
    """A config file with this text."""
    path = folder / "example.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)
    return path


NAMES = st.one_of(
    st.sampled_from(
        ["null", "no", "True", "1e3", "1e-3", "12", "2009_2016", "0x10", "12-30", "1."]
    ),
    st.from_regex(
        r"[A-Za-z0-9][A-Za-z0-9_.-]{0,8}(/[A-Za-z0-9][A-Za-z0-9_.-]{0,8}){0,2}", fullmatch=True
    ),
)
ACTIVATIONS = st.sampled_from(["relu", "tanh", "linear", "softplus"])
SHARES = st.floats(0, 0.99)
POSITIVE = st.floats(1e-12, 1e12)


@st.composite
def series(draw: st.DrawFn) -> SeriesDataset:
    """Windows of 30 time steps or more, over splits that are long enough for them."""
    step, batch = draw(st.integers(1, 12)), draw(st.integers(1, 300))
    lookback = step * draw(st.integers(30, 60))
    bounds = [draw(st.integers(0, 50))]
    for _ in range(5):
        bounds.append(bounds[-1] + lookback + batch + 1 + draw(st.integers(0, 1000)))
    rows = {
        "training_rows": (bounds[0], bounds[1]),
        "validation_rows": (bounds[2], bounds[3]),
        "test_rows": (bounds[4], draw(st.sampled_from([None, bounds[5]]))),
    }
    return draw(st.sampled_from([Jena, SyntheticClimate]))(
        lookback=lookback,
        step=step,
        delay=draw(st.integers(1, 10_000)),
        alignment=draw(st.sampled_from(["book", "strict"])),
        batch_size=batch,
        target=draw(st.text()),
        **rows,
    )


TOKENS = st.builds(
    TokenEncoding,
    max_features=st.integers(5, 10**6),
    maxlen=st.integers(30, 5000),
    padding=st.sampled_from(["pre", "post"]),
    truncating=st.sampled_from(["pre", "post"]),
    reverse=st.booleans(),
)
TEXTS = st.one_of(
    st.builds(Imdb, encoding=TOKENS, validation_fraction=st.floats(0.01, 0.9)),
    st.builds(SyntheticReviews, encoding=TOKENS, noise=st.floats(0, 0.5)),
)
RECURRENT_LAYERS = st.lists(
    st.builds(
        RecurrentLayer,
        cell=st.sampled_from(["gru", "lstm", "simple_rnn"]),
        units=st.integers(1, 10**6),
        activation=ACTIVATIONS,
        dropout=SHARES,
        recurrent_dropout=SHARES,
        bidirectional=st.booleans(),
    ),
    min_size=1,
    max_size=3,
)
BLOCKS = st.lists(
    st.builds(
        ConvolutionBlock,
        filters=st.integers(1, 1000),
        kernel_size=st.integers(1, 5),
        dilation=st.integers(1, 2),
        activation=ACTIVATIONS,
        pool_size=st.sampled_from([None, 2]),
        pooling=st.sampled_from(["max", "average"]),
    ),
    min_size=1,
    max_size=2,
)
DENSE_LAYERS = st.lists(
    st.builds(DenseLayer, units=st.integers(1, 999), dropout=SHARES), max_size=3
)
TRAINING = st.builds(
    TrainingSettings,
    epochs=st.integers(1, 10**6),
    steps_per_epoch=st.none() | st.integers(1, 10**6),
    optimizer=st.sampled_from(["rmsprop", "adam", "sgd"]),
    learning_rate=POSITIVE,
    early_stopping=st.none() | st.builds(EarlyStopping, patience=st.integers(0, 9)),
    reduce_on_plateau=st.none() | st.builds(ReduceOnPlateau, factor=st.floats(0.001, 0.999)),
    clipping=st.none()
    | st.builds(Clipping, norm=POSITIVE)
    | st.builds(Clipping, global_norm=POSITIVE)
    | st.builds(Clipping, value=st.none() | POSITIVE),
    mixed_precision=st.booleans(),
    device=st.sampled_from(["auto", "cpu", "gpu"]),
)


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    """Any experiment whose parts fit together."""
    dataset = draw(series() | TEXTS)
    is_text = dataset.input_form == "tokens"
    embedding = Embedding(dimension=draw(st.integers(1, 300))) if is_text else None
    family = draw(st.sampled_from([Dense, Recurrent, Convolutional, ConvolutionalRecurrent]))
    layers = {
        Dense: {"layers": DENSE_LAYERS},
        Recurrent: {"layers": RECURRENT_LAYERS},
        Convolutional: {"blocks": BLOCKS, "summary": st.sampled_from(["max", "flatten"])},
        ConvolutionalRecurrent: {"blocks": BLOCKS, "layers": RECURRENT_LAYERS},
    }[family]
    values = {key: draw(value) for key, value in layers.items()}
    if family is Recurrent and not values["layers"][0].bidirectional:
        values["reverse_time"] = draw(st.booleans())
    return Experiment(
        name=draw(NAMES),
        dataset=dataset,
        model=family(embedding=embedding, **values),
        training=draw(TRAINING),
        seed=draw(st.integers(0, 2**31 - 1)),
        silence=draw(st.lists(st.sampled_from(warning_names()), max_size=2)),
    )
