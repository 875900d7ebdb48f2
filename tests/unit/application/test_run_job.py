"""Running one job to its end, whatever that is."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from adapters.outbound.persistence.codecs.options import options_from_json
from application.errors import ApplicationError, DatabaseUnavailableError, ModelUnavailableError
from application.ports.progress import NoLongerWantedError, ReportStage
from application.ports.stage_results import SpeechFound, StageResult
from application.use_cases.clips.delete_clip import DeleteClip
from application.use_cases.jobs.run_job import RunJob
from domain.audio_clip import AudioClip
from domain.job_history import Happening
from domain.transcription_job import (
    RESULT_STAGE,
    Failure,
    JobKind,
    JobStatus,
    Stage,
    TranscriptionJob,
    planned_stages,
)
from domain.transcription_options import TranscriptionOptions
from tests.fakes.clock import NEW_YEAR, FakeClock
from tests.fakes.engines import HELLO, TWO_SPEAKERS
from tests.fakes.job_desk import JobDesk
from tests.fakes.jobs import TINY, a_job
from tests.fakes.kept import a_kept_clip, a_kept_job, keep_job
from tests.fakes.progress import PATIENCE, Notes, ignore_stage
from tests.fakes.service import Service
from tests.fakes.transcripts import a_stored_transcript

WITHOUT_SPEAKERS: Final = TranscriptionOptions(model="tiny", diarize=False)


@pytest.fixture
async def job(service: Service, desk: JobDesk, clip: AudioClip) -> TranscriptionJob:
    """It was started already."""
    await a_kept_job(service, clip)
    return await desk.taken()


def kept(service: Service, job: TranscriptionJob) -> TranscriptionJob:
    return service.database.committed.job(job.id)


def breaking(error: Exception) -> Callable[[], None]:
    def break_off() -> None:
        raise error

    return break_off


def unwanted_from(stage: Stage) -> ReportStage:
    """The report of a runner that is told to stop when that stage begins."""

    def report(reached: Stage, _fraction: float) -> None:
        if reached is stage:
            raise NoLongerWantedError

    return report


async def test_a_job_that_succeeds_leaves_its_transcript(
    run_job: RunJob, service: Service, clock: FakeClock, clip: AudioClip, job: TranscriptionJob
) -> None:
    service.transcriber.before_answering = lambda: clock.advance(timedelta(minutes=2))
    await run_job(job, ignore_stage)
    ended = kept(service, job)
    assert (ended.status, ended.attempts, ended.failure) == (JobStatus.SUCCEEDED, 1, None)
    assert ended.started_at == NEW_YEAR
    assert ended.finished_at == NEW_YEAR + timedelta(minutes=2)
    (stored,) = service.database.committed.transcripts.values()
    assert (stored.clip_id, stored.job_id, stored.options) == (clip.id, job.id, job.options)
    assert stored.created_at == ended.finished_at
    assert stored.transcript.text == "Hello there. General Kenobi."


async def test_a_job_that_has_ended_keeps_no_results_of_its_stages(
    run_job: RunJob, service: Service, job: TranscriptionJob
) -> None:
    await run_job(job, ignore_stage)
    assert service.database.committed.stage_results == {}


async def test_a_job_tells_how_far_it_has_come(run_job: RunJob, job: TranscriptionJob) -> None:
    notes = Notes()
    await run_job(job, notes.report)
    told = {stage for stage, fraction in notes.told if fraction == 1}
    assert told == planned_stages(TINY) - {Stage.ASSIGN_SPEAKERS}


async def test_a_transcript_takes_the_place_of_the_one_before(
    run_job: RunJob, service: Service, desk: JobDesk, clip: AudioClip
) -> None:
    jobs = [replace(a_job(clip.id), force=force) for force in (False, True)]
    for job in jobs:
        await keep_job(service, job)
        await run_job(await desk.taken(), ignore_stage)
    (stored,) = service.database.committed.transcripts.values()
    assert stored.job_id == jobs[-1].id


async def test_bad_audio_is_recorded_with_what_to_do(
    run_job: RunJob, service: Service, desk: JobDesk
) -> None:
    await a_kept_job(service, await a_kept_clip(service, content=b"GIF89a"))
    job = await desk.taken()
    await run_job(job, ignore_stage)
    ended = kept(service, job)
    assert (ended.status, ended.finished_at) == (JobStatus.FAILED, NEW_YEAR)
    assert ended.failure == Failure(
        code="not-audio",
        detail="The file cannot be read as sound.",
        advice="Send a sound or video file that a media player can play.",
    )


async def test_an_engine_that_cannot_run_is_the_jobs_failure(
    run_job: RunJob, service: Service, job: TranscriptionJob
) -> None:
    service.transcriber.before_answering = breaking(ModelUnavailableError("It is not here."))
    await run_job(job, ignore_stage)
    failure = kept(service, job).failure
    assert failure is not None
    assert (failure.code, failure.detail) == ("model-unavailable", "It is not here.")
    assert service.database.committed.transcripts == {}
    assert service.database.committed.stage_results == {}


async def test_an_unexpected_error_is_logged_and_recorded_without_giving_anything_away(
    run_job: RunJob,
    service: Service,
    desk: JobDesk,
    job: TranscriptionJob,
    caplog: pytest.LogCaptureFixture,
) -> None:
    service.transcriber.before_answering = breaking(RuntimeError("/secret/path"))
    with caplog.at_level(logging.ERROR):
        await run_job(job, ignore_stage)
    async with desk.unit_of_work() as uow:
        failure = (await uow.history.of(job.id))[-1].failure
    assert failure is not None
    assert failure.code == "transcription-failed"
    assert "secret" not in failure.detail + failure.advice
    assert "/secret/path" in caplog.text


async def test_what_an_earlier_version_took_and_this_one_refuses_is_named(
    run_job: RunJob, service: Service, job: TranscriptionJob
) -> None:
    options = options_from_json(
        {"model": "tiny", "task": "transcribe", "diarize": True, "speech": {"onset": 7.0}}
    )
    await run_job(replace(job, options=options), ignore_stage)
    assert kept(service, job).failure == Failure(
        code="options-refused",
        detail="This version refuses what the job asks for: vad_onset must be between 0 and 1.",
        advice="Correct the option that the message names, then ask again.",
    )


async def test_bytes_that_are_lost_are_the_jobs_failure(
    run_job: RunJob, service: Service, clip: AudioClip, job: TranscriptionJob
) -> None:
    await service.storage.delete(clip.content_hash)
    await run_job(job, ignore_stage)
    failure = kept(service, job).failure
    assert failure is not None
    assert failure.code == "clip-not-found"


@pytest.mark.parametrize("error", [None, RuntimeError("unforeseen")])
async def test_a_job_whose_clip_is_deleted_while_it_runs_leaves_nothing(
    run_job: RunJob,
    service: Service,
    desk: JobDesk,
    clip: AudioClip,
    job: TranscriptionJob,
    error: Exception | None,
) -> None:
    delete = DeleteClip(
        storage=service.storage, unit_of_work=service.unit_of_work, cancel=desk.cancel
    )
    loop = asyncio.get_running_loop()

    def delete_meanwhile() -> None:
        deleting = asyncio.run_coroutine_threadsafe(delete(clip.owner, clip.id), loop)
        deleting.result(PATIENCE)
        if error is not None:
            raise error

    service.transcriber.before_answering = delete_meanwhile
    await run_job(job, ignore_stage)
    left = service.database.committed
    assert (left.clips, left.jobs, left.transcripts, left.stage_results) == ({}, {}, {}, {})


async def test_a_job_that_is_cut_off_stays_running_and_goes_on_where_it_was(
    run_job: RunJob, service: Service, desk: JobDesk, clip: AudioClip
) -> None:
    await a_kept_job(service, clip, options=WITHOUT_SPEAKERS)
    job = await desk.taken()
    await run_job(job, unwanted_from(Stage.ALIGN_WORDS))
    assert kept(service, job).status is JobStatus.RUNNING
    assert await desk.results_of(job.id) == {Stage.DECODE, Stage.DETECT_SPEECH, Stage.TRANSCRIBE}

    assert await desk.put_back() == 1
    await run_job(await desk.taken(), ignore_stage)
    ended = kept(service, job)
    assert (ended.status, ended.attempts) == (JobStatus.SUCCEEDED, 1)
    assert len(service.transcriber.asked) == len(service.detector.asked) == 1


async def test_a_job_goes_on_after_results_that_are_kept(
    run_job: RunJob, service: Service, job: TranscriptionJob
) -> None:
    async with service.unit_of_work() as uow:
        await uow.stage_results.put(job.id, Stage.DETECT_SPEECH, SpeechFound(()))
        await uow.stage_results.put(job.id, Stage.TRANSCRIBE, HELLO)
        await uow.commit()
    await run_job(job, ignore_stage)
    assert kept(service, job).status is JobStatus.SUCCEEDED
    assert (service.detector.asked, service.transcriber.asked) == ([], [])
    assert service.diarizer.asked != []


async def test_a_transcript_that_is_kept_already_is_not_made_again(
    run_job: RunJob, service: Service, desk: JobDesk, clip: AudioClip, job: TranscriptionJob
) -> None:
    async with service.unit_of_work() as uow:
        await uow.transcripts.put(a_stored_transcript(clip.id))
        await uow.commit()
    await run_job(job, ignore_stage)
    assert kept(service, job).status is JobStatus.SUCCEEDED
    assert (service.transcriber.asked, len(desk.announced)) == ([], 1)


async def test_the_time_of_each_stage_is_noted(
    run_job: RunJob, service: Service, desk: JobDesk, clock: FakeClock, job: TranscriptionJob
) -> None:
    service.transcriber.before_answering = lambda: clock.advance(timedelta(seconds=7))
    await run_job(job, ignore_stage)
    assert await desk.happenings_of(job.id) == [
        Happening.STARTED,
        *[Happening.STAGE_FINISHED] * 5,
        Happening.SUCCEEDED,
    ]
    seconds = (await desk.look(job.owner, job.id)).seconds_per_stage
    assert seconds.keys() == planned_stages(TINY) - {Stage.ASSIGN_SPEAKERS}
    assert (seconds[Stage.TRANSCRIBE], seconds[Stage.ALIGN_WORDS]) == (7, 0)


async def test_what_goes_wrong_by_chance_is_tried_again(
    run_job: RunJob, service: Service, desk: JobDesk, clock: FakeClock, job: TranscriptionJob
) -> None:
    service.transcriber.before_answering = breaking(RuntimeError("unforeseen"))
    await run_job(job, ignore_stage)
    assert (kept(service, job).status, desk.announced) == (JobStatus.QUEUED, [])

    service.transcriber.before_answering = lambda: None
    clock.advance(timedelta(minutes=1))
    await run_job(await desk.taken(), ignore_stage)
    assert kept(service, job).status is JobStatus.SUCCEEDED
    assert len(service.detector.asked) == 1


PARTS: Final[dict[JobKind, dict[Stage, StageResult]]] = {
    JobKind.TRANSCRIPTION: {},
    JobKind.ALIGNMENT: {Stage.TRANSCRIBE: HELLO},
    JobKind.DIARIZATION: {},
    JobKind.COMBINATION: {Stage.ALIGN_WORDS: HELLO, Stage.DIARIZE: TWO_SPEAKERS},
}
"""What each kind of job is given."""


@pytest.mark.parametrize("kind", PARTS)
async def test_a_part_keeps_what_it_was_to_make_and_nothing_else(
    run_job: RunJob, service: Service, desk: JobDesk, clip: AudioClip, kind: JobKind
) -> None:
    clip_id = None if kind is JobKind.COMBINATION else clip.id
    await desk.add(a_job(clip_id, kind=kind), results=PARTS[kind])
    job = await desk.taken()
    await run_job(job, ignore_stage)
    assert kept(service, job).status is JobStatus.SUCCEEDED
    assert await desk.results_of(job.id) == {RESULT_STAGE[kind]}
    assert service.database.committed.transcripts == {}


async def test_a_part_that_was_not_given_what_it_needs_fails(
    run_job: RunJob, service: Service, desk: JobDesk
) -> None:
    desk.retry = replace(desk.retry, max_attempts=1)
    run_job = replace(run_job, end=desk.end)
    await desk.add(a_job(None, kind=JobKind.COMBINATION))
    job = await desk.taken()
    await run_job(job, ignore_stage)
    failure = kept(service, job).failure
    assert failure is not None
    assert "align_words is missing" in failure.detail


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
    run_job: RunJob,
    service: Service,
    desk: JobDesk,
    job: TranscriptionJob,
    change: Callable[[TranscriptionJob], TranscriptionJob],
) -> None:
    loop, changed = asyncio.get_running_loop(), change(job)

    def change_it_meanwhile() -> None:
        asyncio.run_coroutine_threadsafe(desk.save(changed), loop).result(PATIENCE)

    service.transcriber.before_answering = change_it_meanwhile
    await run_job(job, ignore_stage)
    assert kept(service, job) == changed
    assert (service.database.committed.transcripts, desk.announced) == ({}, [])
    assert Stage.TRANSCRIBE not in await desk.results_of(job.id)


async def test_a_database_that_stays_away_is_not_the_jobs_failure(
    run_job: RunJob, service: Service, desk: JobDesk, job: TranscriptionJob
) -> None:
    gone: ApplicationError = DatabaseUnavailableError("The database is gone.")
    service.transcriber.before_answering = breaking(gone)
    with pytest.raises(DatabaseUnavailableError):
        await run_job(job, ignore_stage)
    assert kept(service, job).status is JobStatus.RUNNING
