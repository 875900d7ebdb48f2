"""Jobs to test with."""

from datetime import datetime
from typing import Final
from uuid import uuid4

from domain.audio_clip import ClipId, OwnerId
from domain.job_lease import LEASE_LASTS, Lease, LeaseId, RunnerId
from domain.transcription_job import JobId, JobKind, Priority, TranscriptionJob
from domain.transcription_options import TranscriptionOptions
from tests.fakes.clips import ADA
from tests.fakes.clock import NEW_YEAR

TINY: Final = TranscriptionOptions(model="tiny")
HERE: Final = RunnerId("this-process")
ELSEWHERE: Final = RunnerId("another-process")


def a_job(
    clip_id: ClipId | None,
    *,
    source_url: str | None = None,
    owner: OwnerId = ADA,
    options: TranscriptionOptions = TINY,
    kind: JobKind = JobKind.FULL,
    priority: Priority = Priority.INTERACTIVE,
    requested_at: datetime = NEW_YEAR,
) -> TranscriptionJob:
    return TranscriptionJob(
        id=JobId(uuid4()),
        owner=owner,
        clip_id=clip_id,
        source_url=source_url,
        options=options,
        kind=kind,
        priority=priority,
        requested_at=requested_at,
    )


def a_lease(runner: RunnerId = HERE, *, now: datetime = NEW_YEAR) -> Lease:
    return Lease(id=LeaseId(uuid4()), runner=runner, expires_at=now + LEASE_LASTS)
