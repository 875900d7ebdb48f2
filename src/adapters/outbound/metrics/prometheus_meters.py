"""Counting in a registry of prometheus-client, which is the format's own library."""

from typing import Final, final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from adapters.outbound.metrics import buckets
from adapters.outbound.metrics.model_labels import labels_of, shown
from application.ports.meters import (
    ClipMeter,
    DeliveryMeter,
    Found,
    JobMeter,
    ModelMeter,
    RequestMeter,
)
from domain.audio_clip import AudioClip
from domain.transcription_job import Failure, JobKind, JobStatus, Stage, TranscriptionJob
from domain.webhook_delivery import Verdict

_REJECTED: Final = frozenset({401, 403, 429})
"""No key, the wrong key, too many requests."""
_TRANSCRIBES: Final = frozenset({JobKind.FULL, JobKind.TRANSCRIPTION})
_FIRST_ERROR: Final = 400
_MEGABYTE: Final = 1_000_000


@final
class PrometheusMeters(JobMeter, ClipMeter, ModelMeter, DeliveryMeter, RequestMeter):
    """The registry is its own, so that two services in one process do not count together. Names
    that begin with whisperx are those of whispermlx-asr-service, and mean the same."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self._requests = self._counter(
            "whisperx_requests_total", "Requests by endpoint and status", "endpoint", "status"
        )
        self._request_seconds = self._histogram(
            "whisperx_request_duration_seconds",
            "How long requests took, end to end",
            buckets.REQUEST_SECONDS,
            "endpoint",
        )
        self._transcribing = Gauge(
            "whisperx_active_transcriptions",
            "Requests that wait for a transcription now, at /asr and the other doors",
            registry=self.registry,
        )
        self._evictions = self._counter(
            "whisperx_model_evictions_total", "Models unloaded because they were idle", "model"
        )
        self._sound_seconds = self._histogram(
            "whisperx_audio_duration_seconds",
            "How long submitted recordings are",
            buckets.SOUND_SECONDS,
        )
        self._megabytes = self._histogram(
            "whisperx_audio_size_megabytes",
            "How large submitted recordings are",
            buckets.MEGABYTES,
        )
        self._stage_seconds = self._histogram(
            "hexavox_stage_duration_seconds",
            "How long stages of jobs took",
            buckets.STAGE_SECONDS,
            "stage",
        )
        self._real_time_factor = self._histogram(
            "hexavox_real_time_factor",
            "Seconds of work for a second of sound, of transcripts made in one go",
            buckets.REAL_TIME_FACTORS,
            "model",
        )
        self._jobs = self._counter(
            "hexavox_jobs_ended_total", "Jobs by kind and how they ended", "kind", "outcome"
        )
        self._failures = self._counter(
            "hexavox_job_failures_total", "Jobs that failed, by what was wrong", "code"
        )
        self._retries = self._counter(
            "hexavox_job_retries_total", "Failed attempts of jobs that are tried again", "code"
        )
        self._looks = self._counter(
            "hexavox_transcript_cache_total",
            "Transcripts that were kept (hit), being made (shared), or had to be made (miss)",
            "result",
        )
        self._replays = self._counter(
            "hexavox_idempotency_replays_total",
            "Requests answered with what their Idempotency-Key was answered before",
        )
        self._load_seconds = self._histogram(
            "hexavox_model_load_seconds",
            "How long loading models took",
            buckets.LOAD_SECONDS,
            "kind",
            "model",
        )
        self._deliveries = self._counter(
            "hexavox_webhook_deliveries_total",
            "Attempts to deliver webhooks and callbacks",
            "outcome",
        )
        self._rejections = self._counter(
            "hexavox_rejected_requests_total",
            "Requests without a key (401), with a wrong one (403), or too many (429)",
            "status",
        )
        self._begin_at_zero()

    def stage_finished(self, stage: Stage, seconds: float) -> None:
        self._stage_seconds.labels(stage.value).observe(seconds)

    def job_ended(self, job: TranscriptionJob, *, sound_seconds: float | None = None) -> None:
        self._jobs.labels(job.kind.value, job.status.value).inc()
        if job.failure is not None:
            self._failures.labels(job.failure.code).inc()
        if job.status is not JobStatus.SUCCEEDED or job.kind not in _TRANSCRIBES:
            return
        if sound_seconds and job.started_at is not None and job.finished_at is not None:
            worked = (job.finished_at - job.started_at).total_seconds()
            model = shown(job.options.model)
            self._real_time_factor.labels(model).observe(worked / sound_seconds)

    def attempt_failed(self, failure: Failure) -> None:
        self._retries.labels(failure.code).inc()

    def transcript_looked_for(self, found: Found) -> None:
        self._looks.labels(found.value).inc()

    def recording_taken(self, clip: AudioClip) -> None:
        self._sound_seconds.observe(clip.format.duration)
        self._megabytes.observe(clip.size_bytes / _MEGABYTE)

    def model_loaded(self, key: str, seconds: float) -> None:
        self._load_seconds.labels(*labels_of(key)).observe(seconds)

    def model_evicted(self, key: str) -> None:
        self._evictions.labels(labels_of(key).model).inc()

    def delivery_attempted(self, verdict: Verdict) -> None:
        self._deliveries.labels(verdict.value).inc()

    def transcribing(self, change: int) -> None:
        self._transcribing.inc(change)

    def request_answered(self, endpoint: str, status: int | None, seconds: float) -> None:
        self._requests.labels(endpoint, _in_words(status)).inc()
        self._request_seconds.labels(endpoint).observe(seconds)
        if status in _REJECTED:
            self._rejections.labels(str(status)).inc()

    def request_replayed(self) -> None:
        self._replays.inc()

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(name, meaning, labels, registry=self.registry)

    def _histogram(
        self, name: str, meaning: str, edges: tuple[float, ...], *labels: str
    ) -> Histogram:
        return Histogram(name, meaning, labels, buckets=edges, registry=self.registry)

    def _begin_at_zero(self) -> None:
        """Prometheus sees an increase only where there was something before."""
        for found in Found:
            self._looks.labels(found.value)
        for verdict in Verdict:
            self._deliveries.labels(verdict.value)
        for status in _REJECTED:
            self._rejections.labels(str(status))
        for outcome in (status for status in JobStatus if status.is_final):
            self._jobs.labels(JobKind.FULL.value, outcome.value)


def _in_words(status: int | None) -> str:
    if status is None:
        return "error"
    return "ok" if status < _FIRST_ERROR else f"http_{status}"
