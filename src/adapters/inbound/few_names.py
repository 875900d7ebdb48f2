"""Naming what a client sent and nobody knows: it may be any number of names of any length."""

from collections.abc import Sequence
from itertools import islice
from typing import Final

_MOST: Final = 20
_LONGEST: Final = 60
"""Characters."""


def few_of(names: Sequence[str]) -> tuple[Sequence[str], int]:
    """The first of them, none too long, and how many more there are."""
    few = [_short(name) for name in islice(names, _MOST)]
    return few, len(names) - len(few)


def listed(names: Sequence[str]) -> str:
    """In one line that says when it is not all of them."""
    few, more = few_of(names)
    return ", ".join(few) + (f" and {more:,} more" if more else "")


def each_unheeded(names: Sequence[str]) -> Sequence[str]:
    """A warning for each, and one for the rest."""
    few, more = few_of(names)
    told = [f"{name} has no effect: this service does not know it." for name in few]
    rest = f"And {more:,} more fields have no effect: this service does not know them."
    return [*told, rest] if more else told


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}..."
