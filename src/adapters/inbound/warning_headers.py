"""Telling, in a header, what was asked for and could not be had: for bodies that have no room."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

WARNINGS: Final = "Hexavox-Warnings"
DESCRIBED: Final[Mapping[str, Any]] = MappingProxyType(
    {
        WARNINGS: {
            "description": "What was asked for and could not be had, and why.",
            "schema": {"type": "string"},
        }
    }
)
"""Among the headers of an answer in the OpenAPI document."""
_LONGEST: Final = 2000
"""Characters; proxies refuse headers of several kilobytes."""
_UNPRINTABLE: Final = re.compile(r"[^ -~]")
"""A client may have called a field anything, and the name stands in the warning."""


def warning_headers(warnings: Iterable[str]) -> Mapping[str, str]:
    """All of them in one line of printable ASCII, or no header."""
    line = " ".join(" ".join(warnings).split())
    plain = _UNPRINTABLE.sub("?", line)
    return {WARNINGS: plain[:_LONGEST]} if plain else {}
