"""What all Whisper models need while they hear: the sound of a pack, and words for what fails."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import numpy as np

from adapters.outbound.engines.halving import is_out_of_memory
from application.errors import DeviceMemoryError, TranscriptionFailedError
from application.waveform import Samples, Waveform
from domain.speech import SpeechPack

_LOG: Final = logging.getLogger(__name__)


def sound_of(waveform: Waveform, speech: SpeechPack) -> Samples:
    """Its stretches without the silence between them."""
    return np.concatenate([waveform.cut(span) for span in speech.spans])


@contextmanager
def translating_errors() -> Iterator[None]:
    """Raises TranscriptionFailedError, DeviceMemoryError."""
    try:
        yield
    except RuntimeError as error:  # the only kind of CTranslate2 and of torch
        if is_out_of_memory(error):
            raise DeviceMemoryError(
                "The memory of the device is too small for this work."
            ) from error
        _LOG.exception("decoding failed")
        raise TranscriptionFailedError("Whisper failed on this recording.") from error
