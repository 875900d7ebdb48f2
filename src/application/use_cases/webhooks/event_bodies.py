"""What the messages about a job's end say."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final, TypeAlias

from application.formats.json_document import Document, to_document
from application.ports.repositories import StoredTranscript
from application.ports.unit_of_work import UnitOfWork
from domain.callback import CallbackStyle
from domain.transcription_job import TranscriptionJob
from domain.webhook import EVENT_OF


@dataclass(frozen=True, slots=True, kw_only=True)
class JobEnd:
    job: TranscriptionJob
    stored: StoredTranscript | None
    at: datetime


BodyOf: TypeAlias = Callable[[UnitOfWork, JobEnd], Awaitable[str]]
"""Writes a message, as JSON, inside the transaction in which the job ends. What it raises keeps the
job from ending, so it raises nothing that a job can cause."""


async def thin_event(_uow: UnitOfWork, end: JobEnd) -> str:
    """For endpoints, which may be told of many jobs: the transcript is a request away."""
    return _event(end, {"transcript_url": _transcript_url(end)})


async def full_event(_uow: UnitOfWork, end: JobEnd) -> str:
    """For whoever asked for this job: all that there is."""
    return await asyncio.to_thread(_full_event, end)


CALLBACK_BODIES: Final[Mapping[CallbackStyle, BodyOf]] = MappingProxyType(
    {
        CallbackStyle.EVENT: full_event,
        CallbackStyle.TASK: full_event,
        CallbackStyle.RUN: full_event,
    }
)
"""The message of each style of callback. The container puts another in its place where a door has
words of its own."""


def _full_event(end: JobEnd) -> str:
    stored = end.stored
    transcript = None if stored is None else to_document(stored.transcript, with_words=True)
    return _event(end, {"transcript_url": _transcript_url(end), "transcript": transcript})


def _event(end: JobEnd, more: Document) -> str:
    event = {
        "type": EVENT_OF[end.job.status].value,
        "timestamp": end.at.isoformat(),
        "data": {"job": _job(end.job), **more},
    }
    return json.dumps(event)


def _job(job: TranscriptionJob) -> Document:
    failure = job.failure
    return {
        "id": str(job.id),
        "clip_id": None if job.clip_id is None else str(job.clip_id),
        "status": job.status.value,
        "requested_at": job.requested_at.isoformat(),
        "started_at": _time(job.started_at),
        "finished_at": _time(job.finished_at),
        "failure": None
        if failure is None
        else {"code": failure.code, "detail": failure.detail, "advice": failure.advice},
    }


def _transcript_url(end: JobEnd) -> str | None:
    return None if end.stored is None else f"/api/jobs/{end.job.id}/transcript"


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
