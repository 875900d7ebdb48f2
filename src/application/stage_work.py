"""One stage at a time: from sound, and from what earlier stages found, to a result."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

from application.engine_table import EngineTable
from application.errors import TranscriptionFailedError
from application.ports.engines.aligner import Aligner
from application.ports.engines.diarizer import Diarizer
from application.ports.engines.speech_detector import SpeechDetector
from application.ports.engines.transcriber import Transcriber
from application.ports.engines.voice_encoder import VoiceEncoder
from application.ports.progress import ReportFraction, ReportSegments, ignore_segments
from application.ports.stage_results import SpeechFound, StageResult, VoicesHeard
from application.voices_heard import voices_heard
from application.waveform import Waveform
from domain.engine_kinds import (
    AlignerKind,
    DiarizerKind,
    SpeechDetectorKind,
    TranscriberKind,
)
from domain.invented_text import without_inventions
from domain.speech import DEFAULT_THRESHOLDS, SpeechThresholds
from domain.transcript import Diarization, Transcription
from domain.transcription_job import Stage
from domain.transcription_options import TranscriptionOptions

R = TypeVar("R")
Results: TypeAlias = Mapping[Stage, StageResult]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageInput:
    """What a stage works on."""

    waveform: Waveform
    options: TranscriptionOptions
    results: Results
    """Of the stages before it in its chain."""
    report: ReportFraction
    tell: ReportSegments = ignore_segments
    """Of what is heard, while the rest is still being heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageWork:
    """Computes: call it from a thread. Raises UnavailableError, and whatever the report raises."""

    speech_detectors: EngineTable[SpeechDetectorKind, SpeechDetector]
    transcribers: EngineTable[TranscriberKind, Transcriber]
    aligners: EngineTable[AlignerKind, Aligner]
    diarizers: EngineTable[DiarizerKind, Diarizer]
    voice_encoder: VoiceEncoder

    def __call__(self, stage: Stage, given: StageInput) -> StageResult:
        work: Mapping[Stage, Callable[[StageInput], StageResult]] = {
            Stage.DETECT_SPEECH: self._detect_speech,
            Stage.TRANSCRIBE: self._transcribe,
            Stage.ALIGN_WORDS: self._align_words,
            Stage.DIARIZE: self._diarize,
            Stage.IDENTIFY_SPEAKERS: self._learn_voices,
        }
        return work[stage](given)

    def _detect_speech(self, given: StageInput) -> SpeechFound:
        detector = self.speech_detectors.of(given.options.engines.speech_detector)
        wanted = given.options.speech
        # What an engine hears at once is best cut where the detector knows of a pause.
        longest = min(wanted.max_stretch, given.options.decoding.chunk_size)
        thresholds = replace(wanted, max_stretch=longest)
        return SpeechFound(tuple(detector.detect(given.waveform, thresholds, given.report)))

    def _transcribe(self, given: StageInput) -> Transcription:
        speech = result_of(Stage.DETECT_SPEECH, SpeechFound, given.results)
        transcriber = self.transcribers.of(given.options.engines.transcriber)

        def said_in(heard: Transcription) -> Transcription:
            return without_inventions(heard, speech.spans, given.options.decoding)

        # Segments are judged one by one, so that those of a part are those of the whole.
        said = said_in(
            transcriber.transcribe(
                given.waveform,
                speech.spans,
                given.options,
                given.report,
                lambda part: given.tell(said_in(part).segments),
            )
        )
        return said if speech.spans else _told_why_nothing(said, given.options.speech)

    def _align_words(self, given: StageInput) -> Transcription:
        heard = result_of(Stage.TRANSCRIBE, Transcription, given.results)
        aligner = self.aligners.of(given.options.engines.aligner)
        return aligner.align(given.waveform, heard, given.options.alignment, given.report)

    def _diarize(self, given: StageInput) -> StageResult:
        diarizer = self.diarizers.of(given.options.engines.diarizer)
        return diarizer.diarize(given.waveform, given.options.speakers, given.report)

    def _learn_voices(self, given: StageInput) -> VoicesHeard:
        told_apart = result_of(Stage.DIARIZE, Diarization, given.results)
        known = {voice.label for voice in told_apart.voices}
        if not given.options.naming.is_wanted and known.issuperset(
            turn.speaker for turn in told_apart.turns
        ):
            return VoicesHeard(())  # the diarizer's own will do
        return voices_heard(given.waveform, told_apart, self.voice_encoder, given.report)


def _told_why_nothing(said: Transcription, wanted: SpeechThresholds) -> Transcription:
    """A silent recording has no words, and so has one of which the caller asked too much."""
    if wanted.onset <= DEFAULT_THRESHOLDS.onset:
        return said
    warning = (
        f"No speech was found: nothing reached vad_onset {wanted.onset:g}; "
        f"{DEFAULT_THRESHOLDS.onset:g} is usual."
    )
    return replace(said, warnings=(*said.warnings, warning))


def result_of(stage: Stage, kind: type[R], results: Results) -> R:
    """Raises TranscriptionFailedError where it is not there: a stage was left out or forgotten."""
    result = results.get(stage)
    if not isinstance(result, kind):
        raise TranscriptionFailedError(f"The result of the stage {stage} is missing.")
    return result
