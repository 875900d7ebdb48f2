"""Where the sound of a recording is worked on: in threads, for as long as somebody wants it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event
from typing import TypeVar

from application.errors import StageTimeoutError
from application.ports.audio_decoder import AudioDecoder, DecodedAudio
from application.ports.progress import (
    NoLongerWantedError,
    ReportFraction,
    ReportSegments,
    ignore_fraction,
    ignore_segments,
)
from application.ports.stage_results import StageResult
from application.stage_limits import StageLimits
from application.stage_work import Results, StageInput, StageWork
from domain.transcription_job import Stage
from domain.transcription_options import TranscriptionOptions

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundDesk:
    """Decoding and the stages compute in `threads`, so that the event loop stays free. The sound is
    let go when no thread reads it any more, however often a caller is cancelled."""

    decoder: AudioDecoder
    work: StageWork
    threads: Executor
    limits: StageLimits = field(default_factory=StageLimits)

    @asynccontextmanager
    async def decoded(self, source: Path, report: ReportFraction) -> AsyncIterator[DecodedAudio]:
        """Raises UnusableAudioError, RecordingTooLongError."""
        stop = Event()
        decoding = self.decoder.decode(source, until(stop, report))
        entering = self._computed(decoding.__enter__)
        try:
            await asyncio.wait({entering})
            yield entering.result()
        finally:
            stop.set()
            try:
                await ended(entering)
            finally:
                if entering.exception() is None:
                    # Not in `threads`: they may be gone when the process is told to end.
                    await asyncio.to_thread(decoding.__exit__, None, None, None)

    async def result(
        self,
        stage: Stage,
        decoded: DecodedAudio,
        options: TranscriptionOptions,
        results: Results,
        report: ReportFraction,
        *,
        tell: ReportSegments = ignore_segments,
    ) -> StageResult:
        """Raises UnavailableError, StageTimeoutError, and whatever an engine or the report raises.
        One that is late ends at its next report."""
        late = Event()
        given = StageInput(
            waveform=decoded.waveform,
            options=options,
            results=results,
            report=until(late, report),
            tell=tell,
        )
        computing = self._computed(partial(self.work, stage, given))
        limit = self.limits.of(stage, duration=decoded.waveform.duration)
        try:
            await asyncio.wait({computing}, timeout=limit.total_seconds())
        finally:
            if is_late := not computing.done():
                late.set()
                await ended(computing)
        if is_late:
            raise StageTimeoutError(f"The stage {stage} took longer than {limit}.")
        return computing.result()

    async def computed(self, compute: Callable[[ReportFraction], T]) -> T:
        """For short work on sound that is decoded here, which ends at its next report when the
        caller leaves. Raises what it raises."""
        left = Event()
        computing = self._computed(partial(compute, until(left, ignore_fraction)))
        try:
            await asyncio.wait({computing})
        finally:
            left.set()
            await ended(computing)
        return computing.result()

    def _computed(self, compute: Callable[[], T]) -> "asyncio.Future[T]":
        """No task, so that nobody who cancels every task cancels it: its thread would go on."""
        return asyncio.get_running_loop().run_in_executor(self.threads, compute)


def until(stop: Event, report: ReportFraction) -> ReportFraction:
    """A report that ends the work once `stop` is set."""

    def report_unless_stopped(fraction: float) -> None:
        if stop.is_set():
            raise NoLongerWantedError
        report(fraction)

    return report_unless_stopped


async def ended(*tasks: Awaitable[object]) -> None:
    """Wait for work that still reads the sound, whatever becomes of it, and however often one is
    told not to."""
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
