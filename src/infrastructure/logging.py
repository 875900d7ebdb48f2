"""What the process logs, and how."""

import logging.config
from typing import Any, Final, final

from rich.console import Console

from infrastructure.settings import LogLevel

_POOL: Final = "adapters.outbound.persistence.failures"
"""SQLAlchemy logs under this name each time the pool of connections that lies there is closed."""

_FORMS: Final = "python_multipart"
"""It warns of a client's bad form, which that client is told itself."""


def configure_logging(level: LogLevel, console: Console | None = None) -> None:
    """One line for each event on standard error, or on that console; libraries only when something
    is wrong."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {"format": "%(asctime)s %(levelname)-7s %(message)s", "datefmt": "%H:%M:%S"}
            },
            "handlers": {"lines": {"formatter": "line", **_handler(console)}},
            "root": {"level": "WARNING", "handlers": ["lines"]},
            "loggers": {
                name: {"level": level.upper()}
                for name in ("adapters", "application", "infrastructure", "uvicorn.error")
            }
            | {_POOL: {"level": "WARNING"}, _FORMS: {"level": "ERROR"}},
        }
    )


@final
class ConsoleHandler(logging.Handler):
    """Where there is a progress bar, a line goes above it and not into it."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = self.format(record)
            self._console.print(line, markup=False, highlight=False, soft_wrap=True)
        except Exception:  # noqa: BLE001 - as every handler of the library: a log breaks nothing
            self.handleError(record)


def _handler(console: Console | None) -> dict[str, Any]:
    if console is None:
        return {"class": "logging.StreamHandler"}
    return {"()": ConsoleHandler, "console": console}
