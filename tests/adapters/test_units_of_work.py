import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import UniqueConstraint, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.memory.records import InMemoryDatabase
from adapters.outbound.memory.unit_of_work import InMemoryUnitOfWork
from adapters.outbound.persistence.errors import CONFLICTS
from adapters.outbound.persistence.tables import Base, StageResultRow
from adapters.outbound.persistence.unit_of_work import SqlUnitOfWork
from application.errors import StorageFullError
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.transcript import Diarization
from domain.transcription_job import Stage
from infrastructure.database import make_engine, migrate, sessions
from tests.contract.unit_of_work import UnitOfWorkContract, an_unattempted_job, attempt
from tests.fakes.clips import a_clip
from tests.fakes.jobs import a_job
from tests.fakes.transcripts import a_stored_transcript


class TestInMemoryUnitOfWork(UnitOfWorkContract):
    @pytest.fixture
    def unit_of_work(self) -> UnitOfWorkFactory:
        return partial(InMemoryUnitOfWork, InMemoryDatabase())


class TestSqlUnitOfWork(UnitOfWorkContract):
    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        return f"sqlite+aiosqlite:///{tmp_path}/data/hexavox.db"

    @pytest.fixture
    async def engine(self, url: str) -> AsyncIterator[AsyncEngine]:
        engine = make_engine(url)
        await migrate(engine)
        yield engine
        await engine.dispose()

    @pytest.fixture
    def unit_of_work(self, engine: AsyncEngine) -> UnitOfWorkFactory:
        return partial(SqlUnitOfWork, sessions(engine))

    async def test_units_of_two_processes_exclude_each_other(
        self, url: str, unit_of_work: UnitOfWorkFactory
    ) -> None:
        job_id = await an_unattempted_job(unit_of_work)
        other = make_engine(url)
        units = (unit_of_work, partial(SqlUnitOfWork, sessions(other)))
        await asyncio.gather(*(attempt(unit, job_id) for unit in units * 8))
        await other.dispose()
        async with unit_of_work() as uow:
            assert (await uow.jobs.get(job_id)).attempts == 16

    async def test_a_full_disk_is_reported(
        self, engine: AsyncEngine, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async with engine.connect() as connection:
            await connection.execute(text("PRAGMA max_page_count = 1"))
        with pytest.raises(StorageFullError):
            await _fill(unit_of_work)

    async def test_any_other_failure_of_the_database_stays_what_it_is(
        self, engine: AsyncEngine, unit_of_work: UnitOfWorkFactory
    ) -> None:
        async with engine.connect() as connection:
            await connection.execute(text("PRAGMA query_only = ON"))
        with pytest.raises(OperationalError):
            await _fill(unit_of_work)

    async def test_a_stage_result_of_another_version_is_as_good_as_none(
        self, engine: AsyncEngine, unit_of_work: UnitOfWorkFactory
    ) -> None:
        clip = a_clip()
        job = a_job(clip.id)
        async with unit_of_work() as uow:
            await uow.clips.add(clip)
            await uow.jobs.add(job)
            await uow.stage_results.put(job.id, Stage.DIARIZE, Diarization(()))
            await uow.commit()
        async with engine.begin() as connection:
            await connection.execute(
                update(StageResultRow).values(kind="diarization/1", body={"turns": []})
            )
        async with unit_of_work() as uow:
            assert await uow.stage_results.of(job.id) == {}

    async def test_commits_are_written_ahead_and_rows_belong_together(
        self, engine: AsyncEngine
    ) -> None:
        async with engine.connect() as connection:
            assert await connection.scalar(text("PRAGMA journal_mode")) == "wal"
            assert await connection.scalar(text("PRAGMA synchronous")) == 1
            assert await connection.scalar(text("PRAGMA foreign_keys")) == 1


async def _fill(unit_of_work: UnitOfWorkFactory) -> None:
    clip = a_clip()
    async with unit_of_work() as uow:
        await uow.clips.add(clip)
        for _ in range(100):
            await uow.jobs.add(a_job(clip.id))
            await uow.transcripts.put(a_stored_transcript(clip.id))
        await uow.commit()


def test_every_rule_of_uniqueness_has_its_words() -> None:
    constraints = {
        constraint
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
    }
    assert constraints == set(CONFLICTS)
