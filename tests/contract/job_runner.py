"""What a JobRunner does, whatever the database. A test module names itself and inherits this."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from adapters.inbound.worker.job_runner import JobRunner
from adapters.outbound.jobs.embedded import EmbeddedJobEngine
from application.errors import ServiceStoppingError
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.audio_clip import AudioClip
from domain.transcription_job import JobId, JobStatus, Stage, TranscriptionJob
from tests.fakes.absent_database import AbsentDatabase
from tests.fakes.clips import ADA, a_clip
from tests.fakes.clock import NEW_YEAR
from tests.fakes.engines import HELLO
from tests.fakes.job_desk import JobDesk
from tests.fakes.jobs import ELSEWHERE, a_job, a_lease
from tests.fakes.progress import PATIENCE
from tests.fakes.until import until
from tests.fakes.work import ScriptedWork

AT_ONCE: Final = 2
BEAT: Final = timedelta(seconds=0.01)


def a_runner(desk: JobDesk, work: ScriptedWork) -> JobRunner:
    return JobRunner(
        take=desk.take,
        run=work,
        keep_leases=desk.keep_leases,
        release=desk.release,
        put_back=desk.put_back,
        news=desk.news,
        at_once=AT_ONCE,
        beat_every=BEAT,
    )


def jobs_of(clip: AudioClip, count: int) -> list[TranscriptionJob]:
    """The oldest first."""
    times = [NEW_YEAR + timedelta(seconds=second) for second in range(count)]
    return [a_job(clip.id, requested_at=time) for time in times]


def ids_of(jobs: list[TranscriptionJob]) -> list[JobId]:
    return [job.id for job in jobs]


async def submit(desk: JobDesk, *jobs: TranscriptionJob) -> None:
    await desk.add(*jobs)
    for job in jobs:
        await EmbeddedJobEngine(desk.news).submit(job.id)


async def ends_of(desk: JobDesk, *job_ids: JobId) -> list[JobStatus]:
    async with asyncio.timeout(PATIENCE):
        return [(await desk.wait(job_id)).status for job_id in job_ids]


class JobRunnerContract:
    """Over the `unit_of_work` of a database in which there is nothing yet."""

    @pytest.fixture
    def database(self, unit_of_work: UnitOfWorkFactory) -> AbsentDatabase:
        return AbsentDatabase(unit_of_work)

    @pytest.fixture
    def desk(self, database: AbsentDatabase) -> JobDesk:
        return JobDesk(database)

    @pytest.fixture
    async def clip(self, desk: JobDesk) -> AudioClip:
        clip = a_clip()
        async with desk.unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.commit()
        return clip

    @pytest.fixture
    def work(self, desk: JobDesk) -> ScriptedWork:
        return ScriptedWork(desk.end)

    @pytest.fixture
    async def runner(self, desk: JobDesk, work: ScriptedWork) -> AsyncIterator[JobRunner]:
        runner = a_runner(desk, work)
        await runner.start()
        yield runner
        runner.stop()
        work.let_go(*work.begun)
        await runner.close()

    @pytest.mark.usefixtures("runner")
    async def test_jobs_are_run_in_turn_and_no_more_at_once_than_may(
        self, desk: JobDesk, clip: AudioClip, work: ScriptedWork
    ) -> None:
        jobs = jobs_of(clip, 5)
        await submit(desk, *jobs)
        await work.beginning_of(*ids_of(jobs[:2]))
        assert work.begun == ids_of(jobs[:2])
        work.let_go(*ids_of(jobs))
        assert await ends_of(desk, *ids_of(jobs)) == [JobStatus.SUCCEEDED] * 5
        assert (work.begun, work.most_at_once) == (ids_of(jobs), AT_ONCE)

    @pytest.mark.usefixtures("runner")
    async def test_a_suspect_runs_when_nothing_else_does(
        self, desk: JobDesk, clip: AudioClip, work: ScriptedWork
    ) -> None:
        first, last = jobs_of(clip, 2)
        suspect = a_job(clip.id, requested_at=NEW_YEAR).start(now=NEW_YEAR).requeue()
        await submit(desk, first)
        await work.beginning_of(first.id)
        await submit(desk, suspect, last)
        work.let_go(first.id)
        await work.beginning_of(suspect.id)
        assert (work.begun, work.ended) == ([first.id, suspect.id], [first.id])
        work.let_go(suspect.id, last.id)
        await ends_of(desk, suspect.id, last.id)
        assert (work.begun[2:], work.most_at_once) == ([last.id], 1)

    @pytest.mark.usefixtures("runner")
    async def test_a_job_that_is_cancelled_while_it_runs_is_let_go(
        self, desk: JobDesk, clip: AudioClip, work: ScriptedWork
    ) -> None:
        job, other = jobs_of(clip, 2)
        await submit(desk, job, other)
        await work.beginning_of(job.id, other.id)
        await desk.cancel(ADA, job.id)
        await work.unwanted(job.id)
        work.let_go(job.id, other.id)
        assert await ends_of(desk, job.id, other.id) == [JobStatus.CANCELLED, JobStatus.SUCCEEDED]
        assert work.ended == [other.id]

    @pytest.mark.usefixtures("runner")
    async def test_what_comes_from_a_runner_that_lost_its_job_is_left_out(
        self, desk: JobDesk, clip: AudioClip, work: ScriptedWork
    ) -> None:
        (job,) = jobs_of(clip, 1)
        await submit(desk, job)
        await work.beginning_of(job.id)
        theirs = replace(await desk.kept(job.id), lease=a_lease(ELSEWHERE))
        await desk.save(theirs)
        work.let_go(job.id)
        await work.end_of_all()
        kept = await desk.kept(job.id)
        assert (kept.status, kept.lease) == (JobStatus.RUNNING, theirs.lease)
        assert desk.announced == []

    @pytest.mark.usefixtures("runner")
    async def test_others_see_how_far_a_job_has_come(
        self, desk: JobDesk, clip: AudioClip, work: ScriptedWork
    ) -> None:
        (job,) = jobs_of(clip, 1)
        await submit(desk, job)
        await work.beginning_of(job.id)
        work.report(job.id, Stage.TRANSCRIBE, 0.5)
        async with asyncio.timeout(PATIENCE):
            while not (kept := await desk.kept(job.id)).progress.stages:
                await desk.news.of(job.id, at_most=timedelta(seconds=PATIENCE))
        assert kept.progress.stages == {Stage.TRANSCRIBE: 0.5}
        work.let_go(job.id)
        await ends_of(desk, job.id)

    @pytest.mark.usefixtures("runner")
    async def test_others_read_what_is_heard_while_the_job_runs_each_segment_once(
        self, desk: JobDesk, clip: AudioClip, work: ScriptedWork
    ) -> None:
        (job,) = jobs_of(clip, 1)
        await submit(desk, job)
        await work.beginning_of(job.id)
        for number, segment in enumerate(HELLO.segments):
            work.note(job.id, {number: segment})
            async with asyncio.timeout(PATIENCE):
                while len(heard := await desk.heard_of(job.id)) <= number:
                    await desk.news.of(job.id, at_most=timedelta(seconds=PATIENCE))
            assert heard == list(HELLO.segments[: number + 1])
        work.let_go(job.id)
        await ends_of(desk, job.id)
        assert await desk.heard_of(job.id) == []

    async def test_two_runners_run_each_job_once(
        self, desk: JobDesk, clip: AudioClip, work: ScriptedWork
    ) -> None:
        jobs = jobs_of(clip, 12)
        work.let_go(*ids_of(jobs))
        runners = [a_runner(desk, work), a_runner(desk.of_runner(ELSEWHERE), work)]
        await asyncio.gather(*(runner.start() for runner in runners))
        await submit(desk, *jobs)
        assert await ends_of(desk, *ids_of(jobs)) == [JobStatus.SUCCEEDED] * 12
        await asyncio.gather(*(runner.close() for runner in runners))
        assert sorted(work.begun) == sorted(ids_of(jobs))
        assert len(desk.announced) == 12

    async def test_what_a_lost_runner_has_left_is_taken_up_at_the_start(
        self, desk: JobDesk, clip: AudioClip, work: ScriptedWork
    ) -> None:
        await desk.add(*jobs_of(clip, 1))
        lost = await desk.of_runner(ELSEWHERE).taken()
        desk.runners.gone.add(ELSEWHERE)
        work.let_go(lost.id)
        runner = a_runner(desk, work)
        await runner.start()
        assert await ends_of(desk, lost.id) == [JobStatus.SUCCEEDED]
        await runner.close()
        assert (await desk.kept(lost.id)).attempts == 2

    @pytest.mark.usefixtures("runner")
    async def test_a_job_that_breaks_is_told_and_makes_room(
        self,
        desk: JobDesk,
        clip: AudioClip,
        work: ScriptedWork,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        jobs = jobs_of(clip, 4)
        *broken, good = ids_of(jobs)
        work.errors = {job_id: RuntimeError(f"unforeseen in {job_id}") for job_id in broken}
        work.let_go(*broken, good)
        with caplog.at_level(logging.ERROR):
            await submit(desk, *jobs)
            assert await ends_of(desk, good) == [JobStatus.SUCCEEDED]
        assert all(f"unforeseen in {job_id}" in caplog.text for job_id in broken)

    @pytest.mark.usefixtures("runner")
    async def test_a_database_that_is_gone_for_a_while_costs_no_job(
        self, desk: JobDesk, clip: AudioClip, work: ScriptedWork, database: AbsentDatabase
    ) -> None:
        running, waiting, late = jobs_of(clip, 3)
        await submit(desk, running, waiting)
        await work.beginning_of(running.id, waiting.id)
        database.is_gone = True
        work.let_go(running.id, waiting.id, late.id)
        await until(lambda: database.refusals >= 20)
        database.is_gone = False
        await submit(desk, late)
        ids = ids_of([running, waiting, late])
        assert await ends_of(desk, *ids) == [JobStatus.SUCCEEDED] * 3
        assert [(await desk.kept(job_id)).times_lost for job_id in ids] == [0, 0, 0]

    async def test_a_runner_that_is_closed_puts_back_what_it_has_and_takes_nothing_more(
        self, desk: JobDesk, runner: JobRunner, clip: AudioClip, work: ScriptedWork
    ) -> None:
        jobs = jobs_of(clip, 3)
        await submit(desk, *jobs)
        await work.beginning_of(*ids_of(jobs[:2]))
        waiting = asyncio.create_task(desk.wait(jobs[2].id))
        closing = asyncio.create_task(runner.close())
        await asyncio.sleep(0)  # lets it begin
        work.let_go(*ids_of(jobs))
        await asyncio.wait_for(closing, PATIENCE)
        assert (work.begun, work.ended) == (ids_of(jobs[:2]), [])
        assert [await desk.kept(job.id) for job in jobs] == jobs
        with pytest.raises(ServiceStoppingError):
            await waiting

    async def test_an_idle_runner_closes_at_once(self, runner: JobRunner) -> None:
        await asyncio.wait_for(runner.close(), PATIENCE)
