"""Keeping things in order, whatever is out of reach."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import asdict
from pathlib import Path
from typing import Final

import pytest
from dependency_injector import providers

from application.use_cases.upkeep.purge_expired import Expired
from infrastructure.app import make_container, working
from infrastructure.container import Container
from infrastructure.settings import Settings
from infrastructure.upkeep import mend, purge, purge_once
from tests.fakes.storage_out_of_reach import StorageOutOfReach

NOTHING_EXPIRED: Final = Expired(
    transcripts=0, jobs=0, webhook_deliveries=0, idempotency_keys=0, clips=0
)
NOTHING: Final = asdict(NOTHING_EXPIRED)
PATIENCE: Final = 60.0


@pytest.fixture
async def container(tmp_path: Path) -> AsyncIterator[Container]:
    container = make_container(Settings(data_dir=tmp_path, retain_clips_days=1).resolved())
    yield container
    await container.database_engine().dispose()


async def test_a_start_goes_on_without_the_storage_and_says_why(
    container: Container, caplog: pytest.LogCaptureFixture
) -> None:
    container.clip_storage.override(providers.Singleton(StorageOutOfReach))
    async with working(container, runs_jobs=False):
        await mend(container)
    assert "rows and recordings were not compared" in caplog.text
    assert "S3_ settings" in caplog.text


async def test_a_purge_of_nothing_finds_nothing(container: Container) -> None:
    async with working(container, runs_jobs=False):
        assert await purge(container) == {"uploads": 0, **NOTHING}


async def test_a_process_purges_by_itself_from_time_to_time(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, purge_interval_minutes=0.0001)
    container = make_container(settings.resolved())
    purged: asyncio.Queue[Expired] = asyncio.Queue()

    async def purge_expired() -> Expired:
        await purged.put(NOTHING_EXPIRED)
        return NOTHING_EXPIRED

    container.purge_expired.override(providers.Object(purge_expired))
    async with working(container, runs_jobs=False), asyncio.timeout(PATIENCE):
        assert [await purged.get() for _ in range(2)] == [NOTHING_EXPIRED] * 2


@pytest.mark.parametrize("dry_run", [True, False])
async def test_the_command_needs_no_server(container: Container, *, dry_run: bool) -> None:
    told = await purge_once(container, dry_run=dry_run)
    assert told == (NOTHING if dry_run else {"uploads": 0, **NOTHING})
