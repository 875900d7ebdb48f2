"""Serving the application with uvicorn."""

import ipaddress
import logging
from typing import Final

import uvicorn

from infrastructure.app import create_app, make_container
from infrastructure.environment import read_settings
from infrastructure.logging import configure_logging

_LOG: Final = logging.getLogger(__name__)
_LAST_REQUESTS: Final = 5
"""Seconds that requests get to end when the server is told to stop."""


def run_server(*, host: str | None, port: int | None) -> None:
    """Serve until the process is told to stop. Raises SettingsError, UnknownModelError."""
    given = {"host": host, "port": port}
    settings = read_settings().model_copy(
        update={name: value for name, value in given.items() if value is not None}
    )
    configure_logging(settings.log_level)
    container = make_container(settings)
    container.model_catalog().canonical_name(None)  # a wrong WHISPER_MODEL stops it here
    if not _is_loopback(settings.host):
        _LOG.warning("HOST=%s: whoever reaches this address can use the service", settings.host)
    _LOG.info("interactive documentation at http://%s:%d/docs", settings.host, settings.port)
    uvicorn.run(
        create_app(container),
        host=settings.host,
        port=settings.port,
        log_config=None,
        timeout_graceful_shutdown=_LAST_REQUESTS,
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
