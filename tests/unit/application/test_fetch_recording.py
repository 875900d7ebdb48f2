"""Fetching the recording of a job, once, for as long as it is wanted."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Final, final

import pytest

from application.errors import (
    ApplicationError,
    ClipNotFoundError,
    FileTooLargeError,
    InvalidUrlError,
    NotAudioError,
    RemoteFailedError,
    RemoteRefusedError,
)
from application.ports.progress import NoLongerWantedError, ignore_fraction
from application.ports.remote_recordings import RemoteRecording, RemoteRecordings
from application.use_cases.clips.delete_clip import DeleteClip
from application.use_cases.clips.import_clip import ImportClip
from application.use_cases.clips.upload_clip import UploadClip
from application.use_cases.jobs.fetch_recording import FetchRecording
from application.use_cases.jobs.request_transcription import JobRequest
from application.use_cases.jobs.run_job import RunJob
from domain.job_history import Happening
from domain.transcription_job import JobStatus, Stage, TranscriptionJob
from tests.fakes.absent_database import AbsentDatabase
from tests.fakes.clips import ADA
from tests.fakes.clock import NEW_YEAR, FakeClock
from tests.fakes.job_desk import JobDesk
from tests.fakes.jobs import TINY, a_job
from tests.fakes.kept import SOUND, kept_contents
from tests.fakes.progress import PATIENCE, Notes, ignore_stage
from tests.fakes.service import LARGEST, Service
from tests.fakes.transcripts import a_stored_transcript
from tests.fakes.until import until

URL: Final = "https://example.org/talk.wav?signature=secret"


@final
class Elsewhere(RemoteRecordings):
    """Sends the recording in four pieces, `before` each of which something happens."""

    def __init__(
        self, before: Callable[[int], object], size_bytes: int | None = len(SOUND)
    ) -> None:
        self._before = before
        self._size_bytes = size_bytes

    def check(self, url: str) -> None:
        """It is as good as any."""

    @asynccontextmanager
    async def open(self, url: str) -> AsyncIterator[RemoteRecording]:
        yield RemoteRecording("talk.wav", self._pieces(), self._size_bytes)

    async def _pieces(self) -> AsyncIterator[bytes]:
        quarter = len(SOUND) // 4
        for number in range(4):
            waiting = self._before(number)
            if isinstance(waiting, asyncio.Event):
                await waiting.wait()
            yield SOUND[number * quarter : (number + 1) * quarter]


@pytest.fixture
async def job(service: Service, desk: JobDesk) -> TranscriptionJob:
    """It was started already."""
    service.elsewhere.by_url[URL] = SOUND
    await desk.add(a_job(None, source_url=URL))
    return await desk.taken()


def fetching_from(fetch: FetchRecording, upload: UploadClip, place: Elsewhere) -> FetchRecording:
    return replace(fetch, import_clip=ImportClip(recordings=place, upload=upload))


async def test_the_recording_becomes_the_jobs_clip(
    fetch: FetchRecording, service: Service, desk: JobDesk, job: TranscriptionJob
) -> None:
    fetched = await fetch(job, ignore_fraction)
    assert fetched == await desk.kept(job.id)
    assert fetched.source_url is None
    assert list(service.database.committed.clips) == [fetched.sound]
    assert await desk.happenings_of(job.id) == [Happening.STARTED, Happening.STAGE_FINISHED]


async def test_the_time_that_it_took_is_noted(
    fetch: FetchRecording,
    upload: UploadClip,
    clock: FakeClock,
    desk: JobDesk,
    job: TranscriptionJob,
) -> None:
    place = Elsewhere(lambda _number: clock.advance(timedelta(seconds=2)))
    await fetching_from(fetch, upload, place)(job, ignore_fraction)
    assert (await desk.look(ADA, job.id)).seconds_per_stage == {Stage.FETCH: 8}


@pytest.mark.parametrize(
    ("size_bytes", "told"),
    [
        (len(SOUND), [0, 0.25, 0.5, 0.75, 0.99, 1]),
        (None, [0, 0, 0, 0, 0, 1]),
        (1, [0, *[0.99] * 4, 1]),
    ],
)
async def test_it_tells_how_much_has_arrived(
    fetch: FetchRecording,
    upload: UploadClip,
    job: TranscriptionJob,
    size_bytes: int | None,
    told: list[float],
) -> None:
    reports: list[float] = []
    place = Elsewhere(lambda _number: None, size_bytes)
    await fetching_from(fetch, upload, place)(job, reports.append)
    assert reports == pytest.approx(told)


async def test_what_was_fetched_is_not_fetched_again(
    fetch: FetchRecording, service: Service, desk: JobDesk, job: TranscriptionJob
) -> None:
    fetched = await fetch(job, ignore_fraction)
    service.elsewhere.by_url.clear()
    assert await fetch(fetched, ignore_fraction) == fetched
    await desk.put_back()
    again = await desk.taken()
    assert await fetch(again, ignore_fraction) == again


async def test_of_two_that_fetch_it_the_first_counts(
    fetch: FetchRecording, desk: JobDesk, job: TranscriptionJob
) -> None:
    first = await fetch(job, ignore_fraction)
    assert await fetch(job, ignore_fraction) == first
    assert len(await desk.happenings_of(job.id)) == 2


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (None, RemoteRefusedError),
        (b"<html>", NotAudioError),
        (SOUND * LARGEST, FileTooLargeError),
    ],
)
async def test_what_is_wrong_with_it_is_the_jobs_failure(
    run_job: RunJob,
    service: Service,
    desk: JobDesk,
    job: TranscriptionJob,
    content: bytes | None,
    error: type[ApplicationError],
) -> None:
    del service.elsewhere.by_url[URL]
    if content is not None:
        service.elsewhere.by_url[URL] = content
    await run_job(job, ignore_stage)
    ended = await desk.kept(job.id)
    assert (ended.status, ended.clip_id, ended.source_url) == (JobStatus.FAILED, None, None)
    assert ended.failure is not None
    assert ended.failure.code == error.code
    assert (service.kept_clips, await kept_contents(service)) == (0, set())


async def test_a_server_that_fails_is_asked_once_more(
    run_job: RunJob, upload: UploadClip, desk: JobDesk, clock: FakeClock, job: TranscriptionJob
) -> None:
    asked: list[int] = []

    def break_off_once(number: int) -> None:
        asked.append(number)
        if asked == [0, 1]:
            raise RemoteFailedError("The server at example.org broke off.")

    fetch = fetching_from(run_job.fetch, upload, Elsewhere(break_off_once))
    run_job = replace(run_job, fetch=fetch)
    await run_job(job, ignore_stage)
    waiting = await desk.kept(job.id)
    assert (waiting.status, waiting.source_url) == (JobStatus.QUEUED, URL)
    clock.advance(timedelta(minutes=1))
    await run_job(await desk.taken(), ignore_stage)
    assert (await desk.kept(job.id)).status is JobStatus.SUCCEEDED
    assert asked == [0, 1, 0, 1, 2, 3]


async def test_a_job_goes_on_with_what_was_fetched(
    run_job: RunJob, desk: JobDesk, job: TranscriptionJob
) -> None:
    notes = Notes()
    await run_job(job, notes.report)
    assert (await desk.kept(job.id)).status is JobStatus.SUCCEEDED
    told = list(dict.fromkeys(stage for stage, _ in notes.told))
    assert told[:2] == [Stage.FETCH, Stage.DECODE]
    timed = (await desk.look(ADA, job.id)).seconds_per_stage
    assert timed.keys() == job.planned - {Stage.ASSIGN_SPEAKERS}


async def test_a_transcript_of_what_was_fetched_may_be_there_already(
    run_job: RunJob, fetch: FetchRecording, service: Service, desk: JobDesk, job: TranscriptionJob
) -> None:
    clip = (await fetch.import_clip(ADA, URL)).clip
    async with service.unit_of_work() as uow:
        await uow.transcripts.put(a_stored_transcript(clip.id))
        await uow.commit()
    await run_job(job, ignore_stage)
    assert (await desk.kept(job.id)).status is JobStatus.SUCCEEDED
    assert service.transcriber.asked == []


async def test_nobody_who_wants_it_ends_the_download_at_its_next_piece(
    fetch: FetchRecording, upload: UploadClip, service: Service, job: TranscriptionJob
) -> None:
    begun: list[int] = []

    def report(fraction: float) -> None:
        if fraction >= 0.5:
            raise NoLongerWantedError

    with pytest.raises(NoLongerWantedError):
        await fetching_from(fetch, upload, Elsewhere(begun.append))(job, report)
    assert begun == [0, 1]
    assert (service.kept_clips, await kept_contents(service)) == (0, set())


async def test_it_ends_also_when_the_other_side_keeps_silent(
    fetch: FetchRecording, upload: UploadClip, job: TranscriptionJob
) -> None:
    silence, heard = asyncio.Event(), asyncio.Event()

    def before(_number: int) -> asyncio.Event:
        heard.set()
        return silence

    def report(_fraction: float) -> None:
        if heard.is_set():
            raise NoLongerWantedError

    async with asyncio.timeout(PATIENCE):
        with pytest.raises(NoLongerWantedError):
            await fetching_from(fetch, upload, Elsewhere(before))(job, report)


async def test_a_database_that_is_gone_meanwhile_is_waited_for_and_nothing_fetched_twice(
    fetch: FetchRecording, upload: UploadClip, desk: JobDesk, job: TranscriptionJob
) -> None:
    database = AbsentDatabase(desk.unit_of_work, is_gone=True)
    begun: list[int] = []
    importing = ImportClip(
        recordings=Elsewhere(begun.append),
        upload=replace(upload, unit_of_work=database),
        patience=timedelta(seconds=PATIENCE),
    )
    fetching = asyncio.create_task(replace(fetch, import_clip=importing)(job, ignore_fraction))
    await until(lambda: database.refusals > 0)
    database.is_gone = False
    fetched = await asyncio.wait_for(fetching, PATIENCE)
    assert fetched.clip_id is not None
    assert begun == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "change",
    [
        lambda job: job.cancel(now=NEW_YEAR),
        lambda job: job.requeue(),
        lambda job: job.put_back().start(now=NEW_YEAR),
    ],
    ids=["cancelled", "released", "taken over"],
)
async def test_what_becomes_of_a_job_meanwhile_is_not_undone(
    fetch: FetchRecording,
    desk: JobDesk,
    job: TranscriptionJob,
    change: Callable[[TranscriptionJob], TranscriptionJob],
) -> None:
    changed = change(job)
    await desk.save(changed)
    with pytest.raises(NoLongerWantedError):
        await fetch(job, ignore_fraction)
    assert await desk.kept(job.id) == changed


async def test_a_job_that_was_deleted_meanwhile_is_nobodys_business(
    fetch: FetchRecording, desk: JobDesk, job: TranscriptionJob
) -> None:
    await desk.delete(ADA, job.id)
    with pytest.raises(NoLongerWantedError):
        await fetch(job, ignore_fraction)


async def test_a_clip_that_is_deleted_before_the_job_has_it_is_missed(
    fetch: FetchRecording, service: Service, desk: JobDesk, job: TranscriptionJob
) -> None:
    delete = DeleteClip(
        storage=service.storage, unit_of_work=service.unit_of_work, cancel=desk.cancel
    )

    async def import_and_delete(*wanted: object, **more: object) -> object:
        imported = await fetch.import_clip(*wanted, **more)  # type: ignore[arg-type]
        await delete(ADA, imported.clip.id)
        return imported

    hasty = replace(fetch, import_clip=import_and_delete)  # type: ignore[arg-type]
    with pytest.raises(ClipNotFoundError):
        await hasty(job, ignore_fraction)


async def test_a_url_that_makes_no_sense_is_told_at_once(desk: JobDesk) -> None:
    request = JobRequest(owner=ADA, clip_id=None, source_url="talk.wav", options=TINY)
    with pytest.raises(InvalidUrlError):
        await desk.request_job(request)
    asked = replace(request, source_url=URL)
    assert URL not in repr(asked)
    job = await desk.request_job(asked)
    assert (job.clip_id, job.source_url) == (None, URL)
    view = await desk.look(ADA, job.id)
    assert (view.place, view.seconds_left) == (0, None)
