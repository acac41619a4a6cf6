"""Two series and some texts, what stands around their models, and the answers computed by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from seqlab.exports.format import Format
from seqlab.models.embedding import Embedding
from seqlab.models.model import Model
from seqlab.series.calendar import calendar_features
from seqlab.series.deployment import SeriesDeployment
from seqlab.series.signature import SeriesSignature
from seqlab.series.static import StaticColumn
from seqlab.series.windows import WindowShape
from seqlab.tasks.classification import Classification
from seqlab.tasks.deployment import Deployment
from seqlab.tasks.forecast import Forecast, Target
from seqlab.tasks.inputs import Sequence, Tokens
from seqlab.tasks.task import Task
from seqlab.text.deployment import TextDeployment
from seqlab.text.encodings.tokens import TokenEncoding, TokenPreprocessing

if TYPE_CHECKING:
    import keras

TIME, HORIZON = 8, 3
TEXTS = ("When will my PARCEL come?", "it broke", "", "Größe, 東京!", "thanks " * 30, "\ufb01ne")
CHARACTERS = tuple("enihoa rkß")
"""As words their graph is made soonest."""


@dataclass(frozen=True, eq=False)
class Example:
    """A question to models, and samples.

    Args:
        task: the question.
        deployment: what stands around a model.
        seen: what the model sees of the samples, by hand.
        given: the samples as a user gives them.
        texts: the same as strings; none where there are no texts.
        answer: from what a model puts out to what a user gets, by hand.
        scale: what counts as 1 in a difference between answers.
    """

    task: Task
    deployment: Deployment
    seen: list[NDArray[Any]]
    given: Mapping[str, NDArray[Any]]
    texts: tuple[str, ...]
    answer: Callable[[NDArray[Any]], NDArray[Any]]
    scale: NDArray[Any]

    def feed(self, one: Format) -> dict[str, NDArray[Any]]:
        """The samples as a format takes them."""
        ports = one.ports(self.deployment)
        if ports[0].kind == "string":
            return {ports[0].name: np.array(self.texts, object)}
        return {
            port.name: self.given[port.name].astype(port.dtype(one.precision)) for port in ports
        }

    def built(self, family: type[Model], **settings: Any) -> keras.Model:
        """A model of a family with weights that all matter."""
        embedding = Embedding(dimension=4) if isinstance(self.task.inputs, Tokens) else None
        model = family(**({"embedding": embedding} | settings)).build(self.task)
        return shaken(model)

    def expected(self, model: keras.Model) -> NDArray[Any]:
        """What a user gets of the samples, by hand."""
        outputs = model(self.seen if self.seen[1:] else self.seen[0], training=False)
        return self.answer(np.asarray(outputs, np.float64))


def shaken(model: keras.Model) -> keras.Model:
    """The same model with other weights: some begin with zeros, and variances are positive."""
    generator = np.random.default_rng(5)
    weights = [w + np.abs(0.1 * generator.normal(size=w.shape)) for w in model.get_weights()]
    model.set_weights(weights)
    return model


def forecast(*, horizon: int = HORIZON, quantiles: tuple[float, ...] = (0.1, 0.5, 0.9)) -> Example:
    """Two series of very different sizes, with all that can be known of them."""
    generator = np.random.default_rng(3)
    centre = np.array([[1000.0, 5.0, -3.0], [2e-3, 0.0, 40.0]])
    width = np.array([[20.0, 2.0, 1.0], [1e-4, 1.0, 7.0]])
    targets = tuple(
        Target(name, "", None, None, feature) for feature, name in enumerate(("sales", "visits"))
    )
    window = Sequence(TIME, 5, known=(horizon, 3), static=3)
    task = Forecast(window, targets, horizon, "change", quantiles)
    static = (
        StaticColumn(name="area", mean=100.0, std=10.0),
        StaticColumn(name="city", words=("Gera", "Jena")),
    )
    series = np.array([0, 1, 1, 0, 1, 0, 0])
    samples = len(series)
    own_centre, own_width = centre[series][:, None], width[series][:, None]
    values = own_centre + own_width * generator.normal(size=(samples, TIME + horizon, 3))
    start = np.datetime64("2023-12-30T22:30:00") + np.arange(samples).astype("m8[D]")
    times = start[:, None] + np.arange(TIME + horizon).astype("m8[h]")
    area, city = generator.normal(100, 10, samples), np.arange(samples) % 2
    scaled = (values - own_centre) / own_width
    clock = calendar_features(times.ravel(), ("hour",)).reshape(samples, TIME + horizon, 2)
    rows = np.concatenate([scaled, clock], axis=2).astype(np.float32)
    never = np.column_stack([(area - 100) / 10, city == 0, city == 1]).astype(np.float32)
    seconds = times.astype("datetime64[s]").astype(np.int64)

    def answer(outputs: NDArray[Any]) -> NDArray[Any]:
        shaped = outputs.reshape(samples, horizon, 2, max(1, len(quantiles)))
        raw = shaped * own_width[..., :2, None] + own_centre[..., :2, None]
        return raw if quantiles else raw[..., 0]

    signature = SeriesSignature(
        task=task,
        columns=("sales", "visits", "price"),
        known=("price",),
        calendar=("hour",),
        static=static,
        ids=("north", "south"),
        shape=WindowShape(TIME, 1, 1, "strict", horizon),
        rows_apart="one hour",
        timezone="Europe/Berlin",
    )
    deployment = SeriesDeployment(signature, centre, width)
    given = {
        "window": values[:, :TIME],
        "series": series,
        "known_ahead": values[:, TIME:, 2:],
        "times": seconds[:, :TIME],
        "times_ahead": seconds[:, TIME:],
        "static_numbers": area[:, None],
        "static_words": city[:, None],
    }
    seen = [rows[:, :TIME], rows[:, TIME:, 2:], never]
    scale = own_width[..., :2, None] if quantiles else own_width[..., :2]
    return Example(task, deployment, seen, given, (), answer, scale)


def plain_forecast() -> Example:
    """One series of which only the past is known, and one step ahead: the smallest graph."""
    generator = np.random.default_rng(4)
    centre, width = np.array([[10.0, 900.0]]), np.array([[3.0, 8.0]])
    target = Target("T (degC)", "degC", 10.0, 3.0, 0)
    task = Forecast(Sequence(TIME, 2), (target,))
    values = centre + width * generator.normal(size=(6, TIME, 2))
    signature = SeriesSignature(
        task=task,
        columns=("T (degC)", "p (mbar)"),
        known=(),
        calendar=(),
        static=(),
        ids=("",),
        shape=WindowShape(TIME, 1, 1, "strict"),
        rows_apart="one hour",
        timezone="",
    )
    deployment = SeriesDeployment(signature, centre, width)
    seen = ((values - centre) / width).astype(np.float32)

    def answer(outputs: NDArray[Any]) -> NDArray[Any]:
        return outputs.reshape(-1, 1, 1) * 3.0 + 10.0

    return Example(task, deployment, [seen], {"window": values}, (), answer, np.full(1, 3.0))


def classification(*, classes: int = 3, from_logits: bool = True) -> Example:
    """Texts in two classes or more."""
    names = tuple(f"class {number}" for number in range(classes))
    encoding = TokenEncoding(max_features=12, maxlen=TIME, padding="post", truncating="post")
    prepared = TokenPreprocessing(splitting="characters", encoding=encoding, words=CHARACTERS)
    task = Classification(Tokens(TIME, 12), names)
    tokens = prepared.encode(TEXTS)

    def answer(outputs: NDArray[Any]) -> NDArray[Any]:
        if classes == 2:
            second = 1 / (1 + np.exp(-outputs)) if from_logits else outputs.clip(0, 1)
            return np.concatenate([1 - second, second], axis=1)
        positive = np.exp(outputs) if from_logits else outputs.clip(0, None)
        return positive / positive.sum(axis=1, keepdims=True)

    deployment = TextDeployment(prepared, task, from_logits)
    return Example(task, deployment, [tokens], {"tokens": tokens}, TEXTS, answer, np.ones(1))
