"""Jobs whose stages are handed out one by one."""

from dataclasses import replace
from typing import Final

import pytest

from application.errors import (
    EngineUnavailableError,
    TranscriptionAbandonedError,
    TranscriptionFailedError,
)
from application.ports.progress import NoLongerWantedError
from application.use_cases.jobs.begin_job import BeginJob
from application.use_cases.jobs.finish_job import FinishJob
from application.use_cases.jobs.note_interruption import NoteInterruption
from application.use_cases.jobs.note_progress import NoteProgress
from application.use_cases.jobs.plan_job import JobPlan, PlanJob
from application.use_cases.upkeep.submit_again import SubmitAgain
from domain.job_history import Happening
from domain.job_lease import LEASE_LASTS, RunnerId
from domain.transcription_job import JobStatus, Stage, TranscriptionJob
from tests.fakes.clock import FakeClock
from tests.fakes.engines import HELLO
from tests.fakes.job_desk import FOUND, JobDesk
from tests.fakes.jobs import HERE, a_job, a_lease
from tests.fakes.kept import a_kept_clip
from tests.fakes.service import Service

ELSEWHERE: Final = RunnerId("another-machine")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def desk(service: Service, clock: FakeClock) -> JobDesk:
    return JobDesk(service.unit_of_work, clock=clock)


@pytest.fixture
async def job(service: Service, desk: JobDesk) -> TranscriptionJob:
    job = a_job((await a_kept_clip(service)).id)
    await desk.add(job)
    return job


def begin_at(desk: JobDesk) -> BeginJob:
    return BeginJob(unit_of_work=desk.unit_of_work, runners=desk.runners, clock=desk.clock)


def interruption_at(desk: JobDesk) -> NoteInterruption:
    return NoteInterruption(unit_of_work=desk.unit_of_work, clock=desk.clock)


def finish_at(desk: JobDesk) -> FinishJob:
    return FinishJob(unit_of_work=desk.unit_of_work, begin=begin_at(desk), end=desk.end)


def plan_at(desk: JobDesk) -> PlanJob:
    return PlanJob(unit_of_work=desk.unit_of_work, begin=begin_at(desk), end=desk.end)


async def test_it_is_started_by_the_first_who_works_on_it(
    desk: JobDesk, job: TranscriptionJob
) -> None:
    first, second = await begin_at(desk)(job.id), await begin_at(desk)(job.id)
    assert first == second
    assert (first.status, first.attempts, first.lease) == (JobStatus.RUNNING, 1, None)
    assert await desk.happenings_of(job.id) == [Happening.STARTED]


async def test_after_a_failure_it_is_started_again(desk: JobDesk, job: TranscriptionJob) -> None:
    await begin_at(desk)(job.id)
    error = TranscriptionFailedError("The engine stumbled.")
    await interruption_at(desk).failed(job.id, Stage.TRANSCRIBE, error)
    assert (await begin_at(desk)(job.id)).attempts == 2


async def test_having_been_put_back_does_not_count(desk: JobDesk, job: TranscriptionJob) -> None:
    await begin_at(desk)(job.id)
    await interruption_at(desk).put_back(job.id, Stage.TRANSCRIBE)
    again = await begin_at(desk)(job.id)
    assert (again.attempts, again.times_lost) == (1, 0)


async def test_stages_that_are_lost_together_are_one_loss(
    desk: JobDesk, job: TranscriptionJob
) -> None:
    await begin_at(desk)(job.id)
    await interruption_at(desk).lost(job.id, Stage.TRANSCRIBE, HERE)
    again = await begin_at(desk)(job.id)
    await interruption_at(desk).lost(job.id, Stage.DIARIZE, HERE)
    assert (again.attempts, again.times_lost) == (2, 1)
    assert (await desk.kept(job.id)).times_lost == 1


async def test_what_only_waited_was_not_the_cause(desk: JobDesk, job: TranscriptionJob) -> None:
    await interruption_at(desk).lost(job.id, Stage.DECODE, HERE)
    assert (await desk.kept(job.id)).times_lost == 0
    await begin_at(desk)(job.id)
    for _ in range(3):
        await interruption_at(desk).lost(job.id, Stage.DECODE, None)
    assert (await desk.kept(job.id)).times_lost == 1


async def test_a_third_loss_sets_it_aside(desk: JobDesk, job: TranscriptionJob) -> None:
    for runner in ("one", "two"):
        await begin_at(desk)(job.id)
        await interruption_at(desk).lost(job.id, Stage.TRANSCRIBE, RunnerId(runner))
    await begin_at(desk)(job.id)
    with pytest.raises(TranscriptionAbandonedError, match="ended 3 times"):
        await interruption_at(desk).lost(job.id, Stage.TRANSCRIBE, RunnerId("three"))


