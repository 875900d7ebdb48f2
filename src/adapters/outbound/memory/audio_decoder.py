"""A decoder that knows one sound, which it hears in every WAV file."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, final

from application.errors import EmptyFileError, NotAudioError, RecordingTooLongError
from application.ports.audio_decoder import AudioDecoder, DecodedAudio
from application.ports.beginning_decoder import BeginningDecoder
from application.ports.progress import ReportFraction
from application.waveform import SAMPLE_RATE, ArrayWaveform, Waveform
from domain.audio_clip import AudioFormat

SOUND_MARKER: Final = b"RIFF"
"""What a file must begin with to be taken for sound."""


@final
class InMemoryAudioDecoder(AudioDecoder, BeginningDecoder):
    def __init__(self, waveform: Waveform, *, longest_seconds: float = math.inf) -> None:
        self._waveform = waveform
        self._longest_seconds = longest_seconds

    def probe(self, source: Path) -> AudioFormat:
        self._check(source)
        return AudioFormat(
            duration=self._waveform.duration, sample_rate=SAMPLE_RATE, channels=1, codec="pcm_s16le"
        )

    @contextmanager
    def decode(self, source: Path, report: ReportFraction) -> Iterator[DecodedAudio]:
        self._check(source)
        report(0)
        report(1)
        yield DecodedAudio(self._waveform)

    @contextmanager
    def beginning(self, source: Path, *, seconds: float) -> Iterator[Waveform]:
        self._check(source)
        yield ArrayWaveform(self._waveform.read(0, round(seconds * SAMPLE_RATE)))

    def _check(self, source: Path) -> None:
        content = source.read_bytes()
        if not content:
            raise EmptyFileError("The file is empty.")
        if not content.startswith(SOUND_MARKER):
            raise NotAudioError("The file cannot be read as sound.")
        if self._waveform.duration > self._longest_seconds:
            raise RecordingTooLongError("The recording is too long.")
