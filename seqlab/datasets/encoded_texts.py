"""What all datasets of texts have in common: an encoding, and that texts are of classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Union

from pydantic import Field, model_validator

import seqlab.text.encodings
from seqlab.component import find_components, problem_at
from seqlab.datasets.dataset import Dataset
from seqlab.text.encodings.encoding import Encoding
from seqlab.text.encodings.tokens import TokenEncoding

if TYPE_CHECKING:
    from seqlab.tasks.classification import Classification
    from seqlab.tasks.inputs import InputForm
    from seqlab.tasks.preprocessing import Preprocessing

ENCODINGS = find_components(seqlab.text.encodings, base=Encoding)
if TYPE_CHECKING:
    AnyEncoding = Encoding
else:  # every component of the room, chosen by its kind
    AnyEncoding = Annotated[Union[ENCODINGS], Field(discriminator="kind")]  # noqa: UP007


class EncodedTexts(Dataset):
    """Labelled texts: which class is a text of?"""

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
        best = max((own, *ENCODINGS), key=lambda one: len(unknown & one.model_fields.keys()))
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
