"""The ASGI application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Final

from dependency_injector import providers
from fastapi import FastAPI

from adapters.inbound import error_handlers
from adapters.inbound.body_limit import BodyLimit
from adapters.inbound.idempotency import described
from adapters.inbound.idempotency.middleware import IdempotencyKeys
from adapters.inbound.request_ids import RequestIds
from adapters.inbound.watched_requests import WatchedRequests
from infrastructure import database
from infrastructure.chores import chores_of
from infrastructure.container import Container
from infrastructure.door_tags import TAGS
from infrastructure.doors import open_doors, wire
from infrastructure.guarding import guard, reading_keys
from infrastructure.limits import keep_others_out, limit_requests
from infrastructure.preloading import preloading
from infrastructure.settings import Settings
from infrastructure.tracing import send_traces
from infrastructure.upkeep import mend

_DESCRIPTION: Final = """
Upload a recording, get who said what, when.

1. `POST /api/audio` takes a sound or video file and answers its `clip_id`.
2. `POST /api/transcribe?clip_id=...` answers the transcript, with speakers.
3. `GET /api/transcription/{clip_id}?format=srt` has it again, as JSON, text or subtitles.

Whatever goes wrong is answered with a problem document (RFC 9457) whose `advice` says what to do.
"""


def make_container(settings: Settings) -> Container:
    return Container(settings=providers.Object(settings))


def create_app(container: Container) -> FastAPI:
    wire(container)
    return app_of(container)


def app_of(container: Container) -> FastAPI:
    """Whose endpoints are wired already."""
    app = FastAPI(
        title="Hexavox",
        version=version("hexavox"),
        description=_DESCRIPTION,
        openapi_tags=[*TAGS],
        # Those of the framework load files from other people's servers.
        docs_url=None,
        redoc_url=None,
        lifespan=lambda _app: _serving(container),
    )
    app.state.container = container
    error_handlers.install(app)
    open_doors(app)
    app.add_middleware(IdempotencyKeys, requests=container.keyed_requests)
    described.describe(app)
    app.add_middleware(BodyLimit)
    limit_requests(app, container)
    guard(app, container)
    keep_others_out(app, container)
    app.add_middleware(
        WatchedRequests,
        meter=container.meters,
        tracer=container.tracing.provided.requests,
        told=container.settings().access_log,
    )
    app.add_middleware(RequestIds)
    return app


@asynccontextmanager
async def _serving(container: Container) -> AsyncIterator[None]:
    runs_jobs = container.settings().server_runs_jobs
    async with working(container, runs_jobs=runs_jobs), reading_keys(container):
        yield


@asynccontextmanager
async def working(container: Container, *, runs_jobs: bool) -> AsyncIterator[None]:
    """What a server and a worker have in common: a database that is up to date, jobs being run,
    and chores."""
    await database.migrate(container.database_engine())
    await mend(container)
    if runs_jobs:
        await container.job_runner().start()
    chores = chores_of(container)
    chores.start()
    loading = preloading(container) if runs_jobs else None
    try:
        yield
    finally:
        if loading is not None:
            loading.cancel()
        await chores.close()
        await close(container, runs_jobs=runs_jobs)


def stop(container: Container) -> None:
    """Keep nobody waiting for jobs, and end those that run at their next sign of progress."""
    container.job_news().stop()
    container.job_runner().stop()


async def close(container: Container, *, runs_jobs: bool) -> None:
    """Stop what is running, keep it for later, and let go of the database."""
    container.job_news().stop()
    if runs_jobs:
        await container.job_runner().close()
    await container.rate_limiter().close()
    await container.database_engine().dispose()
    await send_traces(container.tracing())
