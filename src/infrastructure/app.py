"""The ASGI application."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from datetime import timedelta
from importlib.metadata import version
from typing import Final

from dependency_injector import providers
from fastapi import FastAPI

from adapters.inbound.rest.router import register
from infrastructure import database
from infrastructure.container import Container
from infrastructure.settings import Settings

_LOG: Final = logging.getLogger(__name__)
_BETWEEN_EVICTIONS: Final = 60.0
"""Seconds."""

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
    container.wire(packages=["adapters.inbound.rest"], warn_unresolved=True)
    app = FastAPI(
        title="Hexavox",
        version=version("hexavox"),
        description=_DESCRIPTION,
        lifespan=lambda _app: _serving(container),
    )
    app.state.container = container
    register(app)
    return app


@asynccontextmanager
async def _serving(container: Container) -> AsyncIterator[None]:
    await database.migrate(container.database_engine())
    mended = await container.mend_storage()()
    resumed = await container.resume_jobs()()
    for what, count in {**asdict(mended), "jobs_taken_up_again": resumed}.items():
        if count:
            _LOG.info("%s after the last stop: %d", what.replace("_", " "), count)
    evicting = asyncio.create_task(_evict_now_and_then(container))
    try:
        yield
    finally:
        evicting.cancel()
        with suppress(asyncio.CancelledError):
            await evicting
        await close(container)


async def close(container: Container) -> None:
    """Stop what is running, keep it for later, and let go of the database."""
    await container.job_engine().close()
    if put_back := await container.put_jobs_back()():
        _LOG.info("jobs put back into the queue: %d", put_back)
    await container.database_engine().dispose()


async def _evict_now_and_then(container: Container) -> None:
    keep_alive = container.settings().model_keep_alive_seconds
    while keep_alive:
        await asyncio.sleep(min(_BETWEEN_EVICTIONS, keep_alive))
        evicted = await asyncio.to_thread(
            container.evict_idle_models(), timedelta(seconds=keep_alive)
        )
        if evicted:
            _LOG.info("gave back the memory of %s", ", ".join(evicted))
