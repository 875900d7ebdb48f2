"""What all Whisper models need while they hear: the sound of a pack, and words for what fails."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import numpy as np

from adapters.outbound.engines.halving import is_out_of_memory
from application.errors import (
    DeviceMemoryError,
    TranscriptionFailedError,
    TranscriptionImpossibleError,
)
from application.waveform import Samples, Waveform
from domain.speech import SpeechPack

_LOG: Final = logging.getLogger(__name__)
_FAILED: Final = "Whisper failed on this recording."
_FAULTS: Final = (
    LookupError,
    ValueError,
    TypeError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    NotImplementedError,  # a RuntimeError, and yet torch says by it what it will never do
)
"""Of what was asked or of a program, and not of a device: the same work fails the same way again.
torch raises the first for a place outside a table, CTranslate2 the first two for a bad argument."""


def sound_of(waveform: Waveform, speech: SpeechPack) -> Samples:
    """Its stretches without the silence between them."""
    return np.concatenate([waveform.cut(span) for span in speech.spans])


@contextmanager
def translating_errors() -> Iterator[None]:
    """Raises TranscriptionFailedError, and the TranscriptionImpossibleError among them;
    DeviceMemoryError."""
    try:
        yield
    except _FAULTS as error:
        _LOG.exception("decoding cannot be done")
        raise TranscriptionImpossibleError(_FAILED) from error
    except (RuntimeError, MemoryError) as error:  # of the device, or not to be told from those
        if is_out_of_memory(error):
            raise DeviceMemoryError(
                "The memory of the device is too small for this work."
            ) from error
        _LOG.exception("decoding failed")
        raise TranscriptionFailedError(_FAILED) from error
