"""From a file to what a job is to make, stage by stage."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import Final, TypeAlias

from application.advice import with_advice
from application.errors import ApplicationError, DatabaseUnavailableError
from application.ports.audio_decoder import DecodedAudio
from application.ports.progress import ReportSegments, ReportStage, ignore_segments
from application.ports.stage_results import SoundDecoded, StageResult, VoicesHeard
from application.sound_desk import SoundDesk, ended, until
from application.stage_work import Results
from domain.transcript import Diarization, Transcription
from domain.transcription_job import JobKind, Stage, chains
from domain.transcription_options import TranscriptionOptions

KeepResult: TypeAlias = Callable[[Stage, StageResult], Awaitable[None]]
Turn: TypeAlias = AbstractAsyncContextManager[object]
NO_TURNS: Final[Turn] = nullcontext()


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineRun:
    """One recording on its way through the pipeline."""

    source: Path
    options: TranscriptionOptions
    report: ReportStage
    keep: KeepResult
    """Called with the result of each stage that can be resumed after."""
    tell: ReportSegments = ignore_segments
    """Called with what is heard as soon as it is, and from the beginning in each attempt."""
    kind: JobKind = JobKind.FULL
    done: Results = field(default_factory=dict)
    """Results of an earlier attempt; their stages are not run again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptionPipeline:
    """All stages of a job in one process, on sound that is decoded once."""

    desk: SoundDesk
    turn: Turn = NO_TURNS
    """Entered once the sound is decoded: lets only so many recordings use a GPU at a time."""
    stage_turns: Mapping[Stage, Turn] = field(default_factory=dict)
    """Entered besides by a stage that has a device of its own."""

    async def __call__(self, run: PipelineRun) -> Results:
        """The result of every stage that needs sound.

        Raises UnusableAudioError, RecordingTooLongError, UnavailableError, StageTimeoutError. In a
        full job a diarizer that fails costs the labels, not the transcript; in any, voices that
        cannot be learned cost the names.
        """
        reporting = partial(run.report, Stage.DECODE)
        async with self.desk.decoded(run.source, reporting) as decoded:
            sound = SoundDecoded(decoded.waveform.duration, decoded.warnings)
            await run.keep(Stage.DECODE, sound)
            async with self.turn:
                return {Stage.DECODE: sound, **await self._chains(run, decoded)}

    async def _chains(self, run: PipelineRun, decoded: DecodedAudio) -> Results:
        stop = Event()
        stoppable = replace(run, report=_until(stop, run.report))
        side_by_side = [
            asyncio.ensure_future(self._chain(stoppable, decoded, chain))
            for chain in chains(run.kind, run.options)
        ]
        try:
            found = await asyncio.gather(*side_by_side)
        except BaseException:
            stop.set()
            await ended(*side_by_side)
            raise
        return {stage: result for results in found for stage, result in results.items()}

    async def _chain(
        self, run: PipelineRun, decoded: DecodedAudio, chain: tuple[Stage, ...]
    ) -> Results:
        results = dict(run.done)
        try:
            for stage in chain:
                results[stage] = await self._stage(run, decoded, stage, results)
        except DatabaseUnavailableError:
            raise  # the labels are there, and could not be kept
        except ApplicationError as error:
            # Whoever has been told apart and cannot be recognised keeps the label.
            may_fail = run.kind is JobKind.FULL or Stage.DIARIZE in results
            if Stage.DIARIZE not in chain or not may_fail:
                raise
            results |= lacking(results, error)
        return results

    async def _stage(
        self, run: PipelineRun, decoded: DecodedAudio, stage: Stage, results: Results
    ) -> StageResult:
        if stage in run.done:
            run.report(stage, 1)
            return _told(stage, run)
        run.report(stage, 0)
        async with self.stage_turns.get(stage, NO_TURNS):
            result = await self.desk.result(
                stage, decoded, run.options, results, partial(run.report, stage), tell=run.tell
            )
        await run.keep(stage, result)
        run.report(stage, 1)
        return result


def _told(stage: Stage, run: PipelineRun) -> StageResult:
    """What an earlier attempt has kept; it may have ended before all of it was told."""
    result = run.done[stage]
    if stage is Stage.TRANSCRIBE and isinstance(result, Transcription):
        run.tell(result.segments)
    return result


def lacking(results: Results, error: ApplicationError) -> Results:
    """What a full job has of speakers when they could not be told apart; or of their voices, when
    they could."""
    if Stage.DIARIZE in results:
        said = with_advice(f"No speaker names: {error}", error.advice)
        return {Stage.IDENTIFY_SPEAKERS: VoicesHeard((), (said,))}
    said = with_advice(f"No speaker labels: {error}", error.advice)
    return {Stage.DIARIZE: Diarization((), warnings=(said,))}


def _until(stop: Event, report: ReportStage) -> ReportStage:
    def report_unless_stopped(stage: Stage, fraction: float) -> None:
        until(stop, partial(report, stage))(fraction)

    return report_unless_stopped
