"""The service as it is wired, with a database that another process does not give up."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from dependency_injector import providers
from fastapi import FastAPI
from httpx import AsyncClient

from infrastructure.app import app_of, make_container
from infrastructure.container import Container
from infrastructure.database import make_engine, migrate
from infrastructure.folders import make_folders
from infrastructure.settings import Settings
from tests.fakes.sounds import tone, wav_bytes
from tests.fakes.wiring import instead_of


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(data_dir=tmp_path).resolved()
    make_folders(settings)
    return settings


@pytest.fixture
async def wired(wiring: Container, settings: Settings) -> AsyncIterator[Container]:
    container = make_container(settings)
    engine = make_engine(settings.database_url or "", wait=0.05)
    container.database_engine.override(providers.Object(engine))
    await migrate(engine)
    with instead_of(wiring, container):
        yield container
    await engine.dispose()


@pytest.fixture
def app(wired: Container) -> FastAPI:
    return app_of(wired)


async def test_a_locked_database_is_told_and_the_same_requests_succeed_when_it_is_free(
    client: AsyncClient, settings: Settings
) -> None:
    recording = {"file": ("talk.wav", wav_bytes(tone(1.0)))}
    with closing(sqlite3.connect(settings.data_dir / "hexavox.db")) as other_process:
        other_process.execute("BEGIN EXCLUSIVE")
        refused = [await client.get("/api/audio"), await client.post("/api/audio", files=recording)]
    for answer in refused:
        assert answer.status_code == 503
        assert answer.json()["type"] == "urn:hexavox:problem:database-unavailable"
        assert "send it again" in answer.json()["advice"]
    assert (await client.get("/api/audio")).json()["total"] == 0
    assert (await client.post("/api/audio", files=recording)).is_success
