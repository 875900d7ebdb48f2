"""Reading a variable that other programs use for things of their own."""

from typing import Final

_YES: Final = frozenset({"1", "true", "yes", "on"})


def is_said(value: object) -> bool:
    """Whether it says yes."""
    return str(value).strip().lower() in _YES
