"""Where it is learned what the speaker of a sample sounds like."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from application.engine_table import EngineTable
from application.ports.engines.speech_detector import SpeechDetector
from application.ports.engines.voice_encoder import VoiceEncoder
from application.ports.progress import ReportFraction, ignore_fraction
from application.sound_desk import SoundDesk
from application.waveform import SAMPLE_RATE, Samples, Waveform
from domain.engine_kinds import SpeechDetectorKind
from domain.speech import DEFAULT_THRESHOLDS
from domain.voice_print import VoicePrint

LISTENED_TO: Final = 300.0
"""Seconds of a sample: the first five minutes of a long one say enough of a voice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceDesk:
    """Silence counts for nothing: only what the detector takes for speech is listened to."""

    desk: SoundDesk
    """With threads of its own: those of the stages may be busy for hours."""
    detectors: EngineTable[SpeechDetectorKind, SpeechDetector]
    encoder: VoiceEncoder

    async def voice_in(self, sample: Path) -> VoicePrint:
        """Raises UnusableAudioError (TooLittleSpeechError where nobody speaks for long enough),
        RecordingTooLongError, UnavailableError, TranscriptionFailedError."""
        async with self.desk.decoded(sample, ignore_fraction) as decoded:
            return await self.desk.computed(partial(self._voice, decoded.waveform))

    def _voice(self, waveform: Waveform, report: ReportFraction) -> VoicePrint:
        beginning = _Beginning(waveform, LISTENED_TO)
        spans = self.detectors.usual.detect(beginning, DEFAULT_THRESHOLDS, report)
        return self.encoder.encode(beginning, spans)


class _Beginning(Waveform):
    """The first seconds of another."""

    def __init__(self, whole: Waveform, seconds: float) -> None:
        self._whole = whole
        self._count = min(whole.sample_count, round(seconds * SAMPLE_RATE))

    @property
    def sample_count(self) -> int:
        return self._count

    def read(self, start: int, stop: int) -> Samples:
        return self._whole.read(start, min(stop, self._count))

    def whole(self) -> Samples:
        return self._whole.whole()[: self._count]

    def release(self) -> None:
        self._whole.release()