async def test_one_that_a_runner_of_the_other_engine_has_is_left_to_it(
    desk: JobDesk, job: TranscriptionJob, clock: FakeClock
) -> None:
    await desk.save(job.start(now=clock.now(), lease=a_lease()))
    with pytest.raises(NoLongerWantedError):
        await begin_at(desk)(job.id)
    clock.advance(LEASE_LASTS)
    taken = await begin_at(desk)(job.id)
    assert (taken.lease, taken.times_lost) == (None, 1)


async def test_progress_of_stages_side_by_side_is_kept(
    desk: JobDesk, job: TranscriptionJob
) -> None:
    note = NoteProgress(unit_of_work=desk.unit_of_work)
    await begin_at(desk)(job.id)
    assert await note(job.id, Stage.TRANSCRIBE, 0.5)
    assert await note(job.id, Stage.DIARIZE, 0.25)
    progress = (await desk.kept(job.id)).progress
    assert progress.stages == {Stage.TRANSCRIBE: 0.5, Stage.DIARIZE: 0.25}
    await desk.save((await desk.kept(job.id)).cancel(now=desk.clock.now()))
    assert not await note(job.id, Stage.TRANSCRIBE, 0.75)


async def test_what_a_stage_has_heard_is_kept_until_its_job_has_ended(
    desk: JobDesk, job: TranscriptionJob
) -> None:
    note = NoteProgress(unit_of_work=desk.unit_of_work)
    await begin_at(desk)(job.id)
    for number, segment in enumerate(HELLO.segments):
        assert await note(job.id, Stage.TRANSCRIBE, 0.5, {number: segment})
    assert await desk.heard_of(job.id) == list(HELLO.segments)
    await desk.cancel(job.owner, job.id)
    assert not await note(job.id, Stage.TRANSCRIBE, 0.75, {2: HELLO.segments[0]})
    assert await desk.heard_of(job.id) == []


async def test_finished_twice_it_ends_once(desk: JobDesk, service: Service) -> None:
    job = a_job((await a_kept_clip(service)).id)
    await desk.add(job, results=FOUND)
    await finish_at(desk)(job.id)
    with pytest.raises(NoLongerWantedError):
        await finish_at(desk)(job.id)
    assert [each.status for each in desk.announced] == [JobStatus.SUCCEEDED]
    assert len(service.database.committed.transcripts) == 1


async def test_why_there_are_no_labels_becomes_a_warning(desk: JobDesk, service: Service) -> None:
    job = a_job((await a_kept_clip(service)).id)
    found = dict(FOUND)
    del found[Stage.DIARIZE]
    await desk.add(job, results=found)
    await finish_at(desk)(job.id, without=EngineUnavailableError("There is no diarizer."))
    (warning,) = (await desk.kept(job.id)).warnings
    assert warning.startswith("No speaker labels: There is no diarizer.")


async def test_the_plan_leaves_out_what_is_kept(desk: JobDesk, service: Service) -> None:
    job = a_job((await a_kept_clip(service)).id)
    found = {stage: FOUND[stage] for stage in (Stage.DECODE, Stage.DIARIZE)}
    await desk.add(job, results=found)
    plan = await plan_at(desk)(job.id)
    assert plan == JobPlan(
        job=job,
        duration=12.5,
        first=(),
        chains=((Stage.DETECT_SPEECH, Stage.TRANSCRIBE, Stage.ALIGN_WORDS),),
    )


async def test_no_more_than_fetching_can_be_planned_for_what_is_not_here(desk: JobDesk) -> None:
    job = a_job(None, source_url="https://example.org/talk.wav")
    await desk.add(job)
    plan = await plan_at(desk)(job.id)
    assert plan == JobPlan(
        job=job, duration=0.0, first=(Stage.FETCH,), chains=(), is_complete=False
    )


async def test_there_is_nothing_to_do_for_a_job_that_has_ended(
    desk: JobDesk, job: TranscriptionJob
) -> None:
    await desk.save(job.cancel(now=desk.clock.now()))
    assert await plan_at(desk)(job.id) is None


async def test_all_that_have_not_ended_are_submitted_again(
    desk: JobDesk, service: Service, clock: FakeClock
) -> None:
    clip = await a_kept_clip(service)
    waiting, running, ended, leased = (a_job(clip.id) for _ in range(4))
    now = clock.now()
    clock.advance(LEASE_LASTS / 2)
    fresh = replace(a_job(clip.id), requested_at=clock.now())
    await desk.add(waiting, running, ended, leased, fresh)
    await desk.save(running.start(now=now))
    await desk.save(ended.cancel(now=now))
    await desk.save(leased.start(now=now, lease=a_lease()))
    again = SubmitAgain(unit_of_work=desk.unit_of_work, jobs=desk.engine, clock=clock)
    assert await again() == 2
    assert set(desk.engine.submitted) == {waiting.id, running.id}
