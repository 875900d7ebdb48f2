"""Doing in parts what the memory of a device does not hold at once."""

from collections.abc import Callable, Sequence

import pytest

from adapters.outbound.engines.halving import in_halves, is_out_of_memory, with_smaller_batches
from application.errors import DeviceMemoryError, TranscriptionFailedError

CUDA = "CUDA failed with error out of memory"


class SmallDevice:
    """Doubles numbers, `room` of them at a time."""

    def __init__(self, room: int) -> None:
        self._room = room
        self.batches: list[int] = []
        self.freed = 0

    def double(self, numbers: Sequence[int]) -> list[int]:
        self.batches.append(len(numbers))
        if len(numbers) > self._room:
            raise RuntimeError(CUDA)
        return [2 * number for number in numbers]

    def double_one(self, size: int) -> list[int]:
        return self.double(range(size))

    def free(self) -> None:
        self.freed += 1


def test_what_fits_is_done_at_once() -> None:
    device = SmallDevice(8)
    assert in_halves(range(8), device.double) == [*range(0, 16, 2)]
    assert device.batches == [8]


@pytest.mark.parametrize("room", [1, 2, 3, 5])
def test_what_does_not_fit_is_done_in_halves_and_in_order(room: int) -> None:
    device = SmallDevice(room)
    assert in_halves(range(11), device.double) == [*range(0, 22, 2)]


def test_a_half_that_fits_is_not_divided_further() -> None:
    device = SmallDevice(4)
    in_halves(range(8), device.double)
    assert device.batches == [8, 4, 4]


def test_what_a_failed_attempt_holds_is_given_back_before_the_next() -> None:
    device = SmallDevice(4)
    in_halves(range(8), device.double, free=device.free)
    assert device.freed == 1


def test_one_piece_that_does_not_fit_is_told_with_what_to_do() -> None:
    with pytest.raises(DeviceMemoryError) as told:
        in_halves(range(4), SmallDevice(0).double)
    assert "BATCH_SIZE" in told.value.advice
    assert "int8_float16" in told.value.advice


def test_nothing_is_made_of_nothing() -> None:
    assert in_halves([], SmallDevice(0).double) == []


def test_other_failures_are_not_tried_again() -> None:
    asked: list[int] = []

    def fail(numbers: Sequence[int]) -> list[int]:
        asked.append(len(numbers))
        raise ValueError("no such number")

    with pytest.raises(ValueError, match="no such number"):
        in_halves(range(4), fail)
    assert asked == [4]


@pytest.mark.parametrize(
    ("error", "is_memory"),
    [
        (RuntimeError(CUDA), True),
        (RuntimeError("cuBLAS failed with status CUBLAS_STATUS_ALLOC_FAILED"), True),
        (RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB."), True),
        (MemoryError(), True),
        (RuntimeError("CUDA error: an illegal memory access was encountered"), False),
        (ValueError("out of memory"), False),
    ],
)
def test_libraries_are_understood(error: Exception, *, is_memory: bool) -> None:
    assert is_out_of_memory(error) is is_memory


def translated(work: Callable[[], object]) -> Exception:
    try:
        work()
    except RuntimeError as error:
        failure = TranscriptionFailedError("Whisper failed on this recording.")
        failure.__cause__ = error
        return failure
    raise AssertionError


def test_an_error_that_was_made_of_one_means_the_same() -> None:
    assert is_out_of_memory(translated(lambda: SmallDevice(0).double([1])))


def test_a_library_that_divides_the_work_itself_gets_smaller_batches() -> None:
    asked: list[int] = []

    def work(size: int) -> str:
        asked.append(size)
        if size > 3:
            raise RuntimeError(CUDA)
        return "done"

    assert with_smaller_batches(16, work) == "done"
    assert asked == [16, 8, 4, 2]


def test_even_a_batch_of_one_may_be_too_much() -> None:
    with pytest.raises(DeviceMemoryError):
        with_smaller_batches(2, SmallDevice(0).double_one)
