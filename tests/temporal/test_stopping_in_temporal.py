"""Jobs that are stopped while they are worked on."""

import asyncio

from application.errors import JobNotFoundError
from domain.job_history import Happening
from domain.transcription_job import JobStatus, Stage
from tests.fakes.clips import ADA
from tests.fakes.endless_engines import EndlessTranscriber
from tests.fakes.endless_recordings import EndlessRecordings
from tests.temporal.workplace import PATIENCE, Workplace, a_clip_of, asked_for, end_of, until


async def test_a_job_that_is_cancelled_stops_in_the_midst_of_a_stage(place: Workplace) -> None:
    place.transcriber = endless = EndlessTranscriber()
    process = await place.working()
    job_id = await asked_for(process, await a_clip_of(place))
    await until(endless.begun.is_set)
    await process.cancel_job()(ADA, job_id)
    await until(endless.stopped.is_set)
    assert (await place.job(job_id)).status is JobStatus.CANCELLED


async def test_a_job_that_is_cancelled_stops_in_the_midst_of_a_download(place: Workplace) -> None:
    place.recordings = endless = EndlessRecordings()
    process = await place.working()
    job_id = await asked_for(process, None, source_url="https://example.org/talk.wav")
    await until(endless.begun.is_set)
    await process.cancel_job()(ADA, job_id)
    await until(endless.stopped.is_set)
    assert (await place.job(job_id)).status is JobStatus.CANCELLED


async def test_it_stops_even_if_temporal_is_not_told(place: Workplace) -> None:
    place.transcriber = endless = EndlessTranscriber()
    process = await place.working()
    job_id = await asked_for(process, await a_clip_of(place))
    await until(endless.begun.is_set)
    elsewhere = place.process("a-server", temporal_server_url="127.0.0.1:9")
    await elsewhere.cancel_job()(ADA, job_id)
    await until(endless.stopped.is_set)


async def test_a_job_that_is_deleted_stops_too(place: Workplace) -> None:
    place.transcriber = endless = EndlessTranscriber()
    process = await place.working()
    job_id = await asked_for(process, await a_clip_of(place))
    await until(endless.begun.is_set)
    await process.delete_job()(ADA, job_id)
    await until(endless.stopped.is_set)
    try:
        await place.job(job_id)
    except JobNotFoundError:
        return
    raise AssertionError("it is still there")


async def test_what_is_cancelled_in_temporal_is_cancelled_here(place: Workplace) -> None:
    place.transcriber = endless = EndlessTranscriber()
    process = await place.working()
    job_id = await asked_for(process, await a_clip_of(place))
    await until(endless.begun.is_set)
    await (await place.workflow(job_id)).cancel()
    job = await end_of(process, job_id)
    assert job.status is JobStatus.CANCELLED
    await until(endless.stopped.is_set)


async def test_a_worker_that_is_told_to_stop_hands_over_at_no_cost(place: Workplace) -> None:
    place.transcriber = endless = EndlessTranscriber()
    first = await place.working("first")
    job_id = await asked_for(first, await a_clip_of(place))
    await until(endless.begun.is_set)
    first.job_runner().stop()
    async with asyncio.timeout(PATIENCE):
        await first.job_runner().close()
    assert endless.stopped.is_set()
    place.transcriber = None
    second = await place.working("second")
    job = await end_of(second, job_id)
    assert (job.status, job.attempts, job.times_lost) == (JobStatus.SUCCEEDED, 1, 0)
    happened = [event.what for event in await place.history(job_id)]
    assert Happening.PUT_BACK in happened
    assert Happening.RUNNER_LOST not in happened
    assert len(place.service.detector.asked) == 1


async def test_progress_is_seen_by_others(place: Workplace) -> None:
    place.transcriber = endless = EndlessTranscriber()
    process = await place.working()
    job_id = await asked_for(process, await a_clip_of(place))
    await until(endless.begun.is_set)
    async with asyncio.timeout(PATIENCE):
        async for view in process.watch_job()(ADA, job_id):
            if view.job.progress.stages.get(Stage.TRANSCRIBE) == 0.5:
                break
    await process.cancel_job()(ADA, job_id)
