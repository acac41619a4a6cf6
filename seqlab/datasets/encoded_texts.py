"""What all datasets of texts have in common: an encoding, and that texts are of classes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self, cast

from pydantic import Field, model_validator

import seqlab.text.encodings
from seqlab.component import problem_at
from seqlab.datasets.dataset import Dataset
from seqlab.room import Room
from seqlab.text.encodings.encoding import Encoding
from seqlab.text.encodings.tokens import TokenEncoding

if TYPE_CHECKING:
    from seqlab.datasets.sources.text_file.columns import TextColumns
    from seqlab.tasks.classification import Classification
    from seqlab.tasks.data import Data, SplitName
    from seqlab.tasks.inputs import InputForm
    from seqlab.tasks.preprocessing import Preprocessing
    from seqlab.text.data import TextData
    from seqlab.text.encodings.encoding import TextPreprocessing
    from seqlab.text.questions import TextQuestions

ENCODINGS = Room(seqlab.text.encodings, Encoding)
AnyEncoding = Annotated[Encoding, ENCODINGS]


class EncodedTexts(Dataset):
    """Labelled texts: which class is a text of?"""

    classes: ClassVar[tuple[str, ...]] = ()
    """Their names in the order of their numbers, where they are known before any text is read."""
    default_baselines: ClassVar[tuple[str, ...]] = ("majority",)

    encoding: AnyEncoding = TokenEncoding()
    """What a model sees of a text."""
    batch_size: int = Field(128, gt=0)
    """Texts in one training batch; the last batch of an epoch may be smaller."""

    @model_validator(mode="before")
    @classmethod
    def _refuse_keys_of_an_encoding(cls, settings: Any) -> Any:
        """Say where the keys of an encoding belong; `maxlen` and others once stood here."""
        if not isinstance(settings, dict):
            return settings
        unknown = settings.keys() - cls.model_fields.keys()
        own = type(cls.model_fields["encoding"].default)
        every = (own, *ENCODINGS.own.values())
        best = max(every, key=lambda one: len(unknown & one.model_fields.keys()))
        strays = [key for key in settings if key in unknown & best.model_fields.keys()]
        if strays:
            kind = best.model_fields["kind"].default
            block = ", ".join((f"kind: {kind}", *(f"{key}: ..." for key in strays)))
            raise problem_at(
                strays[0],
                f"what a model sees of a text is set in a block of its own: write `encoding: "
                f"{{{block}}}`",
            )
        return settings

    def located(self, folder: Path) -> Self:
        return self.model_copy(update={"encoding": self.encoding.located(folder)})

    @property
    def task(self) -> type[Classification]:
        from seqlab.tasks.classification import Classification

        return Classification

    @property
    def input_form(self) -> InputForm:
        return self.encoding.input_form

    @property
    def length(self) -> int:
        return self.encoding.length

    @property
    def preprocessing_type(self) -> type[Preprocessing]:
        return self.encoding.preprocessing_type

    @property
    def vector_dimension(self) -> int | None:
        return self.encoding.vector_dimension

    @property
    def pads_before(self) -> bool:
        return self.encoding.pads_before

    @property
    def columns(self) -> TextColumns:
        """Where the texts of a file are that a trained model is asked about."""
        from seqlab.datasets.sources.text_file.columns import TextColumns

        return TextColumns("text", None)

    def upcoming(self, prepared: Preprocessing, path: Path | None) -> TextQuestions:
        from seqlab.datasets.labelled.questions import questions_of_file

        return questions_of_file(self, self._task_of(prepared), path)

    def about(self, prepared: Preprocessing, texts: Sequence[str]) -> TextQuestions:
        from seqlab.text.questions import TextQuestions

        return TextQuestions(texts, self._task_of(prepared))

    def judged(self, data: Data, split: SplitName) -> TextQuestions:
        return cast("TextData", data).questions(split)

    def _task_of(self, prepared: Preprocessing) -> Classification:
        """What a model was asked, from what its run keeps.

        Raises:
            DataError: the run does not keep the names of the classes.
        """
        from seqlab.errors import DataError

        own = cast("TextPreprocessing", prepared)
        names = own.classes.names if own.classes else self.classes
        if not names:
            raise DataError(
                "The run does not say what its classes are called.",
                remedy="Train the experiment again: `preprocessing.json` then has them.",
            )
        weights = own.classes.weights if own.classes else ()
        return self.task(self.encoding.inputs(own), names, weights)
