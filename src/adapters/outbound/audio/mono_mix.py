"""Sound of any rate and any number of channels, brought to mono at 16 kHz."""

from collections.abc import Iterator
from typing import Final

import av
import numpy as np
from av.audio.frame import AudioFrame

from application.errors import NotAudioError
from application.waveform import SAMPLE_RATE, Samples

_CANCELLED_OUT: Final = 0.01
"""A mix with less than this part of a channel's power (-20 dB) has lost what that channel says."""


class MonoMix:
    """Takes frames and gives blocks of a second. The frames may change their kind on the way."""

    def __init__(self) -> None:
        self._resampler: av.AudioResampler | None = None
        self._kind: tuple[str, str, int] | None = None

    def take(self, frame: AudioFrame) -> Iterator[Samples]:
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        if kind != self._kind:
            yield from self.rest()
            self._resampler = av.AudioResampler("flt", frame.layout, SAMPLE_RATE, SAMPLE_RATE)
            self._kind = kind
        yield from self._resampled(frame)

    def rest(self) -> Iterator[Samples]:
        """What the resampler still holds; after the last frame."""
        yield from self._resampled(None)
        self._resampler = self._kind = None

    def _resampled(self, frame: AudioFrame | None) -> Iterator[Samples]:
        if self._resampler is None:
            return
        try:
            blocks = self._resampler.resample(frame)
        except (av.FFmpegError, ValueError) as error:
            raise NotAudioError(
                "The file's sound is of a kind that cannot be converted."
            ) from error
        for block in blocks:
            # Interleaved: PyAV reads past the end of eight and more separate channels.
            samples = np.asarray(block.to_ndarray(), dtype=np.float32)
            yield mono(samples.reshape(block.samples, -1).T)


def mono(channels: Samples) -> Samples:
    """The mean of the channels (channels, n), or the strongest one where they cancel out.

    The array is used up.
    """
    # Float files may hold anything.
    if np.isnan(channels).any():
        np.nan_to_num(channels, copy=False)
    np.clip(channels, -1, 1, out=channels)
    powers = [float(channel @ channel) for channel in channels]
    mix: Samples = np.full(len(channels), 1 / len(channels), dtype=np.float32) @ channels
    if float(mix @ mix) < _CANCELLED_OUT * max(powers):
        mix = channels[powers.index(max(powers))]
    return mix
