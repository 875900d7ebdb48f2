"""Everything that a database would remember, in dictionaries."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime

from adapters.outbound.memory.outbox_entry import OutboxEntry
from application.errors import ClipNotFoundError, JobNotFoundError
from application.ports.idempotency import ClaimId, KeyRecord
from application.ports.repositories import StoredTranscript, TranscriptId
from application.ports.stage_results import StageResult
from domain.api_key import ApiKey, KeyId
from domain.audio_clip import AudioClip, ClipId
from domain.enrolled_speaker import EnrolledSpeaker, SpeakerId
from domain.job_history import JobEvent
from domain.transcript import Segment
from domain.transcription_job import JobId, Stage, TranscriptionJob
from domain.webhook import EndpointId, WebhookEndpoint
from domain.webhook_delivery import DeliveryId


@dataclass(slots=True)
class Records:
    clips: dict[ClipId, AudioClip] = field(default_factory=dict)
    jobs: dict[JobId, TranscriptionJob] = field(default_factory=dict)
    transcripts: dict[TranscriptId, StoredTranscript] = field(default_factory=dict)
    stage_results: dict[tuple[JobId, Stage], StageResult] = field(default_factory=dict)
    heard: dict[JobId, Mapping[int, Segment]] = field(default_factory=dict)
    history: dict[JobId, tuple[JobEvent, ...]] = field(default_factory=dict)
    idempotency: dict[ClaimId, KeyRecord] = field(default_factory=dict)
    webhooks: dict[EndpointId, WebhookEndpoint] = field(default_factory=dict)
    deliveries: dict[DeliveryId, OutboxEntry] = field(default_factory=dict)
    clip_uses: dict[ClipId, datetime] = field(default_factory=dict)
    speakers: dict[SpeakerId, EnrolledSpeaker] = field(default_factory=dict)
    keys: dict[KeyId, ApiKey] = field(default_factory=dict)

    def clip(self, clip_id: ClipId) -> AudioClip:
        """Raises ClipNotFoundError."""
        if clip_id not in self.clips:
            raise ClipNotFoundError(f"There is no clip {clip_id}.")
        return self.clips[clip_id]

    def job(self, job_id: JobId) -> TranscriptionJob:
        """Raises JobNotFoundError."""
        if job_id not in self.jobs:
            raise JobNotFoundError(f"There is no job {job_id}.")
        return self.jobs[job_id]

    def remove_clip(self, clip_id: ClipId) -> None:
        """With all that belongs to it, as a database cascades."""
        self.clips.pop(clip_id, None)
        self.clip_uses.pop(clip_id, None)
        for job in [job for job in self.jobs.values() if job.clip_id == clip_id]:
            self.remove_job(job.id)
        for stored in [kept for kept in self.transcripts.values() if kept.clip_id == clip_id]:
            del self.transcripts[stored.id]

    def remove_job(self, job_id: JobId) -> None:
        self.jobs.pop(job_id, None)
        self.history.pop(job_id, None)
        self.heard.pop(job_id, None)
        for key in [key for key in self.stage_results if key[0] == job_id]:
            del self.stage_results[key]

    def copy(self) -> "Records":
        """The values are immutable, so copying the dictionaries is enough."""
        return Records(**{each.name: dict(getattr(self, each.name)) for each in fields(self)})


class InMemoryDatabase:
    """What was committed, and the lock by which units of work exclude each other."""

    def __init__(self) -> None:
        self.committed = Records()
        self.lock = asyncio.Lock()
