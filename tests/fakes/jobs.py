"""Jobs to test with."""

from datetime import datetime
from typing import Final
from uuid import uuid4

from domain.audio_clip import ClipId
from domain.transcription_job import JobId, TranscriptionJob
from domain.transcription_options import TranscriptionOptions
from tests.fakes.clock import NEW_YEAR

TINY: Final = TranscriptionOptions(model="tiny")


def a_job(
    clip_id: ClipId, *, options: TranscriptionOptions = TINY, requested_at: datetime = NEW_YEAR
) -> TranscriptionJob:
    return TranscriptionJob(
        id=JobId(uuid4()), clip_id=clip_id, options=options, requested_at=requested_at
    )
