"""One stage at a time: from sound, and from what earlier stages found, to a result."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from application.engine_table import EngineTable
from application.errors import TranscriptionFailedError
from application.ports.engines.aligner import Aligner
from application.ports.engines.diarizer import Diarizer
from application.ports.engines.speech_detector import SpeechDetector
from application.ports.engines.transcriber import Transcriber
from application.ports.progress import ReportFraction
from application.ports.stage_results import SpeechFound, StageResult
from application.waveform import Waveform
from domain.engine_kinds import (
    AlignerKind,
    DiarizerKind,
    SpeechDetectorKind,
    TranscriberKind,
)
from domain.transcript import Transcription
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


@dataclass(frozen=True, slots=True, kw_only=True)
class StageWork:
    """Computes: call it from a thread. Raises UnavailableError, and whatever the report raises."""

    speech_detectors: EngineTable[SpeechDetectorKind, SpeechDetector]
    transcribers: EngineTable[TranscriberKind, Transcriber]
    aligners: EngineTable[AlignerKind, Aligner]
    diarizers: EngineTable[DiarizerKind, Diarizer]

    def __call__(self, stage: Stage, given: StageInput) -> StageResult:
        work: Mapping[Stage, Callable[[StageInput], StageResult]] = {
            Stage.DETECT_SPEECH: self._detect_speech,
            Stage.TRANSCRIBE: self._transcribe,
            Stage.ALIGN_WORDS: self._align_words,
            Stage.DIARIZE: self._diarize,
        }
        return work[stage](given)

    def _detect_speech(self, given: StageInput) -> SpeechFound:
        detector = self.speech_detectors.of(given.options.engines.speech_detector)
        found = detector.detect(given.waveform, given.options.speech, given.report)
        return SpeechFound(tuple(found))

    def _transcribe(self, given: StageInput) -> Transcription:
        speech = result_of(Stage.DETECT_SPEECH, SpeechFound, given.results)
        transcriber = self.transcribers.of(given.options.engines.transcriber)
        return transcriber.transcribe(given.waveform, speech.spans, given.options, given.report)

    def _align_words(self, given: StageInput) -> Transcription:
        heard = result_of(Stage.TRANSCRIBE, Transcription, given.results)
        aligner = self.aligners.of(given.options.engines.aligner)
        return aligner.align(given.waveform, heard, given.options.alignment, given.report)

    def _diarize(self, given: StageInput) -> StageResult:
        diarizer = self.diarizers.of(given.options.engines.diarizer)
        return diarizer.diarize(given.waveform, given.options.speakers, given.report)


def result_of(stage: Stage, kind: type[R], results: Results) -> R:
    """Raises TranscriptionFailedError where it is not there: a stage was left out or forgotten."""
    result = results.get(stage)
    if not isinstance(result, kind):
        raise TranscriptionFailedError(f"The result of the stage {stage} is missing.")
    return result
