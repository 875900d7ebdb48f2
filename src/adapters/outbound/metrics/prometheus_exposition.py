"""Metrics in the formats of Prometheus and OpenMetrics."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import TypeAlias, final

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.core import InfoMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from adapters.outbound.metrics.gauges import gauges_of
from application.ports.exposition import ExposedMetrics, Exposition, Readings

Encode: TypeAlias = Callable[[Collector], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceInfo:
    """What does not change while the service runs."""

    version: str
    device: str
    compute_type: str
    serve_mode: str = "simple"
    """Of the services that this one stands in for; there are no others here."""


@final
class PrometheusExposition(Exposition):
    def __init__(self, registry: CollectorRegistry, info: ServiceInfo) -> None:
        self._registry = registry
        self._info = info

    def __call__(self, readings: Readings, accept: str) -> ExposedMetrics:
        encode, media_type = _encoder(accept)
        body = encode(_Collected(list(self.families(readings))))
        return ExposedMetrics(body=body, media_type=media_type)

    def families(self, readings: Readings) -> Iterator[Metric]:
        """All that there is to tell."""
        yield from self._registry.collect()
        yield from self._about()
        yield from gauges_of(readings)

    def _about(self) -> Iterator[Metric]:
        yield InfoMetricFamily("whisperx_service", "What the service is", asdict(self._info))
        version = {"version": self._info.version}
        yield InfoMetricFamily("hexavox_build", "Which Hexavox it is", version)


def _encoder(accept: str) -> tuple[Encode, str]:
    try:
        return choose_encoder(accept)
    except (TypeError, ValueError):  # the library compares versions, whatever they look like
        return choose_encoder("")


@final
class _Collected(Collector):
    """For one answer: the gauges of two scrapes at the same time do not mix."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families
