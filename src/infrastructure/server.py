"""Serving the application with uvicorn."""

import logging
import signal
import socket
import sys
from types import FrameType
from typing import Final, final

import uvicorn

from infrastructure.app import create_app, make_container, stop
from infrastructure.container import Container
from infrastructure.environment import SettingsError, read_settings
from infrastructure.folders import make_folders
from infrastructure.guarding import tell_who_can_come_in
from infrastructure.known_models import require_known_models
from infrastructure.leaving import leave
from infrastructure.logging import configure_logging_of
from infrastructure.reaching_database import require_database
from infrastructure.settings import Settings
from infrastructure.text_lists import listed

_LOG: Final = logging.getLogger(__name__)
_LAST_REQUESTS: Final = 3
"""Seconds that requests get to end when the server is told to stop."""
_FAILED_TO_START: Final = 3


def run_server(*, host: str | None, port: int | None) -> None:
    """Serve until the process is told to stop. Raises SettingsError, NoDatabaseError."""
    given = {"host": host, "port": port}
    settings = read_settings().model_copy(
        update={name: value for name, value in given.items() if value is not None}
    )
    configure_logging_of(settings)
    make_folders(settings)
    container = make_container(settings)
    require_known_models(container)
    serve(container)


def serve(container: Container) -> None:
    """Serve what the container holds. Raises SettingsError, NoDatabaseError."""
    settings = container.settings()
    # Before anything is touched: a second server that is started by mistake ends here, and does
    # not take up the jobs that the first is working on.
    with _listening(settings) as listener:
        name, number = listener.getsockname()[:2]
        require_database(settings)
        container.tracing()  # what is wrong with it is told now and not to the first request
        _LOG.info("interactive documentation at http://%s/docs", _authority(name, number))
        _serve(container, listener)


def _serve(container: Container, listener: socket.socket) -> None:
    proxies = listed(container.settings().trusted_proxies)
    config = uvicorn.Config(
        create_app(container),
        log_config=None,
        timeout_graceful_shutdown=_LAST_REQUESTS,
        # Without this uvicorn believes whoever is on the same machine.
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
    )
    server = _Server(config, container)
    for told_to_stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told_to_stop, _leave)
    server.run(sockets=[listener])
    if not server.started:
        sys.exit(_FAILED_TO_START)


@final
class _Server(uvicorn.Server):
    """Stops the jobs before it waits for the last requests, which wait for jobs, and saves what
    there is to be saved even when Ctrl-C is pressed again."""

    def __init__(self, config: uvicorn.Config, container: Container) -> None:
        super().__init__(config)
        self._container = container

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            await tell_who_can_come_in(self._container)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        stop(self._container)
        await super().shutdown(sockets)
        if self.force_exit:  # then uvicorn leaves this out
            await self.lifespan.shutdown()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """When uvicorn has shut down it raises the signal that it was sent once more: all is saved by
    then, and the database is closed. Having done what one was told is no failure."""
    leave(0)


def _listening(settings: Settings) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    # The port of a server that has just ended is free again.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"Cannot listen on HOST={settings.host} PORT={settings.port}: {error.strerror}."
        ) from error
    return listener


def _authority(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
