"""What the process logs, and how."""

import logging.config
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, final

from pythonjsonlogger.core import RESERVED_ATTRS
from rich.console import Console

from application.errand import current_errand
from infrastructure.settings import Settings
from infrastructure.variables.watching import LogFormat, LogLevel

_POOL: Final = "adapters.outbound.persistence.failures"
"""SQLAlchemy logs under this name each time the pool of connections that lies there is closed."""

_FORMS: Final = "python_multipart"
"""It warns of a client's bad form, which that client is told itself."""

_PYTHON: Final = "py.warnings"
"""What libraries tell through Python's own warnings."""

_COLOURS: Final = "color_message"
"""uvicorn has each of its messages once more, for terminals."""


def configure_logging_of(settings: Settings) -> None:
    configure_logging(
        settings.least_level,
        form=settings.log_format,
        library_warnings=not settings.filter_warning,
    )


def configure_logging(
    level: LogLevel,
    console: Console | None = None,
    *,
    form: LogFormat = LogFormat.TEXT,
    library_warnings: bool = False,
) -> None:
    """One line for each event on standard error, or on that console; libraries only when something
    is wrong."""
    logging.captureWarnings(True)
    python = "WARNING" if library_warnings else "CRITICAL"
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": _FORMATTERS[form]},
            "filters": {"errand": {"()": ErrandFilter}},
            "handlers": {
                "lines": {"formatter": "line", "filters": ["errand"], **_handler(console)}
            },
            "root": {"level": "WARNING", "handlers": ["lines"]},
            "loggers": {
                name: {"level": level.upper()}
                for name in ("adapters", "application", "infrastructure", "uvicorn.error")
            }
            | {
                _POOL: {"level": "WARNING"},
                _FORMS: {"level": "ERROR"},
                _PYTHON: {"level": python},
            },
        }
    )


@final
class ErrandFilter(logging.Filter):
    """Lets everything pass, with the request and the job that it is about."""

    def filter(self, record: logging.LogRecord) -> bool:
        errand = current_errand()
        if errand.request_id is not None:
            record.request_id = errand.request_id
        if errand.job_id is not None:
            record.job_id = str(errand.job_id)
        return True


@final
class LineFormatter(logging.Formatter):
    """For people: whose the line is stands at its end, if it is anybody's."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        named = (("job", "job_id"), ("request", "request_id"))
        said = [f"{what} {record.__dict__[key]}" for what, key in named if key in record.__dict__]
        line = super().formatMessage(record)
        return f"{line} [{' '.join(said)}]" if said else line


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


_FORMATTERS: Final[Mapping[LogFormat, Mapping[str, Any]]] = MappingProxyType(
    {
        LogFormat.TEXT: {
            "()": LineFormatter,
            "fmt": "%(asctime)s %(levelname)-7s %(message)s",
            "datefmt": "%H:%M:%S",
        },
        LogFormat.JSON: {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": ["levelname", "name", "message"],
            "rename_fields": {"levelname": "level", "name": "logger"},
            "timestamp": "time",
            "json_ensure_ascii": False,
            "reserved_attrs": [*RESERVED_ATTRS, _COLOURS],
        },
    }
)
"""JSON by python-json-logger, which keeps what a line is given in `extra` as fields."""


def _handler(console: Console | None) -> dict[str, Any]:
    if console is None:
        return {"class": "logging.StreamHandler"}
    return {"()": ConsoleHandler, "console": console}
