"""What a worker tells of itself: it has no doors, but metrics and health."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final, final

import uvicorn
from fastapi import FastAPI

from adapters.inbound.rest import metrics
from adapters.inbound.tasks import health
from infrastructure.container import Container
from infrastructure.environment import SettingsError

_LOG: Final = logging.getLogger(__name__)
_TOLD: Final = ("adapters.inbound.rest.metrics", "adapters.inbound.tasks.health")


@asynccontextmanager
async def telling_of_itself(container: Container) -> AsyncIterator[None]:
    """While it works, at HOST and WORKER_METRICS_PORT. Raises SettingsError where it cannot listen
    there."""
    settings = container.settings()
    if not settings.worker_metrics_port:
        _LOG.info("this worker tells no metrics: WORKER_METRICS_PORT is 0")
        yield
        return
    with _listening(settings.host, settings.worker_metrics_port) as listener:
        _LOG.info("metrics at http://%s:%d/metrics", *listener.getsockname()[:2])
        config = uvicorn.Config(_app(container), log_config=None, lifespan="off")
        server = _Quiet(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]), name="telling metrics")
        try:
            yield
        finally:
            server.should_exit = True
            await serving


@final
class _Quiet(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The worker has its own way to hear that it is to stop."""
        yield


def _app(container: Container) -> FastAPI:
    container.wire(modules=_TOLD, warn_unresolved=True)
    app = FastAPI(title="Hexavox worker", docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(metrics.router)
    app.include_router(health.router)
    return app


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise SettingsError(
            f"Cannot listen on HOST={host} WORKER_METRICS_PORT={port}: {error.strerror}."
        ) from error
