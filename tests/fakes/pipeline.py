"""The pipeline of a test, all of whose engines read from a script."""

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from application.ports.audio_decoder import AudioDecoder
from application.ports.engines.aligner import Aligner
from application.ports.engines.diarizer import Diarizer
from application.ports.engines.speech_detector import SpeechDetector
from application.ports.engines.transcriber import Transcriber
from application.ports.stage_results import StageResult
from application.sound_desk import SoundDesk
from application.stage_limits import StageLimits
from application.stage_work import StageWork
from application.transcription_pipeline import NO_TURNS, PipelineRun, TranscriptionPipeline, Turn
from domain.transcription_job import JobKind, Stage
from domain.transcription_options import TranscriptionOptions
from tests.fakes.decoder import ScriptedAudioDecoder
from tests.fakes.engine_tables import any_aligner, any_detector, any_diarizer, any_transcriber
from tests.fakes.engines import (
    ScriptedDiarizer,
    ScriptedSpeechDetector,
    ScriptedTranscriber,
    UnchangingAligner,
)
from tests.fakes.jobs import TINY
from tests.fakes.progress import Notes
from tests.fakes.voices import ScriptedVoiceEncoder

RESUMABLE: Final = frozenset(
    {Stage.DETECT_SPEECH, Stage.TRANSCRIBE, Stage.ALIGN_WORDS, Stage.DIARIZE}
)
"""Stages that are not run again where their results are kept."""
EVERY_STAGE_TO_KEEP: Final = RESUMABLE | {Stage.DECODE}


@dataclass
class Engines:
    decoder: ScriptedAudioDecoder = field(default_factory=ScriptedAudioDecoder)
    detector: ScriptedSpeechDetector = field(default_factory=ScriptedSpeechDetector)
    transcriber: ScriptedTranscriber = field(default_factory=ScriptedTranscriber)
    aligner: UnchangingAligner = field(default_factory=UnchangingAligner)
    diarizer: ScriptedDiarizer = field(default_factory=ScriptedDiarizer)
    encoder: ScriptedVoiceEncoder = field(default_factory=ScriptedVoiceEncoder)

    @property
    def asked(self) -> set[Stage]:
        """Stages whose engine had something to do."""
        engines = {
            Stage.DETECT_SPEECH: self.detector.asked,
            Stage.TRANSCRIBE: self.transcriber.asked,
            Stage.ALIGN_WORDS: self.aligner.asked,
            Stage.DIARIZE: self.diarizer.asked,
        }
        return {stage for stage, asked in engines.items() if asked}


def pipeline_of(  # noqa: PLR0913 - one engine for each stage
    engines: Engines,
    threads: Executor,
    *,
    decoder: AudioDecoder | None = None,
    detector: SpeechDetector | None = None,
    transcriber: Transcriber | None = None,
    aligner: Aligner | None = None,
    diarizer: Diarizer | None = None,
    limits: StageLimits | None = None,
    turn: Turn = NO_TURNS,
) -> TranscriptionPipeline:
    """With other engines in the place of some."""
    work = StageWork(
        speech_detectors=any_detector(detector or engines.detector),
        transcribers=any_transcriber(transcriber or engines.transcriber),
        aligners=any_aligner(aligner or engines.aligner),
        diarizers=any_diarizer(diarizer or engines.diarizer),
        voice_encoder=engines.encoder,
    )
    desk = SoundDesk(
        decoder=decoder or engines.decoder,
        work=work,
        threads=threads,
        limits=limits or StageLimits(),
    )
    return TranscriptionPipeline(desk=desk, turn=turn)


def a_run(
    notes: Notes,
    *,
    options: TranscriptionOptions = TINY,
    kind: JobKind = JobKind.FULL,
    done: Mapping[Stage, StageResult] | None = None,
) -> PipelineRun:
    return PipelineRun(
        source=Path("talk.wav"),
        options=options,
        kind=kind,
        report=notes.report,
        keep=notes.keep,
        done=done or {},
    )
