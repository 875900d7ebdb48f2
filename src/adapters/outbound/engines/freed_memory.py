"""Giving memory that was freed back to the system."""

import ctypes
import sys
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


def give_back_device_memory() -> None:
    """Torch keeps the memory of a GPU for itself; CTranslate2, and others, may need it."""
    torch = sys.modules.get("torch")  # where it is not loaded it holds nothing
    if torch is not None and torch.cuda.is_initialized():
        torch.cuda.empty_cache()
