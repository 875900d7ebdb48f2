"""The pipeline of a test, all of whose engines read from a script."""

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from application.ports.stage_results import StageResult
from application.transcription_pipeline import PipelineRun, TranscriptionPipeline
from domain.transcription_job import Stage
from domain.transcription_options import TranscriptionOptions
from tests.fakes.decoder import ScriptedAudioDecoder
from tests.fakes.engines import (
    ScriptedDiarizer,
    ScriptedSpeechDetector,
    ScriptedTranscriber,
    UnchangingAligner,
)
from tests.fakes.jobs import TINY
from tests.fakes.progress import Notes

RESUMABLE: Final = frozenset(
    {Stage.DETECT_SPEECH, Stage.TRANSCRIBE, Stage.ALIGN_WORDS, Stage.DIARIZE}
)
"""Stages whose results are kept."""


@dataclass
class Engines:
    decoder: ScriptedAudioDecoder = field(default_factory=ScriptedAudioDecoder)
    detector: ScriptedSpeechDetector = field(default_factory=ScriptedSpeechDetector)
    transcriber: ScriptedTranscriber = field(default_factory=ScriptedTranscriber)
    aligner: UnchangingAligner = field(default_factory=UnchangingAligner)
    diarizer: ScriptedDiarizer = field(default_factory=ScriptedDiarizer)

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


def pipeline_of(engines: Engines, threads: Executor) -> TranscriptionPipeline:
    return TranscriptionPipeline(
        decoder=engines.decoder,
        speech_detector=engines.detector,
        transcriber=engines.transcriber,
        aligner=engines.aligner,
        diarizer=engines.diarizer,
        threads=threads,
    )


def a_run(
    notes: Notes,
    *,
    options: TranscriptionOptions = TINY,
    done: Mapping[Stage, StageResult] | None = None,
) -> PipelineRun:
    return PipelineRun(
        source=Path("talk.wav"),
        options=options,
        report=notes.report,
        keep=notes.keep,
        done=done or {},
    )
