"""What is told to those who run the service: logs, figures and traces."""

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from infrastructure.variables.reading import StoreUrl, Variables, named
from infrastructure.yes_or_no import is_said


class LogLevel(StrEnum):
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"
    CRITICAL = "critical"


class LogFormat(StrEnum):
    TEXT = "text"
    JSON = "json"


class WatchingSettings(Variables):
    log_level: Annotated[LogLevel, BeforeValidator(str.lower)] = Field(
        default=LogLevel.INFO, validation_alias=named("LOG_LEVEL", "CONSOLE_LOG_LEVEL")
    )
    """What is logged at least: debug, info, warning, error or critical."""

    debug: Annotated[bool, BeforeValidator(is_said)] = False
    """1 logs everything, unless LOG_LEVEL says how much. What is neither yes nor no counts as no,
    since many programs go by this name."""

    log_format: LogFormat = LogFormat.TEXT
    """text: a line for people. json: an object a line, with time, level, logger, message and,
    where there is one, request_id and job_id."""

    access_log: bool = True
    """0 leaves out the line for each answered request. It names the endpoint and never the path or
    the query; those of /health and /metrics are written with LOG_LEVEL=debug only."""

    filter_warning: bool = True
    """0 logs the warnings of Python libraries, which are for those who write programs."""

    worker_metrics_port: Annotated[int, Field(ge=0, le=65535)] = 0
    """Where `hexavox worker` answers /metrics, /health/live and /health/ready, at HOST and without
    keys. 0: nowhere."""

    tracing: bool = False
    """1 sends OpenTelemetry traces of requests, jobs and stages. It needs the extra scale."""

    otel_exporter_otlp_endpoint: StoreUrl | None = None
    """Where traces are sent to, by OTLP over HTTP: http://collector:4318. To set it is to turn
    traces on. Unset, and TRACING=1: as the other OTEL_ variables say."""

    @property
    def least_level(self) -> LogLevel:
        """What is logged at least, with DEBUG heeded."""
        is_open = "log_level" not in self.model_fields_set
        return LogLevel.DEBUG if self.debug and is_open else self.log_level
