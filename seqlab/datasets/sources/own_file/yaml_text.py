"""Texts as a config has them."""

from __future__ import annotations

import json
import re

_PLAIN = re.compile(r"[A-Za-z_][\w/.-]*")
_WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
"""What YAML takes for something else than text."""


def scalar(text: str) -> str:
    """A text in YAML, in quotes where it needs them."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)
