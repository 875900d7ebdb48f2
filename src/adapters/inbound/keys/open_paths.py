"""What anybody may ask for, with or without a key."""

from collections.abc import Set as AbstractSet
from typing import Final

OPEN_PATHS: Final[AbstractSet[str]] = frozenset(
    {"/", "/docs", "/openapi.json", "/health", "/health/live", "/health/ready"}
)
"""Whoever watches the service, or wants to know how to ask it, has no key yet."""
_FILES_OF_DOCS: Final = "/docs/"


def is_open(path: str) -> bool:
    return path in OPEN_PATHS or path.startswith(_FILES_OF_DOCS)
