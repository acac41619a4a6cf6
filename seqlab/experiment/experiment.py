"""The experiment: dataset, model and training settings as one frozen, typed value."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

import seqlab.baselines
import seqlab.datasets
import seqlab.models
from seqlab.baselines.baseline import Baseline
from seqlab.component import Settings, problem_at
from seqlab.datasets.dataset import Dataset
from seqlab.errors import ConfigError, did_you_mean
from seqlab.experiment.document import Document, Place
from seqlab.experiment.name import LONGEST_NAME, PATTERN, name_after
from seqlab.experiment.overrides import apply_override
from seqlab.experiment.problems import check
from seqlab.experiment.shipped import find_config
from seqlab.experiment.source import read_file, write_text
from seqlab.experiment.training import TrainingSettings
from seqlab.models.model import Model
from seqlab.room import Room

DATASETS = Room(seqlab.datasets, Dataset)
MODELS = Room(seqlab.models, Model)
BASELINES = Room(seqlab.baselines, Baseline)


def warning_names(*components: type[Dataset | Model]) -> list[str]:
    """The names of all warnings that there may be.

    Args:
        components: of other packages, whose warnings count too.
    """
    parts = (TrainingSettings, *MODELS.own.values(), *DATASETS.own.values(), *components)
    return list(dict.fromkeys(name for part in parts for name in part.warning_names))


def every_baseline() -> tuple[Baseline, ...]:
    """One of each kind of baseline that there is, with its default settings, sorted by kind."""
    return tuple(kind.model_validate({}) for kind in BASELINES.every)


STEPS_PER_EPOCH = 500
"""The book's epoch for windows that are drawn at random without end."""


def _let_names_stand_for_blocks(schema: dict[str, Any]) -> None:
    """Say in the JSON schema of `baselines` that a kind alone is a block without settings."""
    for form in schema["anyOf"]:
        if "items" in form:
            form["items"] = {"anyOf": [{"enum": BASELINES.kinds}, form["items"]]}


def _list_warnings(schema: dict[str, Any]) -> None:
    schema["items"] = {"enum": warning_names(), "type": "string"}


class Experiment(Settings):
    """A whole experiment: everything that decides its result."""

    name: str = Field(pattern=PATTERN, max_length=LONGEST_NAME)
    """Words joined by `/`, such as `jena/gru`; its runs go to the folder `outputs/<name>/`."""
    dataset: Annotated[Dataset, DATASETS]
    """What to learn from."""
    model: Annotated[Model, MODELS]
    """What learns."""
    training: TrainingSettings = TrainingSettings()
    """How it learns."""
    baselines: tuple[Annotated[Baseline, BASELINES], ...] | None = Field(
        None,
        strict=False,
        min_length=1,
        examples=[["persistence", "ridge"]],
        json_schema_extra=_let_names_stand_for_blocks,
    )
    """Simple models that it has to beat, by their names or as blocks; null is those that fit the
    dataset. Skill is measured against the first."""
    seed: int = Field(1, ge=0, lt=2**31)
    """Decides weights, batches and dropout; the same seed gives the same result."""
    silence: tuple[str, ...] = Field((), strict=False, json_schema_extra=_list_warnings)
    """Warnings that are known and wanted no more, by their names."""

    @field_validator("baselines", mode="before")
    @classmethod
    def _name_baselines(cls, value: object) -> object:
        """A name alone stands for a block without settings."""
        if not isinstance(value, (list, tuple)):
            return value
        return [{"kind": one} if isinstance(one, str) else one for one in value]

    @field_validator("baselines")
    @classmethod
    def _refuse_twins(cls, value: tuple[Baseline, ...] | None) -> tuple[Baseline, ...] | None:
        kinds = [one.kind for one in value or ()]
        twice = next((kind for kind in kinds if kinds.count(kind) > 1), None)
        if twice is not None:
            raise problem_at("", f"{twice} stands here twice, and results are told by that name")
        return value

    @property
    def judged_beside(self) -> tuple[Baseline, ...]:
        """The baselines: as set, or those that fit the dataset."""
        if self.baselines is not None:
            return self.baselines
        kinds = self.dataset.default_baselines
        return tuple(BASELINES.find(kind).model_validate({}) for kind in kinds)

    @model_validator(mode="after")
    def _check_fit(self) -> Self:
        """Refuse parts that do not go together, before anything is loaded."""
        obstacle = self.model.obstacle(self.dataset.task)
        if obstacle:
            raise problem_at(
                "model.kind", f"{obstacle} dataset {self.dataset.kind}: choose another model"
            )
        self._check_inputs()
        self._check_silence()
        loss, losses = self.training.loss, self.dataset.task.losses
        if loss is not None and loss not in losses:
            raise problem_at(
                "training.loss",
                f"{loss} does not fit dataset {self.dataset.kind}, whose task is "
                f"{self.dataset.task.name}: use {' or '.join(losses)}",
            )
        shards, batch_size = self.training.shards, self.dataset.batch_size
        if shards != "auto" and shards > batch_size:
            raise problem_at(
                "training.shards",
                f"a batch of dataset.batch_size {batch_size:,} samples cannot be split into "
                f"{shards:,} parts: use {batch_size:,} or less, or auto for one a core",
            )
        try:
            self.model.check_length(self.dataset.length)
        except PydanticCustomError as error:
            context = error.context or {}
            raise problem_at(f"model.{context['path']}", context["message"]) from error
        return self

    def _check_silence(self) -> None:
        allowed = warning_names(type(self.model), type(self.dataset))
        for number, name in enumerate(self.silence):
            if name not in allowed:
                raise problem_at(
                    f"silence.{number}",
                    f"expected one of {', '.join(allowed)}; given: {name!r}"
                    f"{did_you_mean(name, allowed)}",
                )

    def _check_inputs(self) -> None:
        """Refuse tokens without an embedding, numbers with one, and time steps where none are."""
        form, model = self.dataset.input_form, self.model
        if form == "tokens" and model.embedding is None:
            raise problem_at(
                "model",
                f"dataset {self.dataset.kind} is made of tokens, and {model.kind} has no embedding "
                "for them: add `embedding: {dimension: 32}`",
            )
        if model.embedding is not None and model.embedding.pretrained:
            vectors = self.dataset.vector_dimension
            if vectors != model.embedding.dimension:
                has = f"has vectors of {vectors} numbers" if vectors else "has no vectors"
                raise problem_at(
                    "model.embedding.dimension" if vectors else "model.embedding.pretrained",
                    f"dataset {self.dataset.kind} {has}, and the embedding wants some of "
                    f"{model.embedding.dimension}: make dataset.encoding.vectors.dimension "
                    "and model.embedding.dimension the same",
                )
        if form != "tokens" and model.embedding is not None:
            what = "a series of numbers" if form == "sequence" else "a bag of terms"
            raise problem_at(
                "model.embedding",
                f"dataset {self.dataset.kind} is {what}, which needs no embedding: remove it",
            )
        if form == "bag" and model.needs_time:
            raise problem_at(
                "model.kind",
                f"dataset {self.dataset.kind} is a bag of terms without order, and {model.kind} "
                "reads sequences: use dense",
            )

    def to_yaml(self) -> str:
        """The complete experiment as YAML that `load_experiment` reads back as the same value."""
        return write_text(self.model_dump(mode="json"))


