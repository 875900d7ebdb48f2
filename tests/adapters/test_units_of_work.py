import asyncio
from functools import partial

import pytest
from sqlalchemy import UniqueConstraint, update
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.memory.records import InMemoryDatabase
from adapters.outbound.memory.unit_of_work import InMemoryUnitOfWork
from adapters.outbound.persistence.errors import CONFLICTS
from adapters.outbound.persistence.tables import Base, StageResultRow
from adapters.outbound.persistence.unit_of_work import SqlUnitOfWork
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.transcript import Diarization
from domain.transcription_job import Stage
from infrastructure.database import make_engine, sessions
from tests.contract.unit_of_work import UnitOfWorkContract, an_unattempted_job, attempt
from tests.fakes.clips import a_clip
from tests.fakes.jobs import a_job


class TestInMemoryUnitOfWork(UnitOfWorkContract):
    @pytest.fixture
    def unit_of_work(self) -> UnitOfWorkFactory:
        return partial(InMemoryUnitOfWork, InMemoryDatabase())


class TestSqlUnitOfWork(UnitOfWorkContract):
    @pytest.fixture
    def unit_of_work(self, sql_engine: AsyncEngine) -> UnitOfWorkFactory:
        return partial(SqlUnitOfWork, sessions(sql_engine))

    async def test_units_of_two_processes_exclude_each_other(
        self, sql_database: str, unit_of_work: UnitOfWorkFactory
    ) -> None:
        job_id = await an_unattempted_job(unit_of_work)
        other = make_engine(sql_database)
        units = (unit_of_work, partial(SqlUnitOfWork, sessions(other)))
        await asyncio.gather(*(attempt(unit, job_id) for unit in units * 8))
        await other.dispose()
        async with unit_of_work() as uow:
            assert (await uow.jobs.get(job_id)).attempts == 16

    async def test_a_stage_result_of_another_version_is_as_good_as_none(
        self, sql_engine: AsyncEngine, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()
        job = a_job(clip.id)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.jobs.add(job)
            await uow.stage_results.put(job.id, Stage.DIARIZE, Diarization(()))
            await uow.commit()
        async with sql_engine.begin() as connection:
            await connection.execute(
                update(StageResultRow).values(kind="diarization/1", body={"turns": []})
            )
        async with unit_of_work() as uow:
            assert await uow.stage_results.of(job.id) == {}


def test_every_rule_of_uniqueness_has_its_words() -> None:
    constraints = {
        constraint
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
    }
    assert constraints == set(CONFLICTS)
