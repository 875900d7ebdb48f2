"""From a file to a transcript that says who spoke, stage by stage."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import TypeAlias, TypeVar

from application.errors import ApplicationError
from application.ports.audio_decoder import AudioDecoder, DecodedAudio
from application.ports.engines.aligner import Aligner
from application.ports.engines.diarizer import Diarizer
from application.ports.engines.speech_detector import SpeechDetector
from application.ports.engines.transcriber import Transcriber
from application.ports.progress import ReportFraction, ReportStage
from application.ports.stage_results import SpeechFound, StageResult
from domain.sentences import split_into_sentences
from domain.speaker_assignment import assign_speakers
from domain.transcript import Diarization, Transcript, Transcription
from domain.transcription_job import Stage
from domain.transcription_options import TranscriptionOptions

R = TypeVar("R", SpeechFound, Transcription, Diarization)
T = TypeVar("T")
KeepResult: TypeAlias = Callable[[Stage, StageResult], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineRun:
    """One recording on its way through the pipeline."""

    source: Path
    options: TranscriptionOptions
    report: ReportStage
    keep: KeepResult
    """Called with the result of each stage that can be resumed after."""
    done: Mapping[Stage, StageResult] = field(default_factory=dict)
    """Results of an earlier attempt; their stages are not run again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptionPipeline:
    """The stages compute in `threads`, so that the event loop stays free."""

    decoder: AudioDecoder
    speech_detector: SpeechDetector
    transcriber: Transcriber
    aligner: Aligner
    diarizer: Diarizer
    threads: Executor

    async def __call__(self, run: PipelineRun) -> Transcript:
        """Raises UnusableAudioError, RecordingTooLongError, UnavailableError. A diarizer that
        fails costs the labels, not the transcript."""
        decoding = self.decoder.decode(run.source, partial(run.report, Stage.DECODE))
        decoded = await self._computed(decoding.__enter__)
        try:
            return await self._transcript(run, decoded)
        finally:
            # Not in `threads`: they may be gone when the process is told to end.
            await asyncio.to_thread(decoding.__exit__, None, None, None)

    async def _transcript(self, run: PipelineRun, decoded: DecodedAudio) -> Transcript:
        stop = Event()
        stoppable = replace(run, report=_until(stop, run.report))
        speaking = asyncio.ensure_future(self._spoken(stoppable, decoded))
        telling_apart = asyncio.ensure_future(self._told_apart(stoppable, decoded))
        try:
            transcription, diarization = await asyncio.gather(speaking, telling_apart)
        except BaseException:
            stop.set()
            await _ended(speaking, telling_apart)
            raise
        segments = assign_speakers(split_into_sentences(transcription.segments), diarization.turns)
        if run.options.diarize:
            run.report(Stage.ASSIGN_SPEAKERS, 1)
        return Transcript(
            language=transcription.language,
            language_probability=transcription.language_probability,
            duration=decoded.waveform.duration,
            segments=tuple(segments),
            model=run.options.model,
            warnings=(*decoded.warnings, *diarization.warnings),
        )

    async def _spoken(self, run: PipelineRun, decoded: DecodedAudio) -> Transcription:
        waveform = decoded.waveform

        def detect(report: ReportFraction) -> SpeechFound:
            return SpeechFound(tuple(self.speech_detector.detect(waveform, report)))

        speech = await self._stage(run, Stage.DETECT_SPEECH, SpeechFound, detect)
        heard = await self._stage(
            run,
            Stage.TRANSCRIBE,
            Transcription,
            lambda report: self.transcriber.transcribe(waveform, speech.spans, run.options, report),
        )
        return await self._stage(
            run,
            Stage.ALIGN_WORDS,
            Transcription,
            lambda report: self.aligner.align(waveform, heard, report),
        )

    async def _told_apart(self, run: PipelineRun, decoded: DecodedAudio) -> Diarization:
        if not run.options.diarize:
            return Diarization(())
        try:
            return await self._stage(
                run,
                Stage.DIARIZE,
                Diarization,
                lambda report: self.diarizer.diarize(
                    decoded.waveform, run.options.speakers, report
                ),
            )
        except ApplicationError as error:
            return Diarization((), warnings=(f"No speaker labels: {error} {error.advice}",))

    async def _stage(
        self, run: PipelineRun, stage: Stage, kind: type[R], compute: Callable[[ReportFraction], R]
    ) -> R:
        known = run.done.get(stage)
        if isinstance(known, kind):
            run.report(stage, 1)
            return known
        run.report(stage, 0)
        result = await self._computed(partial(compute, partial(run.report, stage)))
        await run.keep(stage, result)
        run.report(stage, 1)
        return result

    async def _computed(self, compute: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.threads, compute)


class _StoppedError(Exception):
    """The other half of the job has failed, so this half is of no use any more."""


def _until(stop: Event, report: ReportStage) -> ReportStage:
    def report_unless_stopped(stage: Stage, fraction: float) -> None:
        if stop.is_set():
            raise _StoppedError
        report(stage, fraction)

    return report_unless_stopped


async def _ended(*tasks: Awaitable[object]) -> None:
    """Wait for work that still reads the waveform, whatever becomes of it."""
    await asyncio.gather(*tasks, return_exceptions=True)
