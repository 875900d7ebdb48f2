"""Raw sound, as clients send it who have decoded a recording themselves, with a header before it.

FFmpeg knows sound by its container, so one is put around the samples while they pass.
"""

import struct
from collections.abc import AsyncIterator
from typing import Final

from application.waveform import SAMPLE_RATE

_BYTES: Final = 2
"""Of a sample: signed, the lower one first (s16le)."""
_UNTIL_THE_END: Final = 0xFFFFFFFF
"""How long the sound is that follows, for whoever writes before it knows: FFmpeg's own muxer does
the same into a pipe."""
_PCM: Final = 1
_HEADER: Final = struct.pack(
    "<4sI4s4sIHHIIHH4sI",
    b"RIFF",
    _UNTIL_THE_END,
    b"WAVE",
    b"fmt ",
    16,
    _PCM,
    1,
    SAMPLE_RATE,
    SAMPLE_RATE * _BYTES,
    _BYTES,
    8 * _BYTES,
    b"data",
    _UNTIL_THE_END,
)
_LOOK: Final = 12
"""Bytes in which a WAV file says that it is one."""


async def as_wav(samples: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Mono samples at 16 kHz as a WAV file that lasts until it ends; half a sample at its end is
    left out by whoever decodes it. A client that says it sends raw sound, and sends a WAV file, is
    taken by what it sends; nothing stays nothing."""
    beginning = b""
    async for chunk in samples:
        beginning += chunk
        if len(beginning) >= _LOOK:
            break
    if beginning:
        yield beginning if _is_wav(beginning) else _HEADER + beginning
    async for chunk in samples:
        yield chunk


def _is_wav(beginning: bytes) -> bool:
    return beginning[:4] in (b"RIFF", b"RF64") and beginning[8:12] == b"WAVE"
