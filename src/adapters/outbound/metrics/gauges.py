"""How things are now, as Prometheus gauges."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily

from adapters.outbound.metrics.model_labels import WHISPER, labels_of
from application.ports.exposition import Readings
from application.ports.machine import GpuReading, MachineReading

Labelled: TypeAlias = Mapping[tuple[str, ...], float]


def gauges_of(readings: Readings) -> Iterator[Metric]:
    yield from _models(readings)
    yield from _queue(readings)
    yield from _engines(readings)
    yield from _gpus(readings.machine.gpus)
    yield from _disks(readings.machine)


def _models(readings: Readings) -> Iterator[Metric]:
    loaded = {labels_of(model.key) for model in readings.models}
    kinds = Counter(kind for kind, _ in loaded)
    yield _one("whisperx_loaded_models", "Whisper models in memory", kinds[WHISPER])
    of_kind: Labelled = {(kind,): count for kind, count in kinds.items()}
    yield _several("hexavox_loaded_models", "Models in memory", ("kind",), of_kind)


def _queue(readings: Readings) -> Iterator[Metric]:
    """Where the database does not answer, nothing but that."""
    queue = readings.queue
    yield _one("hexavox_database_up", "Whether the database answers", queue is not None)
    if queue is None:
        return
    oldest = queue.oldest_waiting or readings.taken_at
    age = max(0.0, (readings.taken_at - oldest).total_seconds())
    yield _one("hexavox_queue_depth", "Jobs that wait, for whatever process", queue.waiting)
    yield _one("hexavox_queue_oldest_age_seconds", "How long the oldest of them waits", age)
    yield _one("hexavox_jobs_running", "Jobs that run, in whatever process", queue.running)


def _engines(readings: Readings) -> Iterator[Metric]:
    can_run: Labelled = {
        (stage.value, engine.name): engine.can_run for stage, engine in readings.engines.items()
    }
    meaning = "Whether the engine that does a stage here can run"
    yield _several("hexavox_engine_can_run", meaning, ("stage", "engine"), can_run)


def _gpus(gpus: Sequence[GpuReading]) -> Iterator[Metric]:
    labels = ("device", "name")
    own = sum(gpu.memory_own for gpu in gpus)
    yield _one("whisperx_vram_allocated_bytes", "GPU memory that this process holds, or 0", own)
    yield _several(
        "hexavox_gpu_memory_used_bytes",
        "GPU memory in use, by whatever process",
        labels,
        {(gpu.device, gpu.name): gpu.memory_used for gpu in gpus},
    )
    yield _several(
        "hexavox_gpu_memory_total_bytes",
        "GPU memory that there is",
        labels,
        {(gpu.device, gpu.name): gpu.memory_total for gpu in gpus},
    )
    yield _several(
        "hexavox_gpu_utilisation_ratio",
        "Share of the last moment in which the GPU computed",
        labels,
        {(g.device, g.name): g.utilisation for g in gpus if g.utilisation is not None},
    )


def _disks(machine: MachineReading) -> Iterator[Metric]:
    free: Labelled = {(place,): size for place, size in machine.disks_free.items()}
    yield _several("hexavox_disk_free_bytes", "Space left, by what is kept there", ("place",), free)


def _one(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=value)


def _several(name: str, meaning: str, labels: Sequence[str], values: Labelled) -> Metric:
    family = GaugeMetricFamily(name, meaning, labels=labels)
    for of, value in values.items():
        family.add_metric(of, value)
    return family
