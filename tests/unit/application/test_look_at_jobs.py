"""How far a job has come, and how long it still takes."""

import asyncio
from datetime import timedelta

import pytest

from application.errors import JobNotFoundError, ServiceStoppingError
from application.ports.repositories import JobFilter
from application.use_cases.jobs.look_at_jobs import ListJobs
from application.use_cases.jobs.request_transcription import JobRequest
from domain.audio_clip import AudioClip
from domain.transcription_job import (
    STAGE_WEIGHTS,
    JobKind,
    JobStatus,
    Priority,
    Progress,
    Stage,
)
from tests.fakes.clips import ADA, GRACE, SPEECH
from tests.fakes.clock import NEW_YEAR, FakeClock
from tests.fakes.job_desk import FOUND, JobDesk
from tests.fakes.jobs import TINY, a_job
from tests.fakes.progress import PATIENCE


async def test_a_job_that_waits_knows_its_place(desk: JobDesk, clip: AudioClip) -> None:
    jobs = [a_job(clip.id, requested_at=NEW_YEAR + timedelta(seconds=s)) for s in range(3)]
    urgent = a_job(clip.id, owner=GRACE, requested_at=NEW_YEAR + timedelta(seconds=9))
    slow = a_job(clip.id, priority=Priority.BATCH)
    await desk.add(*jobs, urgent, slow)
    places = [(await desk.look(job.owner, job.id)).place for job in (*jobs, urgent, slow)]
    assert places == [0, 2, 3, 1, 4]


async def test_the_time_left_is_guessed_from_how_long_others_took(
    desk: JobDesk, clock: FakeClock, clip: AudioClip
) -> None:
    await desk.add(a_job(clip.id))
    first = await desk.taken()
    assert (await desk.look(ADA, first.id)).seconds_left is None
    clock.advance(timedelta(seconds=2 * SPEECH.duration))  # twice as long as the sound
    await desk.end.succeeded(first, FOUND)

    waiting = [a_job(clip.id, requested_at=NEW_YEAR + timedelta(seconds=s)) for s in range(2)]
    await desk.add(*waiting)
    last = await desk.look(ADA, waiting[1].id)
    # Two run at once, so the one before it costs half of its time.
    assert last.seconds_left == pytest.approx(2 * SPEECH.duration * 1.5)
    running = await desk.taken()
    done = Progress(dict.fromkeys(running.planned - {Stage.TRANSCRIBE}, 1.0))
    await desk.save(running.reached(done))
    view = await desk.look(ADA, running.id)
    share = STAGE_WEIGHTS[Stage.TRANSCRIBE]
    assert view.seconds_left == pytest.approx(2 * SPEECH.duration * share)
    assert view.place is None
    ended = await desk.look(ADA, first.id)
    assert (ended.seconds_left, ended.place) == (None, None)


async def test_a_view_is_newer_when_something_has_happened(desk: JobDesk, clip: AudioClip) -> None:
    job = await desk.request_job(JobRequest(owner=ADA, clip_id=clip.id, options=TINY))
    versions = [(await desk.look(ADA, job.id)).version]
    running = await desk.taken()
    versions.append((await desk.look(ADA, job.id)).version)
    await desk.save(running.reached(Progress({Stage.DECODE: 1.0})))
    versions.append((await desk.look(ADA, job.id)).version)
    await desk.end.succeeded(running, FOUND)
    versions.append((await desk.look(ADA, job.id)).version)
    assert versions == [1, 2, 2, 3]


async def test_a_job_without_sound_takes_no_time_that_could_be_told(desk: JobDesk) -> None:
    job = a_job(None, kind=JobKind.COMBINATION)
    await desk.add(job)
    view = await desk.look(ADA, job.id)
    assert (view.place, view.seconds_left) == (0, None)


async def test_whoever_follows_a_job_sees_each_change_until_it_has_ended(
    desk: JobDesk, clip: AudioClip
) -> None:
    job = a_job(clip.id)
    await desk.add(job)
    watching = desk.watch(ADA, job.id)
    async with asyncio.timeout(PATIENCE):
        assert (await anext(watching)).place == 0
        running = await desk.taken()
        assert (await anext(watching)).job == running
        desk.news.tell(job.id)  # and yet nothing has changed
        halfway = running.reached(Progress({Stage.TRANSCRIBE: 0.5}))
        await desk.save(halfway)
        assert (await anext(watching)).job == halfway
        await desk.end.succeeded(running, FOUND)
        rest = [view.job.status async for view in watching]
    assert rest == [JobStatus.SUCCEEDED]


async def test_whoever_follows_a_job_that_is_deleted_is_told_so(
    desk: JobDesk, clip: AudioClip
) -> None:
    job = a_job(clip.id)
    await desk.add(job)
    watching = desk.watch(ADA, job.id)
    await anext(watching)
    following = asyncio.ensure_future(anext(watching))
    await asyncio.sleep(0)  # now it waits
    await desk.delete(ADA, job.id)
    with pytest.raises(JobNotFoundError):
        await asyncio.wait_for(following, PATIENCE)


async def test_whoever_follows_a_job_is_let_go_when_the_service_stops(
    desk: JobDesk, clip: AudioClip
) -> None:
    job = a_job(clip.id)
    await desk.add(job)
    watching = desk.watch(ADA, job.id)
    await anext(watching)
    waiting = asyncio.create_task(desk.wait(job.id))
    await asyncio.sleep(0)  # now it waits
    desk.news.stop()
    with pytest.raises(ServiceStoppingError):
        await anext(watching)
    with pytest.raises(ServiceStoppingError):
        await asyncio.wait_for(waiting, PATIENCE)


async def test_jobs_are_listed_a_page_at_a_time(desk: JobDesk, clip: AudioClip) -> None:
    jobs = [a_job(clip.id, requested_at=NEW_YEAR + timedelta(seconds=s)) for s in range(3)]
    await desk.add(*jobs)
    listed = await ListJobs(unit_of_work=desk.unit_of_work)(ADA, JobFilter(), offset=1, limit=1)
    assert (list(listed.items), listed.total) == ([jobs[1]], 3)
