"""The dashboard, the alerts and the page about metrics speak of metrics that there are."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pytest
import yaml
from prometheus_client import Metric

from adapters.outbound.metrics.prometheus_exposition import (
    PrometheusExposition,
    ServiceInfo,
)
from adapters.outbound.metrics.prometheus_meters import PrometheusMeters
from application.ports.engines.description import EngineDescription
from application.ports.exposition import Readings
from application.ports.loaded_models import LoadedModel
from application.ports.machine import GpuReading, MachineReading
from application.ports.repositories import QueueTally
from domain.transcription_job import Stage
from tests.fakes.clock import NEW_YEAR

ROOT: Final = Path(__file__).parents[3]
ALERTS: Final = ROOT / "deploy/prometheus/alerts.yml"
DASHBOARD: Final = ROOT / "deploy/grafana/dashboards/hexavox.json"
PAGE: Final = ROOT / "docs/observability.md"
NAME: Final = re.compile(r"\b(?:whisperx|hexavox|process)_[a-z_]+")
SUFFIXES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "counter": ("_total",),
        "histogram": ("_bucket", "_sum", "_count"),
        "info": ("_info",),
        "gauge": ("",),
    }
)
GPU: Final = GpuReading(
    device="cuda:0", name="H200", memory_total=2, memory_used=1, memory_own=1, utilisation=1.0
)
BUSY: Final = Readings(
    taken_at=NEW_YEAR,
    queue=QueueTally(waiting=2, running=1, oldest_waiting=NEW_YEAR - timedelta(seconds=9)),
    models=[LoadedModel(key="whisper base", device="cuda:0", leases=0, last_used=NEW_YEAR)],
    engines={Stage.TRANSCRIBE: EngineDescription(name="faster-whisper")},
    machine=MachineReading(gpus=(GPU,), disks_free={"clips": 1}),
)


@pytest.fixture(scope="module")
def families() -> list[Metric]:
    info = ServiceInfo(version="1", device="cpu", compute_type="int8")
    return list(PrometheusExposition(PrometheusMeters().registry, info).families(BUSY))


@pytest.fixture(scope="module")
def samples(families: list[Metric]) -> set[str]:
    return {f"{each.name}{end}" for each in families for end in SUFFIXES[each.type]}


def alerts() -> list[Mapping[str, str]]:
    (group,) = yaml.safe_load(ALERTS.read_text())["groups"]
    rules: list[Mapping[str, str]] = group["rules"]
    return rules


def queries(of: object) -> Iterator[str]:
    """Whatever Grafana asks Prometheus, wherever it stands."""
    if isinstance(of, dict):
        for key, value in of.items():
            if key in {"expr", "definition"}:
                yield value
            else:
                yield from queries(value)
    elif isinstance(of, list):
        for each in of:
            yield from queries(each)


def test_every_alert_is_about_metrics_that_there_are(samples: set[str]) -> None:
    rules = alerts()
    assert len({rule["alert"] for rule in rules}) == len(rules) > 8
    for rule in rules:
        named = set(NAME.findall(rule["expr"]))
        assert named, rule
        assert named <= samples, rule


def test_every_panel_is_about_metrics_that_there_are(samples: set[str]) -> None:
    asked = list(queries(json.loads(DASHBOARD.read_text())))
    assert len(asked) > 30
    for query in asked:
        named = set(NAME.findall(query))
        assert named, query
        assert named <= samples, query


def test_the_panels_do_not_lie_on_each_other() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in json.loads(DASHBOARD.read_text())["panels"]:
        at = panel["gridPos"]
        columns = range(at["x"], at["x"] + at["w"])
        rows = range(at["y"], at["y"] + at["h"])
        covered = {(column, row) for column in columns for row in rows}
        assert max(columns) < 24
        assert not covered & taken, panel["title"]
        taken |= covered


def test_the_page_describes_every_metric_and_no_other(families: list[Metric]) -> None:
    row = re.compile(r"^\| `((?:whisperx|hexavox)_\w+)(?:\{([\w,]+)\})?` \| (\w+) \|", re.MULTILINE)
    told = {(name, kind) for name, _, kind in row.findall(PAGE.read_text())}
    ours = {
        (
            f"{each.name}{SUFFIXES[each.type][0] if each.type in {'counter', 'info'} else ''}",
            each.type,
        )
        for each in families
        if each.name.startswith(("whisperx_", "hexavox_"))
    }
    assert told == ours


def test_the_page_names_the_labels_that_there_are(families: list[Metric]) -> None:
    row = re.compile(r"^\| `(\w+)\{([\w,]+)\}`", re.MULTILINE)
    labels = {name: set(of.split(",")) for name, of in row.findall(PAGE.read_text())}
    seen = {
        sample.name: set(sample.labels)
        for family in families
        if family.type in {"gauge", "counter", "info"}
        for sample in family.samples
        if sample.labels and not sample.name.endswith("_created")
    }
    ours = {name: of for name, of in seen.items() if name.startswith(("whisperx_", "hexavox_"))}
    assert ours
    assert {name: labels[name] for name in ours} == ours
