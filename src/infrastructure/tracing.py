"""Who records traces: nobody, unless the settings say so."""

import asyncio
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

from application.errand import WorkingOn, working_on
from application.job_meters import SeveralJobMeters
from application.ports.meters import UNMETERED, JobMeter
from application.ports.tracing import UNTRACED, RequestTracer
from infrastructure.environment import SettingsError
from infrastructure.settings import Settings

_LOG: Final = logging.getLogger(__name__)
_LAST_WORDS: Final = 2.0
"""Seconds."""
_NAME: Final = "OTEL_SERVICE_NAME"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracing:
    requests: RequestTracer = UNTRACED
    working_on: WorkingOn = working_on
    jobs: JobMeter = UNMETERED
    close: Callable[[], None] = lambda: None
    """Sends what has not been sent: call it from a thread."""


def tracing(settings: Settings) -> Tracing:
    """Raises SettingsError where the libraries for it are missing."""
    endpoint = settings.otel_exporter_otlp_endpoint
    if not (settings.tracing or endpoint):
        return Tracing()
    # Here and nowhere else: those who want no traces need not have the libraries.
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415
            OTLPSpanExporter,
        )
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

        from adapters.outbound.tracing.open_telemetry import (  # noqa: PLC0415
            TracedJobs,
            TracedRequests,
        )
    except ImportError as error:
        raise SettingsError(
            "TRACING and OTEL_EXPORTER_OTLP_ENDPOINT need the extra scale: "
            "install it, or unset both."
        ) from error
    about = {"service.name": os.environ.get(_NAME, "hexavox"), "service.version": _version()}
    provider = TracerProvider(resource=Resource.create(about))
    traces = None if endpoint is None else f"{endpoint.rstrip('/')}/v1/traces"
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=traces)))
    _LOG.info("traces go to %s", endpoint or "the exporter's usual place")
    jobs = TracedJobs(provider)
    return Tracing(
        requests=TracedRequests(provider),
        working_on=jobs.working_on,
        jobs=jobs,
        close=provider.shutdown,
    )


async def send_traces(traced: Tracing) -> None:
    """What has not been sent, unless that takes long: nobody waits for a collector that is gone."""
    closing = asyncio.ensure_future(asyncio.to_thread(traced.close))
    await asyncio.wait({closing}, timeout=_LAST_WORDS)


def job_meter(counting: JobMeter, traced: Tracing) -> JobMeter:
    return counting if traced.jobs is UNMETERED else SeveralJobMeters((counting, traced.jobs))


def _version() -> str:
    return version("hexavox")
