"""What fails while Whisper hears, and whether it is worth another try."""

import pytest

from adapters.outbound.engines.hearing_packs import translating_errors
from application.errors import (
    DeviceMemoryError,
    TranscriptionFailedError,
    TranscriptionImpossibleError,
)


@pytest.mark.parametrize(
    "fault",
    [
        IndexError("index 448 is out of bounds"),
        KeyError("name"),
        ValueError("expected a positive length"),
        TypeError("not a tensor"),
        NotImplementedError("no such kernel"),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_what_would_fail_again_is_not_tried_again(fault: Exception) -> None:
    with pytest.raises(TranscriptionImpossibleError) as caught, translating_errors():
        raise fault
    assert not caught.value.may_pass
    assert str(caught.value) == "Whisper failed on this recording."


def test_what_a_device_does_may_pass() -> None:
    with pytest.raises(TranscriptionFailedError) as caught, translating_errors():
        raise RuntimeError("cuBLAS failed with status 13")
    assert caught.value.may_pass


@pytest.mark.parametrize("full", [MemoryError(), RuntimeError("CUDA out of memory")])
def test_a_full_memory_is_named(full: Exception) -> None:
    with pytest.raises(DeviceMemoryError), translating_errors():
        raise full


def test_what_is_told_already_is_told_as_it_is() -> None:
    with pytest.raises(DeviceMemoryError, match="full"), translating_errors():
        raise DeviceMemoryError("It is full.")
