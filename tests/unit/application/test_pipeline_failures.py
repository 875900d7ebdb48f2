"""What becomes of a recording when a stage fails, or when nobody wants it any more."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest

from application.assembly import transcript_of
from application.errors import (
    ApplicationError,
    DatabaseUnavailableError,
    EngineUnavailableError,
    ModelUnavailableError,
    NotAudioError,
    StageTimeoutError,
)
from application.ports.stage_results import StageResult
from application.stage_limits import StageLimits
from application.transcription_pipeline import TranscriptionPipeline
from domain.transcription_job import JobKind, Stage
from tests.fakes.endless_engines import EndlessDiarizer, EndlessTranscriber
from tests.fakes.jobs import TINY
from tests.fakes.pipeline import Engines, a_run, pipeline_of
from tests.fakes.progress import PATIENCE, Notes


def breaking(error: BaseException) -> Callable[[], None]:
    def break_off() -> None:
        raise error

    return break_off


def loop_went_on(loop: asyncio.AbstractEventLoop) -> None:
    """Returns, to another thread, once the loop has had time for whatever it is up to."""

    async def some_turns() -> None:
        for _ in range(100):
            await asyncio.sleep(0)

    asyncio.run_coroutine_threadsafe(some_turns(), loop).result(PATIENCE)


async def test_a_diarizer_that_fails_costs_the_labels_and_leaves_a_warning(
    pipeline: TranscriptionPipeline, engines: Engines, notes: Notes
) -> None:
    engines.diarizer.error = EngineUnavailableError("pyannote.audio is not installed.")
    transcript = transcript_of(await pipeline(a_run(notes)), TINY)
    assert transcript.text == "Hello there. General Kenobi."
    assert transcript.speakers == []
    (warning,) = transcript.warnings
    assert "No speaker labels: pyannote.audio is not installed." in warning
    assert EngineUnavailableError.advice in warning
    assert Stage.DIARIZE not in notes.kept


async def test_a_diarizer_that_fails_is_the_end_of_a_diarization(
    pipeline: TranscriptionPipeline, engines: Engines, notes: Notes
) -> None:
    engines.diarizer.error = EngineUnavailableError("pyannote.audio is not installed.")
    with pytest.raises(EngineUnavailableError):
        await pipeline(a_run(notes, kind=JobKind.DIARIZATION))


async def test_labels_that_cannot_be_kept_are_not_taken_for_labels_that_cannot_be_had(
    pipeline: TranscriptionPipeline, notes: Notes
) -> None:
    async def keep(stage: Stage, _result: StageResult) -> None:
        if stage is Stage.DIARIZE:
            raise DatabaseUnavailableError("The database is gone.")

    with pytest.raises(DatabaseUnavailableError):
        await pipeline(replace(a_run(notes), keep=keep))


async def test_a_stage_that_takes_too_long_is_stopped(
    threads: Executor, engines: Engines, notes: Notes
) -> None:
    transcriber = EndlessTranscriber()
    limits = StageLimits({Stage.TRANSCRIBE: timedelta(0)})
    with pytest.raises(StageTimeoutError, match="transcribe"):
        await pipeline_of(engines, threads, transcriber=transcriber, limits=limits)(a_run(notes))
    assert transcriber.stopped.is_set()
    assert engines.decoder.closed == 1


async def test_speakers_that_take_too_long_to_tell_apart_cost_the_labels(
    threads: Executor, engines: Engines, notes: Notes
) -> None:
    limits = StageLimits({Stage.DIARIZE: timedelta(0)})
    pipeline = pipeline_of(engines, threads, diarizer=EndlessDiarizer(), limits=limits)
    transcript = transcript_of(await pipeline(a_run(notes)), TINY)
    assert transcript.text == "Hello there. General Kenobi."
    assert "took longer" in transcript.warnings[0]


async def test_sound_that_cannot_be_decoded_troubles_no_engine(
    pipeline: TranscriptionPipeline, engines: Engines, notes: Notes
) -> None:
    engines.decoder.error = NotAudioError("It is a picture.")
    with pytest.raises(NotAudioError, match="It is a picture"):
        await pipeline(a_run(notes))
    assert engines.asked == set()


@pytest.mark.parametrize(
    "error", [ModelUnavailableError("It cannot be had."), RuntimeError("unforeseen"), MemoryError()]
)
async def test_a_transcriber_that_fails_ends_the_run_with_its_error(
    pipeline: TranscriptionPipeline, engines: Engines, notes: Notes, error: Exception
) -> None:
    engines.transcriber.before_answering = breaking(error)
    with pytest.raises(type(error)) as raised:
        await pipeline(a_run(notes))
    assert raised.value is error
    assert Stage.ALIGN_WORDS not in engines.asked


async def test_an_unexpected_error_of_the_diarizer_is_not_hidden(
    pipeline: TranscriptionPipeline, engines: Engines, notes: Notes
) -> None:
    engines.diarizer.before_answering = breaking(RuntimeError("unforeseen"))
    with pytest.raises(RuntimeError, match="unforeseen"):
        await pipeline(a_run(notes))


async def test_when_words_cannot_be_heard_telling_apart_stops(
    threads: Executor, engines: Engines, notes: Notes
) -> None:
    diarizer = EndlessDiarizer()

    def fail_beside_the_other() -> None:
        assert diarizer.begun.wait(PATIENCE)
        raise ModelUnavailableError("It cannot be had.")

    engines.transcriber.before_answering = fail_beside_the_other
    with pytest.raises(ModelUnavailableError):
        await pipeline_of(engines, threads, diarizer=diarizer)(a_run(notes))
    assert diarizer.stopped.is_set()


async def test_when_telling_apart_breaks_hearing_words_stops(
    threads: Executor, engines: Engines, notes: Notes
) -> None:
    transcriber = EndlessTranscriber()

    def fail_beside_the_other() -> None:
        assert transcriber.begun.wait(PATIENCE)
        raise RuntimeError("unforeseen")

    engines.diarizer.before_answering = fail_beside_the_other
    with pytest.raises(RuntimeError, match="unforeseen"):
        await pipeline_of(engines, threads, transcriber=transcriber)(a_run(notes))
    assert transcriber.stopped.is_set()


async def test_a_report_that_raises_stops_both_halves(
    threads: Executor, engines: Engines, notes: Notes
) -> None:
    transcriber, diarizer = EndlessTranscriber(), EndlessDiarizer()

    def report(_stage: Stage, _fraction: float) -> None:
        if transcriber.begun.is_set() and diarizer.begun.is_set():
            raise asyncio.CancelledError

    run = replace(a_run(notes), report=report)
    with pytest.raises(asyncio.CancelledError):
        await pipeline_of(engines, threads, transcriber=transcriber, diarizer=diarizer)(run)
    assert transcriber.stopped.is_set()
    assert diarizer.stopped.is_set()


async def test_a_result_that_cannot_be_kept_ends_the_run(
    pipeline: TranscriptionPipeline, engines: Engines, notes: Notes
) -> None:
    async def keep(_stage: Stage, _result: StageResult) -> None:
        raise ConnectionError("The database is gone.")

    with pytest.raises(ConnectionError):
        await pipeline(replace(a_run(notes), keep=keep))
    assert engines.decoder.closed == 1


async def test_the_sound_is_let_go_after_a_run(
    pipeline: TranscriptionPipeline, engines: Engines, notes: Notes
) -> None:
    await pipeline(a_run(notes))
    assert (engines.decoder.opened, engines.decoder.closed) == (1, 1)


@pytest.mark.parametrize("error", [ApplicationError("It failed."), RuntimeError(), MemoryError()])
async def test_the_sound_is_let_go_after_a_failure(
    pipeline: TranscriptionPipeline, engines: Engines, notes: Notes, error: Exception
) -> None:
    engines.transcriber.before_answering = breaking(error)
    with pytest.raises(type(error)):
        await pipeline(a_run(notes))
    assert engines.decoder.closed == 1


async def test_the_sound_is_let_go_only_when_nobody_reads_it_any_more(
    pipeline: TranscriptionPipeline, engines: Engines, notes: Notes
) -> None:
    reading, failed = Event(), Event()
    closed_while_reading: list[int] = []

    def read_for_a_while() -> None:
        reading.set()
        assert failed.wait(PATIENCE)
        loop_went_on(loop)
        closed_while_reading.append(engines.decoder.closed)

    def fail_beside_the_other() -> None:
        assert reading.wait(PATIENCE)
        loop.call_soon_threadsafe(failed.set)
        raise RuntimeError("unforeseen")

    loop = asyncio.get_running_loop()
    engines.transcriber.before_answering = read_for_a_while
    engines.diarizer.before_answering = fail_beside_the_other
    with pytest.raises(RuntimeError, match="unforeseen"):
        await pipeline(a_run(notes))
    assert closed_while_reading == [0]
    assert engines.decoder.closed == 1


async def test_a_run_that_is_cancelled_lets_go_of_the_sound_and_stops_its_engines(
    threads: Executor, engines: Engines, notes: Notes
) -> None:
    transcriber = EndlessTranscriber()
    running = asyncio.create_task(
        pipeline_of(engines, threads, transcriber=transcriber)(a_run(notes))
    )
    assert await asyncio.to_thread(transcriber.begun.wait, PATIENCE)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert engines.decoder.closed == 1
    assert await asyncio.to_thread(transcriber.stopped.wait, PATIENCE)


@pytest.mark.parametrize("times", [1, 2, 3])
async def test_however_often_a_run_is_cancelled_nobody_reads_sound_that_was_let_go(
    pipeline: TranscriptionPipeline, engines: Engines, notes: Notes, times: int
) -> None:
    reading, cancelled = Event(), Event()
    closed_while_reading: list[int] = []

    def read_for_a_while() -> None:
        reading.set()
        assert cancelled.wait(PATIENCE)
        loop_went_on(loop)
        closed_while_reading.append(engines.decoder.closed)

    loop = asyncio.get_running_loop()
    engines.transcriber.before_answering = read_for_a_while
    running = asyncio.create_task(pipeline(a_run(notes)))
    assert await asyncio.to_thread(reading.wait, PATIENCE)
    for _ in range(times):
        running.cancel()
        for _ in range(10):
            await asyncio.sleep(0)  # lets it arrive
    cancelled.set()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert closed_while_reading == [0]
    assert engines.decoder.closed == 1


async def test_a_run_that_is_cancelled_while_it_decodes_lets_go_of_the_sound(
    threads: Executor, engines: Engines, notes: Notes
) -> None:
    decoding, cancelled = Event(), Event()

    def report(_stage: Stage, _fraction: float) -> None:
        decoding.set()
        assert cancelled.wait(PATIENCE)
        loop_went_on(loop)

    loop = asyncio.get_running_loop()
    run = replace(a_run(notes), report=report)
    running = asyncio.create_task(pipeline_of(engines, threads)(run))
    assert await asyncio.to_thread(decoding.wait, PATIENCE)
    running.cancel()
    await asyncio.sleep(0)  # lets it arrive
    cancelled.set()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert (engines.decoder.opened, engines.decoder.closed) == (1, 1)


async def test_whoever_waits_for_the_gpu_in_vain_lets_go_of_the_sound(
    threads: Executor, engines: Engines, notes: Notes
) -> None:
    taken = asyncio.Semaphore(0)
    decoded = asyncio.Event()

    async def keep(_stage: Stage, _result: StageResult) -> None:
        decoded.set()

    pipeline = pipeline_of(engines, threads, turn=taken)
    running = asyncio.create_task(pipeline(replace(a_run(notes), keep=keep)))
    await asyncio.wait_for(decoded.wait(), PATIENCE)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert (engines.decoder.closed, engines.asked) == (1, set())


async def test_a_run_whose_threads_are_gone_still_lets_go_of_the_sound(
    engines: Engines, notes: Notes
) -> None:
    threads = ThreadPoolExecutor(4)

    def report(stage: Stage, _fraction: float) -> None:
        if stage is Stage.ALIGN_WORDS:
            threads.shutdown(wait=False)
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await pipeline_of(engines, threads)(replace(a_run(notes), report=report))
    assert engines.decoder.closed == 1
