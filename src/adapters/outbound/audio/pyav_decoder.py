"""Decoding with FFmpeg's libraries, through PyAV."""

import errno
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final, final

import numpy as np

from adapters.outbound.audio.clock_time import clock_time
from adapters.outbound.audio.damage import Damage
from adapters.outbound.audio.decoding import decoded
from adapters.outbound.audio.mapped_waveform import MappedWaveform
from adapters.outbound.audio.sound_file import opened
from adapters.outbound.audio.track_length import length_of
from application.errors import RecordingTooLongError, StorageFullError
from application.ports.audio_decoder import AudioDecoder, DecodedAudio
from application.ports.beginning_decoder import BeginningDecoder
from application.ports.progress import ReportFraction, ignore_fraction
from application.waveform import SAMPLE_RATE, Samples, Waveform
from domain.audio_clip import AudioFormat

_NO_SPACE_LEFT: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@final
class PyavAudioDecoder(AudioDecoder, BeginningDecoder):
    """Takes all that FFmpeg reads, video too, but nothing that points to other files."""

    def __init__(self, scratch: Path, *, longest_seconds: float) -> None:
        """Decoded sound waits in files under `scratch` that have no name, so nothing is left
        there, whatever happens."""
        self._scratch = scratch
        self._longest_seconds = longest_seconds

    def probe(self, source: Path) -> AudioFormat:
        with opened(source) as sound:
            duration = length_of(sound)
            self._refuse_beyond_longest(duration)
            return AudioFormat(
                duration=duration,
                sample_rate=sound.track.sample_rate,
                channels=sound.track.channels,
                codec=sound.codec,
            )

    @contextmanager
    def decode(self, source: Path, report: ReportFraction) -> Iterator[DecodedAudio]:
        self._scratch.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=self._scratch) as scratch:
            warnings = self._decode_into(scratch, source, report)
            with closing(MappedWaveform(scratch)) as waveform:
                yield DecodedAudio(waveform, warnings)

    @contextmanager
    def beginning(self, source: Path, *, seconds: float) -> Iterator[Waveform]:
        self._scratch.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=self._scratch) as scratch:
            self._decode_beginning_into(scratch, source, round(seconds * SAMPLE_RATE))
            with closing(MappedWaveform(scratch)) as waveform:
                yield waveform

    def _decode_beginning_into(self, scratch: IO[bytes], source: Path, most: int) -> None:
        count = 0
        with opened(source) as sound:
            for samples in decoded(sound, Damage(), ignore_fraction):
                _write(scratch, samples[: most - count])
                count += len(samples)
                if count >= most:
                    return

    def _decode_into(
        self, scratch: IO[bytes], source: Path, report: ReportFraction
    ) -> tuple[str, ...]:
        damage, count = Damage(), 0
        with opened(source) as sound:
            for samples in decoded(sound, damage, report):
                _write(scratch, samples)
                count += len(samples)
                self._refuse_beyond_longest(count / SAMPLE_RATE)
            return sound.warnings(damage, count / SAMPLE_RATE)

    def _refuse_beyond_longest(self, seconds: float) -> None:
        if seconds > self._longest_seconds:
            raise RecordingTooLongError(
                f"The recording is longer than {clock_time(self._longest_seconds)}, which is the "
                "most that this service takes."
            )


def _write(scratch: IO[bytes], samples: Samples) -> None:
    try:
        scratch.write(np.ascontiguousarray(samples).data)
        scratch.flush()
    except OSError as error:
        if error.errno not in _NO_SPACE_LEFT:
            raise
        raise StorageFullError("There is not enough space to decode the recording.") from error
