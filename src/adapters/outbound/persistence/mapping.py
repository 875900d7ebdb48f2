"""Between rows and the domain: one pair of functions per aggregate, and nothing else."""

from adapters.outbound.persistence.codecs.json_object import JsonObject
from adapters.outbound.persistence.codecs.options import (
    options_from_json,
    options_key,
    options_to_json,
)
from adapters.outbound.persistence.codecs.transcript import transcript_from_json, transcript_to_json
from adapters.outbound.persistence.tables import ClipRow, JobEventRow, JobRow, TranscriptRow
from application.ports.repositories import StoredTranscript, TranscriptId
from domain.audio_clip import AudioClip, AudioFormat, ClipId, ContentHash, OwnerId
from domain.callback import Callback, CallbackStyle
from domain.enrolled_speaker import SpeakerName
from domain.job_history import Happening, JobEvent
from domain.job_lease import Lease, LeaseId, RunnerId
from domain.speaker_sample import SpeakerSample
from domain.transcription_job import (
    Failure,
    JobId,
    JobKind,
    JobStatus,
    Priority,
    Progress,
    Stage,
    TranscriptionJob,
)


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
        passing=clip.passing,
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
        passing=row.passing,
    )


def job_to_row(job: TranscriptionJob) -> JobRow:
    lease, failure = job.lease, job.failure
    return JobRow(
        id=job.id,
        owner=job.owner,
        clip_id=job.clip_id,
        source_url=job.source_url,
        speaker_samples=_samples_to_json(job.speaker_samples),
        kind=job.kind.value,
        options=options_to_json(job.options),
        options_key=options_key(job.options),
        model=job.options.model,
        priority=job.priority.value,
        force=job.force,
        detached=job.detached,
        callback=_callback_to_json(job.callback),
        note=dict(job.note),
        status=job.status.value,
        attempts=job.attempts,
        times_lost=job.times_lost,
        not_before=job.not_before,
        lease_id=lease.id if lease else None,
        lease_runner=lease.runner if lease else None,
        lease_expires_at=lease.expires_at if lease else None,
        progress=progress_to_json(job.progress),
        warnings=list(job.warnings),
        requested_at=job.requested_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        failure_code=failure.code if failure else None,
        failure_detail=failure.detail if failure else None,
        failure_advice=failure.advice if failure else None,
        request_id=job.request_id,
        traceparent=job.traceparent,
    )


def job_from_row(row: JobRow) -> TranscriptionJob:
    return TranscriptionJob(
        id=JobId(row.id),
        owner=OwnerId(row.owner),
        clip_id=None if row.clip_id is None else ClipId(row.clip_id),
        source_url=row.source_url,
        speaker_samples=_samples_from_json(row.speaker_samples),
        kind=JobKind(row.kind),
        options=options_from_json(row.options),
        priority=Priority(row.priority),
        force=row.force,
        detached=row.detached,
        callback=_callback_from_json(row.callback),
        note=row.note,
        requested_at=row.requested_at,
        status=JobStatus(row.status),
        attempts=row.attempts,
        times_lost=row.times_lost,
        not_before=row.not_before,
        lease=_lease(row),
        progress=progress_from_json(row.progress),
        warnings=tuple(row.warnings),
        started_at=row.started_at,
        finished_at=row.finished_at,
        failure=_failure(row),
        request_id=row.request_id,
        traceparent=row.traceparent,
    )


def progress_from_json(body: JsonObject) -> Progress:
    return Progress({Stage(stage): done for stage, done in body.items()})


def progress_to_json(progress: Progress) -> JsonObject:
    return {stage.value: float(done) for stage, done in progress.stages.items()}


def _callback_to_json(callback: Callback | None) -> JsonObject | None:
    return None if callback is None else {"url": callback.url, "style": callback.style.value}


def _callback_from_json(body: JsonObject | None) -> Callback | None:
    return None if body is None else Callback(body["url"], CallbackStyle(body["style"]))


def _samples_to_json(samples: tuple[SpeakerSample, ...]) -> JsonObject | None:
    return {"samples": [[each.name, each.url] for each in samples]} if samples else None


def _samples_from_json(body: JsonObject | None) -> tuple[SpeakerSample, ...]:
    each = (body or {"samples": ()})["samples"]
    return tuple(SpeakerSample(SpeakerName(name), url) for name, url in each)


def _lease(row: JobRow) -> Lease | None:
    if row.lease_id is None or row.lease_runner is None or row.lease_expires_at is None:
        return None
    return Lease(
        id=LeaseId(row.lease_id),
        runner=RunnerId(row.lease_runner),
        expires_at=row.lease_expires_at,
    )


def _failure(row: JobRow) -> Failure | None:
    if row.failure_code is None:
        return None
    return Failure(
        code=row.failure_code,
        detail=row.failure_detail or "",
        advice=row.failure_advice or "",
    )


def event_to_row(event: JobEvent) -> JobEventRow:
    failure = event.failure
    return JobEventRow(
        job_id=event.job_id,
        number=event.number,
        at=event.at,
        what=event.what.value,
        attempt=event.attempt,
        runner=event.runner,
        stage=event.stage.value if event.stage else None,
        seconds=event.seconds,
        failure=None
        if failure is None
        else {"code": failure.code, "detail": failure.detail, "advice": failure.advice},
    )


def event_from_row(row: JobEventRow) -> JobEvent:
    return JobEvent(
        job_id=JobId(row.job_id),
        number=row.number,
        at=row.at,
        what=Happening(row.what),
        attempt=row.attempt,
        runner=None if row.runner is None else RunnerId(row.runner),
        stage=None if row.stage is None else Stage(row.stage),
        seconds=row.seconds,
        failure=None if row.failure is None else Failure(**row.failure),
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
