"""Work on a batch that is done in smaller parts where the memory of a device does not hold it."""

import logging
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from adapters.outbound.engines.freed_memory import give_back_device_memory
from application.errors import DeviceMemoryError

_LOG: Final = logging.getLogger(__name__)
_SIGNS: Final = (
    "out of memory",
    "CUBLAS_STATUS_ALLOC_FAILED",
    "CUDNN_STATUS_ALLOC_FAILED",
    "failed to allocate memory",
    "can't allocate memory",
)
"""How CTranslate2 (RuntimeError), torch (OutOfMemoryError, which is one) and onnxruntime say so."""

_TOO_SMALL: Final = "The memory of the device is too small for this work."

T = TypeVar("T")
R = TypeVar("R")


def is_out_of_memory(error: BaseException) -> bool:
    """Whether a library says by it, or by what it was raised from, that no memory is left."""
    if isinstance(error, MemoryError):
        return True
    said = str(error).lower()
    if isinstance(error, RuntimeError) and any(sign.lower() in said for sign in _SIGNS):
        return True
    return error.__cause__ is not None and is_out_of_memory(error.__cause__)


def in_halves(
    items: Sequence[T],
    work: Callable[[Sequence[T]], Sequence[R]],
    is_out_of_memory: Callable[[BaseException], bool] = is_out_of_memory,
    *,
    free: Callable[[], None] = give_back_device_memory,
) -> list[R]:
    """What `work` makes of all items, in order: of all at once, or of ever smaller halves while it
    runs out of memory. `free` gives back what the attempt that failed still holds.

    Raises DeviceMemoryError where one item alone is too much, and whatever else `work` raises.
    """
    try:
        return list(work(items))
    except Exception as error:
        if not is_out_of_memory(error):
            raise
        if len(items) <= 1:
            raise DeviceMemoryError(_TOO_SMALL) from error
    # Outside the handler: its traceback holds the tensors of the attempt that failed.
    free()
    middle = (len(items) + 1) // 2
    _LOG.warning("out of memory with a batch of %d; trying again with %d", len(items), middle)
    return [
        result
        for half in (items[:middle], items[middle:])
        for result in in_halves(half, work, is_out_of_memory, free=free)
    ]


def with_smaller_batches(
    size: int,
    work: Callable[[int], R],
    *,
    free: Callable[[], None] = give_back_device_memory,
) -> R:
    """What `work` makes with batches of that size, or of the half, the quarter ... of it: for
    libraries that divide the work themselves. Raises as `in_halves` does."""
    while True:
        try:
            return work(size)
        except Exception as error:
            if not is_out_of_memory(error):
                raise
            if size <= 1:
                raise DeviceMemoryError(_TOO_SMALL) from error
        free()
        size //= 2
        _LOG.warning("out of memory; trying again with batches of %d", size)
