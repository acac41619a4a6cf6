"""The place of a setting that turned out wrong only when the data was there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from seqlab.errors import ConfigError

if TYPE_CHECKING:
    from seqlab.experiment.document import Document

_KEY = re.compile(r"(?:dataset|model|training)(?:\.\w+)+")


@contextmanager
def placed(document: Document) -> Iterator[None]:
    """Say where the setting stands that an error is about.

    Args:
        document: the config, with the places of its settings.

    Raises:
        ConfigError: the block raised one; in front of its message stands `file:line:column`, if
            the message begins with the key of a setting.
    """
    try:
        yield
    except ConfigError as error:
        key = _KEY.match(error.message)
        if key is None:
            raise
        path = (int(part) if part.isdecimal() else part for part in key[0].split("."))
        place = document.place(tuple(path))
        raise ConfigError(f"{place}: {error.message}", remedy=error.remedy) from error
