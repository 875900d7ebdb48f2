"""Giving memory that was freed back to the system."""

import ctypes
from collections.abc import Callable
from functools import cache
from typing import Final

_SYMBOL: Final = "malloc_trim"


def give_back_freed_memory() -> None:
    """The allocator of glibc keeps what many threads have freed in between what they still use,
    and over hours of sound that adds up. Elsewhere this does nothing."""
    if (trim := _trim()) is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    return getattr(ctypes.CDLL(None), _SYMBOL, None)
