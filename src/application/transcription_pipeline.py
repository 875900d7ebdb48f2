"""From a file to what a job is to make, stage by stage."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Executor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import Final, TypeAlias, TypeVar

from application.errors import ApplicationError, DatabaseUnavailableError, StageTimeoutError
from application.ports.audio_decoder import AudioDecoder, DecodedAudio
from application.ports.progress import NoLongerWantedError, ReportStage
from application.ports.stage_results import SoundDecoded, StageResult
from application.stage_limits import StageLimits
from application.stage_work import Results, StageInput, StageWork
from domain.transcript import Diarization
from domain.transcription_job import JobKind, Stage, chains
from domain.transcription_options import TranscriptionOptions

T = TypeVar("T")
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
    kind: JobKind = JobKind.FULL
    done: Results = field(default_factory=dict)
    """Results of an earlier attempt; their stages are not run again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptionPipeline:
    """The stages compute in `threads`, so that the event loop stays free."""

    decoder: AudioDecoder
    work: StageWork
    threads: Executor
    limits: StageLimits = field(default_factory=StageLimits)
    turn: Turn = NO_TURNS
    """Entered once the sound is decoded: lets only so many recordings use a GPU at a time."""

    async def __call__(self, run: PipelineRun) -> Results:
        """The result of every stage that needs sound.

        Raises UnusableAudioError, RecordingTooLongError, UnavailableError, StageTimeoutError. In a
        full job a diarizer that fails costs the labels, not the transcript.
        """
        async with self._decoded(run) as decoded:
            sound = SoundDecoded(decoded.waveform.duration, decoded.warnings)
            await run.keep(Stage.DECODE, sound)
            async with self.turn:
                return {Stage.DECODE: sound, **await self._chains(run, decoded)}

    @asynccontextmanager
    async def _decoded(self, run: PipelineRun) -> AsyncIterator[DecodedAudio]:
        stop = Event()
        report = partial(_until(stop, run.report), Stage.DECODE)
        decoding = self.decoder.decode(run.source, report)
        entering = self._computed(decoding.__enter__)
        try:
            await asyncio.wait({entering})
            yield entering.result()
        finally:
            stop.set()
            try:
                await _ended(entering)
            finally:
                if entering.exception() is None:
                    # Not in `threads`: they may be gone when the process is told to end.
                    await asyncio.to_thread(decoding.__exit__, None, None, None)

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
            await _ended(*side_by_side)
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
            if run.kind is not JobKind.FULL or Stage.DIARIZE not in chain:
                raise
            results[Stage.DIARIZE] = without_labels(error)
        return results

    async def _stage(
        self, run: PipelineRun, decoded: DecodedAudio, stage: Stage, results: Results
    ) -> StageResult:
        if stage in run.done:
            run.report(stage, 1)
            return run.done[stage]
        run.report(stage, 0)
        late = Event()
        given = StageInput(
            waveform=decoded.waveform,
            options=run.options,
            results=results,
            report=partial(_until(late, run.report), stage),
        )
        computing = self._computed(partial(self.work, stage, given))
        limit = self.limits.of(stage, duration=decoded.waveform.duration)
        try:
            await asyncio.wait({computing}, timeout=limit.total_seconds())
        finally:
            if is_late := not computing.done():
                late.set()
                await _ended(computing)
        if is_late:
            raise StageTimeoutError(f"The stage {stage} took longer than {limit}.")
        await run.keep(stage, computing.result())
        run.report(stage, 1)
        return computing.result()

    def _computed(self, compute: Callable[[], T]) -> "asyncio.Future[T]":
        """No task, so that nobody who cancels every task cancels it: its thread would go on."""
        return asyncio.get_running_loop().run_in_executor(self.threads, compute)


def without_labels(error: ApplicationError) -> Diarization:
    """What a full job has of speakers when they could not be told apart."""
    return Diarization((), warnings=(f"No speaker labels: {error} {error.advice}".rstrip(),))


def _until(stop: Event, report: ReportStage) -> ReportStage:
    def report_unless_stopped(stage: Stage, fraction: float) -> None:
        if stop.is_set():
            raise NoLongerWantedError
        report(stage, fraction)

    return report_unless_stopped


async def _ended(*tasks: Awaitable[object]) -> None:
    """Wait for work that still reads the waveform, whatever becomes of it, and however often one
    is told not to."""
    pending = working = {asyncio.ensure_future(task) for task in tasks}
    cancelled: asyncio.CancelledError | None = None
    while pending:
        try:
            _, pending = await asyncio.wait(pending)
        except asyncio.CancelledError as error:
            cancelled = error
    await asyncio.gather(*working, return_exceptions=True)  # they are done: nobody else asks
    if cancelled is not None:
        raise cancelled