def load_experiment(config: str | Path, *overrides: str) -> Experiment:
    """Read an experiment from a YAML file.

    Args:
        config: the file, or the name of a config that comes with seqlab: `jena/gru`.
        overrides: `KEY=VALUE` each, laid over the file in their order: `training.epochs=5`.

    Raises:
        ConfigError: names every problem of the file and the overrides, each with its place.
    """
    return read_experiment(config, *overrides)[0]


def read_experiment(config: str | Path, *overrides: str) -> tuple[Experiment, Document]:
    """An experiment from a YAML file, and where each of its settings stands.

    Args and errors are those of `load_experiment`.
    """
    path = find_config(config)
    document = read_file(path)
    return make_experiment(document, path, *overrides), document


def make_experiment(document: Document, path: Path, *overrides: str) -> Experiment:
    """An experiment from a document that was read.

    Args:
        document: whose data and places the overrides change.
        path: its file, which lends the experiment its name where the document gives none.
        overrides: `KEY=VALUE` each, laid over the document in their order.

    Raises:
        ConfigError: names every problem, each with its place.
    """
    if not isinstance(document.data, dict):
        raise ConfigError(
            f"{document.place(())}: expected keys such as `name:`, `dataset:` and `model:`, "
            f"found {'nothing' if document.data is None else f'{document.data!r:.60}'}."
        )
    _apply(overrides, document)
    if "name" not in document.data:
        document.data["name"] = name_after(path)
        document.values[("name",)] = Place(str(path))
    experiment = check(document, Experiment)
    dataset = experiment.dataset.located(path.parent)
    return experiment.model_copy(update={"dataset": dataset})


def _apply(overrides: Sequence[str], document: Document) -> None:
    problems = []
    for override in overrides:
        try:
            apply_override(document, override)
        except ConfigError as error:
            problems.append(str(error))
    if problems:
        raise ConfigError("\n".join(problems))


def json_schema() -> dict[str, Any]:
    """The JSON schema of a config file, for editors that complete and check as one types."""
    schema = Experiment.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "seqlab experiment"
    schema["required"] = [key for key in schema["required"] if key != "name"]
    for block in schema["$defs"].values():
        for key in {"kind", "layer"} & block["properties"].keys():
            # It has a default in Python, where the class is chosen.
            block["required"] = [key, *block.get("required", ())]
    return schema
