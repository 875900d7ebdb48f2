"""Everything that a database would remember, in dictionaries."""

import asyncio
from dataclasses import dataclass, field

from application.errors import ClipNotFoundError, JobNotFoundError
from application.ports.repositories import StoredTranscript, TranscriptId
from application.ports.stage_results import StageResult
from domain.audio_clip import AudioClip, ClipId
from domain.transcription_job import JobId, Stage, TranscriptionJob


@dataclass(slots=True)
class Records:
    clips: dict[ClipId, AudioClip] = field(default_factory=dict)
    jobs: dict[JobId, TranscriptionJob] = field(default_factory=dict)
    transcripts: dict[TranscriptId, StoredTranscript] = field(default_factory=dict)
    stage_results: dict[tuple[JobId, Stage], StageResult] = field(default_factory=dict)

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
        for job in [job for job in self.jobs.values() if job.clip_id == clip_id]:
            del self.jobs[job.id]
        for stored in [kept for kept in self.transcripts.values() if kept.clip_id == clip_id]:
            del self.transcripts[stored.id]
        for key in [key for key in self.stage_results if key[0] not in self.jobs]:
            del self.stage_results[key]

    def copy(self) -> "Records":
        """The values are immutable, so copying the dictionaries is enough."""
        return Records(
            dict(self.clips), dict(self.jobs), dict(self.transcripts), dict(self.stage_results)
        )


class InMemoryDatabase:
    """What was committed, and the lock by which units of work exclude each other."""

    def __init__(self) -> None:
        self.committed = Records()
        self.lock = asyncio.Lock()
