"""What the process logs, and how."""

import logging.config

from infrastructure.settings import LogLevel


def configure_logging(level: LogLevel) -> None:
    """One line for each event on standard error; libraries only when something is wrong."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {"format": "%(asctime)s %(levelname)-7s %(message)s", "datefmt": "%H:%M:%S"}
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"level": "WARNING", "handlers": ["stderr"]},
            "loggers": {
                name: {"level": level.upper()}
                for name in ("adapters", "application", "infrastructure", "uvicorn.error")
            },
        }
    )
