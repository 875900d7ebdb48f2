"""Where it is learned which language a recording is in."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from application.engine_table import EngineTable
from application.errors import EngineUnavailableError
from application.ports.beginning_decoder import BeginningDecoder
from application.ports.engines.language_listener import listener_of
from application.ports.engines.speech_detector import SpeechDetector
from application.ports.engines.transcriber import Transcriber
from application.ports.progress import ReportFraction
from application.sound_desk import SoundDesk
from application.waveform import Waveform
from domain.engine_kinds import SpeechDetectorKind, TranscriberKind
from domain.languages import Language
from domain.time_span import TimeSpan
from domain.transcription_options import TranscriptionOptions

_LOOKS: Final = (60.0, 300.0, 3600.0)
"""Seconds of the recording that are decoded, each once the one before has too little speech: films
begin with music."""
_ENOUGH: Final = 30.0
"""Seconds of speech, which Whisper hears at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageDesk:
    """Silence and music count for nothing. It takes no turn at a GPU, as recordings do for as long
    as they last: the engine's own workers let it in between two pieces of theirs."""

    desk: SoundDesk
    """With threads of its own: those of the stages may be busy for hours."""
    decoder: BeginningDecoder
    detectors: EngineTable[SpeechDetectorKind, SpeechDetector]
    transcribers: EngineTable[TranscriberKind, Transcriber]

    async def language_in(
        self, recording: Path, options: TranscriptionOptions
    ) -> tuple[Language, float] | None:
        """A caller who leaves ends it soon. Raises UnusableAudioError, UnavailableError."""
        return await self.desk.computed(partial(self._language, recording, options))

    def _language(
        self, recording: Path, options: TranscriptionOptions, report: ReportFraction
    ) -> tuple[Language, float] | None:
        *sooner, last = _LOOKS
        for seconds in sooner:
            with self.decoder.beginning(recording, seconds=seconds) as sound:
                speech = self._speech(sound, options, report)
                if _length_of(speech) >= _ENOUGH or sound.duration < seconds:
                    return self._heard(sound, speech, options)
        with self.decoder.beginning(recording, seconds=last) as sound:
            return self._heard(sound, self._speech(sound, options, report), options)

    def _speech(
        self, sound: Waveform, options: TranscriptionOptions, report: ReportFraction
    ) -> Sequence[TimeSpan]:
        detector = self.detectors.of(options.engines.speech_detector)
        return detector.detect(sound, options.speech, report)

    def _heard(
        self, sound: Waveform, speech: Sequence[TimeSpan], options: TranscriptionOptions
    ) -> tuple[Language, float] | None:
        transcriber = self.transcribers.of(options.engines.transcriber)
        listener = listener_of(transcriber)
        if listener is None:
            raise EngineUnavailableError(
                f"{transcriber.describe().name} tells no language without transcribing."
            )
        return listener.language_in(sound, speech, options)


def _length_of(speech: Sequence[TimeSpan]) -> float:
    return sum(span.duration for span in speech)
