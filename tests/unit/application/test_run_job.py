"""Running one job to its end, whatever that is."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Final
from uuid import uuid4

import pytest

from application.errors import ModelUnavailableError
from application.ports.stage_results import SpeechFound
from application.use_cases.clips.delete_clip import DeleteClip
from application.use_cases.jobs.run_job import RunJob
from application.use_cases.upkeep.resume_jobs import ResumeJobs
from domain.audio_clip import AudioClip
from domain.transcription_job import Failure, JobId, JobStatus, Stage, TranscriptionJob
from domain.transcription_options import TranscriptionOptions
from tests.fakes.clock import NEW_YEAR, FakeClock
from tests.fakes.engines import HELLO
from tests.fakes.job_engine import ScriptedJobEngine
from tests.fakes.kept import a_kept_clip, a_kept_job, keep_job
from tests.fakes.progress import PATIENCE, Notes, ignore_stage
from tests.fakes.service import Service

WITHOUT_SPEAKERS: Final = TranscriptionOptions(model="tiny", diarize=False)


@pytest.fixture
async def job(service: Service, clip: AudioClip) -> TranscriptionJob:
    return await a_kept_job(service, clip)


def kept(service: Service, job: TranscriptionJob) -> TranscriptionJob:
    return service.database.committed.job(job.id)


def breaking(error: Exception) -> Callable[[], None]:
    def break_off() -> None:
        raise error

    return break_off


def cancelling_at(stage: Stage) -> Callable[[Stage, float], None]:
    """The report of a job engine that is about to close when that stage begins."""

    def report(reached: Stage, _fraction: float) -> None:
        if reached is stage:
            raise asyncio.CancelledError

    return report


async def test_a_job_that_succeeds_leaves_its_transcript(
    run_job: RunJob, service: Service, clock: FakeClock, clip: AudioClip, job: TranscriptionJob
) -> None:
    service.transcriber.before_answering = lambda: clock.advance(timedelta(minutes=2))
    await run_job(job.id, ignore_stage)
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
    await run_job(job.id, ignore_stage)
    assert service.database.committed.stage_results == {}


async def test_a_job_is_recorded_as_running_while_it_runs(
    run_job: RunJob, service: Service, job: TranscriptionJob
) -> None:
    seen: list[JobStatus] = []
    service.transcriber.before_answering = lambda: seen.append(kept(service, job).status)
    await run_job(job.id, ignore_stage)
    assert seen == [JobStatus.RUNNING]


async def test_a_job_tells_how_far_it_has_come(run_job: RunJob, job: TranscriptionJob) -> None:
    notes = Notes()
    await run_job(job.id, notes.report)
    assert {stage for stage, fraction in notes.told if fraction == 1} == set(Stage)


async def test_a_transcript_takes_the_place_of_the_one_before(
    run_job: RunJob, service: Service, clip: AudioClip
) -> None:
    first, second = await a_kept_job(service, clip), await a_kept_job(service, clip)
    for job in (first, second):
        await run_job(job.id, ignore_stage)
    (stored,) = service.database.committed.transcripts.values()
    assert stored.job_id == second.id


async def test_bad_audio_is_recorded_with_what_to_do(run_job: RunJob, service: Service) -> None:
    job = await a_kept_job(service, await a_kept_clip(service, content=b"GIF89a"))
    await run_job(job.id, ignore_stage)
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
    await run_job(job.id, ignore_stage)
    failure = kept(service, job).failure
    assert failure is not None
    assert (failure.code, failure.detail) == ("model-unavailable", "It is not here.")
    assert service.database.committed.transcripts == {}
    assert service.database.committed.stage_results == {}


async def test_an_unexpected_error_is_logged_and_recorded_without_giving_anything_away(
    run_job: RunJob, service: Service, job: TranscriptionJob, caplog: pytest.LogCaptureFixture
) -> None:
    service.transcriber.before_answering = breaking(RuntimeError("/secret/path"))
    with caplog.at_level(logging.ERROR):
        await run_job(job.id, ignore_stage)
    failure = kept(service, job).failure
    assert failure is not None
    assert failure.code == "transcription-failed"
    assert "secret" not in failure.detail + failure.advice
    assert "/secret/path" in caplog.text


async def test_bytes_that_are_lost_are_the_jobs_failure(
    run_job: RunJob, service: Service, clip: AudioClip, job: TranscriptionJob
) -> None:
    await service.storage.delete(clip.content_hash)
    await run_job(job.id, ignore_stage)
    failure = kept(service, job).failure
    assert failure is not None
    assert failure.code == "clip-not-found"


@pytest.mark.parametrize("error", [None, RuntimeError("unforeseen")])
async def test_a_job_whose_clip_is_deleted_while_it_runs_leaves_nothing(
    run_job: RunJob,
    service: Service,
    clip: AudioClip,
    job: TranscriptionJob,
    error: Exception | None,
) -> None:
    delete = DeleteClip(storage=service.storage, unit_of_work=service.unit_of_work)
    loop = asyncio.get_running_loop()

    def delete_meanwhile() -> None:
        deleting = asyncio.run_coroutine_threadsafe(delete(clip.owner, clip.id), loop)
        deleting.result(PATIENCE)
        if error is not None:
            raise error

    service.transcriber.before_answering = delete_meanwhile
    await run_job(job.id, ignore_stage)
    left = service.database.committed
    assert (left.clips, left.jobs, left.transcripts, left.stage_results) == ({}, {}, {}, {})


async def test_a_job_whose_clip_was_deleted_while_it_waited_is_not_run(
    run_job: RunJob, service: Service
) -> None:
    await run_job(JobId(uuid4()), ignore_stage)
    assert service.transcriber.asked == []


async def test_a_job_that_has_ended_is_not_run_again(
    run_job: RunJob, service: Service, job: TranscriptionJob
) -> None:
    cancelled = job.cancel(now=NEW_YEAR)
    await keep_job(service, cancelled)
    await run_job(job.id, ignore_stage)
    assert kept(service, job) == cancelled
    assert service.transcriber.asked == []


async def test_a_job_that_is_cut_off_stays_running_and_is_taken_up_where_it_was(
    run_job: RunJob, service: Service, clip: AudioClip
) -> None:
    job = await a_kept_job(service, clip, options=WITHOUT_SPEAKERS)
    with pytest.raises(asyncio.CancelledError):
        await run_job(job.id, cancelling_at(Stage.ALIGN_WORDS))
    assert kept(service, job).status is JobStatus.RUNNING
    assert set(service.database.committed.stage_results) == {
        (job.id, Stage.DETECT_SPEECH),
        (job.id, Stage.TRANSCRIBE),
    }

    jobs = ScriptedJobEngine()
    resume = ResumeJobs(unit_of_work=service.unit_of_work, jobs=jobs, clock=FakeClock())
    assert await resume() == 1
    assert jobs.submitted == [job.id]
    await run_job(job.id, ignore_stage)
    ended = kept(service, job)
    assert (ended.status, ended.attempts) == (JobStatus.SUCCEEDED, 2)
    assert len(service.transcriber.asked) == len(service.detector.asked) == 1


async def test_a_job_goes_on_after_results_that_are_kept(
    run_job: RunJob, service: Service, job: TranscriptionJob
) -> None:
    async with service.unit_of_work() as uow:
        await uow.stage_results.put(job.id, Stage.DETECT_SPEECH, SpeechFound(()))
        await uow.stage_results.put(job.id, Stage.TRANSCRIBE, HELLO)
        await uow.commit()
    await run_job(job.id, ignore_stage)
    assert kept(service, job).status is JobStatus.SUCCEEDED
    assert (service.detector.asked, service.transcriber.asked) == ([], [])
    assert service.diarizer.asked != []


async def test_a_job_whose_runner_was_lost_without_notice_goes_on(
    run_job: RunJob, service: Service, job: TranscriptionJob
) -> None:
    await keep_job(service, job.start(now=NEW_YEAR))
    await run_job(job.id, ignore_stage)
    assert kept(service, job).status is JobStatus.SUCCEEDED
