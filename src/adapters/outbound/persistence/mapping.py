"""Between rows and the domain: one pair of functions per aggregate, and nothing else."""

from adapters.outbound.persistence.codecs.options import (
    options_from_json,
    options_key,
    options_to_json,
)
from adapters.outbound.persistence.codecs.transcript import transcript_from_json, transcript_to_json
from adapters.outbound.persistence.tables import ClipRow, JobRow, TranscriptRow
from application.ports.repositories import StoredTranscript, TranscriptId
from domain.audio_clip import AudioClip, AudioFormat, ClipId, ContentHash, OwnerId
from domain.transcription_job import Failure, JobId, JobStatus, Progress, Stage, TranscriptionJob


def clip_to_row(clip: AudioClip) -> ClipRow:
    return ClipRow(
        id=clip.id,
        owner=clip.owner,
        filename=clip.filename,
        content_hash=clip.content_hash.hex,
        size_bytes=clip.size_bytes,
        duration=float(clip.format.duration),
        sample_rate=clip.format.sample_rate,
        channels=clip.format.channels,
        codec=clip.format.codec,
        created_at=clip.created_at,
    )


def clip_from_row(row: ClipRow) -> AudioClip:
    return AudioClip(
        id=ClipId(row.id),
        owner=OwnerId(row.owner),
        filename=row.filename,
        content_hash=ContentHash(row.content_hash),
        size_bytes=row.size_bytes,
        format=AudioFormat(
            duration=row.duration,
            sample_rate=row.sample_rate,
            channels=row.channels,
            codec=row.codec,
        ),
        created_at=row.created_at,
    )


def job_to_row(job: TranscriptionJob) -> JobRow:
    return JobRow(
        id=job.id,
        clip_id=job.clip_id,
        options=options_to_json(job.options),
        options_key=options_key(job.options),
        status=job.status.value,
        attempts=job.attempts,
        progress={stage.value: float(done) for stage, done in job.progress.stages.items()},
        requested_at=job.requested_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        failure_code=job.failure.code if job.failure else None,
        failure_detail=job.failure.detail if job.failure else None,
        failure_advice=job.failure.advice if job.failure else None,
    )


def job_from_row(row: JobRow) -> TranscriptionJob:
    return TranscriptionJob(
        id=JobId(row.id),
        clip_id=ClipId(row.clip_id),
        options=options_from_json(row.options),
        requested_at=row.requested_at,
        status=JobStatus(row.status),
        attempts=row.attempts,
        progress=Progress({Stage(stage): done for stage, done in row.progress.items()}),
        started_at=row.started_at,
        finished_at=row.finished_at,
        failure=_failure(row),
    )


def _failure(row: JobRow) -> Failure | None:
    if row.failure_code is None:
        return None
    return Failure(
        code=row.failure_code,
        detail=row.failure_detail or "",
        advice=row.failure_advice or "",
    )


def transcript_to_row(stored: StoredTranscript) -> TranscriptRow:
    return TranscriptRow(
        id=stored.id,
        clip_id=stored.clip_id,
        job_id=stored.job_id,
        options=options_to_json(stored.options),
        options_key=options_key(stored.options),
        transcript=transcript_to_json(stored.transcript),
        created_at=stored.created_at,
    )


def transcript_from_row(row: TranscriptRow) -> StoredTranscript:
    return StoredTranscript(
        id=TranscriptId(row.id),
        clip_id=ClipId(row.clip_id),
        job_id=JobId(row.job_id),
        options=options_from_json(row.options),
        transcript=transcript_from_json(row.transcript),
        created_at=row.created_at,
    )
