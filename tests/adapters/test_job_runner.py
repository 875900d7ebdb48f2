"""Jobs that are run in this process."""

import asyncio
from functools import partial

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.inbound.worker.job_runner import JobRunner
from adapters.inbound.worker.job_underway import JobUnderway
from adapters.outbound.memory.records import InMemoryDatabase
from adapters.outbound.memory.unit_of_work import InMemoryUnitOfWork
from adapters.outbound.persistence.unit_of_work import SqlUnitOfWork
from application.ports.progress import NoLongerWantedError
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.audio_clip import AudioClip
from domain.transcription_job import Progress, Stage
from infrastructure.database import sessions
from tests.contract.job_runner import JobRunnerContract, jobs_of
from tests.fakes.clips import a_clip
from tests.fakes.clock import NEW_YEAR
from tests.fakes.job_desk import JobDesk
from tests.fakes.jobs import a_job, a_lease
from tests.fakes.work import ScriptedWork


class TestJobRunnerInMemory(JobRunnerContract):
    @pytest.fixture
    def unit_of_work(self) -> UnitOfWorkFactory:
        return partial(InMemoryUnitOfWork, InMemoryDatabase())

    async def test_what_is_taken_just_when_the_runner_is_told_to_stop_is_put_back(
        self, desk: JobDesk, runner: JobRunner, clip: AudioClip, work: ScriptedWork
    ) -> None:
        (job,) = jobs_of(clip, 1)
        await desk.add(job)
        async with desk.unit_of_work():
            desk.news.tell(job.id)
            for _ in range(3):
                await asyncio.sleep(0)  # now it waits for its turn with the database
            runner.stop()
        await runner.close()
        assert work.begun == []
        assert await desk.kept(job.id) == job


class TestJobRunnerOverSql(JobRunnerContract):
    @pytest.fixture
    def unit_of_work(self, sql_engine: AsyncEngine) -> UnitOfWorkFactory:
        return partial(SqlUnitOfWork, sessions(sql_engine))


def test_a_job_under_way_tells_how_far_it_has_come_until_nobody_wants_it() -> None:
    before = Progress({Stage.DECODE: 1.0})
    job = a_job(a_clip().id).start(now=NEW_YEAR).reached(before)
    underway = JobUnderway(job, lease := a_lease())
    underway.report(Stage.TRANSCRIBE, 0.5)
    assert underway.held.progress == Progress({Stage.DECODE: 1.0, Stage.TRANSCRIBE: 0.5})
    assert underway.held.lease == lease
    underway.wanted = False
    with pytest.raises(NoLongerWantedError):
        underway.report(Stage.TRANSCRIBE, 0.6)
    assert underway.held.progress.stages[Stage.TRANSCRIBE] == 0.5
